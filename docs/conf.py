"""The engine's documentation: pages in Markdown, the API from docstrings, the commands from themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import click
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from livepaper.cli import main

project = "livepaper"
author = "The live paper's editors"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "livepaper"
html_copy_source = False
html_use_index = False
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3
myst_fence_as_directive = []
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
default_role = "literal"  # single backticks in docstrings are code

_PRIVATE = re.compile(r", _\w+: [^=]*= <factory>")
_INDENTED = re.compile(r"(?<=\S)\n\n(?= {4}\S)")


class Commands(SphinxDirective):
    """Every command with its own help, in sections of their names."""

    def run(self) -> list[nodes.Node]:
        """Return a section for each command."""
        return [self._section(name, command) for name, command in _commands("livepaper", main)]

    def _section(self, name: str, command: click.Command) -> nodes.section:
        section = nodes.section(ids=[nodes.make_id(name)])
        with click.Context(command, info_name=name, terminal_width=88, **main.context_settings) as context:
            text = command.get_help(context)
        self.state.document.note_explicit_target(section)
        section += [nodes.title(text=name), nodes.literal_block(text, text, language="text")]
        return section


def _commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for part, each in sorted(command.commands.items()):
            yield from _commands(f"{name} {part}", each)
    else:
        yield name, command


def _mark_examples(app: Sphinx, what: str, name: str, thing: object, options: Any, lines: list[str]) -> None:
    """Show what is indented after a paragraph as code; docstrings are written for readers, not for Sphinx."""
    lines[:] = _INDENTED.sub("\n\n::\n\n", "\n".join(lines)).split("\n")


def _leave_out_private(
    app: Sphinx, what: str, name: str, thing: object, options: Any, signature: str, returned: str
) -> Any:
    """Leave private fields of dataclasses out of signatures."""
    return (_PRIVATE.sub("", signature), returned) if signature else None


def setup(app: Sphinx) -> None:
    """Add the directive, and read examples in docstrings as such before Google's sections are read."""
    app.connect("autodoc-process-signature", _leave_out_private)
    app.add_directive("commands", Commands)
    app.connect("autodoc-process-docstring", _mark_examples, priority=400)
