"""Adding works by their DOI, from a server that answers well, badly, late or not at all."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from livepaper import bibliography
from livepaper.cli import main
from livepaper.errors import ProjectError
from livepaper.works import entries

DOI = "10.1000/example.7"
ANSWER = r"""@article{M_ller_2021, title={A Study of {NATO} &amp; Others}, volume={3}, ISSN={1234-5678},
  url={http://dx.doi.org/10.1000/example.7}, DOI={10.1000/EXAMPLE.7}, journal={Journal of Tests},
  author={M{\"u}ller, Anna and Smith, Bo}, year={2021}, month=mar, pages={3–20}, abstract={Long.} }"""
WRITTEN = r"""@article{muller2021,
  author = {M{\"u}ller, Anna and Smith, Bo},
  title = {{A Study of {NATO} \& Others}},
  journal = {Journal of Tests},
  volume = {3},
  pages = {3--20},
  year = {2021},
  month = {March},
  doi = {10.1000/example.7}
}
"""


class Resolver(ThreadingHTTPServer):
    """A local service that answers as a test tells it to."""

    answer: tuple[int, bytes] = (200, ANSWER.encode())
    pause = 0.0
    asked: list[tuple[str, str]]


class Handler(BaseHTTPRequestHandler):
    """Answers by redirecting once, as doi.org does."""

    server: Resolver

    def do_GET(self) -> None:
        """Answer a request."""
        self.server.asked.append((self.path, self.headers["Accept"]))
        if not self.path.startswith("/registry"):
            self.send_response(302)
            self.send_header("Location", "/registry")
            self.end_headers()
            return
        status, content = self.server.answer
        self.send_response(status)
        self.end_headers()
        for byte in range(len(content)):
            self.wfile.write(content[byte : byte + 1])
            if self.server.pause:
                self.wfile.flush()
                time.sleep(self.server.pause)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def resolver() -> Iterator[Resolver]:
    """A service on this machine alone."""
    server = Resolver(("127.0.0.1", 0), Handler)
    server.asked = []
    server.handle_error = lambda request, address: None  # a client that has gone is no news
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def address(resolver: Resolver) -> str:
    """Where the service is."""
    return f"http://127.0.0.1:{resolver.server_address[1]}"


@pytest.fixture
def works(root: Path, tmp_path: Path) -> Path:
    """A copy of the paper's own bibliography."""
    return Path(shutil.copy(root / "references.bib", tmp_path))


@pytest.mark.parametrize(
    "text", [DOI, DOI.upper(), f"https://doi.org/{DOI}", f"doi:{DOI}", f" http://dx.doi.org/{DOI} "]
)
def test_a_doi_is_known_in_every_spelling(text: str) -> None:
    """Alone or as an address."""
    assert bibliography.doi(text) == DOI


@pytest.mark.parametrize("text", ["evans1994", "10.1", "https://example.org/10.1000/7", ""])
def test_other_texts_are_no_doi(text: str) -> None:
    """They are keys, or wrong."""
    assert bibliography.doi(text) == ""


def test_a_work_is_added_as_the_file_writes_works(works: Path, resolver: Resolver, address: str) -> None:
    """At the end, under a key like the others, without what readers do not need; all other bytes stay."""
    before = works.read_text(encoding="utf-8")
    key = bibliography.add(works, DOI, bibliography.fetch(DOI, address))
    assert key == "muller2021"
    assert works.read_text(encoding="utf-8") == before + WRITTEN
    assert entries(works)[key].fields["doi"] == DOI
    assert resolver.asked == [(f"/{DOI}", "application/x-bibtex"), ("/registry", "application/x-bibtex")]


def test_a_key_that_is_taken_gets_a_letter(works: Path) -> None:
    """So that both works can be cited."""
    other = ANSWER.replace("EXAMPLE.7", "example.8").replace("example.7", "example.8")
    assert bibliography.add(works, DOI, ANSWER) == "muller2021"
    assert bibliography.add(works, "10.1000/example.8", other) == "muller2021b"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "<html><body>Sign in</body></html>",
        "@article{a, title={Open",
        "@article{a, title={One}}\n@article{b, title={Two}}",
        "@article{a, author={Nobody}}",
        ANSWER.replace("EXAMPLE.7", "another"),
        "\x00\ufffd" * 50,
        ANSWER.replace("{A Study", "{A } Study"),
    ],
)
def test_nonsense_is_not_written(works: Path, answer: str) -> None:
    """The file stays as it was, and the message shows what came."""
    before = works.read_bytes()
    with pytest.raises(ProjectError, match=r"expected one BibTeX entry with a title\. Nothing was written"):
        bibliography.add(works, DOI, answer)
    assert works.read_bytes() == before


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("{COVID}-19 and trust", "{{COVID}-19 and trust}"),
        ("Trust in {NATO}", "{Trust in {NATO}}"),
        ("{COVID} and {NATO}", "{{COVID} and {NATO}}"),
        ("{Whole}", "{Whole}"),
    ],
)
def test_braces_of_a_title_stay_in_pairs(works: Path, title: str, written: str) -> None:
    """Only a pair around the whole is not doubled."""
    key = bibliography.add(works, DOI, ANSWER.replace("A Study of {NATO} &amp; Others", title))
    assert entries(works)[key].fields["title"] == written


