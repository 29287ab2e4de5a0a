"""What plain `jupyter-book build .` promises, shown on a small book with real data and kernels."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import nbformat
import pytest
from bs4 import BeautifulSoup

from livepaper.audit import audit
from tests.small_book import REGION, ROOT, Book

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("small-book")]

TOPLINE = "ALB,war with other countries,no,30.2,"


def numbers(page: str) -> dict[str, str]:
    """Return the printed text of each claim on a page."""
    found = BeautifulSoup(page, "html.parser").select("data.claim")
    return {f"{claim['data-claim']} {claim['data-form']}": claim.get_text() for claim in found}


def chapters_run(done: CompletedProcess[str]) -> int:
    """Count the chapters that a build has run."""
    return (done.stdout + done.stderr).count("Executed notebook")


def test_claims_are_printed_as_data_elements(book: Book) -> None:
    """A claim in prose becomes a data element with id, value, form and grade."""
    claim = BeautifulSoup(book.page("chapters/opinion"), "html.parser").select_one("p data.claim")

    assert claim is not None
    assert claim.attrs == {
        "class": ["claim"],
        "data-claim": "opinion/war_threat",
        "value": "30.2",
        "data-form": "printed",
        "data-grade": "paper",
    }


def test_a_restated_claim_has_the_same_number(book: Book) -> None:
    """The landing page, read before the chapter, prints the chapter's own number."""
    assert numbers(book.page("index"))["opinion/war_threat printed"] == "30.2%"


def test_figures_are_numbered_and_referred_to(book: Book) -> None:
    """A figure's headline carries its number and a reference leads to it."""
    assert "Figure 1" in BeautifulSoup(book.page("chapters/opinion"), "html.parser").select_one("#fig-threats").text
    assert 'href="chapters/opinion.html#fig-threats"' in book.page("index")


def test_executed_notebooks_carry_the_claims(book: Book) -> None:
    """The executed notebook holds each claim under a display-data type of our own."""
    executed = (book.root / "_build" / "jupyter_execute" / "chapters" / "opinion.ipynb").read_text()

    assert executed.count('"application/vnd.livepaper.claim+json"') == 2
    assert '"id": "opinion/war_threat"' in executed


def test_figures_are_exported(book: Book) -> None:
    """A published build leaves each figure's drawing, specification, numbers and picture."""
    assert {path.name for path in (book.root / "figures").iterdir()} == {
        f"threats{ending}" for ending in (".svg", "-narrow.svg", ".vl.json", "-narrow.vl.json", ".csv", ".png")
    }


def test_a_site_has_its_own_vega_for_interactive_charts(book: Book) -> None:
    """As a module, where the buttons of figures look for it."""
    site = book.root / "_build/html"
    button = BeautifulSoup(book.page("chapters/opinion"), "html.parser").select_one("button.figure-explore")

    assert (site / "explore/vega.js").read_text(encoding="utf-8").endswith(" as embed};")
    for name in ("engine", "wide", "narrow"):
        assert (site / "chapters" / button[f"data-{name}"]).resolve().is_file()


def test_the_numbers_of_record_are_exported(book: Book) -> None:
    """The site and the paper's folder have every claim, chapter by chapter in reading order."""
    written = (book.root / "ledger.csv").read_text(encoding="utf-8")

    assert written == (book.root / "_build/html/ledger.csv").read_text(encoding="utf-8")
    assert [row.partition(",")[0] for row in written.splitlines()] == [
        "claim",
        "index/bodies",
        "opinion/war_threat",
        "opinion/allies",
        "region/bodies",
    ]


def test_the_site_lists_the_hashes_of_its_files(book: Book) -> None:
    """All but the list itself, sorted."""
    files = book.site()
    listed = json.loads(files.pop("manifest.json"))

    assert list(listed) == sorted(files)
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_no_page_asks_another_host(book: Book) -> None:
    """No script, style, picture or frame of any page comes from elsewhere."""
    for name, content in book.site().items():
        if name.endswith(".html"):
            page = BeautifulSoup(content, "html.parser")
            asked = [tag.get("src") or "" for tag in page.select("script, img, iframe")]
            asked += [tag["href"] for tag in page.select("link") if tag["rel"] != ["canonical"]]
            assert not [address for address in asked if re.match(r"(https?:)?//", address)], name


