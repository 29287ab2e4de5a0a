"""Commands that freeze a version."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from livepaper.cli.book import build
from livepaper.cli.shared import SITE, VERIFICATION, open_paper, plainly, report
from livepaper.cli.verification import audit_site, verify

RELEASES = Path("_build", "release")
_UNDONE = "nothing was released"


@click.command()
@click.argument("version")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Where the version's folder is to lie; by default {RELEASES}.",
)
@click.pass_context
def release(context: click.Context, version: str, output: Path | None) -> None:
    """Build and verify the paper, and freeze it as a version for archives and the web.

    Tags and publishes nothing; it ends by saying which commands do. Takes a few minutes.
    """
    from livepaper.release.freezing import Made, freeze  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.release.obstacles import obstacles, uncommitted  # noqa: PLC0415  likewise
    from livepaper.repository import Repository  # noqa: PLC0415  likewise

    paper = open_paper()
    folder = (output or paper.root / RELEASES) / version
    with plainly():
        report(obstacles(paper, version), _UNDONE)
        _must(context, build)
        report([*uncommitted(Repository(paper.root), "Commit what the build renewed, then release again.")], _UNDONE)
        _must(context, verify, twice=True)
        _must(context, audit_site, site=paper.root / SITE)
        made = Made(paper.root / SITE, paper.root / VERIFICATION)
        files = freeze(paper, version, made, folder)
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    click.secho(f"\nVersion {version} is frozen in {shown}: the site, and these files for archives.", bold=True)
    for name, content in files.items():
        click.echo(f"  {name}  {len(content):,} bytes")
    click.echo(_next(version, shown))


@click.command()
def zenodo() -> None:
    """Write .zenodo.json, what Zenodo is told of the paper, from CITATION.cff."""
    from livepaper.citation import work  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.files import write  # noqa: PLC0415  likewise
    from livepaper.release import zenodo  # noqa: PLC0415  likewise

    root = open_paper().root
    click.echo(f"Written: {write(root / zenodo.ZENODO, zenodo.zenodo(work(root)).encode())}")


def _must(context: click.Context, command: click.Command, **options: object) -> None:
    """Run a command as somebody would who types it; if it does not end well, nothing is released."""
    try:
        context.invoke(command, **options)
    except SystemExit as end:
        if end.code:
            raise click.ClickException(f"See above; {_UNDONE}.") from end


def _next(version: str, folder: Path) -> str:
    from livepaper.release.freezing import ARCHIVE, CHANGES  # noqa: PLC0415  heavy, and --help should be quick
    from livepaper.release.obstacles import tag  # noqa: PLC0415  likewise

    name, archive, notes = tag(version), folder / ARCHIVE, folder / ARCHIVE / CHANGES
    return f"""
Nothing is tagged or published yet. To do so:
  git tag --annotate {name} --message "Version {version}"
  git push origin {name}
  gh release create {name} --verify-tag --notes-file {shlex.quote(str(notes))} {shlex.quote(str(archive))}/*
At GitHub, the tag makes the workflow “Release” verify the version once more and publish its site; with the
integration of Zenodo switched on, the release is archived there. Elsewhere, upload the files by hand.
Whoever has the files can check them: sha256sum --check SHA256SUMS"""
