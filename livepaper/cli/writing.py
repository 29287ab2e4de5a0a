"""Commands for those who write: rules for notebooks, and the bibliography."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from livepaper.cli.shared import counted, open_paper, plainly

if TYPE_CHECKING:
    from livepaper.lint import Source


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]…", type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Offer the claim that fits a typed number, where exactly one does.")
@click.option("--yes", is_flag=True, help="With --fix: take every offer.")
@click.option("--rules", is_flag=True, help="List the rules: what each asks, why, how to mend what it finds.")
def lint(files: Sequence[Path], fix: bool, yes: bool, rules: bool) -> None:
    """Look through notebooks as they are saved, without running them; by default through the whole book.

    Exits with 0 if nothing was found, with 1 if something was, with 2 if a notebook could not be read.
    """
    from livepaper.lint import RULES  # noqa: PLC0415  heavy, and --help should be quick

    if yes and not fix:
        raise click.UsageError("--yes takes the offers of --fix; give both.")
    if rules:
        for rule in RULES:
            click.secho(rule.id, bold=True)
            click.echo(f"    {rule.title}.\n    Why: {rule.why}\n    What to do: {rule.fix}")
        return
    sources, unread = _read(files)
    if fix:
        sources = [_fixed(source, yes) for source in sources]
    sys.exit(max(_told(sources), 2 if unread else 0))


def _read(files: Sequence[Path]) -> tuple[list[Source], int]:
    """Read the notebooks, and say of those that cannot be read why not."""
    from livepaper.errors import LivePaperError  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.lint import Known, Source  # noqa: PLC0415  likewise

    paper = open_paper()
    with plainly():
        files = files or [paper.notebook(chapter) for chapter in paper.chapters]
    known, sources, unread = Known(paper), [], 0
    for file in files:
        try:
            sources.append(Source.read(known, file))
        except LivePaperError as problem:
            click.echo(str(problem), err=True)
            unread += 1
    return sources, unread


def _told(sources: Sequence[Source]) -> int:
    """Print what the rules find, and return the exit code."""
    from livepaper.lint import lint as look  # noqa: PLC0415  heavy, and --help should be quick

    with plainly():
        remarks = [remark for source in sources for remark in look(source)]
    for remark in remarks:
        click.echo(str(remark))
    read = counted(len(sources), "notebook")
    if not sources:
        return 2
    if remarks:
        click.secho(f"{counted(len(remarks), 'finding')} in {read}.", fg="red", bold=True)
        return 1
    click.secho(f"Nothing found in {read}.", fg="green")
    return 0


def _fixed(source: Source, yes: bool) -> Source:
    """Offer the fixes of a notebook, write those that are taken, and return it as it is then."""
    from livepaper.files import write  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.lint.fixing import fixed, fixes  # noqa: PLC0415  likewise

    with plainly():
        content = source.path.read_bytes().decode("utf-8")
        chosen = []
        for fix in fixes(source):
            click.echo(f"{source.name}:cell {fix.cell}: {fix.offer}")
            if not fix.markup:
                click.echo(f"    {fix.advice}")
            elif yes or click.confirm(f"    Write {fix.markup} in its place?"):
                chosen.append(fix)
        if not chosen:
            return source
        write(source.path, fixed(content, source, chosen).encode("utf-8"))
        click.echo(f"{source.name}: {counted(len(chosen), 'number')} bound.")
        return type(source).read(source.known, source.path)


@click.command()
@click.argument("work", metavar="DOI-OR-KEY")
@click.option("--resolver", default="", metavar="ADDRESS", help="Ask this service instead of https://doi.org.")
def cite(work: str, resolver: str) -> None:
    """Add a work to the bibliography by its DOI, and print how it is cited; a work that is there is printed.

    Exits with 2, and changes nothing, where the network does not answer.
    """
    from livepaper import bibliography  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.works import described  # noqa: PLC0415  likewise

    path = open_paper().bibliography
    with plainly():
        key = bibliography.known(path, work)
        if key:
            click.echo(f"{path.name} has it:")
        else:
            doi = bibliography.doi(work)
            if not doi:
                raise bibliography.unknown(path, work)
            click.echo(f"Asking {resolver or bibliography.RESOLVER} for {doi}.", err=True)
            answer = bibliography.fetch(doi, resolver.rstrip("/") or bibliography.RESOLVER)
            key = bibliography.add(path, doi, answer)
            click.echo(f"Added to {path.name}; please compare it with the work itself:")
        click.echo(f"\n{bibliography.entry(path, key)}\n\n{described(path, key)}\n")
        click.echo(f"Cite it: {{cite:t}}`{key}` in a sentence, {{cite:p}}`{key}` in brackets.")
