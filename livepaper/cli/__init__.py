"""The commands: thin, and the only place that prints.

`livepaper --help` lists them; each module holds those on one subject.

Exit codes: 0 all holds, 1 something does not, 2 it could not be found out.
"""

from __future__ import annotations

import click

from livepaper.cli import book, verification, writing
from livepaper.cli.data_package import data


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="livepaper")
def main() -> None:
    """Build and check a paper whose numbers are computed from its data."""


for _command in (
    book.build,
    book.pdf,
    book.epub,
    verification.verify,
    verification.checks,
    verification.audit_site,
    verification.trace,
    verification.impact,
    writing.serve,
    data,
):
    main.add_command(_command)
