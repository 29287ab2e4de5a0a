"""JupyterLab as authors use it: live numbers in the prose, figures as they will be published, quiet settings.

Everything is given to JupyterLab when it starts. The settings are defaults, above which an author's own settings
stand as ever; the list of open files is kept with the book. What JupyterLab needs as files is written to `_build/lab`.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from livepaper.figures import STYLE
from livepaper.files import write
from livepaper.paper import Paper

EXTENSION = "livepaper"
"""The name under which JupyterLab knows our extension, and the folder it lies in."""

_HERE = Path(__file__).parent


def options(paper: Paper, chapter: str = "", *, browser: bool = True, port: int | None = None) -> list[str]:
    """Return the options with which JupyterLab starts on a paper, after writing what they point to.

    Args:
        paper: The paper.
        chapter: The chapter to open; by default the files of the book are shown.
        browser: Whether a browser is opened.
        port: The port on this machine; by default the first free one from 8888.

    Raises:
        ProjectError: The book has no such chapter.
    """
    page = f"/lab/tree/{paper.notebook(chapter).relative_to(paper.root).as_posix()}" if chapter else "/lab"
    folder = paper.root / "_build" / "lab"
    _write_extension(folder / "extensions" / EXTENSION)
    given = [
        f"--ServerApp.root_dir={paper.root}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.open_browser={browser}",
        f"--LabApp.default_url={page}",
        f"--LabApp.app_settings_dir={_HERE / 'settings'}",
        f"--LabApp.workspaces_dir={folder / 'workspaces'}",
        f"--LabApp.extra_labextensions_path={folder / 'extensions'}",
        "--LabApp.extension_manager=readonly",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "--FileContentsManager.pre_save_hook=livepaper.lab.saving.strip",
    ]
    if port is not None:
        given += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        given.append("--allow-root")  # Jupyter refuses otherwise, and containers have no other user
    return given


def _write_extension(folder: Path) -> None:
    """Write our extension as JupyterLab loads it; its address changes with its content, so that no old one is kept."""
    script = (_HERE / "live.js").read_bytes()
    style = STYLE.read_bytes() + (_HERE / "lab.css").read_bytes()
    digest = hashlib.sha256(script + style).hexdigest()[:16]
    build = {"load": f"static/live.js?v={digest}", "extension": "./extension"}
    description = {"name": EXTENSION, "version": "1.0.0", "jupyterlab": {"extension": True, "_build": build}}
    write(folder / "static" / "live.js", script)
    write(folder / "static" / "style.css", style)
    write(folder / "package.json", json.dumps(description, indent=2).encode())
