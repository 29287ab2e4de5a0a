"""`.zenodo.json`: what Zenodo is told of the paper, in its own terms, all of it from `CITATION.cff`.

The fields are those of Zenodo's deposit metadata (https://developers.zenodo.org/#representation). Zenodo reads the
file from the top of a repository whose releases it archives, so it is committed there.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any

from livepaper.citation import Author, Work

ZENODO = ".zenodo.json"


def zenodo(work: Work) -> str:
    """Return the file. Zenodo knows one licence; if there are more, the first is named and the notes say the rest."""
    said = {
        "title": work.title,
        "upload_type": work.kind or "software",
        "description": f"<p>{escape(work.abstract or work.title)}</p>",
        "creators": [_creator(author) for author in work.authors],
        "version": work.version,
        "publication_date": work.date,
        "access_right": "open",
        "license": next(iter(work.licences), ""),
        "notes": f"Licences: {', '.join(work.licences)}." if len(work.licences) > 1 else "",
        "keywords": list(work.keywords),
        "related_identifiers": [_related(reference) for reference in work.references],
    }
    return json.dumps({name: value for name, value in said.items() if value}, indent=2, ensure_ascii=False) + "\n"


def _creator(author: Author) -> dict[str, str]:
    name = f"{author.family}, {author.given}" if author.family and author.given else author.name
    return {"name": name, **({"orcid": author.orcid} if author.orcid else {})}


def _related(reference: str) -> dict[str, Any]:
    scheme = "url" if reference.startswith(("http://", "https://")) else "doi"
    return {"identifier": reference, "relation": "references", "scheme": scheme}
