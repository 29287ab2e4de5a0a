"""Where a book is published and where its sources are kept, as its configuration says.

Both are Jupyter Book's own settings, `html: baseurl` and `repository: url`, `branch` and `path_to_book`. What needs
one of them is left out while it is not set.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import yaml

from livepaper.paper import CONFIG

FORM = "report-a-number.yml"
"""The form at GitHub, in `.github/ISSUE_TEMPLATE/`, by which readers report a number."""

_LONGEST = 1500
"""How long the text of a report may be; forges refuse addresses of some thousand characters."""


@dataclass(frozen=True)
class Settings:
    """The settings that concern where things are.

    Attributes:
        title: The book's title.
        address: The site's address, with a slash at its end; empty if it is not set.
        repository: The address of the repository, without a slash at its end; empty if it is not set.
        branch: The branch that holds the book.
        folder: The book's folder in the repository, with a slash at its end; empty if it is the repository's.
        language: The language of the pages.
    """

    title: str
    address: str = ""
    repository: str = ""
    branch: str = "main"
    folder: str = ""
    language: str = "en"

    def absolute(self, path: str) -> str:
        """Return the address of a file of the site; empty if the site has none."""
        return f"{self.address}{quote(path)}" if self.address else ""

    @property
    def _github(self) -> str:
        """Owner and name of a repository at GitHub."""
        parts = urlsplit(self.repository)
        return parts.path.strip("/").removesuffix(".git") if parts.hostname == "github.com" else ""

    def source(self, path: str) -> str:
        """Return the address of a file in the repository; empty if none is set."""
        if not self.repository:
            return ""
        between = "-/blob" if self._gitlab else "blob" if self._github else "src/branch"
        return f"{self.repository}/{between}/{quote(self.branch)}/{quote(self.folder + path)}"

    def binder(self, notebook: str) -> str:
        """Return where a notebook runs on Binder; empty unless the repository is at GitHub."""
        if not self._github:
            return ""
        query = urlencode({"urlpath": f"lab/tree/{self.folder}{notebook}"}, quote_via=quote)
        return f"https://mybinder.org/v2/gh/{self._github}/{quote(self.branch, safe='')}?{query}"

    def colab(self, notebook: str) -> str:
        """Return where a notebook opens in Colab; empty unless the repository is at GitHub."""
        if not self._github:
            return ""
        path = f"{self._github}/blob/{quote(self.branch)}/{quote(self.folder + notebook)}"
        return f"https://colab.research.google.com/github/{path}"

    def report(self, title: str, body: str, fields: Mapping[str, str] | None = None) -> str:
        """Return the form for a new issue, filled in; empty if no repository is set.

        Args:
            title: Its title.
            body: The beginning of its text, where there is no form of our own.
            fields: What to fill into the fields of our form, which GitHub alone has, by the fields' ids.
        """
        if not self.repository:
            return ""
        names = ("issue[title]", "issue[description]") if self._gitlab else ("title", "body")
        form = "-/issues/new" if self._gitlab else "issues/new"
        filled = dict(zip(names, (title, body[:_LONGEST]), strict=True))
        if fields and self._github:
            filled |= {"template": FORM, **fields}  # where the form is missing, GitHub takes the text instead
        return f"{self.repository}/{form}?{urlencode(filled, quote_via=quote)}"

    @property
    def _gitlab(self) -> bool:
        return "gitlab" in (urlsplit(self.repository).hostname or "")


def settings(root: Path) -> Settings:
    """Read the settings of a book from its `_config.yml`."""
    return _settings((root / CONFIG).read_text(encoding="utf-8"), root.name)


@lru_cache(maxsize=8)
def _settings(text: str, name: str) -> Settings:
    """Parse once for each content: every claim's report asks."""
    read: Any = yaml.safe_load(text)
    config = read if isinstance(read, dict) else {}
    html, repository = config.get("html") or {}, config.get("repository") or {}
    sphinx = (config.get("sphinx") or {}).get("config") or {}
    folder = str(repository.get("path_to_book") or "").strip("/")
    address = str(html.get("baseurl") or "")
    return Settings(
        title=str(sphinx.get("html_title") or config.get("title") or name),
        address=f"{address.rstrip('/')}/" if _on_the_web(address) else "",
        repository=url.rstrip("/") if _on_the_web(url := str(repository.get("url") or "")) else "",
        branch=str(repository.get("branch") or "main"),
        folder=f"{folder}/" if folder else "",
        language=str(sphinx.get("language") or "en"),
    )


def _on_the_web(address: str) -> bool:
    """Tell whether an address can be followed, so that no other scheme gets into a link."""
    return re.fullmatch(r"https?://\S+", address) is not None
