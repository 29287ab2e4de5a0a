"""The engine as a paper takes it along: a wheel of what runs now, and the lock it was tested with.

The engine may itself run from a checkout or from such a wheel; both give the same, byte for byte.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from importlib import metadata
from pathlib import Path

import livepaper
from livepaper.environment import LOCK, engine_files
from livepaper.errors import ProjectError

_NAME = "livepaper"
_KEPT = ("METADATA", "entry_points.txt", "licenses/LICENSE")
"""What a wheel says of itself and is the same in every installation."""
_LOCK = f"extra_metadata/{LOCK}"
"""Where a wheel has its lock, as pyproject.toml says."""
_WHEEL = f"Wheel-Version: 1.0\nGenerator: {_NAME}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_EPOCH = (1980, 1, 1, 0, 0, 0)


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
    checkout = Path(livepaper.__file__).parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / LOCK).is_file():
        return (checkout / LOCK).read_text(encoding="utf-8")
    found = _installed().read_text(_LOCK)
    if not found:
        where = str(Path(livepaper.__file__).parent)
        raise ProjectError(where, f"no {LOCK}", "the engine's hashed lock", "Install the engine from its wheel again.")
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
    folder = Path(livepaper.__file__).parent
    files = {f"{_NAME}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in engine_files()}
    texts = {**{name: installed.read_text(name) or "" for name in _KEPT}, "WHEEL": _WHEEL, _LOCK: lock()}
    files |= {f"{information}/{name}": text.encode() for name, text in texts.items()}
    record = f"{information}/RECORD"
    files[record] = "".join([*map(_recorded, files, files.values()), f"{record},,\n"]).encode()
    return f"{_NAME}-{installed.version}-py3-none-any.whl", _zip(files)


def _installed() -> metadata.Distribution:
    try:
        return metadata.distribution(_NAME)
    except metadata.PackageNotFoundError as error:
        raise ProjectError(
            str(Path(livepaper.__file__).parent),
            "an engine that is not installed",
            "one that pip has installed",
            "Run `make site` in the engine's folder, and use its .venv/bin/livepaper.",
        ) from error


def _recorded(name: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"


def _zip(files: dict[str, bytes]) -> bytes:
    """Pack files so that the same files always give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
    return target.getvalue()
