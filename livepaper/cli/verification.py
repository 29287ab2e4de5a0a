"""Commands that execute the paper again and check it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from livepaper.cli.shared import SITE, VERIFICATION, counted, executing, open_paper, plainly, progress

if TYPE_CHECKING:
    from livepaper.checks.base import Check, Result
    from livepaper.edition import Edition
    from livepaper.paper import Paper

_SHOWN = 20
"""How many findings of a check are printed; the report has them all."""


@click.command()
@executing
@click.option("--twice", is_flag=True, help="Execute everything twice, and compare.")
@click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with the original reports, KEY.pdf each, in which to look up each percentage.",
)
def verify(workers: int, scheduler: str, timeout: int | None, twice: bool, sources: Path | None) -> None:
    """Execute every chapter again, check every number, and write the reports.

    Exits with 0 if all holds, with 1 if a check fails, with 2 if a chapter could not be started.
    """
    from livepaper.verify.forked import prepare  # noqa: PLC0415  heavy, and --help should be quick

    prepare()
    from livepaper.checks import run  # noqa: PLC0415  the kernels' imports are done while these are
    from livepaper.environment import Environment  # noqa: PLC0415  likewise
    from livepaper.verify import stored  # noqa: PLC0415  likewise
    from livepaper.verify.reports import write_reports  # noqa: PLC0415  likewise
    from livepaper.verify.verification import Options  # noqa: PLC0415  likewise

    paper = open_paper()
    options = Options(workers, scheduler, twice, timeout, sources)
    asked = {"workers": workers, "scheduler": scheduler, "timeout": timeout, "twice": twice, "sources": sources}
    with plainly():
        chapters = counted(len(paper.chapters), "chapter")
        click.echo(f"Executing {chapters}{' twice' if twice else ''} and checking every number.", err=True)
        environment = Environment.of(paper, options={name: value for name, value in asked.items() if value})
        with progress(paper, 2 if twice else 1) as done:
            edition = stored.execute(paper, paper.root / VERIFICATION, options, done)
        results = run(edition)
        write_reports(edition, results, environment, paper.root / VERIFICATION)
    _print_results(results)
    click.echo(f"\nReports: {(paper.root / VERIFICATION / 'report.html').as_uri()}")
    sys.exit(_verdict(edition, results))


@click.command()
def checks() -> None:
    """List the checks: what each looks for, why it matters, how to mend what it finds."""
    from livepaper.checks import CHECKS  # noqa: PLC0415  heavy, and --help should be quick

    for check in CHECKS:
        click.secho(f"{check.id} ({check.severity})", bold=True)
        click.echo(f"    {check.title}.\n    Why: {check.why}\n    What to do: {check.fix}")


@click.command("audit")
@click.argument("site", type=click.Path(path_type=Path), default=SITE)
def audit_site(site: Path) -> None:
    """Confirm every number that a built site displays, from the raw data and with code of its own."""
    from livepaper.audit import audit  # noqa: PLC0415  heavy, and --help should be quick

    with plainly():
        done = audit(site, open_paper().root)
    for finding in done.findings:
        click.echo(f"- {finding}", err=True)
    click.echo(str(done.counts))
    if not done.ok:
        raise click.ClickException(f"{counted(len(done.findings), 'finding')}; the site is not what the data say.")
    click.secho("The site displays what the data say.", fg="green")


@click.command()
@click.argument("query")
@executing
def trace(query: str, workers: int, scheduler: str, timeout: int | None) -> None:
    """Follow a number (79.6) or a claim (CHAPTER/NAME) to its rows, its source and its page."""
    from livepaper.verify.trace import trace  # noqa: PLC0415  heavy, and --help should be quick

    paper = open_paper()
    with plainly():
        found = trace(_edition(paper, workers, scheduler, timeout), query)
    click.echo(str(found))
    sys.exit(0 if found.chains else 1)


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--since", default="HEAD", show_default=True, help="A revision of git to compare with.")
@executing
def impact(path: Path | None, since: str, workers: int, scheduler: str, timeout: int | None) -> None:
    """Tell which sentences, figures, words and recommendations a change of a file, or of all, changes."""
    from livepaper.verify.since import impact_since  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.verify.verification import Options  # noqa: PLC0415  likewise

    paper = open_paper()
    with plainly(), progress(paper, 2) as done:
        options = Options(workers, scheduler, timeout=timeout)
        found = impact_since(paper, path, since, paper.root / VERIFICATION, options, done)
    click.echo(str(found))


def _edition(paper: Paper, workers: int, scheduler: str, timeout: int | None) -> Edition:
    """Return the last edition if it is still that of the paper, and otherwise execute it."""
    from livepaper.verify import stored  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.verify.verification import Options  # noqa: PLC0415  likewise

    with progress(paper, 1) as done:
        options = Options(workers, scheduler, timeout=timeout)
        return stored.edition(paper, paper.root / VERIFICATION, options, done)


def _print_results(results: Mapping[Check, Result]) -> None:
    for check, result in results.items():
        mark, colour = ("holds", None) if result.holds else ("FAILS", "red")
        click.secho(f"{mark}  {check.id:12} {result.summary}", fg=colour)
        for finding in result.errors[:_SHOWN]:
            click.echo(f"  - {finding}")
        if len(result.errors) > _SHOWN:
            click.echo(f"  … and {len(result.errors) - _SHOWN} more in the report")


def _verdict(edition: Edition, results: Mapping[Check, Result]) -> int:
    """Say how it ended, and return the exit code."""
    failed = [check.id for check, result in results.items() if not result.holds]
    remarks = sum(len(result.findings) - len(result.errors) for result in results.values())
    idle = [check.id for check, result in results.items() if result.holds and not result.examined]
    told = f"{counted(len(results) - len(idle), 'check')}, {counted(remarks, 'remark')}"
    told += f"; with nothing to examine: {', '.join(idle)}" if idle else ""
    if not failed:
        click.secho(f"All holds: {told}.", fg="green", bold=True)
        return 0
    click.secho(f"Something does not hold: {', '.join(failed)}. {told}.", fg="red", bold=True)
    started = all(run.problem is None or run.problem.kind != "not started" for run in edition.runs)
    return 1 if started else 2
