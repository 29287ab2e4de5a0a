"""Measure the pages with Lighthouse, ours and those of the same book as Jupyter Book makes it by default."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from benchmarks.server import serving

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
LIGHTHOUSE = Path(__file__).parent / "lighthouse"

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TARGET = {"performance": 0.98, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
MOST = {"KiB": 120, "requests": 15, "shift": 0.01, "other hosts": 0}

_ATTEMPTS = 3
"""How often to start Lighthouse on a page: at times it misses the beginning of the trace that it records."""

SOURCES = ("index.ipynb", "_toc.yml", "references.bib", "chapters", "data")

ALTAIR = """
from livepaper.figures import Figure, theme

Figure._repr_mimebundle_ = lambda figure, **_: figure.draw(theme.WIDE)._repr_mimebundle_()
"""
"""What each kernel of the default book runs first: figures show themselves as Altair shows a chart by default."""


def measured(runs: int) -> dict[str, Any]:
    """Measure every page several times; return all runs and medians.

    The book as it is by default is measured beside them by its landing page and its heaviest chapter.
    """
    _install()
    subprocess.run([BIN / "livepaper", "build"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as aside:
        site, default = ROOT / "_build" / "html", default_book(Path(aside))
        documents = [f"{name}.html" for name in _documents()]
        compared = [documents[0], max(documents, key=lambda name: (site / name).stat().st_size)]
        pages = [
            *documents,
            *sorted({path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {*documents}),
        ]
        found: dict[str, dict[str, list[dict[str, Any]]]] = {"live": {}, "default": {}}
        with serving(site, ["gzip"]) as ours, serving(default, ["gzip"]) as theirs:
            for number in range(runs):  # in turn, so that both meet the same state of the machine
                for page in pages:
                    found["live"].setdefault(page, []).append(_lighthouse(ours + page))
                    if page in compared:
                        found["default"].setdefault(page, []).append(_lighthouse(theirs + page))
                    print(f"run {number + 1}: {page}", flush=True)
    medians = {site: {page: _median(of) for page, of in pages.items()} for site, pages in found.items()}
    return {"runs": found, "median": medians, "target": TARGET, "most": MOST}


def default_book(folder: Path) -> Path:
    """Build the same notebooks with Jupyter Book's default theme and Altair's default renderer; return the site.

    The default renderer asks a host of its own for its scripts. Where that host cannot be reached, such as in a
    closed network, what it would send is missing from the bytes, and the charts from the pages; the requests count.
    """
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    configuration = {
        "title": "The same book by default",
        "only_build_toc_files": True,
        "execute": {"execute_notebooks": "inline", "timeout": 120},
        "bibtex_bibfiles": ["references.bib"],
        "sphinx": {"config": {"nb_eval_name_regex": "^[a-zA-Z_][a-zA-Z0-9_.]*$"}},
    }
    (folder / "_config.yml").write_text(yaml.safe_dump(configuration), encoding="utf-8")
    startup = folder / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-altair.py").write_text(ALTAIR, encoding="utf-8")
    environment = {**os.environ, "IPYTHONDIR": str(folder / ".ipython")}
    done = subprocess.run(
        [BIN / "jupyter-book", "build", "."], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    site = folder / "_build" / "html"
    if not (site / "index.html").is_file():
        raise SystemExit(f"The default book was not built:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return site


def _documents() -> list[str]:
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    parts = [contents, *contents.get("parts", [])]
    return [contents["root"], *(chapter["file"] for part in parts for chapter in part.get("chapters", []))]


def _install() -> None:
    if not (LIGHTHOUSE / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=LIGHTHOUSE, check=True)


def _lighthouse(address: str) -> dict[str, Any]:
    """Return the scores and sizes of one page on Lighthouse's phone."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("Lighthouse needs Chromium. Run: scripts/browser, or: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        program = LIGHTHOUSE / "node_modules" / "lighthouse" / "cli" / "index.js"
        options = ["--quiet", "--output=json", f"--output-path={report}", "--chrome-flags=--headless=new --no-sandbox"]
        options += [f"--only-categories={','.join(CATEGORIES)}"]
        command = ["node", program, address, *options]
        environment = {**os.environ, "CHROME_PATH": chromium}
        for _ in range(_ATTEMPTS):
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            if not done.returncode and report.is_file():
                break
        else:
            raise SystemExit(f"Lighthouse failed on {address}:\n{done.stderr[-2000:]}")
        return summary(json.loads(report.read_text(encoding="utf-8")), address)


def summary(report: dict[str, Any], address: str) -> dict[str, Any]:
    """Return what we report of a page: four scores, bytes, requests, those to other hosts, and layout shift."""
    requests = report["audits"]["network-requests"]["details"]["items"]
    sent = [request for request in requests if request["url"].startswith("http")]
    elsewhere = [request for request in sent if urlsplit(request["url"]).netloc != urlsplit(address).netloc]
    return {
        **{name: report["categories"][name]["score"] for name in CATEGORIES},
        "KiB": round(sum(request.get("transferSize") or 0 for request in sent) / 1024, 1),
        "requests": len(sent),
        "other hosts": len(elsewhere),
        "shift": round(report["audits"]["cumulative-layout-shift"]["numericValue"], 4),
    }


def _median(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {name: round(statistics.median(run[name] for run in runs), 4) for name in runs[0]}


def table(results: dict[str, Any]) -> list[str]:
    """Return the lines of the results in Markdown."""
    lines = ["## Pages, by Lighthouse on its phone", ""]
    targets = ", ".join(f"{name} ≥ {score:.2f}" for name, score in results["target"].items())
    most = results["most"]
    said = (
        f"Targets for every page: {targets}; heaviest first view ≤ {most['KiB']} KiB gzipped and ≤ {most['requests']} "
        f"requests, none to other hosts, layout shift ≤ {most['shift']}. Medians of "
        f"{max(map(len, results['runs']['live'].values()))} runs.\n\n"
        "The default book has the same notebooks with Jupyter Book’s default theme and Altair’s default renderer. "
        "Requests to other hosts that could not be reached count, their bytes do not."
    )
    lines += [
        said,
        "",
        "| page | performance | accessibility | best practices | SEO | KiB | requests | to other hosts | shift |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for site, pages in results["median"].items():
        for page, row in pages.items():
            scores = [f"{row[name]:.2f}" for name in CATEGORIES]
            sizes = [f"{row['KiB']:.0f}", f"{row['requests']:.0f}", f"{row['other hosts']:.0f}", f"{row['shift']:.3f}"]
            name = page if site == "live" else f"{page}, default"
            lines.append(f"| {' | '.join([name, *scores, *sizes])} |")
    return [*lines, ""]
