"""A paper that can be released, with what stands for its build and its verification: generated, made in a moment."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from livepaper import Paper
from livepaper.citation import work
from livepaper.release.freezing import Made
from livepaper.release.zenodo import ZENODO, zenodo
from livepaper.repository import Repository

VERSION = "1.0.0"
LEDGER = "claim,value,unit\na/one,30.2,percent\na/two,4,bodies\n"


def git(folder: Path, *words: str) -> None:
    """Run git in a folder, as somebody whom no configuration needs to know."""
    someone = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *someone, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    """Commit everything."""
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--allow-empty", "--message=All")


def ready(folder: Path, root: Path) -> None:
    """Give a paper's folder what a release needs besides: version, changelog, Zenodo's metadata, git."""
    cited = (root / "CITATION.cff").read_text(encoding="utf-8").replace("version: 0.1.0", f"version: {VERSION}")
    (folder / "CITATION.cff").write_text(cited, encoding="utf-8")
    (folder / "CHANGELOG.md").write_text(f"# Changelog\n\n## {VERSION} - 2026-12-01\n\n- All of it.\n")
    (folder / ZENODO).write_text(zenodo(work(folder)), encoding="utf-8")
    (folder / ".gitignore").write_text("/_build/\n/figures/*.png\n")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)


@pytest.fixture
def paper(copy_of_data: Callable[..., Path], root: Path, tmp_path: Path) -> Paper:
    """A small paper, committed and ready for its first release."""
    folder = copy_of_data(tmp_path, ("surveys-",))
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (folder / "ledger.csv").write_text(LEDGER)
    ready(folder, root)
    return Paper.open(folder)


@pytest.fixture
def made(paper: Paper, tmp_path: Path) -> Made:
    """What stands for a built site and for a verification that holds, of the paper's commit."""
    site, verification = tmp_path / "html", tmp_path / "verification"
    name = paper.package.descriptor["name"]
    contents = ("index.html", ".nojekyll", f"book/{name}.pdf", f"book/{name}.epub", f"data/{name}.zip")
    for file in contents:
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).write_text(f"generated {file}")
    shutil.copy(paper.root / "ledger.csv", site)
    verification.mkdir()
    for file in ("certificate.md", "index.ipynb", "index.html", "left-over.ipynb", "left-over.html", "execution.json"):
        (verification / file).write_text("generated")
    report(verification, commit=Repository(paper.root).commit)
    return Made(site, verification)


def report(verification: Path, *, commit: str, clean: bool = True, holds: bool = True) -> None:
    """Write what a release asks of a verification's report."""
    said = {"holds": holds, "headline": "1 of 11 checks fails", "environment": {"commit": commit, "clean": clean}}
    (verification / "report.json").write_text(json.dumps(said))
