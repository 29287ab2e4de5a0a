"""The audit proves something only because it shares no code with what it audits."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import livepaper.audit

READERS = {"pypdf"}
"""Third parties that read what the standard library cannot."""

MODULES = sorted(Path(livepaper.audit.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_the_audit_imports_only_the_standard_library_its_own_modules_and_errors(module: Path) -> None:
    """Neither the engine nor a third party's parser stands between the audit and the files, but for that of PDFs."""
    imported = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module))

    own = {name for name in imported if name == "livepaper.errors" or name.startswith("livepaper.audit")}
    assert {name.split(".")[0] for name in imported - own} <= sys.stdlib_module_names | READERS
