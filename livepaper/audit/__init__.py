"""The independent audit of a built site: every displayed number, from the raw files, by code of its own.

Nothing here imports the engine that wrote the pages, but for its errors.

* `site`: the audit as a whole;
* `pages`, `html_pages`, `dom`: what a page displays;
* `data`, `formulas`, `saying`: what the raw data give, and how it has to be printed;
* `tables`, `workbook`, `explorer`: whether the data that the site shows and gives away are the raw data;
* `values`, `cards`, `figures` (with `figure_files`, `book`), `alt_texts`, `bare`, `authored`, `manifest`: what is confirmed;
* `resting`, `told`: on which rows a number rests, and what a card has to say of it;
* `findings`: what is reported.
"""

from livepaper.audit.findings import Audit, Counts, Finding
from livepaper.audit.site import audit

__all__ = ["Audit", "Counts", "Finding", "audit"]
