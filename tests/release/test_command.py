"""`livepaper release`, from a commit to a frozen version: with a real build, a real verification, a real audit."""

from __future__ import annotations

import io
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from livepaper import Paper
from livepaper.cli import main
from livepaper.cli.release import _next
from livepaper.datapackage import seal
from tests.release.conftest import VERSION, commit, git, ready
from tests.small_book import Book

OPINION = [
    "# Opinion",
    """\
from livepaper import Claims, Paper

paper = Paper.open()
claims = Claims("index")
claims.war_threat = paper.survey("asb", 2022).share("most-serious-threat", "war with other countries")""",
    "War was named by {eval}`claims.war_threat` {cite:p}`csdg2022`.\n\n```{bibliography}\n```",
]
OF_A_RUN = ("certificate.md", "SHA256SUMS", "-verification.zip")
"""Files that tell when and how fast a verification ran, and their checksums."""


def release(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Release a paper as its author would."""
    program = Path(sys.executable).with_name("livepaper")
    return subprocess.run(
        [program, "release", VERSION, *words], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def green(copy_of_data: Callable[..., Path], root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper of one chapter and one survey that verifies, committed; its build has not run yet."""
    folder = copy_of_data(tmp_path_factory.mktemp("green"), ("surveys-",))
    toplines = folder / "data/surveys/toplines.csv"
    head, *rows = toplines.read_text(encoding="utf-8").splitlines(keepends=True)
    toplines.write_text(head + "".join(row for row in rows if "asb-2022" in row), encoding="utf-8")
    assert seal(folder / "data", folder / "references.bib") == []
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    Book(folder).write("index", OPINION)
    ready(folder, root)
    return folder


def archived(folder: Path) -> dict[str, bytes]:
    """Return the archived files of the version, by name."""
    archive = folder / "_build/release" / VERSION / "archive"
    return {path.name: path.read_bytes() for path in archive.iterdir()}


@pytest.mark.book
def test_a_version_is_built_verified_and_frozen_twice_alike(green: Path, tmp_path: Path) -> None:
    """First what the build renews has to be committed; then a clone gives the same bytes, but for times of runs."""
    refused = release(green)
    assert refused.returncode == 1
    assert "ledger.csv; expected everything committed. Commit what the build renewed" in refused.stderr
    assert not (green / "_build/release").exists()
    commit(green)

    done = release(green)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert f"git tag --annotate v{VERSION}" in done.stdout
    assert subprocess.run(["git", "tag"], cwd=green, check=True, capture_output=True).stdout == b""
    first = archived(green)
    assert b"checks hold, " in first["certificate.md"]
    assert b"executed from a clean kernel, twice" in first["certificate.md"]

    git(tmp_path, "clone", "--quiet", str(green), "clone")
    git(tmp_path / "clone", "tag", f"v{VERSION}")
    again = release(tmp_path / "clone")
    assert again.returncode == 0, again.stdout[-3000:] + again.stderr[-3000:]
    second = archived(tmp_path / "clone")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name] and not name.endswith(OF_A_RUN)] == []
    site = green / f"_build/release/{VERSION}/site"
    with zipfile.ZipFile(io.BytesIO(first[f"{name_of(green)}-{VERSION}-site.zip"])) as zipped:
        assert {".nojekyll", "index.html", "manifest.json"} <= set(zipped.namelist())
        assert len(zipped.namelist()) == sum(path.is_file() for path in site.rglob("*"))


@pytest.mark.book
def test_what_does_not_verify_is_not_released(green: Path, tmp_path: Path) -> None:
    """A number typed into a sentence is enough; what had been released before stays."""
    git(tmp_path, "clone", "--quiet", str(green), "clone")
    folder = tmp_path / "clone"
    Book(folder).edit_cell("index", "War was named", "War, the first of 4, was named")
    commit(folder)
    release(folder)
    commit(folder)

    done = release(folder)

    assert done.returncode == 1
    assert "found the numeral “4”" in done.stdout
    assert done.stderr.endswith("Error: See above; nothing was released.\n")
    assert not (folder / "_build/release").exists()


def test_what_is_missing_is_told_at_once(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is built, all of it, and with the exit code of what does not hold."""
    monkeypatch.chdir(paper.root)
    (paper.root / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n")
    (paper.root / ".zenodo.json").unlink()

    done = CliRunner().invoke(main, ["release", "1.1.0"])

    assert done.exit_code == 1
    for found in (
        "paths that differ",
        "CHANGELOG.md: found no section",
        "found version 1.0.0",
        ".zenodo.json: found no",
    ):
        assert found in done.output
    assert "Error: 4 problems; nothing was released." in done.output
    assert not (paper.root / "_build").exists()


def test_zenodos_file_is_written_from_the_citation(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """After which nothing is wrong with it."""
    monkeypatch.chdir(paper.root)
    before = (paper.root / ".zenodo.json").read_bytes()
    (paper.root / ".zenodo.json").write_text("{}")

    assert CliRunner().invoke(main, ["zenodo"]).exit_code == 0
    assert (paper.root / ".zenodo.json").read_bytes() == before


def test_the_commands_that_publish_can_be_pasted() -> None:
    """Wherever the release lies."""
    lines = _next("1.0.0", Path("my papers/1.0.0;v")).splitlines()
    (command,) = [shlex.split(line) for line in lines if "gh release" in line]

    assert command[-2:] == ["my papers/1.0.0;v/archive/changes.md", "my papers/1.0.0;v/archive/*"]
    assert any(line.endswith("'my papers/1.0.0;v/archive'/*") for line in lines)  # the shell has to see the star


def name_of(folder: Path) -> str:
    """Return the name of a paper's data package, by which its files are named."""
    return str(Paper.open(folder).package.descriptor["name"])


@pytest.mark.parametrize("words", [("release", "1.0.0"), ("zenodo",)])
def test_outside_a_paper_a_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """With what it looked for."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, list(words))

    assert done.exit_code == 2
    assert "found no paper" in done.output
