"""The commands: thin, and the only place that prints.

livepaper build            check the data, then build the book
livepaper verify           execute every chapter again, check every number, write the reports
livepaper checks           list the checks
livepaper audit SITE       confirm a built site from the raw data, with code of its own
livepaper trace NUMBER     follow a number to its rows
livepaper impact --since   tell what a change does to the text
livepaper data check       check the data package
livepaper data seal        check it, then record fresh hashes in its descriptor

Exit codes: 0 all holds, 1 something does not, 2 it could not be found out.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from livepaper.errors import LivePaperError

if TYPE_CHECKING:
    from livepaper.checks.base import Check, Result
    from livepaper.edition import Edition, Run
    from livepaper.paper import Paper

VERIFICATION = Path("_build", "verification")
"""Where the executed chapters and the reports of a verification lie."""

_SHOWN = 20
"""How many findings of a check are printed; the report has them all."""

Command = TypeVar("Command", bound=Callable[..., Any])


class CannotRun(click.ClickException):
    """What was asked for could not be done at all, which says nothing about the paper."""

    exit_code = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="livepaper")
def main() -> None:
    """Build and check a paper whose numbers are computed from its data."""


@main.group()
def data() -> None:
    """Check and seal the data package."""


@data.command("check")
def check_data() -> None:
    """Check every table, key, source and hash of the data package."""
    from livepaper.datapackage import check  # noqa: PLC0415  heavy, and --help should be quick

    _report(check(*_data_paths()))
    click.echo("The data package is valid.")


@data.command("seal")
def seal_data() -> None:
    """Record fresh hashes after an edit, if the data are otherwise valid."""
    from livepaper.datapackage import seal  # noqa: PLC0415  heavy, and --help should be quick

    _report(seal(*_data_paths()))
    click.echo("The data package is valid and sealed.")


@main.command()
def build() -> None:
    """Check the data and build the book into _build/html."""
    root = _paper().root
    click.echo("Checking the data and running every chapter; this takes about a minute.")
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    done = subprocess.run([jupyter_book, "build", str(root)], check=False)
    page = root / "_build" / "html" / "index.html"
    if done.returncode:
        left = f"The last good site is still at {page}." if page.exists() else "There is no site yet."
        raise click.ClickException(f"The book was not published; see above. {left}")
    click.secho(f"\nThe book is ready. Open it in a browser: {page.as_uri()}", bold=True)


def executing(command: Command) -> Command:
    """Give a command the options of executing chapters."""
    options = [
        click.option("--workers", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True,
                     help="How many chapters to execute at a time."),
        click.option("--scheduler", default="", metavar="ADDRESS", help="Send them to this Dask scheduler instead: tcp://…"),
        click.option("--timeout", type=click.IntRange(1), metavar="SECONDS",
                     help="How long one cell may take; by default what _config.yml says."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
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

    paper = _paper()
    options = Options(workers, scheduler, twice, timeout, sources)
    asked = {"workers": workers, "scheduler": scheduler, "timeout": timeout, "twice": twice, "sources": sources}
    with _plainly():
        chapters = _counted(len(paper.chapters), "chapter")
        click.echo(f"Executing {chapters}{' twice' if twice else ''} and checking every number.", err=True)
        environment = Environment.of(paper, options={name: value for name, value in asked.items() if value})
        with _progress(paper, 2 if twice else 1) as done:
            edition = stored.execute(paper, paper.root / VERIFICATION, options, done)
        results = run(edition)
        write_reports(edition, results, environment, paper.root / VERIFICATION)
    _print_results(results)
    click.echo(f"\nReports: {(paper.root / VERIFICATION / 'report.html').as_uri()}")
    sys.exit(_verdict(edition, results))


@main.command()
def checks() -> None:
    """List the checks: what each looks for, why it matters, how to mend what it finds."""
    from livepaper.checks import CHECKS  # noqa: PLC0415  heavy, and --help should be quick

    for check in CHECKS:
        click.secho(f"{check.id} ({check.severity})", bold=True)
        click.echo(f"    {check.title}.\n    Why: {check.why}\n    What to do: {check.fix}")


@main.command("audit")
@click.argument("site", type=click.Path(path_type=Path), default=Path("_build", "html"))
def audit_site(site: Path) -> None:
    """Confirm every number that a built site displays, from the raw data and with code of its own."""
    from livepaper.audit import audit  # noqa: PLC0415  heavy, and --help should be quick

    with _plainly():
        done = audit(site, _paper().root)
    for finding in done.findings:
        click.echo(f"- {finding}", err=True)
    click.echo(str(done.counts))
    if not done.ok:
        raise click.ClickException(f"{_counted(len(done.findings), 'finding')}; the site is not what the data say.")
    click.secho("The site displays what the data say.", fg="green")


@main.command()
@click.argument("query")
@executing
def trace(query: str, workers: int, scheduler: str, timeout: int | None) -> None:
    """Follow a number (79.6) or a claim (CHAPTER/NAME) to its rows, its source and its page."""
    from livepaper.verify.trace import trace  # noqa: PLC0415  heavy, and --help should be quick

    paper = _paper()
    with _plainly():
        found = trace(_edition(paper, workers, scheduler, timeout), query)
    click.echo(str(found))
    sys.exit(0 if found.chains else 1)


@main.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--since", default="HEAD", show_default=True, help="A revision of git to compare with.")
@executing
def impact(path: Path | None, since: str, workers: int, scheduler: str, timeout: int | None) -> None:
    """Tell which sentences, figures, words and recommendations a change of a file, or of all, changes."""
    from livepaper.verify.since import impact_since  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.verify.verification import Options  # noqa: PLC0415  likewise

    paper = _paper()
    with _plainly(), _progress(paper, 2) as done:
        options = Options(workers, scheduler, timeout=timeout)
        found = impact_since(paper, path, since, paper.root / VERIFICATION, options, done)
    click.echo(str(found))


def _edition(paper: Paper, workers: int, scheduler: str, timeout: int | None) -> Edition:
    """Return the last edition if it is still that of the paper, and otherwise execute it."""
    from livepaper.verify import stored  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.verify.verification import Options  # noqa: PLC0415  likewise

    with _progress(paper, 1) as done:
        options = Options(workers, scheduler, timeout=timeout)
        return stored.edition(paper, paper.root / VERIFICATION, options, done)


@contextmanager
def _plainly() -> Iterator[None]:
    """Tell an error of the engine as a sentence, with the exit code of what could not run."""
    try:
        yield
    except LivePaperError as error:
        raise CannotRun(str(error)) from error


@contextmanager
def _progress(paper: Paper, times: int) -> Iterator[Callable[[Run], None]]:
    """Show how many chapters have run; nothing if none has to."""
    length = times * len(paper.chapters)
    bars: list[Any] = []
    with ExitStack() as stack:

        def done(run: Run) -> None:
            if not bars:
                bars.append(stack.enter_context(click.progressbar(length=length, label="Executing", file=sys.stderr)))
            bars[0].update(1)

        yield done


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
    told = f"{_counted(len(results) - len(idle), 'check')}, {_counted(remarks, 'remark')}"
    told += f"; with nothing to examine: {', '.join(idle)}" if idle else ""
    if not failed:
        click.secho(f"All holds: {told}.", fg="green", bold=True)
        return 0
    click.secho(f"Something does not hold: {', '.join(failed)}. {told}.", fg="red", bold=True)
    started = all(run.problem is None or run.problem.kind != "not started" for run in edition.runs)
    return 1 if started else 2


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _paper() -> Paper:
    from livepaper.paper import Paper  # noqa: PLC0415  heavy, and --help should be quick

    with _plainly():
        return Paper.open()


def _data_paths() -> tuple[Path, Path]:
    from livepaper.paper import BIBLIOGRAPHY, DATA  # noqa: PLC0415  heavy, and --help should be quick

    root = _paper().root
    return root / DATA, root / BIBLIOGRAPHY


def _report(problems: Sequence[LivePaperError]) -> None:
    """Print the problems, if any, and end with exit code 1."""
    for problem in problems:
        click.echo(f"- {problem}", err=True)
    if problems:
        raise click.ClickException(f"{_counted(len(problems), 'problem')}; nothing was written.")
