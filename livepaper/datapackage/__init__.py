"""The data package: reading its tables, checking them, sealing them with hashes."""

from livepaper.datapackage.check import check, renew, seal
from livepaper.datapackage.package import Package, reference, row_sha256

__all__ = ["Package", "check", "reference", "renew", "row_sha256", "seal"]