def test_an_entry_that_says_something_else_is_not_written(works: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the file then says is what was meant."""
    before = works.read_bytes()
    written = bibliography._written
    monkeypatch.setattr(bibliography, "_written", lambda *parts: written(*parts).replace("Others", "others}, x = {y"))
    with pytest.raises(ProjectError):
        bibliography.add(works, DOI, ANSWER)
    assert works.read_bytes() == before


@pytest.mark.parametrize("written", ["@article{open,", "@misc{evans1994, title = {Taken}}", ""])
def test_the_whole_file_is_parsed_before_it_is_written(
    works: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    """Whatever came of the answer, every other work is as it was, or nothing changes."""
    before = works.read_bytes()
    monkeypatch.setattr(bibliography, "_written", lambda *parts: written)
    with pytest.raises(ProjectError):
        bibliography.add(works, DOI, ANSWER)
    assert works.read_bytes() == before


@pytest.mark.parametrize(("status", "said"), [(404, "it knows no such DOI"), (500, "HTTP 500")])
def test_a_refusal_is_told(resolver: Resolver, address: str, status: int, said: str) -> None:
    """With what to do instead."""
    resolver.answer = (status, b"no")
    with pytest.raises(ProjectError, match=f"{said}.*by hand"):
        bibliography.fetch(DOI, address)


def test_an_answer_that_drips_is_cut_off(resolver: Resolver, address: str) -> None:
    """However steadily it does."""
    resolver.pause = 0.05
    start = time.monotonic()
    with pytest.raises(ProjectError, match=r"no answer within 0\.3 seconds"):
        bibliography.fetch(DOI, address, 0.3)
    assert time.monotonic() - start < 5


def test_without_network_the_command_says_so(
    works: Path, resolver: Resolver, address: str, root: Path, monkeypatch
) -> None:
    """Exit code 2, and the file is as it was."""
    resolver.shutdown()
    resolver.server_close()
    before = works.read_bytes()
    (works.parent / "data").mkdir()
    (works.parent / "_config.yml").touch()
    monkeypatch.chdir(works.parent)
    done = CliRunner().invoke(main, ["cite", DOI, "--resolver", address])
    assert done.exit_code == 2
    assert "found no connection" in done.output
    assert works.read_bytes() == before


def test_the_command_adds_and_then_knows(works: Path, resolver: Resolver, address: str, monkeypatch) -> None:
    """It prints the entry, how a list of references has it, and how to cite it; the service is asked once."""
    (works.parent / "data").mkdir()
    (works.parent / "_config.yml").touch()
    monkeypatch.chdir(works.parent)
    told = [CliRunner().invoke(main, ["cite", text, "--resolver", address]) for text in (DOI, DOI, "muller2021")]
    assert [done.exit_code for done in told] == [0, 0, 0]
    assert "Added to references.bib" in told[0].output
    assert all("references.bib has it:" in done.output for done in told[1:])
    assert all(WRITTEN.strip() in done.output and "{cite:p}`muller2021`" in done.output for done in told)
    assert len(resolver.asked) == 2


def test_a_text_that_names_no_work_is_told_with_what_is_near(works: Path, monkeypatch) -> None:
    """A misspelled key is the likeliest cause."""
    (works.parent / "data").mkdir()
    (works.parent / "_config.yml").touch()
    monkeypatch.chdir(works.parent)
    done = CliRunner().invoke(main, ["cite", "evans1949"])
    assert done.exit_code == 2
    assert "Did you mean evans1994" in done.output
