"""Sphinx kept running: the book's pages are read and written one by one, as often as they change."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import myst_nb.sphinx_
import nbformat
from docutils import nodes
from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.parallel import SerialTasks

from livepaper.paper import CONFIG, CONTENTS, Paper
from livepaper.serve.client import RememberingClient
from livepaper.serve.memory import Memory
from livepaper.serve.problems import Warnings, failure
from livepaper.site.assets.offline import WORKER

_EXTENSION, _DRAFT_EXTENSION = "livepaper.sphinx_ext", "livepaper.serve.extension"

_WITHDRAWN = "self.registration.unregister();\n"
"""What a browser gets that has kept a published site from this address: it would show old pages."""


class Pages:
    """The pages of a book as Sphinx writes them.

    Attributes:
        app: Sphinx.
        paper: The book.
        folder: Where the pages lie.
    """

    def __init__(self, root: Path, build: Path, memory: Memory) -> None:
        """Open a book.

        Args:
            root: Its folder.
            build: The folder for pages and all that Sphinx keeps.
            memory: What its chapters gave.

        Raises:
            ProjectError: The table of contents cannot be read.
            Exception: Sphinx cannot make sense of the configuration.
        """
        self.paper = Paper(root)
        self.folder = build / "pages"
        self._memory = memory
        self._stand_ins: set[str] = set()
        self._lenient: set[str] = set()
        self._found: dict[tuple[str, str], list[str]] = {}
        self._doctrees: dict[str, nodes.document] = {}
        self._stack = ExitStack()
        try:
            self._open(root, build)
        except BaseException:
            self._stack.close()
            raise

    def _open(self, root: Path, build: Path) -> None:
        self._titles = dict.fromkeys(self.paper.documents, "")
        config, _ = get_final_config(
            user_yaml=root / CONFIG,
            cli_config={"external_toc_path": str(root / CONTENTS), "latex_individualpages": False},
            sourcedir=root,
            use_external_toc=True,
        )
        config["extensions"] = [_DRAFT_EXTENSION if one == _EXTENSION else one for one in config["extensions"]]
        self._stack.enter_context(patch_docutils(None))
        self._stack.enter_context(docutils_namespace())
        self.app = Sphinx(
            srcdir=root,
            confdir=None,
            outdir=self.folder,
            doctreedir=build / ".doctrees",
            buildername="html",
            confoverrides=config,
            status=None,
            warning=StringIO(),
            freshenv=True,
        )
        self._warnings = Warnings(self.app)
        self._stack.callback(self._warnings.close)
        self.app.connect("source-read", self._stand_in, priority=1)
        self._stack.enter_context(_clients(self._client))
        assert isinstance(self.app.builder, StandaloneHTMLBuilder)
        self.builder = self.app.builder
        self.builder.finish_tasks = SerialTasks()
        env = self.app.env
        self._fresh_doctree = env.get_doctree
        env.get_doctree = self._doctree  # type: ignore[method-assign]  # Sphinx has no setting for that
        env.find_files(self.app.config, self.builder)
        self.app.events.emit("env-get-outdated", env, env.found_docs, set(), set())  # extensions get ready by these
        self.app.events.emit("env-before-read-docs", env, sorted(env.found_docs))
        registry = self.app.registry
        self._registered = list(registry.css_files), list(registry.js_files)
        self._loaded = list(self.builder._css_files), list(self.builder._js_files)  # noqa: SLF001  see _prepare
        (self.folder / WORKER).write_text(_WITHDRAWN, encoding="utf-8")

    def close(self) -> None:
        """Give back what Sphinx has taken: its roles, directives and handlers."""
        self._stack.close()

    @property
    def documents(self) -> list[str]:
        """The book's documents, in reading order."""
        return self.paper.documents

    @property
    def problems(self) -> Mapping[str, list[str]]:
        """What is wrong with each document that cannot be shown."""
        found: dict[str, list[str]] = {}
        for (_, document), problems in self._found.items():
            told = found.setdefault(document, [])
            told += [problem for problem in problems if problem not in told]
        return {document: problems for document, problems in found.items() if problems}

    @property
    def unread(self) -> set[str]:
        """The documents that could not be read as they are now; what others refer to in them may be missing."""
        return {document for (stage, document), problems in self._found.items() if stage == "read" and problems}

    def title(self, document: str) -> str:
        """Return a document's title: its last one, if it cannot be read now."""
        return self._titles[document] or document.rpartition("/")[2]

    def read(self, document: str) -> None:
        """Read a document's notebook, in place of what was read of it before."""
        self._stand_ins.discard(document)
        self.app.phase = BuildPhase.READING
        with self._blaming("read", document):
            self._read(document)
        if document in self.app.env.all_docs:
            self._titles[document] = self.app.env.titles[document].astext()
        else:  # the other pages name its title
            self._stand_ins.add(document)
            with self._warnings.told():
                self._read(document)

    def _read(self, document: str) -> None:
        env = self.app.env
        self.app.events.emit("env-purge-doc", env, document)
        env.clear_doc(document)
        env._pickled_doctree_cache.pop(document, None)  # noqa: SLF001  Sphinx reads each document only once
        self._doctrees.pop(document, None)
        if document == self.app.config.root_doc:
            env.__dict__.pop("master_doctree", None)
        try:
            self.builder.read_doc(document)
        finally:
            env.temp_data.clear()
            env.ref_context.clear()

    def settle(self, read: Collection[str], stale: Collection[str]) -> set[str]:
        """Bring what documents know of one another up to date; return those that have to be written.

        Args:
            read: The documents that have been read.
            stale: Those that have yet to be read again, of which nothing is said.
        """
        env = self.app.env
        self._found = {key: told for key, told in self._found.items() if key[0] != "together"}
        changed = set(read)
        if not self.unread:
            changed, self._lenient = changed | self._lenient, set()
        with self._warnings.told() as told:
            for found in self.app.events.emit("env-updated", env):
                changed.update(found or ())
            changed.update(env.check_dependents(self.app, changed))
            self.app.phase = BuildPhase.CONSISTENCY_CHECK
            env.check_consistency()
        for problem in told:
            concerned = self._concerned(problem) or set(read)
            if self.unread:  # what others lack for want of those that cannot be read is no problem of theirs
                concerned &= set(read)
            for document in concerned - set(stale):
                self._found.setdefault(("together", document), []).append(problem)
        return changed & set(self.documents)

    def _concerned(self, problem: str) -> set[str]:
        """Return the document that a problem names first."""
        for document in self.documents:
            if problem.startswith((str(self.app.env.doc2path(document)), f"{document},")):
                return {document}
        return set()

    def write(self, documents: Sequence[str]) -> None:
        """Write the pages of documents.

        While another document cannot be read, a reference to it that leads nowhere is no problem of theirs; they are
        written again afterwards.
        """
        with self._warnings.told():
            self._prepare(documents)
        for document in documents:
            lenient = bool(self.unread - {document})
            self._lenient |= {document} if lenient else set()
            with self._blaming("write", document, references=not lenient):
                self.app.phase = BuildPhase.RESOLVING
                doctree = self._fresh_doctree(document)  # it is changed by being resolved
                doctree = self.app.env.get_and_resolve_doctree(document, self.builder, doctree)
                self.app.phase = BuildPhase.WRITING
                self.builder.write_doc_serialized(document, doctree)
                self.builder.write_doc(document, doctree)

    def _prepare(self, documents: Sequence[str]) -> None:
        """Let Sphinx prepare for writing, as if for the first time: else each page would get what single ones load."""
        registry, builder = self.app.registry, self.builder
        registry.css_files, registry.js_files = list(self._registered[0]), list(self._registered[1])
        builder._css_files[:], builder._js_files[:] = self._loaded  # noqa: SLF001  Sphinx prepares only once
        builder.prepare_writing(set(documents))

    def write_assets(self) -> None:
        """Copy the style sheets and scripts that pages load."""
        self._prepare([])
        self.builder.copy_assets()

    def write_others(self) -> list[str]:
        """Write the pages that are no documents, and the search's index; return what Sphinx warned of."""
        with self._warnings.told() as told:
            self.builder.gen_pages_from_extensions()
            self.builder.gen_additional_pages()
        self.write_index()
        return told

    def write_index(self) -> None:
        """Write the search's index."""
        self.builder.handle_finish()

    @contextmanager
    def _blaming(self, stage: str, document: str, *, references: bool = True) -> Iterator[None]:
        """Hold a document answerable for all that is warned of, or goes wrong, in the block."""
        problems: list[str] = []
        with self._warnings.told(references=references) as told:
            try:
                yield
            except Exception as error:  # noqa: BLE001  whatever a chapter makes stumble, the others stay
                problems.append(failure(str(self.app.env.doc2path(document)), error))
        self._found[stage, document] = [*problems, *told]

    def _doctree(self, docname: str) -> nodes.document:
        """Return what was read of a document, for those who only look at it: Sphinx would unpickle it each time."""
        if docname not in self._doctrees:
            self._doctrees[docname] = self._fresh_doctree(docname)
        return self._doctrees[docname]

    def _stand_in(self, app: Sphinx, document: str, source: list[str]) -> None:
        """Give a document that cannot be read a page with nothing but its title."""
        if document in self._stand_ins:
            title = nbformat.v4.new_markdown_cell(f"# {self.title(document)}")
            source[0] = json.dumps(nbformat.v4.new_notebook(cells=[title]))

    def _client(self, notebook: Any, source: str, config: Any, logger: Any, read_fmt: Any = None) -> Any:
        """Make what runs a notebook, in the place of MyST-NB's own."""
        path = Path(source)
        document = path.relative_to(self.paper.root).with_suffix("").as_posix()
        return RememberingClient(notebook, path, config, logger, document, self._memory)


@contextmanager
def _clients(make: Any) -> Iterator[None]:
    """Let MyST-NB run notebooks by clients of ours; it has no setting for that."""
    kept = myst_nb.sphinx_.create_client
    myst_nb.sphinx_.create_client = make
    try:
        yield
    finally:
        myst_nb.sphinx_.create_client = kept
