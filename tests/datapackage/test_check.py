"""Checking and sealing: every fault is named, and nothing is sealed that has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from livepaper.datapackage import check, seal
from livepaper.errors import DataError, HashMismatchError

TOPLINES = "data/surveys/toplines.csv"
BASES = "data/surveys/bases.csv"
DESCRIPTOR = "data/datapackage.json"
MAP = "data/region/outlines.geojson"
BIBLIOGRAPHY = "references.bib"
ONLY = ("surveys-", "region-map")
FIRST = b"alb-corruption,asb-2022,most-serious-threat,ALB,corruption,no,39.3,1110,"


@dataclass(frozen=True)
class Fault:
    """One thing done to a file, and the sentence that must tell of it."""

    file: str
    edit: Callable[[bytes], bytes | None]
    where: str
    found: str
    expected: str


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Replace the first occurrence of some bytes, which must be there."""

    def edit(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return edit


def cell(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Replace a cell in the first row of the toplines."""
    return swap(FIRST, FIRST.replace(b"," + old + b",", b"," + new + b",", 1))


HEADER = "the header topline,wave,question,population,response,net,percent,base"
FAULTS = {
    "wrong header": Fault(TOPLINES, swap(b",percent,", b",share,"), ", row 1, column percent", "“share”", HEADER),
    "wrong source header": Fault(TOPLINES, swap(b",source,", b",src,"), ", row 1, column source", "“src”", HEADER),
    "quoted decimal comma": Fault(
        TOPLINES, cell(b"39.3", b'"39,3"'), ", row 2, column percent", "“39,3”", "text of the type number, with"
    ),
    "bare decimal comma": Fault(
        TOPLINES, cell(b"39.3", b"39,3"), ", row 2, column percent", "“39,3”", "14 cells in the row"
    ),
    "one cell too many": Fault(
        TOPLINES, cell(b"corruption", b"corruption,yes"), ", row 2, column after note", "“most serious; ", "14 cells"
    ),
    "one cell too few": Fault(
        TOPLINES, swap(b",ALB,corruption", b",corruption"), ", row 2, column note", "“”", "14 cells"
    ),
    "percent above 100": Fault(
        TOPLINES, cell(b"39.3", b"139.3"), ", row 2, column percent", "“139.3”", "at least 0 and at most 100"
    ),
    "percent below 0": Fault(TOPLINES, cell(b"39.3", b"-1"), ", row 2, column percent", "“-1”", "at least 0"),
    "no percent": Fault(TOPLINES, cell(b"39.3", b""), ", row 2, column percent", "“”", "at least 0"),
    "base with a word": Fault(
        TOPLINES, cell(b"1110", b"about 1110"), ", row 2, column base", "“about 1110”", "text of the type integer"
    ),
    "unknown grade": Fault(
        TOPLINES, swap(b",paper,", b",rumour,"), ", row 2, column grade", "“rumour”", "one of publisher, mirror, press"
    ),
    "duplicate key": Fault(
        BASES, swap(b"-2021,BIH", b"-2021,ALB"), ", row 4, column wave, population", "“securimeter-2021, A", "a key"
    ),
    "unknown source": Fault(
        TOPLINES, swap(b",csdg2022,", b",csdg2202,"), ", row 2, column source", "“csdg2202”", "a key of references.bib"
    ),
    "unknown wave": Fault(
        TOPLINES, cell(b"asb-2022", b"asb-2202"), ", row 2, column wave", "“asb-2202”", "a key of surveys-waves"
    ),
    "unknown population": Fault(
        TOPLINES, cell(b"ALB", b"ALX"), ", row 2, column population", "“ALX”", "a key of surveys-populations"
    ),
    "unknown question": Fault(
        TOPLINES, cell(b"most-serious-threat", b"worst"), ", row 2, column question", "“worst”", "a key of surveys-"
    ),
    "empty line": Fault(TOPLINES, swap(b"\n", b"\n\n"), ", row 2", "“”", "14 cells in the row. Remove the empty line"),
    "byte order mark": Fault(
        TOPLINES, lambda old: b"\xef\xbb\xbf" + old, ", row 1", "a byte order mark", "UTF-8 without one"
    ),
    "not UTF-8": Fault(TOPLINES, cell(b"corruption", b"corrupci\xf3n"), ", row 2", "byte 0xf3", "UTF-8 text"),
    "half-written": Fault(TOPLINES, lambda old: old[:5000], ", row 27", "a last line without its end", "a complete"),
    "empty file": Fault(TOPLINES, lambda old: b"", ", row 1", "a last line without its end", "a complete file"),
    "missing file": Fault(TOPLINES, lambda old: None, "", "No such file or directory", "a readable file"),
    "broken map": Fault(MAP, lambda old: old[:500] + b"\n", ", row ", "Expecting", "valid JSON"),
    "missing bibliography": Fault(BIBLIOGRAPHY, lambda old: None, "", "unable to open", "a valid BibTeX file"),
    "broken bibliography": Fault(BIBLIOGRAPHY, lambda old: old[:700], "", "syntax error in line", "a valid BibTeX"),
    "broken descriptor": Fault(DESCRIPTOR, swap(b'"name"', b'"name'), ", line ", "", "valid JSON"),
    "half-written descriptor": Fault(DESCRIPTOR, lambda old: old[:900], ", row ", "a last line without", "a complete"),
    "empty descriptor": Fault(DESCRIPTOR, lambda old: b"{}\n", "", "no list of resources", "a data package"),
    "unknown type": Fault(DESCRIPTOR, swap(b'"integer"', b'"intger"'), "", 'field type "intger"', "a valid descriptor"),
}  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """What sealing a package with a fault came to."""

    fault: Fault
    path: Path
    problems: list[DataError]
    before: bytes
    after: bytes


@pytest.fixture(scope="module", params=FAULTS, ids=lambda name: name.replace(" ", "-"))
def refusal(request, copy_of_data, tmp_path_factory):
    """Commit one fault after another, each in a copy of its own, and try to seal it."""
    fault = FAULTS[request.param]
    copy = copy_of_data(tmp_path_factory.mktemp("fault"), ONLY)
    path, descriptor = copy / fault.file, copy / DESCRIPTOR
    content = fault.edit(path.read_bytes())
    path.unlink() if content is None else path.write_bytes(content)
    before = descriptor.read_bytes()
    problems = seal(copy / "data", copy / "references.bib")
    return Refusal(fault, path, problems, before, descriptor.read_bytes())


def test_a_fault_is_told_with_place_finding_and_expectation(refusal):
    """File, row, column, the value found and what was expected, in one sentence."""
    fault, told = refusal.fault, [str(problem) for problem in refusal.problems]
    start = f"{refusal.path}{fault.where}"
    assert any(
        text.startswith(start) and f"found {fault.found}" in text and f"expected {fault.expected}" in text
        for text in told
    ), told


def test_nothing_is_sealed_that_has_a_fault(refusal):
    """The descriptor stays as it was, byte for byte, and no other file appears."""
    assert refusal.problems
    assert refusal.after == refusal.before
    assert not list(refusal.path.parent.glob("**/.*.new"))


@pytest.fixture
def copy(copy_of_data, tmp_path):
    """A sealed copy of the survey data."""
    return copy_of_data(tmp_path, ONLY)


def examine(copy):
    """Check a copy, hashes included."""
    return check(copy / "data", copy / "references.bib")


def test_a_valid_change_breaks_the_seal(copy, edit):
    """Nothing but the hash is wrong."""
    edit(copy / TOPLINES, "39.3", "39.4")
    (problem,) = examine(copy)
    assert isinstance(problem, HashMismatchError)
    assert "toplines.csv: found sha256:" in str(problem)


def test_a_faulty_change_is_told_beside_its_broken_seal(copy, edit):
    """An author need not seal first to learn what is wrong."""
    edit(copy / TOPLINES, ",39.3,", ',"39,3",')
    assert [type(problem) for problem in examine(copy)] == [HashMismatchError, DataError]


def test_a_wrong_byte_count_is_told(copy, edit):
    """Other tools would stumble over it."""
    size = (copy / BASES).stat().st_size
    edit(copy / DESCRIPTOR, f'"bytes": {size}', f'"bytes": {size + 1}')
    (problem,) = examine(copy)
    assert f"bases.csv: found {size} bytes; expected {size + 1} bytes" in str(problem)


def test_sealing_a_valid_change_makes_the_package_valid(copy, edit):
    """And changes nothing but that file's hash and size."""
    before = (copy / DESCRIPTOR).read_text().splitlines()
    edit(copy / TOPLINES, "39.3", "39.35")
    assert seal(copy / "data", copy / "references.bib") == []
    changed = [old for old, new in zip(before, (copy / DESCRIPTOR).read_text().splitlines(), strict=True) if old != new]
    assert [line.split('"')[1] for line in changed] == ["bytes", "hash"]
    assert examine(copy) == []


def test_sealing_again_changes_nothing(copy):
    """The descriptor has one form."""
    before = (copy / DESCRIPTOR).read_bytes()
    assert seal(copy / "data", copy / "references.bib") == []
    assert (copy / DESCRIPTOR).read_bytes() == before


def test_every_fault_is_told_at_once(copy, edit):
    """So that an author mends them in one go."""
    edit(copy / TOPLINES, ",39.3,", ",139.3,")
    edit(copy / TOPLINES, ",30.2,", ",130.2,")
    edit(copy / BASES, ",1110,", ",many,")
    found = {problem.found for problem in examine(copy) if not isinstance(problem, HashMismatchError)}
    assert found == {"“139.3”", "“130.2”", "“many”"}


def test_unreadable_files_are_told_together(copy):
    """Before any table is looked at."""
    (copy / TOPLINES).unlink()
    (copy / BASES).write_bytes(b"\xff\n")
    assert sorted(Path(problem.where.split(",")[0]).name for problem in examine(copy)) == ["bases.csv", "toplines.csv"]
