"""The command that fetches original reports."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from livepaper.cli.shared import counted, data_paths, open_paper, plainly

if TYPE_CHECKING:
    from livepaper.errors import OriginalError
    from livepaper.originals import Original


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), help="The folder; by default originals/ here."
)
@click.option(
    "--timeout", type=click.FloatRange(1), default=30.0, show_default=True, help="Seconds to wait for a byte."
)
@click.option("--record", "recording", is_flag=True, help="Record the hashes of reports that have none, as they came.")
def fetch(keys: tuple[str, ...], into: Path | None, timeout: float, recording: bool) -> None:
    """Fetch the original reports, for `livepaper verify --sources originals`.

    Those are the works of the bibliography whose address is that of a PDF; others are fetched
    if they are named by KEY. What was broken off is continued, and what is there is kept unless
    a whole file with the recorded hash can take its place.
    """
    from livepaper import originals  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.errors import OriginalError  # noqa: PLC0415  likewise

    root, (_, bibliography) = open_paper().root, data_paths()
    folder, registry = into or root / originals.FOLDER, root / originals.REGISTRY
    with plainly():
        known = originals.originals(bibliography, registry)
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise click.UsageError(f"{', '.join(unknown)}: no work of {bibliography.name} that has an address.")
    wanted = [known[key] for key in keys] or [one for one in known.values() if originals.is_report(one)]
    problems: list[OriginalError] = []
    new: dict[str, str] = {}
    for original in wanted:
        try:
            fresh = originals.fetch(original, folder, timeout=timeout, progress=_Told(original.key))
        except OriginalError as problem:
            problems.append(problem)
            continue
        click.echo(f"{original.name}: {'fetched' if fresh else 'is there'}, {_hash(original, folder, recording)}")
        if not original.sha256:
            new[original.name] = originals.file_sha256(folder / original.name)
    if recording and new:
        with plainly():
            originals.record(registry, new)
        click.echo(f"Recorded {counted(len(new), 'hash', 'hashes')} in {registry.name}, which nobody has vouched for.")
    for told in problems:
        click.echo(f"- {told}", err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} of {counted(len(wanted), 'report')} could not be fetched.")
    click.echo(
        f"{counted(len(wanted), 'report')} in {folder}; to look up quotations: livepaper verify --sources {folder}"
    )


def _hash(original: Original, folder: Path, recording: bool) -> str:
    """Say what is known of a report's hash."""
    if original.sha256:
        return "with the recorded hash"
    return "hash recorded now" if recording else "no hash recorded; --record keeps the one it has"


class _Told:
    """Shows how far a report is, where somebody watches."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, done: int, total: int | None) -> None:
        if sys.stderr.isatty():
            of = f" of {total / 1e6:.1f}" if total else ""
            click.echo(f"\r{self._key}: {done / 1e6:.1f}{of} MB ", nl=done == total, err=True)
