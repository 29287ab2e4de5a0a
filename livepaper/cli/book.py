"""Commands that build the book."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from livepaper.cli.shared import SITE, CannotRun, open_paper


@click.command()
def build() -> None:
    """Check the data and build the book into _build/html."""
    _build(open_paper().root)


@click.command()
def pdf() -> None:
    """Build the book, and put it as one PDF into _build/pdf."""
    _take_out("pdf")


@click.command()
def epub() -> None:
    """Build the book, and put it as one EPUB into _build/epub."""
    _take_out("epub")


def _take_out(kind: str) -> None:
    """Build the site, which holds the book as one file, and copy that file out of it."""
    from livepaper.book_files import FOLDER  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.files import write  # noqa: PLC0415  likewise

    root = open_paper().root
    _build(root)
    for file in (root / SITE / FOLDER).glob(f"*.{kind}"):
        made = write(root / "_build" / kind / file.name, file.read_bytes())
        click.secho(f"The {kind.upper()}: {made.as_uri()}", bold=True)
        return
    raise CannotRun(f"The site holds no {kind.upper()}; see above what is missing.")


def _build(root: Path) -> None:
    """Run Jupyter Book and say where the site is."""
    click.echo("Checking the data and running every chapter; this takes about a minute.")
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    done = subprocess.run([jupyter_book, "build", str(root)], check=False)
    page = root / SITE / "index.html"
    if done.returncode:
        left = f"The last good site is still at {page}." if page.exists() else "There is no site yet."
        raise click.ClickException(f"The book was not published; see above. {left}")
    click.secho(f"\nThe book is ready. Open it in a browser: {page.as_uri()}", bold=True)
