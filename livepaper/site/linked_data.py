"""What a page is, for machines: schema.org's ScholarlyArticle and Dataset as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from livepaper.citation import Author, Work

CONTEXT = "https://schema.org"

_UNSAFE = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def script(data: Mapping[str, Any]) -> str:
    """Return data as a data block for a page; no text in it can end the block."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return f'<script type="application/ld+json">{text}</script>'


def article(work: Work, title: str, description: str, language: str, address: str, part_of: str = "") -> dict[str, Any]:
    """Describe the edition or one of its pages.

    Args:
        work: The edition.
        title: The page's title.
        description: What it says first.
        language: Its language.
        address: Its address; empty if the site has none.
        part_of: The title of the edition, if this is a page of it.
    """
    return _without_gaps(
        {
            "@type": "ScholarlyArticle",
            "headline": title,
            "name": title,
            "description": description,
            "url": address,
            "inLanguage": language,
            "author": [_author(author) for author in work.authors],
            "datePublished": work.date,
            "version": work.version,
            "license": [f"https://spdx.org/licenses/{name}.html" for name in work.licences],
            "keywords": list(work.keywords),
            "identifier": f"https://doi.org/{work.doi}" if work.doi else "",
            "isPartOf": {"@type": "Book", "name": part_of} if part_of else None,
        }
    )


def dataset(package: Mapping[str, Any], address: str, files: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Describe the data package.

    Args:
        package: Its descriptor.
        address: The address of the page that describes it; empty if the site has none.
        files: Media type and address of each file with the data.
    """
    return _without_gaps(
        {
            "@type": "Dataset",
            "name": package.get("title") or package.get("name"),
            "description": package.get("description"),
            "url": address,
            "version": package.get("version"),
            "dateCreated": package.get("created"),
            "keywords": package.get("keywords"),
            "license": [licence["path"] for licence in package.get("licenses", []) if "path" in licence],
            "creator": [{"@type": "Organization", "name": each["title"]} for each in package.get("contributors", [])],
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": file} for kind, file in files
            ],
        }
    )


def _author(author: Author) -> dict[str, Any]:
    return _without_gaps(
        {
            "@type": "Person" if author.family else "Organization",
            "name": author.name,
            "sameAs": f"https://orcid.org/{author.orcid}" if author.orcid else "",
        }
    )


def _without_gaps(described: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value}
