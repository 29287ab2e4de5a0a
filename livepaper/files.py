"""Writing files whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path


def write(path: Path, content: bytes) -> Path:
    """Put a file in place in one step, so that no reader ever sees half of it; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(content)
    part = Path(file.name)
    part.chmod(0o644)
    part.replace(path)
    return path
