"""The commands: thin, and the only place that prints.

livepaper build          check the data, then build the book
livepaper data check     check the data package
livepaper data seal      check it, then record fresh hashes in its descriptor
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from livepaper.errors import LivePaperError


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
    root = _paper_root()
    click.echo("Checking the data and running every chapter; this takes about a minute.")
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    done = subprocess.run([jupyter_book, "build", str(root)], check=False)
    page = root / "_build" / "html" / "index.html"
    if done.returncode:
        left = f"The last good site is still at {page}." if page.exists() else "There is no site yet."
        raise click.ClickException(f"The book was not published; see above. {left}")
    click.secho(f"\nThe book is ready. Open it in a browser: {page.as_uri()}", bold=True)


def _paper_root() -> Path:
    from livepaper.paper import Paper  # noqa: PLC0415  heavy, and --help should be quick

    try:
        return Paper.open().root
    except LivePaperError as error:
        raise click.ClickException(str(error)) from error


def _data_paths() -> tuple[Path, Path]:
    from livepaper.paper import BIBLIOGRAPHY, DATA  # noqa: PLC0415  heavy, and --help should be quick

    root = _paper_root()
    return root / DATA, root / BIBLIOGRAPHY


def _report(problems: Sequence[LivePaperError]) -> None:
    """Print the problems, if any, and end with exit code 1."""
    for problem in problems:
        click.echo(f"- {problem}", err=True)
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise click.ClickException(f"{count}; nothing was written.")
