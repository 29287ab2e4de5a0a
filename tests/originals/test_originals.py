"""Fetching reports from a server on this machine that does everything wrong, one thing at a time."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from livepaper import originals
from livepaper.cli import main
from livepaper.errors import OriginalError
from livepaper.originals import Original, fetch, resuming
from tests.originals.server import PDF, cut, redirect, serving, stall, whole

HASH = hashlib.sha256(PDF).hexdigest()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Ask again without a pause, and this machine without a proxy."""
    monkeypatch.setattr(resuming, "_PAUSE", 0)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def get(address, folder, sha256="", **options):
    """Fetch a report."""
    return fetch(Original("report", address, sha256), folder, **options)


def names(folder):
    """Return the names of the files that are there."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("sha256", ["", HASH])
def test_a_report_is_fetched_once(tmp_path, sha256):
    """And nothing else is left in the folder; how far it is is told."""
    told = []
    with serving(whole()) as (address, asked):
        fresh = [get(address, tmp_path, sha256, progress=lambda *far: told.append(far)) for _ in range(2)]

    assert fresh == [True, False]
    assert len(asked) == 1
    assert (tmp_path / "report.pdf").read_bytes() == PDF
    assert names(tmp_path) == ["report.pdf"]
    assert told[-1] == (len(PDF), len(PDF))


def test_a_server_is_told_who_asks(tmp_path):
    """As doi.org is."""
    told = []

    def answer(handler):
        told.append(handler.headers["User-Agent"])
        whole()(handler)

    with serving(answer) as (address, _):
        get(address, tmp_path)

    assert told == ["livepaper"]


@pytest.mark.parametrize("broken", [cut(), stall()], ids=["cut", "stalled"])
def test_what_breaks_off_is_continued(tmp_path, broken):
    """From the byte where it broke off, if the file on the server is still the same."""
    with serving(broken, whole()) as (address, asked):
        assert get(address, tmp_path, HASH, timeout=0.3)

    assert asked[1][1:] == ("bytes=1000-", '"one"')
    assert (tmp_path / "report.pdf").read_bytes() == PDF
    assert names(tmp_path) == ["report.pdf"]


def test_what_broke_off_yesterday_is_continued_today(tmp_path):
    """The part outlives the program."""
    with serving(cut(at=5000), redirect("ftp://127.0.0.1/")) as (address, _), pytest.raises(OriginalError):
        get(address, tmp_path)
    assert names(tmp_path) == ["report.pdf.part", "report.pdf.state"]
    with serving(whole()) as (address, asked):
        assert get(address, tmp_path, HASH)

    assert asked[0][1] == "bytes=5000-"
    assert names(tmp_path) == ["report.pdf"]


def test_a_file_that_changed_meanwhile_is_fetched_anew(tmp_path):
    """Halves of two files are never joined."""
    other = PDF.replace(b"\x01", b"\x02")
    with serving(cut(other, at=5000, ETag='"old"'), whole()) as (address, asked):
        assert get(address, tmp_path, HASH)

    assert asked[1][1:] == ("bytes=5000-", '"old"')
    assert (tmp_path / "report.pdf").read_bytes() == PDF


def test_a_part_of_another_state_is_never_joined(tmp_path):
    """Even if a server does not heed what it was asked for, and only says so."""
    other = PDF.replace(b"\x01", b"\x02")

    def heedless(handler):
        place = f"bytes 5000-{len(PDF) - 1}/{len(PDF)}"
        handler.say(206, other[5000:], ETag='"two"', Content_Range=place)

    with serving(cut(at=5000), heedless, whole(other, ETag='"two"')) as (address, asked):
        assert get(address, tmp_path)

    assert asked[2][1] is None
    assert (tmp_path / "report.pdf").read_bytes() == other


def test_an_old_part_never_lies_under_a_new_state(tmp_path, monkeypatch):
    """Not even for the moment in which the program may be killed."""
    write = Path.write_text

    def killed(path, text, **options):
        write(path, text, **options)
        if text == '"two"':
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", killed)
    whole_anew = lambda handler: handler.say(200, PDF, ETag='"two"')  # noqa: E731
    with serving(cut(at=5000), whole_anew) as (address, _), pytest.raises(KeyboardInterrupt):
        get(address, tmp_path)

    assert names(tmp_path) == ["report.pdf.state"]


@pytest.mark.parametrize("key", ["../report", "conf/report", "..\\report"])
def test_a_key_that_is_no_name_of_a_file_is_refused(tmp_path, key):
    """It would lie in another folder."""
    with serving(whole()) as (address, asked), pytest.raises(OriginalError, match="a key without / and"):
        fetch(Original(key, address, ""), tmp_path / "originals")

    assert not asked
    assert names(tmp_path) == []


@pytest.mark.parametrize("etag", [None, 'W/"one"'], ids=["none", "weak"])
def test_without_a_name_for_its_state_a_file_is_fetched_anew(tmp_path, etag):
    """What cannot be told apart is not joined."""
    with serving(cut(ETag=etag), whole()) as (address, asked):
        assert get(address, tmp_path, HASH)

    assert asked[1][1] is None


def test_a_server_that_knows_no_parts_sends_the_whole(tmp_path):
    """Which takes the place of the part."""
    with serving(cut(), lambda handler: handler.say(200, PDF, ETag='"one"')) as (address, _):
        assert get(address, tmp_path, HASH)


def test_another_part_than_was_asked_for_is_refused(tmp_path):
    """And everything is fetched anew."""

    def wrong(handler):
        handler.say(206, PDF[7:], ETag='"one"', Content_Range=f"bytes 7-{len(PDF) - 1}/{len(PDF)}")

    with serving(cut(), wrong, whole()) as (address, asked):
        assert get(address, tmp_path, HASH)

    assert asked[2][1] is None
    assert (tmp_path / "report.pdf").read_bytes() == PDF


@pytest.mark.parametrize("sha256", ["", HASH])
@pytest.mark.parametrize("length", [500, len(PDF) - 3])
def test_a_length_that_is_too_short_is_noticed(tmp_path, length, sha256):
    """By the end of a PDF, which is missing."""
    with serving(whole(Content_Length=length)) as (address, _), pytest.raises(OriginalError, match="without its end"):
        get(address, tmp_path, sha256)

    assert names(tmp_path) == []


def test_a_length_that_is_too_long_is_told_after_some_attempts(tmp_path):
    """Nothing that calls itself the report is left."""
    told = f"after {len(PDF):,} of {len(PDF) + 9:,} bytes, 5 times"
    lying = cut(at=len(PDF), Content_Length=len(PDF) + 9)
    with serving(lying) as (address, _), pytest.raises(OriginalError, match=told):
        get(address, tmp_path)

    assert "report.pdf" not in names(tmp_path)


def test_a_length_that_was_a_lie_is_set_right_by_the_next_answer(tmp_path):
    """If the server then says that there is no more, and how much there is."""
    with serving(cut(at=len(PDF), Content_Length=len(PDF) + 9), whole()) as (address, _):
        assert get(address, tmp_path, HASH)

    assert (tmp_path / "report.pdf").read_bytes() == PDF


def test_a_file_sent_in_chunks_without_a_length_must_have_its_end(tmp_path):
    """Nothing else tells whether it is whole."""

    def chunks(handler, last):
        handler.say(200, b"1000\r\n" + PDF[:4096] + b"\r\n" + last, Content_Length=None, Transfer_Encoding="chunked")

    rest = PDF[4096:]
    with serving(lambda handler: chunks(handler, b"")) as (address, _), pytest.raises(OriginalError):
        get(address, tmp_path)
    assert "report.pdf" not in names(tmp_path)
    with serving(lambda handler: chunks(handler, b"%x\r\n%s\r\n0\r\n\r\n" % (len(rest), rest))) as (address, _):
        assert get(address, tmp_path, HASH)


@pytest.mark.parametrize("length", ["-1", "many", 2**31], ids=["negative", "words", "huge"])
def test_nonsense_of_a_length_never_gives_a_wrong_file(tmp_path, length):
    """Either the file is whole, or there is none."""
    with serving(whole(Content_Length=length)) as (address, _):
        try:
            get(address, tmp_path)
        except OriginalError:
            assert "report.pdf" not in names(tmp_path)
        else:
            assert (tmp_path / "report.pdf").read_bytes() == PDF


def test_redirects_are_followed_but_not_for_ever(tmp_path):
    """Five at most."""
    with serving(*[redirect("/next.pdf")] * 5, whole()) as (address, asked):
        assert get(address, tmp_path, HASH)
    assert len(asked) == 6
    with serving(redirect("/report.pdf")) as (address, _), pytest.raises(OriginalError, match="more than 5 redirects"):
        get(address, tmp_path / "other")


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://127.0.0.1/report.pdf"])
def test_only_the_web_is_followed(tmp_path, place):
    """No files of this machine, and no other servers."""
    with serving(redirect(place)) as (address, _), pytest.raises(OriginalError, match="address of another kind"):
        get(address, tmp_path)
    with pytest.raises(OriginalError, match="address of another kind"):
        get(place, tmp_path)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda handler: handler.say(404), "the answer 404"),
        (lambda handler: handler.say(503), "the answer 503 after 0 bytes, 5 times"),
        (lambda handler: handler.say(200, b"<!DOCTYPE html><html>Not here</html>"), "a web page"),
        (lambda handler: handler.say(200, b"GIF89a"), "something else than a PDF"),
        (lambda handler: handler.say(200), "something else than a PDF"),
        (lambda handler: None, "a broken connection after 0 bytes, 5 times"),
        (stall(at=0), "no byte within 0.2 seconds"),
    ],
    ids=["absent", "busy", "page", "picture", "nothing", "gone", "silent"],
)
@pytest.mark.parametrize("sha256", ["", HASH])
def test_a_bad_answer_is_told_and_leaves_what_was_there(tmp_path, answer, told, sha256):
    """A file of another hash, that is: one that is good stays without asking."""
    old = tmp_path / "report.pdf"
    if sha256:
        old.write_bytes(b"an older report")
    with serving(answer) as (address, _), pytest.raises(OriginalError) as caught:
        get(address, tmp_path, sha256, timeout=0.2)

    assert told in str(caught.value)
    assert old.exists() == bool(sha256)
    if sha256:
        assert old.read_bytes() == b"an older report"
        assert f"{old} is left as it was." in str(caught.value)


def test_another_hash_leaves_what_was_there(tmp_path):
    """Both hashes are told; the part is gone, because there is nothing to continue."""
    old = tmp_path / "report.pdf"
    old.write_bytes(b"an older report")
    with serving(whole()) as (address, _), pytest.raises(OriginalError, match=f"sha256 {HASH}.*{'0' * 64}.*left as it"):
        get(address, tmp_path, "0" * 64)

    assert old.read_bytes() == b"an older report"
    assert names(tmp_path) == ["report.pdf"]


def test_a_file_that_has_been_damaged_is_replaced(tmp_path):
    """By a whole one with the known hash."""
    (tmp_path / "report.pdf").write_bytes(PDF[:500])
    with serving(whole()) as (address, _):
        assert get(address, tmp_path, HASH)

    assert (tmp_path / "report.pdf").read_bytes() == PDF


@pytest.fixture
def desk(copy_of_data, tmp_path, monkeypatch):
    """A paper with a bibliography of two works, one of them a PDF on this machine's server."""
    folder = copy_of_data(tmp_path, ("surveys-",))
    monkeypatch.chdir(folder)

    def bibliography(address):
        entries = (
            f"@techreport{{report,\n title={{A}}, url={{{address}}}\n}}\n@misc{{page,\n url={{{address}?page}}\n}}\n"
        )
        (folder / "references.bib").write_text(entries + "@misc{nowhere,\n title={B}\n}\n", encoding="utf-8")
        return folder

    return bibliography


