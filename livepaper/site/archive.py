"""The data package as one zip, which is a research object crate too, the same bytes for the same data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from livepaper import works
from livepaper.datapackage.package import DESCRIPTOR
from livepaper.files import zipped
from livepaper.paper import BIBLIOGRAPHY, DATA, Paper

CRATE = "ro-crate-metadata.json"
"""The file that makes a folder a research object crate."""

_LICENCE, _README = "LICENSE-text", "README.md"

ACCOMPANYING = (_LICENCE, f"{DATA}/{_README}")
"""Files of the paper that go with its data, where there are any."""

_MEDIA = {DESCRIPTOR: "application/json", BIBLIOGRAPHY: "application/x-bibtex", _README: "text/markdown"}
_TITLES = {
    DESCRIPTOR: "Description of the tables, a Frictionless data package",
    BIBLIOGRAPHY: "The sources that the tables name",
    _LICENCE: "The licence of texts and data",
    _README: "How to read the data",
}


def package_files(paper: Paper) -> dict[str, bytes]:
    """Return the files of the data package by their place in it, its licence and bibliography among them."""
    package = paper.package
    files = {package.resource(name)["path"]: package.path(name).read_bytes() for name in package.names}
    files[DESCRIPTOR] = (package.folder / DESCRIPTOR).read_bytes()
    files[BIBLIOGRAPHY] = paper.bibliography.read_bytes()
    for path in (paper.root / name for name in ACCOMPANYING):
        if path.is_file():
            files[path.name] = path.read_bytes()
    return dict(sorted(files.items()))


def archive(paper: Paper) -> bytes:
    """Return the zip of the data package with the crate's description of it."""
    files = package_files(paper)
    files[CRATE] = (json.dumps(crate(paper, files), indent=2, ensure_ascii=False) + "\n").encode()
    return zipped(files)


def crate(paper: Paper, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the description of the package as a research object crate.

    Args:
        paper: The paper.
        files: The files of the crate by their place in it.
    """
    descriptor = paper.package.descriptor
    made = ROCrate(gen_preview=False)
    root = made.root_dataset
    root["name"], root["description"] = descriptor.get("title", ""), descriptor.get("description", "")
    root["datePublished"] = str(descriptor.get("created", ""))[:10]
    root["version"], root["keywords"] = descriptor.get("version", ""), descriptor.get("keywords", [])
    root["license"] = [_licence(made, licence) for licence in descriptor.get("licenses", [])]
    root["author"] = [
        made.add(ContextEntity(made, f"#{_slug(who['title'])}", {"@type": "Organization", "name": who["title"]}))
        for who in descriptor.get("contributors", [])
    ]
    root["citation"] = [_work(made, paper, key) for key in _cited(paper)]
    described = {resource["path"]: resource for resource in descriptor["resources"]}
    for name, content in files.items():
        resource = described.get(name, {})
        entity = made.add_file(dest_path=name, properties=_properties(name, content, resource))
        if resource.get("licenses"):
            entity["license"] = [_licence(made, licence) for licence in resource["licenses"]]
    generated: dict[str, Any] = made.metadata.generate()
    return generated


def _properties(name: str, content: bytes, resource: Mapping[str, Any]) -> dict[str, str]:
    properties = {
        "name": resource.get("title") or _TITLES.get(name, name),
        "description": resource.get("description", ""),
        "encodingFormat": resource.get("mediatype") or _MEDIA.get(name, "text/plain"),
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return {key: value for key, value in properties.items() if value}


def _licence(made: ROCrate, licence: Mapping[str, str]) -> Any:
    place = licence.get("path") or f"#licence-{_slug(licence['name'])}"
    known = made.dereference(place)
    properties = {"@type": "CreativeWork", "name": licence.get("title", licence["name"])}
    return known if known is not None else made.add(ContextEntity(made, place, properties))


def _work(made: ROCrate, paper: Paper, key: str) -> Any:
    properties = {"@type": "CreativeWork", "name": works.described(paper.bibliography, key), "identifier": key}
    if address := works.address(paper.bibliography, key):
        properties["url"] = address
    return made.add(ContextEntity(made, f"#work-{key}", properties))


def _cited(paper: Paper) -> Iterable[str]:
    """Return the keys of the works that rows of the package name as their source, sorted."""
    package = paper.package
    named = {
        row["source"] for table in package.names if "source" in package.fields(table) for row in package.rows(table)
    }
    return sorted(named & set(works.entries(paper.bibliography)))


def _slug(text: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())
