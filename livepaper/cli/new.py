"""Commands that begin something."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from livepaper.cli.shared import plainly


@click.group()
def new() -> None:
    """Begin a new paper."""


@new.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The paper's title; by default the folder's name.")
@click.option("--author", default="", help="Who writes it; by default whom git is configured for.")
def paper(folder: Path, title: str, author: str) -> None:
    """Write a small, complete, working paper into the new folder DIR."""
    from livepaper.new_paper import new_paper  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.repository import Repository  # noqa: PLC0415  likewise

    here = Path.cwd()
    with plainly():
        made = new_paper(folder, title, author or Repository(here).user)
    click.echo(f"A paper to start from is in {made}. Its survey is made up for demonstration.")
    # an empty folder is replaced, so whoever stands in it has to come in again by its whole name
    way = made if made == here else folder
    click.echo(f"\n    cd {shlex.quote(str(way))}\n    make site\n    make test\n")
    click.echo("README.md says how to make it your own.")
