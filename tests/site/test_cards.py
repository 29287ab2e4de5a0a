"""What cards say, of the paper's own claims, and that texts of the data stay texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from livepaper import Claim, Paper
from livepaper.evidence import Evidence
from livepaper.quantity import Quantity, total
from livepaper.site.cards.marking import Place
from livepaper.site.cards.markup import Address, card_html, marks
from livepaper.site.cards.telling import FEW, Telling, tell

HOSTILE = "<script>alert(1)</script>\"' & <b>bold</b>"


@pytest.fixture(scope="module")
def ledger(paper: Paper) -> dict[str, Claim]:
    """Every claim of the paper."""
    return paper.ledger(paper.chapters)


@pytest.fixture(scope="module")
def evidence(paper: Paper, ledger: dict[str, Claim]) -> Evidence:
    """What the data say for them."""
    return Evidence(paper, ledger)


@pytest.fixture(scope="module")
def telling(ledger: dict[str, Claim], evidence: Evidence) -> Callable[[str], Telling]:
    """Give a function that tells of a claim."""
    return lambda claim: tell(ledger[claim], evidence)


def card(told: Telling) -> BeautifulSoup:
    """Return the card of a claim on the page of chapter `one`."""
    claim = told.claim.id
    address = Address(
        titles={"chapters/one": "One", "index": "Landing & more"},
        chapters={claim.partition("/")[0]: "chapters/one"},
        cells={claim: 5},
        shown={
            "chapters/one": [Place(claim, 1, 2, "First", folded=False), Place(claim, 3, 4, "Second", folded=False)],
            "index": [Place(claim, 1, 2, "", folded=False)],
        },
        rows={},
        reports={claim: "https://forge.example.org/issues/new?title=Error"},
        book="Book",
        author="Editors",
    )
    return BeautifulSoup(card_html(told, "card-1", "chapters/one", address), "html.parser")


def test_a_published_share_tells_who_was_asked_what_when_and_how_many(telling):
    """With its margin, its source at its place, its grade, and the verdict on what was printed."""
    told = telling("public-opinion/war_threat")

    assert (
        told.value == "30.2 percent; give or take 2.7 points at 95 percent confidence, if people were drawn at random."
    )
    assert told.questions == ("What endangers Albania's security most: “war with other countries”",)
    assert told.samples[0].startswith("Albania, 1,110 people: Albanian Security Barometer")
    assert told.samples[0].endswith("fieldwork not found; mode not found")
    assert told.sources[0].text.endswith("; paper s4.1 Fig 1; ASB p24 Graph 6")
    assert told.sources[0].address.startswith("https://")
    assert "URL" not in told.sources[0].text
    assert told.grade == "paper: known only as the paper itself quotes it"
    assert told.printed[0].startswith("section 4.1, paragraph 1: “30.2%”; verdict: not checkable. The report")
    assert told.rows[0].startswith("data/surveys/toplines.csv, row 3")
    assert marks(told) == "weak"


def test_dates_of_fieldwork_are_written_out(telling):
    """As far as they are known."""
    assert "fieldwork 28 January 2021 to 19 February 2021" in telling("public-opinion/war_insecurity_2021").samples[0]


def test_a_share_without_a_margin_says_why(telling, ledger, evidence):
    """No base was published, or the sample was opt-in."""
    told = telling("public-opinion/albania_unfavourable_in_serbia")
    assert told.value == "80 percent; no margin of error, because no base was published."
    opt_in = [tell(claim, evidence) for claim in ledger.values() if claim.quantity.base and claim.quantity.sampled]
    for one in opt_in:
        if one.claim.quantity.margin is None and not one.claim.quantity.derived:
            assert one.value.endswith("because the sample was opt-in.")
            assert "; opt-in sample" in one.samples[0]


def test_a_computed_claim_tells_its_formula_and_how_many_rows_it_has_more(telling):
    """Only a few rows are listed."""
    told = telling("roundtable/defence_ratio_nominal")

    assert told.value == "2.0 times."
    assert told.computed.startswith("(the sum of current_usd_millions in rows ALB|2024")
    assert (len(told.rows), told.more_rows) == (FEW, 9)
    assert told.grade.startswith("derived, mirror: at its weakest, ")
    assert "and 9 more rows" in card(told).text


def test_a_number_that_the_original_printed_otherwise_is_marked_and_explained(telling):
    """By a class of its button and by words in its card."""
    told = telling("public-opinion/best_relations_turkey")

    assert marks(told) == "weak corrected"
    assert "verdict: differs" in told.printed[0]
    assert "{" not in told.printed[0]
    assert "double line" in card(told).text


def test_every_claim_of_the_paper_has_a_card(ledger, evidence):
    """None of them meets a case that was not thought of."""
    for claim in ledger.values():
        told = tell(claim, evidence)
        assert told.value.endswith(".")
        assert told.computed
        assert len(told.rows) + told.more_rows == len(claim.quantity.rows)
        assert len(card(told).select("dl > dd")) > 3


def test_a_card_is_a_popover_that_closes_links_and_cites(telling):
    """All without a script."""
    found = card(telling("public-opinion/war_threat"))
    dialog = found.select_one(".card[popover][role=dialog]")

    assert dialog["aria-label"] == "The number 30.2%"
    close = found.select_one("button[popovertargetaction=hide]")
    assert (close["popovertarget"], close["aria-label"]) == (dialog["id"], "Close")
    links = {link.text: link["href"] for link in found.select("a")}
    assert links["One, cell 5"] == "#cell-5"
    assert links["notebook"] == "../_sources/chapters/one.ipynb"
    assert links["Second"] == "#claim-public-opinion.war_threat-2"
    assert links["Landing & more"] == "../index.html#claim-public-opinion.war_threat"
    assert links["Permalink"] == "#claim-public-opinion.war_threat"
    assert links["Numbers of record"] == "../ledger.csv"
    assert links["Report an error"].startswith("https://forge.example.org/issues/new")
    assert "Editors. “One”. In: Book. Claim public-opinion/war_threat: 30.2%." in found.text


def test_text_of_the_data_that_looks_like_markup_stays_text(copy_of_data, edit, tmp_path: Path):
    """In a response, a note, a locator and a question, and in the address of a source."""
    root = copy_of_data(tmp_path)
    quoted = HOSTILE.replace('"', '""')
    row = "asb-2022-second,asb-2022,most-serious-threat,ALB,{0},no,1.0,1110,,,csdg2022,{0},paper,{0}\n"
    with (root / "data/surveys/toplines.csv").open("a", encoding="utf-8") as table:
        table.write(row.format(f'"{quoted}"'))
    question = "What endangers Albania's security most"
    edit(root / "data/surveys/questions.csv", f"threats,{question},", f'threats,"{quoted}",')
    edit(root / "references.bib", "url = {https://csdgalbania.org/the-future", "url = {javascript:alert(1)//the-future")
    paper = unsealed(root)
    claim = Claim("opinion/hostile", paper.survey("asb", 2022).share("most-serious-threat", HOSTILE))

    told = tell(claim, Evidence(paper, {}))
    found = card(told)
    assert not found.select("script, b")
    assert found.text.count(HOSTILE) == 4
    assert not found.select('a[href^="javascript"]')


def unsealed(root: Path) -> Paper:
    """Record the hashes of changed data, whatever they hold, and open the paper."""
    import json

    from livepaper.datapackage.package import sha256

    path = root / "data/datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        resource["hash"] = sha256((root / "data" / resource["path"]).read_bytes())
    path.write_text(json.dumps(descriptor) + "\n", encoding="utf-8")
    return Paper.open(root)


def test_many_things_are_listed_in_part(paper: Paper):
    """A card stays short; what it leaves out it counts."""
    shares: list[Quantity] = list(paper.survey("asb", 2022).shares("most-serious-threat").values())
    told = tell(Claim("opinion/sum", total([*shares, *shares])), Evidence(paper, {}))
    assert len(told.rows) <= FEW
    assert told.samples == told.samples[:1]
