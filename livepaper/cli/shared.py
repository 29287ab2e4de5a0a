"""What the commands share: how they print errors and progress, and the paper they work on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from livepaper.errors import LivePaperError

if TYPE_CHECKING:
    from livepaper.edition import Run
    from livepaper.paper import Paper

SITE = Path("_build", "html")
"""Where the built site lies."""

VERIFICATION = Path("_build", "verification")
"""Where the executed chapters and the reports of a verification lie."""

Command = TypeVar("Command", bound=Callable[..., Any])


class CannotRun(click.ClickException):
    """What was asked for could not be done at all, which says nothing about the paper."""

    exit_code = 2


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


@contextmanager
def plainly() -> Iterator[None]:
    """Tell an error of the engine as a sentence, with the exit code of what could not run."""
    try:
        yield
    except LivePaperError as error:
        raise CannotRun(str(error)) from error


@contextmanager
def progress(paper: Paper, times: int) -> Iterator[Callable[[Run], None]]:
    """Show how many chapters have run; nothing if none has to."""
    length = times * len(paper.chapters)
    bars: list[Any] = []
    with ExitStack() as stack:

        def done(run: Run) -> None:
            if not bars:
                bars.append(stack.enter_context(click.progressbar(length=length, label="Executing", file=sys.stderr)))
            bars[0].update(1)

        yield done


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, such as 2 findings."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def open_paper() -> Paper:
    """Return the paper of the current folder or of one above it."""
    from livepaper.paper import Paper  # noqa: PLC0415  heavy, and --help should be quick

    with plainly():
        return Paper.open()


def data_paths() -> tuple[Path, Path]:
    """Return the folder of the data and the bibliography."""
    from livepaper.paper import BIBLIOGRAPHY, DATA  # noqa: PLC0415  heavy, and --help should be quick

    root = open_paper().root
    return root / DATA, root / BIBLIOGRAPHY


def report(problems: Sequence[LivePaperError], undone: str = "nothing was written") -> None:
    """Print the problems, if any, and end with exit code 1."""
    for problem in problems:
        click.echo(f"- {problem}", err=True)
    if problems:
        raise click.ClickException(f"{counted(len(problems), 'problem')}; {undone}.")
