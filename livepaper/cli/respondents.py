"""The command that makes toplines of a file of respondents."""

from __future__ import annotations

from pathlib import Path

import click

from livepaper.cli.shared import CannotRun, counted, open_paper, plainly

_FILE = click.Path(path_type=Path)


@click.command("import")
@click.argument("respondents", type=_FILE)
@click.option(
    "--map", "mapping", type=_FILE, required=True, help="What columns and codes mean; CONTRIBUTING.md shows one."
)
@click.option("--output", type=_FILE, help="Where to write the toplines; by default WAVE-toplines.csv here.")
def import_respondents(respondents: Path, mapping: Path, output: Path | None) -> None:
    """Make weighted toplines of a file of respondents: SPSS, Stata, CSV or Parquet.

    Writes the toplines, which `livepaper data add` takes in, and beside them a table of their
    base, effective n, design effect and standard error. The file must lie outside the paper's
    folder; nothing that a respondent said is written or printed.
    """
    from livepaper.errors import RespondentsError  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.files import write  # noqa: PLC0415  likewise
    from livepaper.survey import TOPLINES  # noqa: PLC0415  likewise

    paper = open_paper()
    try:
        from livepaper.respondents import guard, read, toplines  # noqa: PLC0415  what not every installation has
    except ModuleNotFoundError as missing:
        raise CannotRun(f"{missing.name} is not installed. Run: pip install 'livepaper[respondents]'") from missing
    with plainly():
        guard(respondents, paper.root)
        found = toplines(respondents, read(mapping))
        columns = list(paper.package.fields(TOPLINES))
    written = output or Path(f"{found.given.wave}-toplines.csv")
    precision = written.with_name(f"{written.stem}-precision.csv")
    with plainly():
        for path, content in ((written, found.rows(columns)), (precision, found.precision())):
            try:
                write(path, content)
            except OSError as problem:
                told = problem.strerror or "an error"
                raise RespondentsError(str(path), told, "a place to write", "Choose another --output.") from problem
    weightless = f", {found.weightless:,} of them with the weight 0" if found.weightless else ""
    click.echo(f"Read {counted(found.respondents, 'respondent')}{weightless}; computed {found.method}.")
    for what in found.withheld:
        click.echo(f"Withheld: {what}.")
    click.echo(f"Wrote {counted(len(found.toplines), 'topline')} to {written}, their precision to {precision}.")
    click.echo(f"To take them in, once the tables of waves know {found.given.wave}: livepaper data add {written}")