def test_a_changed_percent_changes_exactly_what_depends_on_it(book: Book) -> None:
    """One topline changes prose, figure, table and alt text of the pages that use it, and no other page."""
    before = book.site()
    book.replace("data/surveys/toplines.csv", TOPLINE, TOPLINE.replace("30.2", "44.5"))
    book.seal()
    done = book.build()

    assert done.returncode == 0, done.stdout + done.stderr
    opinion = book.page("chapters/opinion")
    assert "30.2" not in opinion
    assert (
        numbers(opinion)["opinion/allies in_words"]
        == numbers(before["chapters/opinion.html"].decode())["opinion/allies in_words"]
    )
    figure = BeautifulSoup(opinion, "html.parser").select_one("#fig-threats")
    assert all("44.5%" in str(part) for part in (figure.p, figure.svg, figure.table, figure.svg["aria-label"]))
    assert numbers(book.page("index"))["opinion/war_threat printed"] == "44.5%"
    assert "opinion/war_threat,44.5," in (book.root / "ledger.csv").read_text(encoding="utf-8")
    assert book.site()["chapters/region.html"] == before["chapters/region.html"]
    assert chapters_run(done) == 2


def test_hidden_outputs_hide_no_records(book: Book) -> None:
    """A chapter whose cells' outputs readers do not see follows its data all the same."""
    path = book.root / "chapters" / "opinion.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].metadata["tags"] = ["remove-output"]
    nbformat.write(notebook, path)
    assert book.build().returncode == 0
    book.replace("data/surveys/toplines.csv", TOPLINE, TOPLINE.replace("30.2", "44.5"))
    book.seal()

    assert book.build().returncode == 0
    assert numbers(book.page("chapters/opinion"))["opinion/war_threat printed"] == "44.5%"


def test_a_changed_source_changes_its_citations(book: Book) -> None:
    """Authors and years follow the bibliography on every page."""
    book.replace("references.bib", "address = {Tirana}, year = {2022}, type = {Policy paper}", "year = {2031}")

    assert book.build().returncode == 0
    assert "2031" in BeautifulSoup(book.page("index"), "html.parser").select_one("article p").text


def test_nothing_is_built_again_when_nothing_changed(book: Book) -> None:
    """A second build runs no chapter."""
    done = book.build()

    assert done.returncode == 0
    assert chapters_run(done) == 0


def test_a_changed_chapter_rebuilds_the_pages_that_restate_it(book: Book) -> None:
    """When a chapter computes a claim otherwise, the page that restates it follows."""
    book.edit_cell("chapters/opinion", '"war with other countries")', '"organised crime")')
    assert book.build().returncode == 0

    assert numbers(book.page("index"))["opinion/war_threat printed"] == "11.2%"


