"""With what JupyterLab is started."""

from __future__ import annotations

import json
import re

import pytest
from jupyter_server.serverapp import ServerApp
from jupyterlab.labapp import LabApp

from livepaper import Paper
from livepaper.errors import ProjectError
from livepaper.figures import STYLE
from livepaper.lab import options


@pytest.fixture
def paper(copy_of_data, tmp_path):
    """A paper whose files may be written."""
    return Paper(copy_of_data(tmp_path))


@pytest.fixture
def given(paper):
    """The options by name."""
    return dict(option.removeprefix("--").partition("=")[::2] for option in options(paper))


def test_jupyterlab_knows_every_option(given):
    """A misspelled option would be ignored without a word."""
    applications = (LabApp, *ServerApp.classes, ServerApp)
    known = {f"{one.__name__}.{name}" for one in applications for name in one.class_traits(config=True)}
    assert {name for name in given if "." in name} <= known


def test_it_serves_this_machine_only(given):
    """The token of Jupyter's own stays: others may use the machine."""
    assert given["ServerApp.ip"] == "127.0.0.1"
    assert not [name for name in given if "token" in name or "password" in name]


def test_the_authors_own_settings_stay(given, paper):
    """Ours are defaults below them; what is kept between sessions lies with the book's other products."""
    assert "LabApp.user_settings_dir" not in given
    build = str(paper.root / "_build")
    assert given["LabApp.workspaces_dir"].startswith(build)
    assert given["LabApp.extra_labextensions_path"].startswith(build)


def test_a_chapter_can_be_opened(paper):
    """By its name; another name is an error that lists the chapters."""
    assert "--LabApp.default_url=/lab/tree/chapters/public-opinion.ipynb" in options(paper, "public-opinion")
    with pytest.raises(ProjectError, match="no chapter “opinion”; expected one of index"):
        options(paper, "opinion")


def test_a_port_is_that_one_or_none(paper):
    """Without one, Jupyter takes the first that is free."""
    assert not [option for option in options(paper) if ".port" in option]
    assert {"--ServerApp.port=9000", "--ServerApp.port_retries=0"} < set(options(paper, port=9000))


def test_the_extension_is_written_with_the_sites_style(given, paper):
    """A new content has a new address, so that no browser keeps an old one."""
    folder = paper.root / "_build" / "lab" / "extensions" / "livepaper"
    load = json.loads((folder / "package.json").read_text())["jupyterlab"]["_build"]["load"]
    assert re.fullmatch(r"static/live\.js\?v=[0-9a-f]{16}", load)
    assert (folder / "static" / "live.js").is_file()
    assert STYLE.read_text() in (folder / "static" / "style.css").read_text()
