"""The commands: thin, and the only place that prints.

`livepaper --help` lists them; each module holds those on one subject.

Exit codes: 0 all holds, 1 something does not, 2 it could not be found out.
"""

from __future__ import annotations

import click

from livepaper.cli import book, originals, release, respondents, serve, verification, wave, writing
from livepaper.cli.data_package import data
from livepaper.cli.lab import lab
from livepaper.cli.new import new


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
    serve.serve,
    writing.lint,
    writing.cite,
    new,
    release.release,
    release.zenodo,
    data,
    lab,
):
    main.add_command(_command)

for _command in (wave.add, respondents.import_respondents, originals.fetch):
    data.add_command(_command)
