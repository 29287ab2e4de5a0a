"""Commands that write something new."""

from __future__ import annotations

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
