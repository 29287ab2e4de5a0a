"""What is looked at before each commit: real git, real pre-commit, the real hooks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

COPIED = (
    *(".gitattributes", ".gitignore", ".pre-commit-config.yaml", "_config.yml", "_toc.yml"),
    *("data", "ledger.csv", "pyproject.toml", "references.bib", "scripts"),
)
MISSPELLED = "rec" + "ieve"
CHAPTER = "chapters/public-opinion.ipynb"


class Clone:
    """A repository with one notebook, set up for writing."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Copy what the hooks need, and link the environment that runs the tests."""
        self.folder = folder
        for name in COPIED:
            copy = shutil.copytree if (root / name).is_dir() else shutil.copy
            copy(root / name, folder / name)
        (folder / "livepaper").symlink_to(root / "livepaper")  # ruff sorts imports by what lies beside the notebooks
        (folder / "chapters").mkdir()
        shutil.copy(root / CHAPTER, folder / CHAPTER)
        (folder / ".venv").symlink_to(sys.prefix)
        self.git("init", "--quiet")
        assert self.run("scripts/hooks").returncode == 0

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command as someone who has never used git or pre-commit."""
        own = {"HOME": str(self.folder), "PRE_COMMIT_HOME": str(self.folder / ".git/pre-commit")}
        name = {f"GIT_{who}_{what}": "a@b.invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        return subprocess.run(
            list(command),
            cwd=self.folder,
            env={**os.environ, **own, **name},
            capture_output=True,
            text=True,
            check=False,
        )

    def git(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run git."""
        return self.run("git", *words)

    def commit(self) -> subprocess.CompletedProcess[str]:
        """Commit the notebook, through the hooks."""
        self.git("add", CHAPTER)
        return self.git("commit", "--message", "A change")


@pytest.fixture
def clone(root: Path, tmp_path: Path) -> Clone:
    """A clone in which an author has run `make hooks`."""
    return Clone(root, tmp_path)


def test_a_broken_notebook_is_not_committed(clone: Clone) -> None:
    """Each fault is named by the hook that finds it; once mended, the notebook is committed."""
    path = clone.folder / CHAPTER
    good = path.read_bytes()
    notebook = nbformat.reads(good.decode(), as_version=4)
    notebook.cells[0].source += f"\n\nSome 79.6% {MISSPELLED} more."
    notebook.cells[1].source += "\nimport os"
    notebook.cells[1].execution_count = 1
    nbformat.write(notebook, path)

    first, second = clone.commit(), clone.commit()
    assert first.returncode == 1
    assert "files were modified by this hook" in first.stdout + first.stderr  # the count is stripped
    assert second.returncode == 1
    told = second.stdout + second.stderr
    assert "79.6% looks like public-opinion/closer_cooperation" in told
    assert f"{MISSPELLED} ==> receive" in told
    assert "`os` imported but unused" in told
    assert clone.git("log").returncode != 0

    path.write_bytes(good)
    done = clone.commit()
    assert done.returncode == 0, done.stderr


def test_notebooks_are_compared_cell_by_cell(clone: Clone) -> None:
    """`git diff` names the cell and the line, not the JSON."""
    done = clone.commit()
    assert done.returncode == 0, done.stderr
    path = clone.folder / CHAPTER
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = ["# Another title"]
    path.write_text(json.dumps(notebook), encoding="utf-8")

    told = clone.git("diff", "--no-color")
    assert "modified /cells/0/source" in told.stdout, told.stderr
    assert "# Another title" in told.stdout
    assert '"cell_type"' not in told.stdout

    assert not (clone.folder / ".gitconfig").exists(), "nothing is configured for other repositories"
