"""What pages may load and run: only files of the site; and the headers by which a host can say so."""

from __future__ import annotations

import re

from livepaper.errors import ProjectError
from livepaper.site.assets.bundling import is_code
from livepaper.site.assets.library import ASSETS
from livepaper.site.assets.tags import Tag, tags, written

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # style sheets hold small pictures
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
"""The Content-Security-Policy of every page: no inline script or style, no eval, no other host."""

_CHARSET = re.compile(r"<meta\s+charset=[^>]*>", re.IGNORECASE)
_LOADING = ("src", "srcset", "poster", "data", "xlink:href")


def policy() -> str:
    """Return the policy as browsers read it."""
    return "; ".join(f"{name} {value}" for name, value in POLICY.items())


def headers() -> str:
    """Return the file `_headers`, in the form that Netlify and Cloudflare Pages read.

    A host's own default, to ask each time whether a page has changed, stays for all but the renamed
    assets. Framing can be forbidden by headers alone. Whether a host may promise HTTPS for ever is the publisher's
    to decide.
    """
    return f"""\
/*
  Content-Security-Policy: {policy()}; frame-ancestors 'self'
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
  Cross-Origin-Opener-Policy: same-origin

/{ASSETS}/*
  Cache-Control: public, max-age=31536000, immutable
"""


def with_policy(html: str) -> str:
    """Return a page that carries the policy, before anything that it is about."""
    meta = written("meta", {"http-equiv": "Content-Security-Policy", "content": policy()}).replace("&#x27;", "'")
    place = _CHARSET.search(html)
    at = place.end() if place else html.index("<head>") + len("<head>")
    return html[:at] + meta + html[at:]


def refuse(page: str, html: str) -> None:
    """Stop if a page holds what its policy forbids.

    Raises:
        ProjectError: An inline script or style, an event handler, or a file of another host.
    """
    for tag in tags(html):
        found = _forbidden(tag)
        if found:
            raise ProjectError(
                page,
                found,
                "scripts and styles in files of the site",
                "Move it into a file of the site, or remove what writes it.",
            )


def _forbidden(tag: Tag) -> str:
    attributes = tag.attributes
    if is_code(tag) and "src" not in attributes:
        return f"an inline script, “{tag.content.strip()[:60]}”"
    if tag.name == "style" or "style" in attributes:
        return f"an inline style of <{tag.name}>"
    for name, value in attributes.items():
        if name.startswith("on"):
            return f"the event handler {name} of <{tag.name}>"
        if value.strip().lower().startswith("javascript:"):
            return f"a script in the address {name} of <{tag.name}>"
        loads = name in _LOADING or (name == "href" and tag.name in {"use", "image"})
        if loads or (tag.name == "link" and name == "href" and _is_asset(attributes)):
            elsewhere = re.match(r"\s*([a-z][a-z0-9+.-]*:)?//", value, re.IGNORECASE)
            if elsewhere:
                return f"<{tag.name}> that loads {value}"
    return ""


def _is_asset(attributes: dict[str, str]) -> bool:
    names = set(attributes.get("rel", "").lower().split())
    return not names & {"canonical", "alternate", "license", "author", "next", "prev", "index", "search", "me"}
