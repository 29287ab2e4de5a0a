"""The engine as a paper takes it along: a wheel of what runs now, and the lock it was tested with.

The engine may itself run from a checkout or from such a wheel; both give the same, byte for byte.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import metadata

from livepaper.environment import ENGINE, LOCK, engine_files
from livepaper.errors import ProjectError
from livepaper.files import zipped

_NAME = "livepaper"
_KEPT = ("METADATA", "entry_points.txt", "licenses/LICENSE")
"""What a wheel says of itself and is the same in every installation."""
_LOCK = f"extra_metadata/{LOCK}"
"""Where a wheel has its lock, as pyproject.toml says."""
_WHEEL = f"Wheel-Version: 1.0\nGenerator: {_NAME}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def version() -> str:
    """Return the version of the engine.

    Raises:
        ProjectError: It is not installed.
    """
    return _installed().version


def lock() -> str:
    """Return the exact, hashed environment of the engine: that of the checkout it runs from, or that of its wheel.

    Raises:
        ProjectError: It is missing.
    """
    checkout = ENGINE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / LOCK).is_file():
        return (checkout / LOCK).read_text(encoding="utf-8")
    found = _installed().read_text(_LOCK)
    if not found:
        raise ProjectError(
            str(ENGINE), f"no {LOCK}", "the engine's hashed lock", "Install the engine from its wheel again."
        )
    return found


def wheel() -> tuple[str, bytes]:
    """Pack the engine that runs now, with its lock.

    Returns:
        The wheel's name and its content.

    Raises:
        ProjectError: The engine is not installed, so that what it needs and offers is not known.
    """
    installed = _installed()
    information = f"{_NAME}-{installed.version}.dist-info"
    files = {f"{_NAME}/{path.relative_to(ENGINE).as_posix()}": path.read_bytes() for path in engine_files()}
    texts = {**{name: installed.read_text(name) or "" for name in _KEPT}, "WHEEL": _WHEEL, _LOCK: lock()}
    files |= {f"{information}/{name}": text.encode() for name, text in texts.items()}
    record = f"{information}/RECORD"
    files[record] = "".join([*map(_recorded, files, files.values()), f"{record},,\n"]).encode()
    return f"{_NAME}-{installed.version}-py3-none-any.whl", zipped(files)


def _installed() -> metadata.Distribution:
    try:
        return metadata.distribution(_NAME)
    except metadata.PackageNotFoundError as error:
        raise ProjectError(
            str(ENGINE),
            "an engine that is not installed",
            "one that pip has installed",
            "Run `make site` in the engine's folder, and use its .venv/bin/livepaper.",
        ) from error


def _recorded(name: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"
