"""What JupyterLab writes when a chapter is saved: its text and code, nothing that comes of running it.

Outputs stay on the screen, but not in the file: they would be committed, and one day be older than the data.
"""

from __future__ import annotations

from typing import Any

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
"""How chapters name their kernel, whatever the machine calls it."""

_OF_A_RUN = ("execution", "trusted", "user_expressions")
"""What running a cell leaves in its metadata; the last are the numbers in the prose."""


def strip(model: dict[str, Any], **_: Any) -> None:
    """Remove outputs, counts and results from a notebook that is about to be saved; a hook of Jupyter's.

    Args:
        model: What is saved, as Jupyter's contents API describes it; changed in place.
    """
    if model["type"] != "notebook" or model["content"]["nbformat"] != 4:
        return
    notebook = model["content"]
    for cell in notebook["cells"]:
        for name in _OF_A_RUN:
            cell["metadata"].pop(name, None)
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
    if notebook["metadata"].get("kernelspec", {}).get("name") == KERNEL["name"]:
        notebook["metadata"].update(kernelspec=KERNEL, language_info={"name": KERNEL["language"]})
