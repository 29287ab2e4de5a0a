"""The machine-readable records that a running chapter leaves in its outputs.

They are display data under MIME types of our own, so that one carrier, the
executed notebook, serves the build, the author and the reviewer:

* a *claim* record for every claim a chapter makes;
* a *figure* record for every figure it shows (see `livepaper.figures`);
* a *read* record for every file it depends on;
* a *said* record of what a Markdown cell prints, and a *cost* record of what the
  kernel used, when a chapter is re-executed for verification (see `livepaper.verify`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

CLAIM = "application/vnd.livepaper.claim+json"
FIGURE = "application/vnd.livepaper.figure+json"
READ = "application/vnd.livepaper.read+json"
SAID = "application/vnd.livepaper.said+json"
COST = "application/vnd.livepaper.cost+json"

_restating: ContextVar[bool] = ContextVar("restating", default=False)


@contextmanager
def restating() -> Iterator[None]:
    """Run another chapter's cells for their values, without recording its claims again."""
    token = _restating.set(True)
    try:
        yield
    finally:
        _restating.reset(token)


def compact(data: Any) -> str:
    """Return data as JSON without spaces, as formulas stand in attributes and CSV files; "" if there are none."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False) if data else ""


def publish(kind: str, record: dict[str, Any]) -> None:
    """Leave a record in the output of the running cell; outside a notebook, do nothing."""
    from IPython import get_ipython  # noqa: PLC0415  the engine also runs where there is no kernel
    from IPython.display import publish_display_data  # noqa: PLC0415  likewise

    if get_ipython() is None or (kind == CLAIM and _restating.get()):
        return
    publish_display_data({kind: record})
