"""Two executions give the same claims and figures, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from livepaper.checks.base import Check, Finding, Result, Severity, error, note
from livepaper.edition import Edition


def check(edition: Edition) -> Result:
    """Compare the records of both executions, where there were two."""
    if edition.again is None:
        only = note("the execution", "one", "two", "Add --twice to compare two.")
        return Result(0, (only,), "executed once; not compared")
    first, second = _records(edition), _records(edition.again)
    findings = tuple(_differences(first, second))
    same = len(first.keys() | second.keys()) - len(findings)
    return Result(len(first), findings, f"{same} of {len(first)} claims and figures are identical in both executions")


def _records(edition: Edition) -> dict[str, dict[str, Any]]:
    """Return every claim's and figure's record, by what to call it."""
    claims = {f"claim {name}": claim.record() for name, claim in edition.claims.items()}
    return claims | {f"figure {figure['figure']}": dict(figure) for figure in edition.figures}


def _differences(first: dict[str, dict[str, Any]], second: dict[str, dict[str, Any]]) -> Iterator[Finding]:
    for name in dict.fromkeys([*first, *second]):
        one, other = first.get(name, {}), second.get(name, {})
        if _bytes(one) != _bytes(other):
            part = next(part for part in [*one, *other] if _bytes(one.get(part)) != _bytes(other.get(part)))
            yield error(
                f"{name}, {part}",
                f"{str(other.get(part, 'nothing'))[:200]} at the second execution",
                f"{str(one.get(part, 'nothing'))[:200]}, as at the first",
                "Look for chance, the time of day, or the order of a set in its code.",
                claim=name.removeprefix("claim ") if name.startswith("claim ") else "",
            )


def _bytes(part: Any) -> bytes:
    return json.dumps(part, sort_keys=True, ensure_ascii=False).encode()


CHECK = Check(
    id="repeatable",
    title="Two executions give identical claims and figures",
    why="What changes from run to run cannot be proved or refuted by running it again.",
    fix="Remove what depends on chance, on the clock or on the order of a set.",
    severity=Severity.ERROR,
    check=check,
)
