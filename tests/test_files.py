"""Zips that are the same for the same files."""

from __future__ import annotations

import io
import zipfile

from livepaper.files import zipped


def test_a_zip_is_the_same_in_whatever_order_files_come() -> None:
    """And holds them as they are."""
    one = zipped({"b.txt": b"B", "a/a.txt": b"A"})

    assert one == zipped({"a/a.txt": b"A", "b.txt": b"B"})
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"a/a.txt": b"A", "b.txt": b"B"}


def test_a_zip_knows_neither_time_nor_system() -> None:
    """So that it is the same tomorrow and elsewhere."""
    with zipfile.ZipFile(io.BytesIO(zipped({"a.txt": b"A"}))) as archive:
        (entry,) = archive.infolist()

    assert (entry.date_time, entry.create_system, entry.external_attr >> 16) == ((1980, 1, 1, 0, 0, 0), 3, 0o644)