@pytest.mark.parametrize(
    ("document", "old", "new", "said"),
    [
        pytest.param(
            "chapters/opinion",
            "{eval}`claims.war_threat`",
            "{eval}`claims.war_thret`",
            ["opinion.ipynb, cell 3", "{eval}`claims.war_thret`", "Did you mean “war_threat”?"],
            id="a misspelled claim",
        ),
        pytest.param(
            "chapters/opinion",
            "{eval}`claims.war_threat`",
            "{eval}`shares`",
            ["opinion.ipynb, cell 3", "{eval}`shares`", "NameError"],
            id="a value used before it is defined",
        ),
        pytest.param(
            "chapters/opinion",
            "{eval}`claims.war_threat`",
            "{eval}`asb.wave`",
            ["opinion.ipynb, cell 3", "{eval}`asb.wave`", "found 'asb-2022'; expected a claim"],
            id="a value that is no claim",
        ),
        pytest.param(
            "chapters/opinion",
            'claims.allies = asb.share("security-needs-allies", "agree")',
            "claims.allies = 88.5",
            ["opinion.ipynb, cell 2", "found 88.5 (float)"],
            id="a bare number as claim",
        ),
        pytest.param(
            "chapters/region",
            'claims.bodies = paper.table("region-bodies").count("bodies")',
            'claims.bodies = paper.table("region-bodis").count("bodies")',
            ["region.ipynb, cell 2", "no resource “region-bodis”"],
            id="a failing cell",
        ),
        pytest.param(
            "chapters/region",
            'Claims("region")',
            'Claims("opinion")',
            ["chapters/region, cell 2", "Claims(“opinion”)", "expected the notebook's own name"],
            id="a chapter under another's name",
        ),
        pytest.param(
            "chapters/region",
            '.count("bodies")',
            '.count("bodies")\n%livepaper lint',
            ["region.ipynb, cell 2", "found the magic “%livepaper lint”; expected plain Python. Remove the line."],
            id="a magic that was left behind",
        ),
        pytest.param(
            "chapters/region",
            '.count("bodies")',
            '.count("bodies")\n61',
            ["region.ipynb, cell 2", "found the output “61”; expected a Figure, a Table or nothing"],
            id="a number that is displayed unbound",
        ),
        pytest.param(
            "chapters/region",
            '.count("bodies")',
            '.count("bodies")\nfrom livepaper import Claim\n'
            'claims = type("C", (), {"bodies": Claim("region/b", claims.bodies.quantity)})',
            ["chapters/region, cell 3: found claim region/b with 21; expected nothing, as its chapter recorded"],
            id="a claim that no chapter recorded",
        ),
        pytest.param(
            "chapters/region",
            'claims.bodies = paper.table("region-bodies").count("bodies")',
            "from livepaper import Grade, Quantity, total\nfrom decimal import Decimal\n"
            'claims.bodies = Quantity(Decimal(9), "bodies", ("made#up",), Grade.PRESS)',
            ["chapters/region, cell 2", "rests on the row “made#up”; expected a row of the data package"],
            id="a claim on a row that does not exist",
        ),
        pytest.param(
            "chapters/region", "There are", "There are $x^2$ or {{ 7 }} or {glue}`x`,", ["glue"], id="a glued value"
        ),
        pytest.param("index", "{cite:t}`csdg2022`", "{cite:t}`csdg2002`", ["csdg2002"], id="an unknown citation"),
        pytest.param("index", "{numref}`fig-threats`", "{numref}`fig-treats`", ["fig-treats"], id="an unknown figure"),
        pytest.param("index", "See ", "See [that](nowhere.ipynb), ", ["nowhere.ipynb"], id="an unknown page"),
    ],
)
def test_a_defect_stops_the_publication(book: Book, document: str, old: str, new: str, said: list[str]) -> None:
    """The build ends with an error that names place and cause, and the last good site stays as it is."""
    before = book.site()
    book.edit_cell(document, old, new)
    done = book.build()

    assert done.returncode != 0
    for phrase in said:
        assert phrase in done.stdout + done.stderr
    assert book.site() == before


def test_a_claim_assigned_in_two_cells_stops_the_publication(book: Book) -> None:
    """A name that two cells assign is refused, with both cells."""
    again = 'claims.bodies = paper.table("region-bodies").where(kind="regional").count("bodies")'
    book.write("chapters/region", [*REGION, again])
    done = book.build()

    assert done.returncode != 0
    assert "chapters/region, cell 4: claim region/bodies is assigned here and in chapters/region, cell 2" in done.stderr


def test_a_failing_cell_is_not_buried(book: Book) -> None:
    """What cannot be printed after a cell has failed is not told, only the failure."""
    book.edit_cell("chapters/region", 'table("region-bodies")', 'table("region-bodis")')
    done = book.build()

    assert done.returncode != 0
    assert "no resource “region-bodis”" in done.stderr
    assert "cannot be printed" not in done.stderr