def run(*words):
    """Run the command."""
    return CliRunner().invoke(main, ["data", "fetch", *words])


def test_hashes_are_recorded_only_on_request(desk):
    """As they came, which is said; from then on another file is refused."""
    with serving(whole()) as (address, _):
        folder = desk(address)
        first = run("report")
        assert not (folder / "originals.txt").exists()
        second = run("report", "--record")
    assert "report.pdf: fetched, no hash recorded" in first.output
    assert "Recorded 1 hash in originals.txt, which nobody has vouched for." in second.output
    assert originals.known(folder / "originals.txt") == {"report.pdf": HASH}

    (folder / "originals/report.pdf").unlink()
    with serving(whole(PDF + b"\n%%EOF")) as (address, _):
        desk(address)
        third = run("report", "--record")
    assert third.exit_code == 1
    assert f"{HASH}, as originals.txt records" in third.output
    assert "1 of 1 report could not be fetched." in third.output
    assert originals.known(folder / "originals.txt") == {"report.pdf": HASH}


def test_works_that_are_pdfs_are_fetched_by_themselves(desk):
    """Into a folder that git ignores; others only if they are named."""
    with serving(whole()) as (address, _):
        folder = desk(address)
        (folder / "references.bib").write_text(
            (folder / "references.bib").read_text(encoding="utf-8").replace("report.pdf?page", "page"), encoding="utf-8"
        )
        assert "1 report in " in run().output
        assert names(folder / "originals") == ["report.pdf"]
        assert run("page").exit_code == 0

    assert names(folder / "originals") == ["page.pdf", "report.pdf"]


def test_a_key_without_an_address_is_told(desk):
    """Before anything is fetched."""
    desk("http://127.0.0.1:9/report.pdf")
    result = run("nowhere")

    assert result.exit_code == 2
    assert "nowhere: no work of references.bib that has an address" in result.output


def test_a_broken_registry_is_told(desk):
    """With its line."""
    folder = desk("http://127.0.0.1:9/report.pdf")
    (folder / "originals.txt").write_text("report.pdf sha256:short\n", encoding="utf-8")

    assert "originals.txt, line 1: found “report.pdf sha256:short”" in run().output


def test_the_papers_own_reports_have_addresses(paper, root):
    """Of the web, and in the bibliography; they are not tried here."""
    found = originals.originals(paper.root / "references.bib", root / "originals.txt")
    reports = [one for one in found.values() if originals.is_report(one)]

    assert reports
    assert all(one.address.startswith("https://") for one in reports)
