"""What changed: the authors' words, and the numbers between releases."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bs4 import BeautifulSoup

from livepaper.repository import Repository
from livepaper.site.changes import NO_RELEASE, changelog, numbers
from livepaper.site.publication import Publication
from livepaper.site.releases import Change, Release, changes, releases

HEAD = "claim,value,unit\n"
FIRST = f"{HEAD}a/one,30.2,percent\na/two,4,bodies\n"
SECOND = f"{HEAD}a/one,30.4,percent\na/three,5,bodies\n"


def git(folder: Path, *words: str) -> None:
    """Run git in a folder, as somebody whom no configuration needs to know."""
    someone = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *someone, *words], cwd=folder, check=True, capture_output=True)


def release(folder: Path, ledger: str, tag: str) -> None:
    """Commit a ledger and tag the commit."""
    (folder / "ledger.csv").write_text(ledger)
    git(folder, "add", "ledger.csv")
    git(folder, "commit", "-m", tag)
    git(folder, "tag", tag)


def test_numbers_are_new_gone_or_another() -> None:
    """What did not change is not told."""
    assert changes(FIRST, SECOND) == (
        Change("a/one", "30.2 percent", "30.4 percent"),
        Change("a/three", "", "5 bodies"),
        Change("a/two", "4 bodies", ""),
    )
    assert changes(FIRST, FIRST) == ()


def test_each_release_is_compared_with_the_next_and_the_last_with_today(tmp_path: Path) -> None:
    """The tags of the repository are the releases; the latest comes first."""
    git(tmp_path, "init", "-q")
    release(tmp_path, FIRST, "v1")
    release(tmp_path, SECOND, "v2")
    git(tmp_path, "commit", "--allow-empty", "-m", "After it")

    found = releases(Repository(tmp_path), SECOND)

    assert [(part.since, part.name, len(part.changes)) for part in found] == [("v2", "", 0), ("v1", "v2", 3)]


def test_a_release_is_compared_with_the_one_before(tmp_path: Path) -> None:
    """Whether its own commit has its tag yet or not, so that tagging changes no page."""
    git(tmp_path, "init", "-q")
    release(tmp_path, FIRST, "v1")
    release(tmp_path, SECOND, "v2")

    found = releases(Repository(tmp_path), SECOND)

    assert [(part.since, part.name, len(part.changes)) for part in found] == [("v1", "", 3)]


def test_without_git_or_releases_the_page_says_so(tmp_path: Path) -> None:
    """There is one plain sentence, and no table."""
    assert releases(Repository(tmp_path), FIRST) == []
    assert NO_RELEASE in numbers([], {})


def test_a_changed_number_leads_to_its_place() -> None:
    """A number that is gone leads nowhere; names and values are text."""
    found = [Release("v<1>", "", (Change("a/one", "1 <b>", "2 <b>"), Change("a/two", "3", "")))]
    table = BeautifulSoup(numbers(found, {"a/one": "a.html#x", "a/two": "a.html"}), "html.parser")

    assert table.h3.get_text() == "Since v<1>"
    assert [cell.get_text() for cell in table.select("tbody tr:first-child > *")] == [
        "a/one",
        "changed",
        "1 <b>",
        "2 <b>",
    ]
    assert [link["href"] for link in table.select("a")] == ["a.html#x"]
    assert [region["aria-label"] for region in table.select(".table-scroll")] == ["Changes of numbers. Since v<1>"]
    assert [cell.get_text() for cell in table.select("[data-label=Before]")] == ["1 <b>", "3"]


def test_the_changelog_is_rendered_without_its_title_and_without_html() -> None:
    """Markup of Markdown is kept, HTML is shown as text."""
    html = changelog("# Changelog\n\n## Next\n\n- *One* <script>alert(1)</script>\n")

    assert html == "<h2>Next</h2>\n<ul>\n<li><em>One</em> &lt;script&gt;alert(1)&lt;/script&gt;</li>\n</ul>\n"


def test_the_pages_are_filled(finished: Publication) -> None:
    """The page of changes has the changelog; that of the citation each format, also as a file."""
    changed = finished.page("changes").read_text(encoding="utf-8")
    cited = BeautifulSoup(finished.page("cite").read_text(encoding="utf-8"), "html.parser")

    assert NO_RELEASE in changed
    assert "The data package: surveys" in changed
    assert [title.get_text() for title in cited.select("h2")] == ["Plain text", "BibTeX", "RIS"]
    assert (finished.folder / "cite.bib").read_text().strip() == cited.select(".citation-text")[1].get_text()
    assert {link["href"] for link in cited.select("a[download]")} == {"cite.bib", "cite.ris", "CITATION.cff"}
