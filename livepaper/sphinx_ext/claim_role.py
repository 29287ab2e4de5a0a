"""The `{eval}` role and directive, failing closed.

MyST-NB prints whatever an expression returns, and nothing at all for a misspelled
name. Here only a claim is printed; everything else is a warning that names
chapter, cell and expression, and every warning stops the publication.
"""

from __future__ import annotations

from docutils import nodes
from myst_nb.core.variables import RetrievalError, VariableOutput, render_variable_outputs
from myst_nb.ext.eval import EvalDirectiveAny, EvalRoleAny, retrieve_eval_data
from sphinx.application import Sphinx

from livepaper.records import CLAIM
from livepaper.sphinx_ext.ledger import SHOWN, kept, warn

_CELL_LINES = 10_000
"""MyST-NB numbers the lines of a notebook's n-th cell from n times this."""


class ClaimRole(EvalRoleAny):  # type: ignore[misc]  # MyST-NB's bases are untyped
    """Print a claim within a sentence."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Evaluate the expression and render it if it is a claim."""
        outputs = claim_outputs(self.document, self.text, self.line)
        if outputs is None:
            return [], []
        rendered = render_variable_outputs(outputs, self.document, self.line, self.source, inline=True)
        return list(rendered), []


class ClaimDirective(EvalDirectiveAny):  # type: ignore[misc]  # MyST-NB's bases are untyped
    """Print a claim as a block of its own."""

    def run(self) -> list[nodes.Node]:
        """Evaluate the expression and render it if it is a claim."""
        outputs = claim_outputs(self.document, self.arguments[0], self.line)
        return [] if outputs is None else list(render_variable_outputs(outputs, self.document, self.line, self.source))


def claim_outputs(document: nodes.document, expression: str, line: int) -> list[VariableOutput] | None:
    """Evaluate an expression in the chapter's kernel; warn and return None if it is no claim.

    After a cell has failed, nothing is said: what follows from it would bury the cause, which is reported itself.
    """
    if getattr(document["nb_renderer"].renderer.nb_client, "_cell_error", None):
        return None
    try:
        outputs: list[VariableOutput] = retrieve_eval_data(document, expression)
    except RetrievalError as error:
        problem = str(error).removeprefix("variable evaluation error: ")
    else:
        if all(CLAIM in output.data for output in outputs):
            env = document.settings.env
            shown = [{**output.data[CLAIM], "cell": _cell(line)} for output in outputs]
            kept(env, SHOWN).setdefault(env.docname, []).extend(shown)
            return outputs
        shown = outputs[0].data.get("text/plain", "something that cannot be printed")
        problem = f"found {shown}; expected a claim. Assign the value: claims.NAME = …"
    warn("%s, cell %s: {eval}`%s` cannot be printed: %s", document["source"], _cell(line), expression, problem)
    return None


def _cell(line: int | None) -> int:
    return (line or 0) // _CELL_LINES


def setup(app: Sphinx) -> None:
    """Take the place of MyST-NB's role and directive."""
    app.setup_extension("myst_nb")
    app.add_role("eval", ClaimRole(), override=True)
    app.add_directive("eval", ClaimDirective, override=True)
