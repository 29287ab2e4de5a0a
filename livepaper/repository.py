"""What git knows of a folder; nothing, where there is no git or no repository."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Repository:
    """The git repository that a folder belongs to.

    Attributes:
        folder: The folder; paths are relative to it.
    """

    folder: Path

    @property
    def commit(self) -> str:
        """The full hash of the commit that is checked out; empty outside a repository."""
        return self._say("rev-parse", "--verify", "HEAD")

    @property
    def top(self) -> Path | None:
        """The folder of the whole repository; none outside one."""
        found = self._say("rev-parse", "--show-toplevel")
        return Path(found) if found else None

    @property
    def user(self) -> str:
        """Whom git is configured for; empty if nobody."""
        return self._say("config", "user.name")

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags whose commits lead to the one that is checked out, its own not included, the oldest first.

        So a commit is the same before and after it is tagged.
        """
        return tuple(self._say("tag", "--merged", "HEAD", "--no-contains", "HEAD", "--sort=creatordate").splitlines())

    def tagged(self, tag: str) -> str:
        """Return the full hash of the commit that a tag names; empty if there is no such tag."""
        return self._say("rev-parse", "--verify", "--quiet", f"refs/tags/{tag}^{{commit}}")

    def changed(self) -> tuple[str, ...]:
        """Return the paths in the folder that differ from the commit, files that git does not know included."""
        found = self._ask("status", "--porcelain", "-z", "--no-renames", "--", ".")
        return tuple(entry[3:].decode(errors="replace") for entry in (found or b"").split(b"\0") if entry)

    def content(self, path: str, revision: str = "HEAD") -> bytes | None:
        """Return a file as it was at a revision, or None if it was not there."""
        return self._ask("show", f"{revision}:./{path}")

    def _say(self, *words: str) -> str:
        return (self._ask(*words) or b"").decode().strip()

    def _ask(self, *words: str) -> bytes | None:
        command = ["git", "-C", str(self.folder), *words]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except OSError:
            return None
        return done.stdout if done.returncode == 0 else None
