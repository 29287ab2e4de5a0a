"""Commands on the data package."""

from __future__ import annotations

import click

from livepaper.cli.shared import data_paths, report


@click.group()
def data() -> None:
    """Check, seal and extend the data package."""


@data.command("check")
def check_data() -> None:
    """Check every table, key, source and hash of the data package."""
    from livepaper.datapackage import check  # noqa: PLC0415  heavy, and --help should be quick

    report(check(*data_paths()))
    click.echo("The data package is valid.")


@data.command("seal")
def seal_data() -> None:
    """Record fresh hashes after an edit, if the data are otherwise valid."""
    from livepaper.datapackage import seal  # noqa: PLC0415  heavy, and --help should be quick

    report(seal(*data_paths()))
    click.echo("The data package is valid and sealed.")
