"""Names that are made of texts: of titles, of responses, of authors."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile("['’]")
_BETWEEN = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Return a text in small letters a to z, digits and hyphens, as keys and files are named.

    Accents and apostrophes go: “Étude: Don’t know” is `etude-dont-know`. It is empty if there is no letter or digit.
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).encode("ascii", "ignore").decode()
    return _BETWEEN.sub("-", plain.lower()).strip("-")
