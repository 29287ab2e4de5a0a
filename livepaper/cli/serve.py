"""The command that shows the book while it is written."""

from __future__ import annotations

import os
import sys
from datetime import datetime

import click

from livepaper.cli.shared import open_paper, plainly


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Where to serve; by default at 8000, or any free port.")
@click.option("--browser/--no-browser", default=True, help="Whether to open a browser.")
def serve(port: int | None, browser: bool) -> None:
    """Show the book as it is written: pages are built again on each save, and the browser reloads.

    Only this machine can see it. A chapter that cannot be built shows its errors; nothing is published.
    """
    from livepaper.serve.desk import serve as run  # noqa: PLC0415  heavy, and --help should be quick

    paper = open_paper()
    with plainly():
        again = run(paper.root, _tell, port, browser=browser, started=_say_where)
    if again is not None:
        os.execv(sys.executable, [sys.executable, sys.argv[0], "serve", "--no-browser", f"--port={again}"])
    click.echo("\nStopped.")


def _say_where(address: str) -> None:
    click.secho(f"The draft: {address} (Ctrl-C stops it)", bold=True)


def _tell(text: str, wrong: bool) -> None:
    """Print what happens, with the time."""
    click.secho(f"{datetime.now():%H:%M:%S} {text}", fg="red" if wrong else None, err=wrong)
