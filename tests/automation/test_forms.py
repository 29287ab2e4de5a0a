"""The forms for issues, and the links that fill them in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml

from livepaper.quantity import Grade
from livepaper.site.page_links import report_url
from livepaper.site.publication import Publication
from livepaper.site.settings import FORM, Settings

FORMS = Path(__file__).parents[2] / ".github/ISSUE_TEMPLATE"


def fields(form: str) -> dict[str, dict[str, Any]]:
    """Return the fields of a form by id."""
    body = yaml.safe_load((FORMS / form).read_text(encoding="utf-8"))["body"]
    return {field["id"]: field for field in body if "id" in field}


def test_a_report_asks_for_number_page_both_values_and_source() -> None:
    """The claim may be left empty: some numbers have no card."""
    asked = fields(FORM)

    assert list(asked) == ["claim", "page", "printed", "expected", "source"]
    assert [name for name, field in asked.items() if not field.get("validations", {}).get("required")] == ["claim"]


def test_a_link_at_a_number_fills_the_form_in(publication: Publication, configure: Callable[[str], None]) -> None:
    """With the fields' own names; where there is no such form, the same stands in the text."""
    configure('html: {baseurl: "https://example.org/"}\nrepository: {url: "https://github.com/some/book"}')
    query = urlsplit(report_url(publication, "opinion/war_threat")).query
    filled = {name: values[0] for name, values in parse_qs(query).items()}

    assert filled["template"] == FORM
    assert filled["claim"] == "opinion/war_threat"
    assert filled["page"] == "https://example.org/chapters/opinion.html"
    assert filled["printed"] == "30.2%"
    assert filled.keys() - {"template", "title", "body"} <= fields(FORM).keys()
    assert "https://example.org/chapters/opinion.html" in filled["body"]


def test_elsewhere_no_form_is_named() -> None:
    """Only GitHub has ours."""
    gitea = Settings("Book", repository="https://forge.example.org/some/book")

    assert gitea.report("Error", "Where", {"claim": "a/b"}).endswith("/issues/new?title=Error&body=Where")


def test_proposed_data_have_what_a_row_needs() -> None:
    """Source, place and grade; the grades are those of the data, but for what we compute ourselves."""
    asked = fields("propose-data.yml")
    options = [option.partition(" ")[0] for option in asked["grade"]["attributes"]["options"]]

    assert {"table", "values", "source", "locator", "grade"} <= asked.keys()
    assert set(options) == {str(grade) for grade in Grade} - {"derived"}
