"""A built site passes; a site edited after the build does not, even where its manifest was renewed."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from livepaper.audit import Finding, audit
from livepaper.errors import ProjectError

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("small-book")]

Edit = Callable[[Path, str, str], None]
OPINION, INDEX = "chapters/opinion.html", "index.html"
CLAIM = 'value="30.2" data-form="printed" data-grade="paper">30.2%</data>'


def renew_manifest(site: Path) -> None:
    """Record the hashes of an edited site, as someone who covers their tracks would."""
    files = [path for path in site.rglob("*") if path.is_file() and path.name != "manifest.json"]
    hashes = {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (site / "manifest.json").write_text(json.dumps(hashes), encoding="utf-8")


def findings(site: Path, root: Path) -> list[Finding]:
    """Audit an edited site whose manifest was renewed."""
    renew_manifest(site)
    return audit(site, root).findings


def test_a_site_as_built_passes_and_is_counted(site: Path, snapshot: Path) -> None:
    """Every number is confirmed, by kind, on every page."""
    result = audit(site, snapshot)

    assert result.ok, list(map(str, result.findings))
    counts = result.counts
    assert (counts.claims, counts.quantities, counts.figures) == (7, 3, 1)
    assert counts.labels > 0
    assert counts.bare > 0
    assert counts.files == len(json.loads((site / "manifest.json").read_text()))
    assert re.match(r"[\d,]+ displayed numbers confirmed on \d+ pages \(7 claims, 3 other quantities", str(counts))


def test_one_edited_digit_is_named_with_claim_displayed_and_expected(site: Path, snapshot: Path, edit: Edit) -> None:
    """The finding says which claim, where, what stands there and what should."""
    edit(site / OPINION, CLAIM, CLAIM.replace(">30.2%", ">30.3%"))
    result = audit(site, snapshot)

    assert not result.ok
    manifest, found = sorted(result.findings, key=lambda finding: finding.claim)
    assert (found.page, found.claim) == (OPINION, "opinion/war_threat")
    assert "30.3%" in found.displayed
    assert "30.2%" in found.expected
    assert "named in 2022 by 30.3%" in found.context or "War was named by 30.3%" in found.context
    assert manifest.page == OPINION
    assert "sha256" in manifest.displayed


@pytest.mark.parametrize(
    ("page", "old", "new", "said"),
    [
        pytest.param(
            OPINION,
            CLAIM,
            CLAIM.replace("30.2", "30.3"),
            ["the value 30.3", "30.2, which the raw data give"],
            id="value and text of a claim together",
        ),
        pytest.param(
            OPINION, CLAIM, CLAIM.replace("paper", "publisher"), ["grade “publisher”", "“paper”"], id="a claim's grade"
        ),
        pytest.param(
            OPINION,
            'data-form="in_words" data-grade="paper">about nine tenths<',
            'data-form="in_words" data-grade="paper">a majority<',
            ["opinion/allies (in_words)", "“a majority”", "“about nine tenths”"],
            id="a number-word of a claim",
        ),
        pytest.param(
            OPINION,
            'data-claim="opinion/allies"',
            'data-claim="opinion/alliances"',
            ["a claim that no chapter makes"],
            id="a claim's name",
        ),
        pytest.param(OPINION, "named in 2022 by", "named in 2023 by", ["the bare “2023”"], id="a year in prose"),
        pytest.param(OPINION, "a need of allies", "no need of allies", ["the bare “no”"], id="a word beside a number"),
        pytest.param(
            INDEX, ">2022</a>", ">2021</a>", ["the citation", "“2021”", "2022"], id="the year of a citation"
        ),
        pytest.param(INDEX, "Figure 1</span>", "Figure 2</span>", ["the figure", "“Figure 1”"], id="a reference"),
        pytest.param(OPINION, "Figure 1</span>", "Figure 3</span>", ["the numbers of figures"], id="a figure's number"),
        pytest.param(INDEX, "Tirana, 2022. URL", "Tirana, 2020. URL", ["the words beside"], id="what a link shows"),
        pytest.param(INDEX, "Governance 2022</a>", "Governance 2020</a>", ["the source “"], id="the year of a source"),
        pytest.param(
            OPINION, 'aria-label="Data: War was named by 30.2%"', 'aria-label="Data: War was named by 3.2%"',
            ["the name of a table"], id="what a table is called",
        ),
        pytest.param(
            OPINION, "Highest corruption with 39.3%", "Highest corruption with 93.3%",
            ["the words for its drawings"], id="a value in the words for a drawing",
        ),
        pytest.param(
            OPINION, "Figure 1: War was named by 30.2%", "Figure 1: War was named by 3.2%",
            ["figure threats, its citation"], id="the title in a citation",
        ),
        pytest.param(
            OPINION, "</figure>", '<p class="figure-citation">97%</p></figure>', ["97%"], id="another citation"
        ),
        pytest.param(
            OPINION, "</figure>", '</figure><p class="figure-citation">97%</p>', ["97"], id="a citation elsewhere"
        ),
        pytest.param(OPINION, "3 values.", "5 values.", ["“3 values.” in them"], id="the number of values"),
    ],
)  # fmt: skip
def test_whatever_is_edited_on_a_page_is_found(
    site: Path, snapshot: Path, edit: Edit, page: str, old: str, new: str, said: list[str]
) -> None:
    """One edit at a time, and no help from the manifest."""
    edit(site / page, old, new)

    told = "\n".join(map(str, findings(site, snapshot)))
    for part in said:
        assert part in told
    assert page in told or "the site" in told


def test_two_claims_that_changed_places_are_found(site: Path, snapshot: Path) -> None:
    """Each is right in itself, but its author put it elsewhere."""
    path = site / INDEX
    text = path.read_text(encoding="utf-8")
    war, bodies = re.findall(r"<button type=\"button\" class=\"claim.*?</button>", text)
    path.write_text(text.replace(war, "HERE").replace(bodies, war).replace("HERE", bodies), encoding="utf-8")

    (found,) = findings(site, snapshot)
    assert found.page == INDEX
    assert found.displayed in {"the claim bodies.printed", "the claim war_threat.printed"}


def test_a_claim_that_lost_its_markup_is_found(site: Path, snapshot: Path) -> None:
    """Its number is bare then, and the author wrote none there."""
    path = site / INDEX
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"<data class=\"claim\"[^>]*>(30\.2%)</data>", r"\1", text), encoding="utf-8")

    assert "the bare “30.2”" in "\n".join(map(str, findings(site, snapshot)))


def test_what_is_wrong_in_several_places_is_told_once(site: Path, snapshot: Path) -> None:
    """With their number; here the prose, the headline and the landing page."""
    for page in (site / OPINION, site / INDEX):
        page.write_text(page.read_text(encoding="utf-8").replace(CLAIM, CLAIM.replace(">30.2%", ">30.3%")))

    (found,) = [finding for finding in findings(site, snapshot) if finding.claim]
    assert found.others == 2
    assert "(and in 2 other places)" in str(found)


def test_a_quantity_without_a_name_is_worked_out_from_its_formula(site: Path, snapshot: Path) -> None:
    """A cell of a table is confirmed like a claim."""
    path = site / OPINION
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"(<data class=\"quantity\" value=\"11.2\"[^>]*>)11\.2%", r"\g<1>12.2%", text), encoding="utf-8"
    )

    found = findings(site, snapshot)
    assert found
    assert "12.2%" in str(found[0])
    assert "“11.2%”" in str(found[0])


@pytest.mark.parametrize("which", ["figure-wide", "figure-narrow"])
def test_an_edited_label_of_either_drawing_is_found(site: Path, snapshot: Path, which: str) -> None:
    """Readers on a phone see the other drawing."""
    path = site / OPINION
    before, mark, after = path.read_text(encoding="utf-8").partition(f'class="{which}"')
    path.write_text(before + mark + after.replace(">30.2%</text>", ">32.0%</text>", 1), encoding="utf-8")

    told = "\n".join(map(str, findings(site, snapshot)))
    assert which.removeprefix("figure-") in told
    assert "32.0" in told


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("threats.csv", "countries,30.2,", "countries,32.0,", ["row 2 of its CSV", "30.2"]),
        ("threats.csv", ",1110,paper", ",1101,paper", ["row 1 of its CSV", "1110"]),
        ("threats.svg", ">30.2%<", ">32.0%<", ["the wide drawing", "“30.2%”"]),
        ("threats.vl.json", '"value": 30.2', '"value": 32.0', ["the Vega-Lite value of war with other countries"]),
        ("threats-narrow.vl.json", '"value": 30.2', '"value": 32.0', ["the Vega-Lite value of war with other"]),
        ("threats-narrow.vl.json", '"text": "30.2%",\n', '"text": "32.0%",\n', ["30.2%"]),
        ("threats.vl.json", "± 2.7 points", "± 7.2 points", ["the Vega-Lite value of war with other", "7.2", "2.7"]),
        ("threats.vl.json", '"text": "30.2%",\n', '"text": "32.0%",\n', ["30.2%"]),
    ],
)  # fmt: skip
def test_an_edited_file_of_a_figure_is_found(
    site: Path, snapshot: Path, edit: Edit, file: str, old: str, new: str, said: list[str]
) -> None:
    """What readers download is confirmed like what they see."""
    edit(site / "figures" / file, old, new)

    told = "\n".join(map(str, findings(site, snapshot)))
    for part in said:
        assert part in told


def test_a_missing_file_of_a_figure_is_found(site: Path, snapshot: Path) -> None:
    """A figure without its numbers is not confirmed."""
    (site / "figures/threats.csv").unlink()
    assert "figure threats" in "\n".join(map(str, findings(site, snapshot)))


def test_a_site_without_its_list_of_files_is_not_confirmed(site: Path, snapshot: Path) -> None:
    """Whoever removes the list hides an edit; the rest is audited all the same."""
    (site / "manifest.json").unlink()
    (found,) = audit(site, snapshot).findings
    assert found.page == "manifest.json"


def test_a_page_or_a_figure_that_is_gone_is_missed(site: Path, snapshot: Path) -> None:
    """The numbers of record know the chapter, and the exported files the figure."""
    (site / "chapters/region.html").unlink()
    page = site / OPINION
    page.write_text(re.sub(r"<figure.*</figure>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL))

    told = {(finding.page, finding.displayed) for finding in findings(site, snapshot)}
    assert ("region.html", "no page") in told
    assert ("figures/threats.csv", "no such figure on a page") in told


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (OPINION, '<td class="number">', "<td></td><td>"),
        (OPINION, 'data-figure="threats"', 'data-figure="../threats"'),
        ("figures/threats.csv", "corruption,39.3", '"corruption,39.3'),
        ("figures/threats.vl.json", '"value": 39.3', '"value": [39.3]'),
        ("figures/threats.vl.json", "{", "["),
        ("figures/threats.svg", "</text>", ""),
    ],
)
def test_a_damaged_part_of_a_figure_is_a_finding_and_no_crash(
    site: Path, snapshot: Path, edit: Edit, file: str, old: str, new: str
) -> None:
    """Whatever does not fit together is not confirmed."""
    edit(site / file, old, new)
    assert any("figure" in finding.element for finding in findings(site, snapshot))


def test_files_that_were_added_removed_or_changed_are_named(site: Path, snapshot: Path) -> None:
    """The manifest has the hash of every file, pictures too."""
    (site / "extra.html").write_text("<p>Nothing</p>", encoding="utf-8")
    (site / "objects.inv").unlink()
    with (site / "figures/threats.png").open("ab") as picture:
        picture.write(b"!")

    found = {finding.page: finding.displayed for finding in audit(site, snapshot).findings}
    assert found.keys() == {"extra.html", "objects.inv", "figures/threats.png"}
    assert found["extra.html"] == "a file that the build did not leave"
    assert found["objects.inv"] == "no file"


def test_data_that_changed_after_the_build_are_found(site: Path, snapshot: Path, tmp_path: Path, edit: Edit) -> None:
    """The site is then out of date: number of record, prose, table and file are each named."""
    root = Path(shutil.copytree(snapshot, tmp_path / "root", ignore=shutil.ignore_patterns("_build")))
    row = "ALB,war with other countries,no,30.2,"
    edit(root / "data/surveys/toplines.csv", row, row.replace("30.2", "30.4"))

    told = "\n".join(map(str, audit(site, root).findings))
    assert "ledger.csv, the value of claim opinion/war_threat: found 30.2; expected 30.4" in told
    assert "chapters/opinion.html, claim opinion/war_threat (printed)" in told
    assert "row 2 of its CSV file" in told


def test_an_edited_number_of_record_is_found(site: Path, snapshot: Path, edit: Edit) -> None:
    """Its value, and that the page then disagrees with nothing else than the data."""
    edit(site / "ledger.csv", "opinion/war_threat,30.2,percent,1110,", "opinion/war_threat,30.2,percent,1111,")
    (found,) = findings(site, snapshot)

    assert (found.element, found.displayed, found.expected) == ("the base of claim opinion/war_threat", "1111", "1110")


@pytest.mark.parametrize("missing", ["index.html", "ledger.csv"])
def test_a_folder_that_is_no_site_is_refused(site: Path, snapshot: Path, missing: str) -> None:
    """In plain words, with the file that is missing."""
    (site / missing).unlink()
    with pytest.raises(ProjectError, match=r"(no site|ledger\.csv)"):
        audit(site, snapshot)


@pytest.mark.parametrize("missing", ["data/datapackage.json", "data/surveys/toplines.csv", "references.bib"])
def test_a_paper_without_its_evidence_is_refused(site: Path, snapshot: Path, tmp_path: Path, missing: str) -> None:
    """The audit cannot run, which is something else than a finding."""
    root = Path(shutil.copytree(snapshot, tmp_path / "root", ignore=shutil.ignore_patterns("_build")))
    (root / missing).unlink()
    with pytest.raises(ProjectError, match=Path(missing).name.replace(".", r"\.")):
        audit(site, root)
