"""One style sheet and as few scripts as possible for each page, under names that carry their hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from livepaper.site.assets.library import STATIC, Library, Part
from livepaper.site.assets.tags import Tag, edited, tags, written

_LOADING = {"script": "src", "img": "src", "source": "src", "link": "href", "video": "poster", "image": "href"}
"""The attribute by which a tag loads a file."""

_LOADED = {"stylesheet", "icon", "apple-touch-icon", "mask-icon", "preload", "modulepreload", "manifest"}
"""The relations of links whose file a browser loads."""

_OWN = {"src", "type", "defer", "async", "integrity", "crossorigin"}
"""The attributes of scripts that a bundle does not take over."""

Edit = tuple[int, int, str]


def is_code(tag: Tag) -> bool:
    """Tell a script that runs from a block of data, which no policy forbids."""
    kind = tag.attributes.get("type", "").lower()
    return tag.name == "script" and kind in {"", "module", "text/javascript", "application/javascript"}


def style_rules(pages: Sequence[str]) -> str:
    """Return rules that stand for all `style` attributes of the pages.

    A policy that forbids inline styles forbids the attributes as well. They weigh more than any rule of a
    style sheet, so do these.
    """
    values = {tag.attributes["style"] for html in pages for tag in tags(html) if "style" in tag.attributes}
    return "\n".join(f".{_style_class(value)}{{{_important(value)}}}" for value in sorted(values))


def bundled(page: str, html: str, library: Library, rules: str) -> str:
    """Return a page that loads one style sheet and few scripts.

    Args:
        page: The page, relative to the site.
        html: Its text.
        library: Where the files come from and go to.
        rules: The rules that stand for the pages' `style` attributes.
    """
    found = list(tags(html))
    edits = [*_styles(page, html, found, library, rules), *_scripts(page, html, found, library)]
    taken = {start for start, _, _ in edits}
    changed = ((tag, _rewritten(page, tag, library)) for tag in found if tag.start not in taken)
    return edited(html, [*edits, *((tag.start, tag.opened, new) for tag, new in changed if new is not None)])


def _styles(page: str, html: str, found: Sequence[Tag], library: Library, rules: str) -> Iterator[Edit]:
    """Replace all style sheets of a page, in order, by one at the place of the first."""
    parts, places = [], []
    for tag in found:
        if tag.fallback:
            continue
        media = tag.attributes.get("media", "")
        path = library.find(tag.attributes.get("href", ""), page)
        if tag.name == "link" and tag.attributes.get("rel") == "stylesheet" and path:
            parts.append(Part(path, None, media))
        elif tag.name == "style":
            parts.append(Part(page if "url(" in tag.content else "", tag.content, media))
        else:
            continue
        places.append(tag)
    parts += [Part("", rules)] if rules else []
    if not parts:
        return
    old = next((tag.attributes["href"] for tag in places if tag.name == "link"), "")
    address = library.address(old, library.bundle("site.css", parts), page)
    link = written("link", {"rel": "stylesheet", "href": address})
    if not places:
        yield _end_of_head(html, link)
    for tag in places:
        yield tag.start, tag.end, link if tag is places[0] else ""


def _scripts(page: str, html: str, found: Sequence[Tag], library: Library) -> Iterator[Edit]:
    """Join the scripts that run when the page is read; others stay where they are, under new names.

    Blocking scripts at the very end of a page run just before the deferred ones, on the same content; so the
    deferred ones join them there, where scripts that wait for the page to be ready still have to wait. Without such
    scripts, the deferred ones stay deferred. Files outside of Sphinx's folder are data that others address by
    name; they keep their tags and places in the order.
    """
    files = [(tag, library.find(tag.attributes.get("src", ""), page)) for tag in found if is_code(tag)]
    plain = [
        (tag, path)
        for tag, path in files
        if path and not tag.fallback and tag.attributes.get("type") != "module" and "async" not in tag.attributes
    ]
    end = _end_of_content(html, found)
    last = [(tag, path) for tag, path in plain if "defer" not in tag.attributes and tag.start >= end]
    late = [*last, *((tag, path) for tag, path in plain if "defer" in tag.attributes)]
    if not late:
        return
    groups: list[list[tuple[Tag, str]]] = []
    for tag, path in late:
        joins = path.startswith(f"{STATIC}/")
        if groups and joins and groups[-1][0][1].startswith(f"{STATIC}/"):
            groups[-1].append((tag, path))
        else:
            groups.append([(tag, path)])
    loading = {} if last else {"defer": ""}
    text = "".join(_script(page, group, library, loading) for group in groups)
    for tag, _ in late:
        yield tag.start, tag.end, text if last and tag is last[0][0] else ""
    if not last:
        yield _end_of_head(html, text)


def _script(page: str, group: Sequence[tuple[Tag, str]], library: Library, loading: dict[str, str]) -> str:
    attributes = dict(loading)
    for tag, _ in group:
        attributes = {**{key: value for key, value in tag.attributes.items() if key not in _OWN}, **attributes}
    old, first = group[0][0].attributes["src"], group[0][1]
    if first.startswith(f"{STATIC}/"):
        address = library.address(old, library.bundle("site.js", [Part(path) for _, path in group]), page)
    else:
        address = f"{library.address(old, first, page)}?v={library.versioned(first)}"
    return written("script", {"src": address, **attributes}) + "</script>"


def _end_of_content(html: str, found: Sequence[Tag]) -> int:
    """Return where nothing but scripts and end tags follow."""
    end = len(html)
    for tag in reversed(found):
        after = html[tag.end : end]
        if tag.name != "script" or re.sub(r"</[^>]*>|<!--.*?-->|\s", "", after, flags=re.DOTALL):
            break
        end = tag.start
    return end


def _end_of_head(html: str, text: str) -> Edit:
    place = html.find("</head>")
    return place, place, text


def _rewritten(page: str, tag: Tag, library: Library) -> str | None:
    """Return a tag with the new addresses of the files it loads and a class for its style, None if nothing changes."""
    if not ("style" in tag.raw or STATIC in tag.raw or tag.name in _LOADING):
        return None
    attributes = dict(tag.attributes)
    for name, value in tag.attributes.items():
        path = library.find(value, page) if name != "content" else None
        if path is None or path == page:
            continue
        fragment = "".join(re.findall(r"#.*$", value))
        if path.startswith(f"{STATIC}/"):
            attributes[name] = library.address(value, library.named(path), page) + fragment
        elif _loads(tag, name):
            attributes[name] = f"{library.address(value, path, page)}?v={library.versioned(path)}{fragment}"
    if style := attributes.pop("style", ""):
        attributes["class"] = f"{attributes.get('class', '')} {_style_class(style)}".strip()
    if attributes == tag.attributes:
        return None
    text = written(tag.name, attributes)
    return f"{text[:-1]}/>" if tag.raw.rstrip().endswith("/") else text


def _loads(tag: Tag, attribute: str) -> bool:
    if _LOADING.get(tag.name) != attribute:
        return False
    return tag.name != "link" or bool(_LOADED & set(tag.attributes.get("rel", "").split()))


def _style_class(value: str) -> str:
    return f"style-{hashlib.sha256(value.encode()).hexdigest()[:8]}"


def _important(value: str) -> str:
    declarations = [part.strip() for part in value.split(";") if part.strip()]
    return ";".join(part if part.endswith("!important") else f"{part}!important" for part in declarations)
