"""Serving and rebuilding together."""

from __future__ import annotations

from pathlib import Path

import pytest

from livepaper.errors import ProjectError
from livepaper.merging import alone
from livepaper.serve import desk


def test_one_draft_of_a_paper_is_served_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two would write into the same folder; the second does not even begin."""
    monkeypatch.setattr(desk, "open_socket", lambda port: pytest.fail("it has begun"))
    with (
        alone(tmp_path / "_build/serve/lock", "a test"),
        pytest.raises(ProjectError, match="found another `livepaper serve` of this paper at work; expected one at a"),
    ):
        desk.serve(tmp_path, lambda text, wrong: None, None, browser=False, started=lambda address: None)
