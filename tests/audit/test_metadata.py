"""What pages tell machines is confirmed too: an edited description, citation, changelog or search list is found."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from livepaper.audit.findings import Audit
from livepaper.audit.metadata import check_metadata, read_sources
from livepaper.audit.releases import check_releases
from livepaper.site import finish
from livepaper.site.publication import Publication
from tests.site.test_changes import git, release

Edit = Callable[[Path, str, str], None]


def audited(publication: Publication) -> Audit:
    """Audit a finished site as far as its metadata go."""
    names, result = [path.relative_to(publication.folder).as_posix() for path in publication.pages()], Audit()
    check_metadata(publication.folder, names, (), read_sources(publication.paper.root), result)
    check_releases(publication.folder, publication.paper.root, names, result)
    return result


def test_a_site_as_finished_passes(finished: Publication) -> None:
    """Every numeral in heads, citation, changelog and search list is confirmed."""
    result = audited(finished)

    assert result.ok, list(map(str, result.findings))
    assert result.counts.bare > 20


def test_a_site_with_addresses_passes(publication: Publication, configure: Callable[[str], None]) -> None:
    """Addresses come from the configuration, the size of a picture from its file."""
    configure("html: {baseurl: 'https://example.org/2026/'}\nrepository: {url: 'https://github.com/a/b7'}")
    finish(publication)

    assert audited(publication).ok, list(map(str, audited(publication).findings))


@pytest.mark.parametrize(
    ("page", "old", "new", "element"),
    [
        pytest.param(
            "chapters/opinion.html",
            '<meta name="description" content="War was named by 30.2%',
            '<meta name="description" content="War was named by 30.3%',
            "the description in its head",
            id="another number in a description",
        ),
        pytest.param(
            "chapters/opinion.html",
            '<meta property="og:description" content="War was named',
            '<meta property="og:description" content="War was feared',
            "the og:description in its head",
            id="another word in a description",
        ),
        pytest.param(
            "chapters/opinion.html",
            'content="2026/11/22"',
            'content="2026/11/23"',
            "the citation_publication_date in its head",
            id="another date of publication",
        ),
        pytest.param(
            "chapters/opinion.html",
            '"description":"War was named by 30.2%',
            '"description":"War was named by 30.9%',
            "the description in its linked data",
            id="another number in linked data",
        ),
        pytest.param("cite.html", "year = {2026}", "year = {2025}", "the file cite.bib", id="another year to cite"),
        pytest.param("cite.html", "Version 0.1.0", "Version 0.7.0", "the citation", id="another version to cite"),
        pytest.param("changes.html", "the 2022 paper", "the 2023 paper", "the changelog", id="another changelog"),
        pytest.param(
            "changes.html",
            "No release is",
            "<p>14 releases</p>No release is",
            "the changes of numbers",
            id="a loose number",
        ),
        pytest.param(
            "search-entries.js", "named by 30.2%", "named by 33.2%", "what the search says of", id="another sentence"
        ),
        pytest.param(
            "search-entries.js",
            '"said":"30.2%"',
            '"said":"33.2%"',
            "what the search says of",
            id="another number found",
        ),
        pytest.param(
            "search-entries.js", "War at 30.2%", "War at 33.2%", "what the search says of", id="another title found"
        ),
        pytest.param(
            "search-entries.js", "opinion.html#claim", "nowhere.html#claim", "the list", id="a page that is not there"
        ),
        pytest.param(
            "chapters/opinion.html",
            "Download the notebook",
            "Download 98765 notebooks",
            "the links to other places",
            id="a number in a link",
        ),
    ],
)
def test_an_edited_part_is_found(
    finished: Publication, edit: Edit, page: str, old: str, new: str, element: str
) -> None:
    """The finding names the page and the part."""
    edit(finished.folder / page, old, new)

    found = audited(finished).findings

    assert found
    assert found[0].page == page
    assert any(finding.element.startswith(element) for finding in found), list(map(str, found))


def test_changes_between_releases_are_compared_again(publication: Publication, edit: Edit) -> None:
    """A table passes as built, and not with another number or without a row."""
    folder = publication.paper.root
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    release(folder, "claim,value,unit\nopinion/war_threat,29.9,percent\nopinion/gone,7,bodies\n", "v0.1")
    git(folder, "commit", "--allow-empty", "-m", "After it")
    finish(publication)
    assert audited(publication).ok, list(map(str, audited(publication).findings))

    edit(publication.page("changes"), "29.9 percent", "29.8 percent")
    (finding,) = audited(publication).findings
    assert "Since v0.1" in finding.element
