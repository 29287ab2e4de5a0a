"""What Zenodo is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from livepaper.citation import Author, Work, work
from livepaper.release.zenodo import ZENODO, zenodo

UPLOADS = {"dataset", "software"}
SCHEMES = {"doi", "url"}
FIELDS = {
    "title", "upload_type", "description", "creators", "version", "publication_date", "access_right", "license",
    "notes", "keywords", "related_identifiers",
}  # fmt: skip
"""Those of Zenodo's documentation (https://developers.zenodo.org/#representation) that are used."""


def test_the_papers_own_file_says_what_its_citation_says(root: Path) -> None:
    """`livepaper zenodo` has been run since CITATION.cff was changed."""
    assert (root / ZENODO).read_text(encoding="utf-8") == zenodo(work(root))


def test_fields_are_those_that_zenodo_knows(root: Path) -> None:
    """Each with a value that it takes."""
    said = json.loads(zenodo(work(root)))

    assert said.keys() <= FIELDS
    assert {"title", "upload_type", "description", "creators", "access_right", "license"} <= said.keys()
    assert said["upload_type"] in UPLOADS
    assert date.fromisoformat(said["publication_date"])
    assert all(creator["name"] for creator in said["creators"])
    assert {related["scheme"] for related in said["related_identifiers"]} <= SCHEMES


def test_persons_bodies_licences_and_works_are_told_in_zenodos_terms() -> None:
    """A person's family name comes first; markup in the abstract is text; what is not known is left out."""
    persons = (Author("Ann B. Author", "0000-0002-1825-0097", "Author", "Ann B."), Author("The Editors"))
    cited = Work("Title", persons, abstract="1 < 2", licences=("MIT", "CC-BY-4.0"), references=("10.5/x", "https://a"))
    said = json.loads(zenodo(cited))

    assert said["creators"] == [{"name": "Author, Ann B.", "orcid": "0000-0002-1825-0097"}, {"name": "The Editors"}]
    assert said["description"] == "<p>1 &lt; 2</p>"
    assert (said["license"], said["notes"]) == ("MIT", "Licences: MIT, CC-BY-4.0.")
    assert [related["scheme"] for related in said["related_identifiers"]] == ["doi", "url"]
    assert "version" not in said