def test_a_broken_hash_stops_before_anything_is_built(book: Book) -> None:
    """Data that nobody sealed are not built from, and the message says which file."""
    before = book.site()
    book.replace("data/surveys/toplines.csv", TOPLINE, TOPLINE.replace("30.2", "44.5"))
    done = book.build()

    assert done.returncode != 0
    assert "toplines.csv" in done.stderr
    assert "livepaper data seal" in done.stderr
    assert "Traceback" not in done.stderr
    assert book.site() == before


def test_a_chapter_that_leaves_the_book_leaves_the_site(book: Book) -> None:
    """Its page, its source and its claims are gone; what Sphinx adds stays."""
    book.replace("_toc.yml", "- file: chapters/region\n", "")

    assert book.build().returncode == 0

    left = set(book.site())
    assert not {name for name in left if "chapters/region" in name}
    assert {"chapters/opinion.html", "search.html", "_sources/chapters/opinion.ipynb"} <= left
    assert "region/bodies" not in (book.root / "ledger.csv").read_text()


def test_a_defect_that_is_mended_heals(book: Book) -> None:
    """After a failed build the next one is complete, although Sphinx had read the pages already."""
    book.replace("data/surveys/toplines.csv", TOPLINE, TOPLINE.replace("30.2", "44.5"))
    book.seal()
    book.edit_cell("chapters/region", "{eval}`claims.bodies`", "{eval}`claims.bodis`")
    assert book.build().returncode != 0
    book.edit_cell("chapters/region", "{eval}`claims.bodis`", "{eval}`claims.bodies`")

    assert book.build().returncode == 0
    assert numbers(book.page("chapters/opinion"))["opinion/war_threat printed"] == "44.5%"


def test_a_killed_build_leaves_the_site_and_the_next_build_is_right(book: Book) -> None:
    """What a build that died half-way left aside is thrown away, with Sphinx's memory of it."""
    before = book.site()
    aside = book.root / "_build" / "html.new"
    aside.mkdir()
    (aside / "index.html").write_text("half")
    (book.root / "_build" / "pages" / ".unfinished").touch()
    assert book.site() == before

    done = book.build()
    assert done.returncode == 0
    assert not aside.exists()
    assert chapters_run(done) == 3


def test_a_changed_engine_module_rebuilds_every_page(book: Book, tmp_path: Path) -> None:
    """All chapters run again when a module of the engine differs, and none when only its place does."""
    shutil.copytree(ROOT / "livepaper", tmp_path / "livepaper")
    assert chapters_run(book.build(PYTHONPATH=str(tmp_path))) == 0

    module = tmp_path / "livepaper" / "quantity.py"
    module.write_text(module.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert chapters_run(book.build(PYTHONPATH=str(tmp_path))) == 3


def test_a_table_that_no_chapter_reads_is_shown_anew_and_as_text(book: Book) -> None:
    """Its page and its files follow the data without running a chapter, and markup in a cell stays text."""
    hostile = '<script>alert(1)</script><b onclick="x">'
    rows = list(csv.reader((book.root / "data/region/envoys.csv").open(encoding="utf-8")))
    rows[1][rows[0].index("note")] = hostile
    with (book.root / "data/region/envoys.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    book.seal()
    done = book.build()

    assert done.returncode == 0, done.stdout + done.stderr
    assert chapters_run(done) == 0
    page = BeautifulSoup(book.page("data/region-envoys"), "html.parser")
    assert hostile in [cell.get_text() for cell in page.select(".data-rows td")]
    assert not page.select("article script, article b")
    assert (book.root / "_build/html/data/region/envoys.csv").read_bytes() == file_bytes(book, "data/region/envoys.csv")
    assert audit(book.root / "_build/html", book.root).ok


def file_bytes(book: Book, path: str) -> bytes:
    """Return the content of a file of the book."""
    return (book.root / path).read_bytes()


def test_the_page_of_a_table_that_is_gone_goes_too(book: Book) -> None:
    """No page of a former state of the data is left."""
    path = book.root / "data/datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] != "region-envoys"]
    path.write_text(json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    done = book.build()

    assert done.returncode == 0, done.stdout + done.stderr
    assert not (book.root / "_build/html/data/region-envoys.html").exists()
    assert (book.root / "_build/html/explore.html").exists()
