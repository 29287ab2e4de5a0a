"""What JupyterLab writes when a chapter is saved: its text and code, nothing that comes of running it.

Outputs stay on the screen, but not in the file: they would be committed, and one day be older than the data.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from livepaper.paper import Paper

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

METADATA = {"kernelspec": _KERNEL, "language_info": {"name": _KERNEL["language"]}}
"""What chapters say of their kernel, whatever the machine calls it."""

_OF_A_RUN = ("execution", "trusted", "user_expressions")
"""What running a cell leaves in its metadata; the last are the numbers in the prose."""


def strip(model: dict[str, Any], path: str, contents_manager: Any) -> None:
    """Remove outputs, counts and results from a document that is about to be saved; a hook of Jupyter's.

    Notebooks that the table of contents does not list are somebody's own, and stay whole.

    Args:
        model: What is saved, as Jupyter's contents API describes it; changed in place.
        path: Its path in the folder that Jupyter serves, which is the paper's.
        contents_manager: Jupyter's, which knows that folder.

    Raises:
        ProjectError: The table of contents cannot be read; Jupyter says so in its log, and saves all the same.
    """
    if model["type"] != "notebook" or model["content"]["nbformat"] != 4:
        return
    if path.strip("/").removesuffix(".ipynb") not in Paper(Path(contents_manager.root_dir)).documents:
        return
    notebook = model["content"]
    for cell in notebook["cells"]:
        for name in _OF_A_RUN:
            cell["metadata"].pop(name, None)
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
    if notebook["metadata"].get("kernelspec", {}).get("name") == _KERNEL["name"]:
        notebook["metadata"].update(METADATA)
