"""The data package: reading its tables, checking them, sealing them with hashes."""

from livepaper.datapackage.check import check, seal
from livepaper.datapackage.package import Package, reference

__all__ = ["Package", "check", "reference", "seal"]
