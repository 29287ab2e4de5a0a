"""The whole book as one file, for meetings and for reading offline: a PDF and an EPUB.

Both are made from the pages that the site publishes, so that there is one text:

* `document`: pages rewritten into the sections of one document, without what needs a screen;
* `grades`: the marks that tell the grade of a number's evidence;
* `front`: title page, how to read the numbers, contents;
* `appendix`: every claim with its evidence;
* `pdf`: a tagged PDF (PDF/UA-1), set by WeasyPrint;
* `epub`: an EPUB 3, written here.

Why WeasyPrint: it installs from PyPI and needs of the system only Pango; it reads HTML and CSS, which the
pages are; it writes tags, an outline and page numbers of references by itself; its output is the same for
the same input. Chromium prints no page numbers into a table of contents and is ten times as large; Typst would
need a second source of every page. An EPUB is a zip of XHTML, which the standard library can write; the
libraries for it are no longer kept or stand under licences that ours cannot join.
"""

FOLDER = "book"
"""The folder of the files in the site."""
