"""With what and on what a verification ran."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from livepaper import Paper, environment
from livepaper.environment import Environment, engine_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is taken for a paper, outside any repository."""
    (tmp_path / "data").mkdir()
    (tmp_path / "_config.yml").touch()
    return tmp_path


def git(folder: Path, *words: str) -> None:
    """Run git in a folder, as somebody whose name is known."""
    who = ["-c", "user.name=A Reviewer", "-c", "user.email=reviewer@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_outside_a_repository_there_is_no_commit_and_no_lock(folder: Path) -> None:
    """What is missing is empty, not an error, and cleanliness is unknown rather than given."""
    environment = Environment.of(Paper.open(folder))

    assert (environment.commit, environment.changed, environment.clean) == ("", (), None)
    assert (environment.lock_sha256, environment.data_sha256) == ("", "")


def test_without_git_nothing_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without git verifies all the same."""
    monkeypatch.setenv("PATH", "")

    assert Environment.of(Paper.open(folder)).commit == ""


def test_commit_and_changed_paths_are_named(folder: Path) -> None:
    """A tree is clean until a file differs from the commit."""
    git(folder, "init", "--initial-branch=main")
    git(folder, "add", "_config.yml")
    git(folder, "commit", "--message=All")
    clean = Environment.of(Paper.open(folder))
    (folder / "new.csv").touch()
    changed = Environment.of(Paper.open(folder))

    assert (len(clean.commit), clean.clean) == (40, True)
    assert (changed.commit, changed.changed, changed.clean) == (clean.commit, ("new.csv",), False)


def test_lock_and_data_are_known_by_their_hash(folder: Path) -> None:
    """Those of the lock file and of the descriptor, which holds the hashes of the data."""
    (folder / "requirements.txt").write_bytes(b"lock")
    (folder / "data/datapackage.json").write_bytes(b"{}")
    environment = Environment.of(Paper.open(folder))

    assert environment.lock_sha256 == f"sha256:{hashlib.sha256(b'lock').hexdigest()}"
    assert environment.data_sha256 == f"sha256:{hashlib.sha256(b'{}').hexdigest()}"


def test_a_named_person_goes_before_the_one_git_knows(folder: Path) -> None:
    """Whoever says who runs it is believed."""
    git(folder, "init")
    git(folder, "config", "user.name", "A Committer")

    assert Environment.of(Paper.open(folder)).person == "A Committer"
    assert Environment.of(Paper.open(folder), person="A Reviewer").person == "A Reviewer"


def test_the_time_is_now_in_utc(folder: Path) -> None:
    """Whatever the zone of the machine."""
    time = Environment.of(Paper.open(folder)).time

    assert time.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - time) < timedelta(minutes=1)


def test_the_record_is_json(folder: Path) -> None:
    """Options are text, whatever they were."""
    record = Environment.of(Paper.open(folder), options={"workers": 2, "twice": False}).record()

    assert json.loads(json.dumps(record)) == record
    assert record["options"] == {"workers": "2", "twice": "False"}


def test_the_engine_is_known_by_every_file_of_it(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template counts as well as a module; what Python compiles does not."""
    before = Environment.of(Paper.open(folder)).engine_sha256
    copy = Path(shutil.copytree(environment.ENGINE, tmp_path / "engine/livepaper"))
    monkeypatch.setattr(environment, "ENGINE", copy)
    assert Environment.of(Paper.open(folder)).engine_sha256 == before
    (copy / "verify/reports/pages/report.css").write_text("body {}")

    assert Environment.of(Paper.open(folder)).engine_sha256 != before
    assert {path.suffix for path in engine_files()} >= {".py", ".css", ".js", ".jinja"}
    assert not [path for path in engine_files() if path.suffix == ".pyc"]
