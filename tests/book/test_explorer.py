"""The data explorer in a real browser: the address keeps the choice, and data are shown as text."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from livepaper import Paper
from livepaper.datapackage import renew
from livepaper.site.explorer import explorer

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("whole-book")]

SECURIMETER = "?survey=securimeter&wave=2021&question=satisfied-security&population=WB6"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a small phone, in which every error fails the test."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert not troubles


def chosen(page: Page) -> dict[str, str]:
    """Return the choice in the address."""
    return {name: value for name, (value,) in parse_qs(urlsplit(page.url).query).items()}


def selected(page: Page) -> dict[str, str]:
    """Return the choice in the form."""
    names = ("survey", "wave", "question", "population")
    return {name: page.locator(f"select[name={name}]").input_value() for name in names}


def cells(page: Page, column: int) -> list[str]:
    """Return a column of the table of published values."""
    return page.locator(f".explorer-result table >> nth=0 >> tbody tr > :nth-child({column})").all_text_contents()


def test_an_address_opens_its_choice_with_both_values_of_a_conflict(site: Path, page: Page) -> None:
    """What the address names is chosen, drawn, tabled and told; nothing is averaged."""
    page.goto((site / "explore.html").as_uri() + SECURIMETER)

    assert chosen(page) == selected(page) == {name: v for name, (v,) in parse_qs(SECURIMETER[1:]).items()}
    assert cells(page, 2) == ["64", "37"]
    assert page.locator(".explorer-chart .explorer-value").all_text_contents() == ["64%", "37%"]
    assert "satisfied 64% ± 1.2 points; satisfied 37%" in (
        page.locator("svg[role=img]").get_attribute("aria-label") or ""
    )
    assert page.get_by_text("Sources disagree on “satisfied”: 64% and 37%").is_visible()
    assert "2 published values" in (page.get_by_role("status").text_content() or "")


def test_back_returns_to_the_former_choice(site: Path, page: Page) -> None:
    """Each choice is a step of the history, by keyboard too, and keeps the focus where it was."""
    page.goto((site / "explore.html").as_uri())
    first, heading = chosen(page), page.locator(".explorer-result h2").first.text_content()
    page.get_by_label("Question").focus()
    page.keyboard.press("ArrowDown")
    second = chosen(page)

    assert second["question"] != first["question"]
    assert page.evaluate("document.activeElement.name") == "question"
    page.go_back()
    assert selected(page) == chosen(page) == first
    assert page.locator(".explorer-result h2").first.text_content() == heading
    page.go_forward()
    assert selected(page) == chosen(page) == second


def test_what_was_not_published_cannot_be_chosen(site: Path, page: Page) -> None:
    """The nearest combination there is is shown, with a remark; empty waves are disabled."""
    page.goto((site / "explore.html").as_uri() + "?survey=asb&wave=2025&question=most-serious-threat&population=XKX")

    assert chosen(page) == {"survey": "asb", "wave": "2024", "question": "most-serious-threat", "population": "ALB"}
    assert "nearest" in (page.get_by_role("status").text_content() or "")
    assert page.locator("option[value='2025']").is_disabled()
    page.goto((site / "explore.html").as_uri() + "?survey=<b>&wave=x")
    assert chosen(page)["survey"] == "asb"


def test_every_published_combination_shows_its_rows(site: Path, page: Page) -> None:
    """Percentages and bases stand on the page as in the file, for each wave, question and population."""
    rows = list(csv.DictReader((site / "data/surveys/toplines.csv").open(encoding="utf-8")))
    wanted: dict[str, list[str]] = {}
    for row in rows:
        wanted.setdefault(f"{row['wave']}|{row['question']}|{row['population']}", []).append(row["percent"])
    page.goto((site / "explore.html").as_uri())
    shown: dict[str, list[str]] = page.evaluate(
        """(keys) => Object.fromEntries(keys.map((key) => {
        const [wave, question, population] = key.split("|");
        const survey = explorerData.tables.waves.rows.find((row) => row[0] === wave)[1];
        history.replaceState(null, "", "?" + new URLSearchParams({ survey, wave, question, population }));
        dispatchEvent(new PopStateEvent("popstate"));
        const lines = [...document.querySelector(".explorer-result tbody").rows];
        const published = lines.filter((line) => !line.cells[0].textContent.startsWith("not quoted"));
        return [key, published.map((line) => line.cells[1].textContent)];
    }))""",
        list(wanted),
    )

    assert {key: sorted(values) for key, values in shown.items()} == {k: sorted(v) for k, v in wanted.items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1440])
def test_pages_of_data_fit(site: Path, browser: Browser, width: int, scheme: str) -> None:
    """No page of data scrolls sideways."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for file in [site / "explore.html", site / "data.html", *sorted((site / "data").glob("*.html"))]:
        page.goto(file.as_uri())
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert sideways <= 0, f"{file.name} is {sideways} pixels too wide"
    page.close()


def test_without_scripts_the_page_says_so_and_leads_to_the_tables(site: Path, browser: Browser) -> None:
    """No dead control is shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "explore.html").as_uri())

    assert page.locator("noscript p").is_visible()
    assert not page.locator("select").first.is_visible()
    page.get_by_role("link", name="Toplines").click()
    assert page.get_by_role("heading", name="Toplines", exact=True).is_visible()
    context.close()


def test_text_that_looks_like_markup_is_shown_as_text(
    site: Path, page: Page, copy_of_data: Callable[..., Path], tmp_path: Path
) -> None:
    """Whatever stands in a cell, nothing of it runs or becomes an element."""
    hostile = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>'
    paper = copy_of_data(tmp_path)
    for name in ("toplines", "waves", "questions", "populations", "disclosures"):
        table = paper / "data/surveys" / f"{name}.csv"
        rows = list(csv.reader(table.open(encoding="utf-8")))
        for column in {"response", "note", "title", "paraphrase", "topic", "name", "where"} & set(rows[0]):
            at = rows[0].index(column)
            rows[1:] = [[hostile if i == at else cell for i, cell in enumerate(row)] for row in rows[1:]]
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    renew(paper / "data")
    shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("chapters", "figures", "*.br", "*.gz"))
    explorer(SimpleNamespace(paper=Paper.open(paper), folder=tmp_path / "site"))  # type: ignore[arg-type]
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto((tmp_path / "site/explore.html").as_uri())
    page.wait_for_timeout(300)

    assert cells(page, 1)[0].startswith(hostile)
    assert page.locator(".explorer-result h2").first.text_content() == hostile
    assert page.locator("article img, .explorer-result script").count() == 0
    assert not dialogs
    assert json.dumps(hostile)[1:-1] in (tmp_path / "site" / "explorer-data.js").read_text(encoding="utf-8")
