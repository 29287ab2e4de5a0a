"""Where the site and its sources are, and what follows from that."""

from __future__ import annotations

from pathlib import Path

import pytest

from livepaper.site.settings import Settings, settings

GITHUB = Settings("Book", repository="https://github.com/some/book", branch="main", folder="paper/")


def test_what_is_not_configured_has_no_address() -> None:
    """No address is made up for a site or a repository that nobody has named."""
    nowhere = Settings("Book")

    found = (nowhere.absolute("a.html"), nowhere.source("a"), nowhere.binder("a"), nowhere.colab("a"))
    assert not any((*found, nowhere.report("a", "b")))


def test_the_papers_own_configuration_names_neither(root: Path) -> None:
    """The addresses of this edition are not known yet."""
    known = settings(root)

    assert (known.title, known.address, known.repository) == ("The future is cooperative!?", "", "")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org", "example.org", "https://a b"])
def test_only_addresses_of_the_web_are_taken(tmp_path: Path, address: str) -> None:
    """Nothing else can get into a link."""
    (tmp_path / "_config.yml").write_text(f"html: {{baseurl: '{address}'}}\nrepository: {{url: '{address}'}}\n")

    assert (settings(tmp_path).address, settings(tmp_path).repository) == ("", "")


def test_settings_are_jupyter_books_own(tmp_path: Path) -> None:
    """Base address, repository, branch and folder are read, with and without slashes at their ends."""
    (tmp_path / "_config.yml").write_text(
        "title: Book\nhtml: {baseurl: 'https://example.org/book'}\n"
        "repository: {url: 'https://github.com/some/book/', path_to_book: /paper/, branch: trunk}\n"
    )

    expected = Settings("Book", "https://example.org/book/", "https://github.com/some/book", "trunk", "paper/")
    assert settings(tmp_path) == expected


def test_a_notebook_at_github_runs_on_binder_and_opens_in_colab() -> None:
    """Both addresses name owner, repository, branch and path."""
    binder = "https://mybinder.org/v2/gh/some/book/main?urlpath=lab%2Ftree%2Fpaper%2Fa%20b.ipynb"
    assert GITHUB.binder("a b.ipynb") == binder
    assert GITHUB.colab("a.ipynb") == "https://colab.research.google.com/github/some/book/blob/main/paper/a.ipynb"


def test_elsewhere_it_does_neither_but_errors_can_be_reported() -> None:
    """GitLab's form has other names for title and text."""
    gitlab = Settings("Book", repository="https://gitlab.com/some/book")

    assert (gitlab.binder("a"), gitlab.colab("a")) == ("", "")
    assert gitlab.report("A & b", "c\nd") == (
        "https://gitlab.com/some/book/-/issues/new?issue%5Btitle%5D=A%20%26%20b&issue%5Bdescription%5D=c%0Ad"
    )


def test_a_report_is_filled_in_and_not_longer_than_forges_take() -> None:
    """Title and text are in the address."""
    assert GITHUB.report("Error", "Where").endswith("/some/book/issues/new?title=Error&body=Where")
    assert len(GITHUB.report("Error", "x" * 9000)) < 2000
