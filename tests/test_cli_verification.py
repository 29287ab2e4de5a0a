"""The commands of a reviewer, as a reviewer types them: what they print, and their exit codes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

LIVEPAPER = Path(sys.executable).with_name("livepaper")
SOURCES = ("_config.yml", "_toc.yml", "index.ipynb", "chapters", "data", "figures", "references.bib", "ledger.csv")
OTHERS = ("requirements.txt", "CITATION.cff")
TOPLINES = "data/surveys/toplines.csv"


def livepaper(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder."""
    return subprocess.run([LIVEPAPER, *words], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def clone(root: Path, tmp_path: Path) -> Path:
    """A clean clone of the paper as it stands here."""
    folder = tmp_path / "clone"
    folder.mkdir()
    for name in (*SOURCES, *OTHERS):
        (shutil.copytree if (root / name).is_dir() else shutil.copy)(root / name, folder / name)
    (folder / ".gitignore").write_text("/_build/\n")
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "The paper"]):
        subprocess.run(["git", *identity, *words], cwd=folder, check=True)
    return folder


@pytest.mark.book
def test_a_clean_tree_holds_and_ends_with_counts_per_check(clone: Path) -> None:
    """Exit code 0, one line per check, reports that say so, and a trace from what was kept."""
    done = livepaper(clone, "verify")

    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    lines = done.stdout.splitlines()
    assert any(line.startswith("holds  executed     9 of 9 chapters") for line in lines)
    assert any(line.startswith("holds  bound ") for line in lines)
    assert lines[-1].endswith("with nothing to examine: repeatable.")
    assert lines[-1].startswith("All holds: 11 checks")
    report = json.loads((clone / "_build/verification/report.json").read_text())
    assert report["environment"]["clean"] is True

    traced = livepaper(clone, "trace", "79.6")
    assert traced.returncode == 0
    for link in (
        "public-opinion/closer_cooperation",
        "asb-2022-closer-balkan-cooperation",
        "source: Center for the Study of Democracy",
        "not checkable",
    ):
        assert link in traced.stdout


@pytest.mark.book
def test_one_mutated_value_fails_and_names_claim_sentence_expected_and_found(
    clone: Path, edit: Callable[[Path, str, str], None]
) -> None:
    """Exit code 1; the value is told by its row, and by the claim and sentence that rest on it."""
    edit(clone / TOPLINES, "war with other countries,no,30.2,", "war with other countries,no,30.3,")

    done = livepaper(clone, "verify")

    assert done.returncode == 1, done.stderr[-2000:]
    row = next(line for line in done.stdout.splitlines() if "column percent" in line)
    assert "found “30.3”; expected “30.2”, as sealed" in row
    assert "public-opinion/war_threat" in row
    claim = next(line for line in done.stdout.splitlines() if "claim public-opinion/war_threat, value" in line)
    assert "found 30.3" in claim
    assert "expected 30.2" in claim
    assert "war (30.3%) lead the list of threats" in claim
    verdict = next(line for line in done.stdout.splitlines() if line.startswith("Something does not hold: "))
    assert {"integrity", "recorded"} <= set(re.split(r"[:.,]? ", verdict))
    assert "threats_sum == 80.7" in done.stdout  # the correction that rests on the value


def test_what_could_not_run_exits_with_two(clone: Path, tmp_path: Path) -> None:
    """A scheduler that does not answer, a folder without a paper, a site that is not there: in plain words."""
    (tmp_path / "empty").mkdir()

    for folder, words, said in (
        (clone, ("verify", "--scheduler", "tcp://127.0.0.1:9"), "a Dask scheduler at this address"),
        (tmp_path / "empty", ("verify",), "found no paper"),
        (clone, ("audit",), "found no site"),
        (clone, ("impact", "--since", "nowhere"), "found no revision “nowhere”"),
    ):
        done = livepaper(folder, *words)
        assert done.returncode == 2, words
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_a_chapter_that_cannot_be_read_is_told_and_exits_with_two(clone: Path) -> None:
    """The others are executed all the same."""
    (clone / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n- file: chapters/concept\n")
    (clone / "index.ipynb").write_text("{")

    done = livepaper(clone, "verify")

    assert done.returncode == 2
    assert "index.ipynb: found not started" in done.stdout
    assert "FAILS  executed     1 of 2 chapters" in done.stdout


def test_the_checks_are_listed_with_reasons_and_remedies(clone: Path) -> None:
    """Each has an id, a title, a why and a what to do."""
    said = livepaper(clone, "checks").stdout

    for name in (
        "executed",
        "bound",
        "printed",
        "words",
        "arithmetic",
        "comparable",
        "sources",
        "integrity",
        "figures",
    ):
        assert f"{name} (error)" in said
    assert said.count("    Why: ") == said.count("    What to do: ") == 12


def test_impact_tells_sentences_old_and_new(clone: Path, edit: Callable[[Path, str, str], None]) -> None:
    """A changed value shows in the sentence, and the word that rests on it is judged again."""
    (clone / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n- file: chapters/public-opinion\n")
    shutil.copy(clone / "chapters/concept.ipynb", clone / "index.ipynb")
    edit(clone / "index.ipynb", 'Claims(\\"concept\\")', 'Claims(\\"index\\")')
    edit(clone / TOPLINES, "war with other countries,no,30.2,", "war with other countries,no,31.2,")

    done = livepaper(clone, "impact", TOPLINES, "--since", "HEAD")

    assert done.returncode == 0, done.stderr[-2000:]
    assert "public-opinion/war_threat" in done.stdout
    assert "30.2" in done.stdout
    assert "31.2" in done.stdout
