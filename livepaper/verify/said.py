"""What runs inside a chapter's kernel during verification, beside the chapter's own cells.

Imported by every kernel, so it imports nothing heavy.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from livepaper import records
from livepaper.errors import ClaimError


def say(expressions: Sequence[str], namespace: dict[str, Any]) -> None:
    """Evaluate what a Markdown cell prints, as the build of the book does, and record it.

    Raises:
        ClaimError: An expression is no claim, or fails.
    """
    records.publish(records.SAID, {"said": [_said(expression, namespace) for expression in expressions]})


def _said(expression: str, namespace: dict[str, Any]) -> dict[str, str]:
    try:
        value = eval(expression, namespace)
        bundle: dict[str, Any] = getattr(type(value), "_repr_mimebundle_", lambda value: {})(value)
    except Exception as error:
        raise ClaimError(
            f"{{eval}}`{expression}`", f"{type(error).__name__}: {error}", "a claim", "Correct the expression."
        ) from error
    if records.CLAIM not in bundle:
        raise ClaimError(f"{{eval}}`{expression}`", repr(value)[:60], "a claim", "Assign the value: claims.NAME = …")
    return {"expression": expression, **bundle[records.CLAIM], "text": bundle["text/plain"]}


def cost() -> None:
    """Record the peak resident memory of this kernel, in bytes, where the system tells it."""
    try:
        import resource  # noqa: PLC0415  not on every system
    except ImportError:
        records.publish(records.COST, {"memory": None})
        return
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2) counts bytes there, kibibytes elsewhere
    records.publish(records.COST, {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit})
