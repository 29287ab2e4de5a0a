"""The command that brings a new wave into the data package."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from livepaper.cli.shared import VERIFICATION, counted, executing, open_paper, plainly, progress, report
from livepaper.errors import LivePaperError

if TYPE_CHECKING:
    from livepaper.merging import Arrival, Merge, Staged
    from livepaper.paper import Paper
    from livepaper.verify.verification import Options

INCOMING = Path("_build", "incoming")
"""Where the new data folder is made before it takes the place of the old one."""


@click.command("add")
@click.argument("wave", type=click.Path(path_type=Path))
@click.option("--table", default="", metavar="NAME", help="The table, if it is not to be known by its columns.")
@click.option("--replace", is_flag=True, help="Let rows replace those of the same key that hold something else.")
@click.option("--dry-run", is_flag=True, help="Check and show the impact, but write nothing.")
@click.option(
    "--impact/--no-impact", "told", default=True, help="Execute the paper to tell what changes.  [default: impact]"
)
@executing
def add(
    wave: Path,
    table: str,
    replace: bool,
    dry_run: bool,
    told: bool,
    workers: int,
    scheduler: str,
    timeout: int | None,
) -> None:
    """Bring rows of a CSV file or a workbook into the data package, all or none, and tell their impact.

    WAVE is a .csv, or an .xlsx with a sheet for each table. The whole package is checked with the new rows first.

    Exits with 0 if the rows are in (or could be), whether or not their impact can be told; with 1 if something is
    wrong with them; with 2 if it could not be found out.
    """
    from livepaper.verify.verification import Options  # noqa: PLC0415  heavy, and --help should be quick

    paper = open_paper()
    options = Options(workers, scheduler, timeout=timeout)
    with plainly(), tempfile.TemporaryDirectory(prefix="livepaper-") as aside:
        if dry_run:
            _try(paper, wave.resolve(), table, replace, Path(aside), options if told else None)
        else:
            _add(paper, wave.resolve(), table, replace, options if told else None)


def _try(paper: Paper, wave: Path, table: str, replace: bool, aside: Path, options: Options | None) -> None:
    """Tell what a wave would do, writing into a folder outside the paper only."""
    from livepaper.verify.incoming import with_data  # noqa: PLC0415  heavy, and --help should be quick

    merge, staged = _prepare(paper, wave, table, replace, aside / "data")
    click.secho("\nDry run: nothing was written.", bold=True)
    if options and merge.texts:
        _tell(paper, with_data(paper, staged.aside, aside), merge, aside, options)


def _add(paper: Paper, wave: Path, table: str, replace: bool, options: Options | None) -> None:
    """Bring a wave in, and tell what it does."""
    from livepaper.merging import alone, switch  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.paper import DATA  # noqa: PLC0415  likewise
    from livepaper.verify.incoming import before  # noqa: PLC0415  likewise

    workspace, incoming, earlier = paper.root / VERIFICATION, paper.root / INCOMING, None
    with alone(incoming / "lock", "another import"), ExitStack() as stack:
        stack.callback(shutil.rmtree, incoming / DATA, ignore_errors=True)
        merge, staged = _prepare(paper, wave, table, replace, incoming / DATA)
        if not merge.texts:
            click.echo("\nNothing is new; nothing was written.")
            return
        if options:
            earlier = before(paper, workspace)
        stood = Path.cwd()
        os.chdir(paper.root)  # the folder of the data as they were is about to go
        switch(staged)
    click.secho("\nThe rows are in the data package, which is valid and sealed.", bold=True)
    if stood.is_relative_to(paper.root / DATA):
        click.echo("Its folder is a new one; go there again: cd .")
    if options and earlier:
        try:
            _tell(earlier, type(paper)(paper.root), merge, workspace, options)
        except (LivePaperError, OSError) as problem:
            click.echo(f"\nWhat they change is not known, because the paper could not be executed: {problem}")
        click.echo("\n`make site` renews figures/ and ledger.csv, once every chapter can be executed.")


def _prepare(paper: Paper, wave: Path, table: str, replace: bool, aside: Path) -> tuple[Merge, Staged]:
    from livepaper.merging import prepare  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.paper import DATA  # noqa: PLC0415  likewise

    merge, staged, problems = prepare(paper.root / DATA, paper.bibliography, wave, aside, table=table, replace=replace)
    report(problems)
    for arrival in merge.arrivals:
        _tell_arrival(arrival)
    return merge, staged


def _tell_arrival(arrival: Arrival) -> None:
    rows = len({change.row for change in arrival.replaced})
    parts = [(len(arrival.added), "new row"), (arrival.same, "row already there"), (rows, "row replaced")]
    said = ", ".join(counted(number, one, one.replace("row", "rows")) for number, one in parts if number) or "no rows"
    click.echo(f"{arrival.where} → {arrival.table}: {said}")
    for change in arrival.replaced:
        click.echo(f"  {change.row}, {change.column}: “{change.before}” → “{change.after}”")


def _tell(earlier: Paper, later: Paper, merge: Merge, workspace: Path, options: Options) -> None:
    from livepaper.verify.incoming import effect  # noqa: PLC0415  heavy, and --help should be quick

    with progress(later, 2) as done:
        found = effect(earlier, later, merge.added, workspace, earlier.root / VERIFICATION, options, done)
    click.echo(f"\n{found}")
