"""The data, the engine and the environment are those that the paper was published with."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from importlib import metadata

from packaging.requirements import Requirement

from livepaper.checks.base import Check, Finding, Result, Severity, error, note
from livepaper.datapackage import Package
from livepaper.datapackage.package import Row, sha256
from livepaper.edition import Edition
from livepaper.environment import LOCK
from livepaper.errors import DataError, HashMismatchError
from livepaper.paper import DATA
from livepaper.repository import Repository

_PIN = re.compile(r"^[A-Za-z0-9][^\n\\]*==[^\n\\]+", re.MULTILINE)


def check(edition: Edition) -> Result:
    """Compare data files with their hashes, installed packages with the lock, and the tree with its commit."""
    package = Package(edition.root / DATA)
    repository = Repository(edition.root)
    findings = [
        *(finding for name in package.names for finding in _file(edition, package, name, repository)),
        *_lock(edition),
        *_tree(repository),
    ]
    broken = sum(finding.severity is Severity.ERROR for finding in findings)
    hashes = (
        f"{len(package.names)} data files"
        if not broken
        else f"{broken} of {len(package.names)} data files and cells differ"
    )
    state = f"at commit {repository.commit[:12]}" if repository.commit else "outside a repository"
    return Result(
        len(package.names) + 1, tuple(findings), f"{hashes}{' match their hashes' if not broken else ''}, {state}"
    )


def _file(edition: Edition, package: Package, name: str, repository: Repository) -> Iterator[Finding]:
    """Tell a data file that is not the sealed one, cell by cell where the sealed one can be had from git."""
    try:
        package.text(name)
    except DataError as problem:
        yield Finding.of(_relative(problem, edition))
        if isinstance(problem, HashMismatchError):
            yield from _differences(edition, package, name, repository)


def _differences(edition: Edition, package: Package, name: str, repository: Repository) -> Iterator[Finding]:
    """Tell what differs from the sealed file, if git still has it."""
    sealed = repository.content(f"{DATA}/{package.resource(name)['path']}")
    if sealed is None or sha256(sealed) != package.resource(name).get("hash") or not package.fields(name):
        return
    before = list(csv.DictReader(io.StringIO(sealed.decode())))
    yield from _cells(edition, package, name, before, package.rows(name, sealed=False))


def _relative(problem: DataError, edition: Edition) -> DataError:
    where = problem.where.removeprefix(f"{edition.root}/")
    return type(problem)(where, problem.found, problem.expected, problem.action)


def _cells(edition: Edition, package: Package, name: str, before: list[Row], after: list[Row]) -> Iterator[Finding]:
    file = f"{DATA}/{package.resource(name)['path']}"
    old = {package.key(name, row): row for row in before}
    new = {package.key(name, row): row for row in after}
    for key in dict.fromkeys([*old, *new]):
        if key not in new:
            yield _changed(edition, f"{file}, row {key}", "no row", "the row that was sealed", f"{name}#{key}")
        elif key not in old:
            yield _changed(edition, f"{file}, row {key}", "a row", "none, as sealed", f"{name}#{key}")
        else:
            for column in old[key]:
                if old[key][column] != new[key].get(column):
                    found, expected = f"“{new[key].get(column)}”", f"“{old[key][column]}”, as sealed"
                    yield _changed(edition, f"{file}, row {key}, column {column}", found, expected, f"{name}#{key}")
    shared = [key for key in old if key in new]
    if shared != [key for key in new if key in old]:
        yield error(file, "rows in another order", "the order that was sealed", "Restore the order of the rows.")


def _changed(edition: Edition, where: str, found: str, expected: str, row: str) -> Finding:
    """Tell a changed cell with the first claim that rests on its row, and how many more there are."""
    resting = [name for name, claim in edition.claims.items() if row in claim.quantity.rows]
    action = "Restore it, or run `livepaper data seal` if the change is meant."
    if len(resting) > 1:
        action += f" {len(resting)} claims rest on it: {', '.join(resting[:10])}."
    claim = resting[0] if resting else ""
    return error(where, found, expected, action, claim=claim, sentence=edition.sentence(claim))


def _lock(edition: Edition) -> Iterator[Finding]:
    """Compare what is installed with what the lock names."""
    path = edition.root / LOCK
    if not path.is_file():
        yield note(LOCK, "no lock", "the environment that was published with", "Add one, so that others can repeat it.")
        return
    for pin in map(Requirement, _PIN.findall(path.read_text(encoding="utf-8"))):
        try:
            installed = metadata.version(pin.name)
        except metadata.PackageNotFoundError:
            continue  # not needed on this system
        if (pin.marker is None or pin.marker.evaluate()) and not pin.specifier.contains(installed, prereleases=True):
            yield Finding(
                Severity.WARNING,
                f"{LOCK}, {pin.name}",
                f"{installed} installed",
                f"{pin.specifier}, as locked",
                "Run `make site` to renew the environment.",
            )


def _tree(repository: Repository) -> Iterator[Finding]:
    if not repository.commit:
        yield note(
            str(repository.folder), "no git repository", "a commit to name", "Clone the paper to verify a commit."
        )
        return
    changed = repository.changed()
    if changed:
        listed = ", ".join(changed[:5]) + (f" and {len(changed) - 5} more" if len(changed) > 5 else "")
        yield Finding(
            Severity.WARNING,
            f"the tree at {repository.commit[:12]}",
            f"changes that are not committed: {listed}",
            "a clean tree",
            "Commit or undo them: what was verified cannot be had from the commit alone.",
        )


CHECK = Check(
    id="integrity",
    title="Data, environment and commit are what they say they are",
    why="A verification is worth only what can be had again: these very data, this engine, this commit.",
    fix="Restore what was changed, or seal and commit it.",
    severity=Severity.ERROR,
    check=check,
)
