"""A figure on a page: its chart, its table and its files, one of them shown at a time.

What a notebook shows is the chart with its table folded below (`Figure.html`), which needs neither
style sheet nor script. A page has both, so there the table becomes one of three views, chosen by
radio buttons that the style sheet alone understands. Where it does not, or in a reader of its own,
all three stand below one another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

CHART = '<div class="figure-chart">'
"""What opens the chart in a figure's HTML."""
TABLE = '<details class="figure-data"><summary>Data as a table</summary>'
"""What opens its table."""
TABLE_END = "</details>"

_VIEWS = {"chart": "Chart", "table": "Table", "files": "Download"}


@dataclass(frozen=True)
class Place:
    """Where a figure stands, and what belongs to it there.

    Attributes:
        id: Its id on the page, unique in the book.
        number: Its number with its label, such as “Figure 3”.
        files: The label and the address of each of its files.
        citation: How to cite it, as text.
        explorer: Attributes of the button that makes the chart interactive.
    """

    id: str
    number: str
    files: Mapping[str, str]
    citation: str
    explorer: Mapping[str, str]


def with_views(html: str, place: Place) -> str:
    """Return a figure's HTML as a page shows it: numbered, with a place to link to, and with three views.

    Args:
        html: As `Figure.html` gives it.
        place: Where it stands.
    """
    figure, title = "<figure ", '<p class="figure-title">'
    number = f'<span class="figure-number">{escape(place.number)}</span> '
    html = html.replace(figure, f'{figure}id="{escape(place.id)}" ', 1).replace(title, f"{title}{number}", 1)
    before, _, rest = html.partition(CHART)
    chart, _, rest = rest.partition(TABLE)
    table, _, after = rest.partition(TABLE_END)
    return f'{before}{_switch(place)}{CHART}{chart}<div class="figure-data">{table}</div>{_files(place)}{after}'


def _switch(place: Place) -> str:
    buttons = "".join(
        f'<label><input type="radio" name="{escape(place.id)}-view" value="{view}" autocomplete="off"'
        f"{' checked' if view == 'chart' else ''}><span>{text}</span></label>"
        for view, text in _VIEWS.items()
    )
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in place.explorer.items())
    return (
        f'<div class="figure-tools"><fieldset class="figure-switch"><legend>Show this figure as</legend>'
        f'{buttons}</fieldset><button type="button" class="figure-explore"{attributes}>Explore</button></div>'
    )


def _files(place: Place) -> str:
    items = "".join(
        f'<li><a href="{escape(href)}" download>{escape(text)}</a></li>' for text, href in place.files.items()
    )
    return (
        f'<div class="figure-files"><ul class="figure-downloads" aria-label="Download this figure">'
        f'{items}</ul><p class="figure-citation">{escape(place.citation)}</p>'
        f'<p class="figure-link"><a href="#{escape(place.id)}">Link to this figure</a>'
        '<button type="button" class="figure-copy">Copy citation and link</button></p></div>'
    )
