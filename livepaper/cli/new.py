"""Commands that write something new."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from livepaper.cli.shared import open_paper, plainly


@click.group()
def new() -> None:
    """Write a new chapter or a new paper, which builds as it stands."""


@new.command()
@click.argument("title")
@click.option("--after", default="", metavar="CHAPTER", help="The chapter that it follows; by default the last.")
def chapter(title: str, after: str) -> None:
    """Write a chapter that builds, and add it to the table of contents."""
    from livepaper.new_chapter import new_chapter  # noqa: PLC0415  heavy, and --help should be quick

    paper = open_paper()
    with plainly():
        path = new_chapter(paper, title, after)
    click.echo(f"Written: {path.relative_to(paper.root)}, added to _toc.yml.")
    click.echo("Next: `make lab` to write it, `livepaper lint` to look it through, `make site` to build it.")


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
