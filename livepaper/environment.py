"""With what and on what a verification ran: all that somebody needs who wants to repeat it."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from livepaper.datapackage.package import DESCRIPTOR, sha256
from livepaper.paper import DATA, Paper
from livepaper.repository import Repository

ENGINE = Path(__file__).parent
"""The folder of the engine."""

LOCK = "requirements.txt"
"""The exact environment, of which `pyproject.toml` names the direct needs."""


def engine_files() -> list[Path]:
    """Return every file of the engine, sorted: modules, styles, scripts and templates."""
    return sorted(path for path in ENGINE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


@dataclass(frozen=True)
class Environment:
    """What a verification rests on, apart from the text.

    Attributes:
        engine: Version of the engine.
        engine_sha256: One hash over the names and contents of the engine's files.
        python: Version of Python.
        platform: System and processor.
        lock_sha256: Hash of the lock file; empty if there is none.
        data_sha256: Hash of the data package's descriptor, which holds the hash of every data file; empty without one.
        commit: The commit that is checked out; empty outside a git repository.
        changed: The paths that differ from the commit.
        time: When it ran, in UTC.
        person: Who ran it, as given or as git is configured; empty if nobody is named.
        options: The options of the command, by name.
    """

    engine: str
    engine_sha256: str
    python: str
    platform: str
    lock_sha256: str
    data_sha256: str
    commit: str
    changed: tuple[str, ...]
    time: datetime
    person: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, paper: Paper, *, options: Mapping[str, object] | None = None, person: str = "") -> Environment:
        """Describe the environment of this process and the state of a paper's folder.

        Args:
            paper: The paper that is verified.
            options: The options of the command, by name.
            person: Who runs it; without it, whom git is configured for.
        """
        repository = Repository(paper.root)
        return cls(
            engine=_version(),
            engine_sha256=_engine_sha256(),
            python=platform.python_version(),
            platform=f"{platform.system()} {platform.machine()}",
            lock_sha256=_sha256(paper.root / LOCK),
            data_sha256=_sha256(paper.root / DATA / DESCRIPTOR),
            commit=repository.commit,
            changed=repository.changed() if repository.commit else (),
            time=datetime.now(UTC).replace(microsecond=0),
            person=person or repository.user,
            options={name: str(value) for name, value in (options or {}).items()},
        )

    @property
    def clean(self) -> bool | None:
        """Whether the folder is as the commit has it; None outside a repository."""
        return not self.changed if self.commit else None

    def record(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {**asdict(self), "changed": list(self.changed), "time": self.time.isoformat(), "clean": self.clean}


def _version() -> str:
    try:
        return metadata.version("livepaper")
    except metadata.PackageNotFoundError:  # run from a folder in which it is not installed
        return "not installed"


def _engine_sha256() -> str:
    lines = [f"{path.relative_to(ENGINE).as_posix()} {sha256(path.read_bytes())}\n" for path in engine_files()]
    return sha256("".join(lines).encode())


def _sha256(path: Path) -> str:
    return sha256(path.read_bytes()) if path.is_file() else ""
