"""Whether the changes of numbers between releases are those of the ledgers that git has of them."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from pathlib import Path

from livepaper.audit.dom import Element, parse
from livepaper.audit.findings import Audit, Finding
from livepaper.audit.pages import numerals

_BETWEEN = re.compile(r"From (?P<since>\S+) to (?P<name>\S+)|Since (?P<last>\S+)")

Row = tuple[str, ...]


def check_releases(site: Path, root: Path, names: list[str], audit: Audit) -> None:
    """Confirm every table of changed numbers by comparing the two ledgers again.

    Args:
        site: The folder of the built pages.
        root: The paper's folder, in which git is asked for the ledgers of releases.
        names: The pages, as paths in the site.
        audit: Where findings and counts go.
    """
    for name in names:
        text = (site / name).read_text(encoding="utf-8")
        if "release-numbers" in text:
            for part in parse(text).all(marked="release-numbers"):
                _check_part(name, part, site, root, audit)


def _check_part(name: str, part: Element, site: Path, root: Path, audit: Audit) -> None:
    loose = [paragraph.text for paragraph in part.all("p") if numerals(paragraph.text)]
    audit.findings += [Finding(name, "the changes of numbers", "", f"“{text}”", "no number here") for text in loose]
    for table in part.all("table"):
        caption = table.first("caption").text
        match = _BETWEEN.search(caption)
        since, to = (match["since"] or match["last"], match["name"]) if match else ("", "")
        old, new = _tagged(root, since), _tagged(root, to) if to else (site / "ledger.csv").read_text(encoding="utf-8")
        shown = [tuple(cell.text for cell in row.elements() if cell.tag in {"td", "th"}) for row in table.all("tr")]
        differing = set() if old is None or new is None else _changes(_numbers(old), _numbers(new))
        wrong = sorted({*shown[1:]} ^ differing)
        if old is None or new is None or wrong:
            found = ", ".join(wrong[0]) if wrong else "ledgers that git does not have"
            audit.findings.append(
                Finding(name, f"the table “{caption}”", "", found, "what differs between the ledgers")
            )
        else:
            audit.counts.bare += sum(len(numerals(cell)) for row in shown for cell in row)


def _changes(old: dict[str, str], new: dict[str, str]) -> set[Row]:
    found: set[Row] = {(claim, "gone", number, "") for claim, number in old.items() if claim not in new}
    for claim, number in new.items():
        if old.get(claim) != number:
            found.add((claim, "changed" if claim in old else "new", old.get(claim, ""), number))
    return found


def _numbers(ledger: str) -> dict[str, str]:
    return {row["claim"]: f"{row['value']} {row['unit']}" for row in csv.DictReader(io.StringIO(ledger))}


def _tagged(root: Path, tag: str) -> str | None:
    """Return the ledger of a release; None if git has none or is not there."""
    command = ["git", "-C", str(root), "show", f"refs/tags/{tag}:./ledger.csv"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else None
