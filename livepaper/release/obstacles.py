"""What stands in the way of releasing a version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from packaging.version import InvalidVersion, Version

from livepaper.citation import CITATION, Work, work
from livepaper.datapackage import check
from livepaper.errors import LivePaperError, ReleaseError
from livepaper.paper import DATA, Paper
from livepaper.release.zenodo import ZENODO, zenodo
from livepaper.repository import Repository
from livepaper.site.changes import CHANGELOG

_NAMED = 5
"""Of the paths that have changed, so many are named."""


def obstacles(paper: Paper, version: str) -> list[LivePaperError]:
    """Return all that has to be mended before a version can be frozen; whether its numbers hold is not asked here."""
    repository = Repository(paper.root)
    return [
        *_version(repository, version),
        *uncommitted(repository, "Commit or remove them; what git is not to know belongs into .gitignore."),
        *_changelog(paper.root / CHANGELOG, version),
        *_citation(work(paper.root), version),
        *_zenodo(paper.root),
        *check(paper.root / DATA, paper.bibliography),
    ]


def tag(version: str) -> str:
    """Return the name of the tag of a version."""
    return f"v{version}"


def uncommitted(repository: Repository, action: str) -> Iterator[ReleaseError]:
    """Tell in what the folder differs from its commit, if in anything.

    Args:
        repository: The paper's folder, as git knows it.
        action: What to do about it.
    """
    where = str(repository.folder)
    if not repository.commit:
        yield ReleaseError(where, "no commit", "a commit of git that the version can name", "Commit the paper.")
    elif changed := repository.changed():
        named = ", ".join(changed[:_NAMED]) + (f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else "")
        yield ReleaseError(where, f"paths that differ from the commit: {named}", "everything committed", action)


def _version(repository: Repository, version: str) -> Iterator[ReleaseError]:
    try:
        plain = str(Version(version)) == version
    except InvalidVersion:
        plain = False
    if not plain:
        yield ReleaseError("the version", f"“{version}”", "numbers and dots, such as 1.2.0", "Write it so.")
        return
    for name in (tag(version), version):
        commit = repository.tagged(name)
        if commit and commit != repository.commit:
            found = f"the tag {name} at another commit, {commit[:12]}"
            yield ReleaseError(f"version {version}", found, "a version not released yet", "Choose the next one.")


def _changelog(path: Path, version: str) -> Iterator[ReleaseError]:
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    heading = re.compile(rf"^## \[?v?{re.escape(version)}\]?(?:[ \t].*)?$", re.MULTILINE)
    match = heading.search(text)
    expected = f"a section “## {version}” that says what changed"
    if match is None:
        yield ReleaseError(str(path), "no section of this version", expected, "Rename the section “Unreleased”.")
    elif not re.split(r"^## ", text[match.end() :], maxsplit=1, flags=re.MULTILINE)[0].strip():
        yield ReleaseError(str(path), "an empty section of this version", expected, "Write what readers would notice.")


def _citation(cited: Work, version: str) -> Iterator[ReleaseError]:
    if cited.version != version:
        found = f"version {cited.version}" if cited.version else "no version"
        yield ReleaseError(CITATION, found, f"version {version}", "Correct it, and the date of release with it.")
    if not cited.date:
        yield ReleaseError(CITATION, "no date-released", "the day of the release, as 2001-02-03", "Add it.")


def _zenodo(root: Path) -> Iterator[ReleaseError]:
    path = root / ZENODO
    if not path.is_file() or path.read_text(encoding="utf-8") != zenodo(work(root)):
        found = "something else than CITATION.cff says" if path.is_file() else "no file"
        expected = "what CITATION.cff says, in Zenodo's terms"
        yield ReleaseError(str(path), found, expected, "Run `livepaper zenodo`, and commit the file.")
