"""The command that opens JupyterLab."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from livepaper.cli.shared import open_paper, plainly


@click.command()
@click.argument("chapter", default="")
@click.option("--browser/--no-browser", default=True, help="Whether to open a browser.  [default: browser]")
@click.option("--port", type=click.IntRange(1, 65535), help="The port on this machine; by default a free one.")
def lab(chapter: str, browser: bool, port: int | None) -> None:
    """Open JupyterLab on the paper, or on one of its chapters."""
    from jupyterlab.labapp import LabApp  # noqa: PLC0415  heavy, and --help should be quick

    from livepaper.lab import options  # noqa: PLC0415  likewise

    with plainly():
        given = options(open_paper(), chapter, browser=browser, port=port)
    # In JupyterLab's terminals and kernels, `livepaper` is this one.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    LabApp.launch_instance(argv=given)
