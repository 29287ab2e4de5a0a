"""The workflows at GitHub: that they are right, ask for little, and do what authors do by hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.automation.conftest import Lint

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def read(path: Path) -> dict[str, Any]:
    """Parse a workflow; the key “on” is true in YAML."""
    parsed: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {("on" if key is True else key): value for key, value in parsed.items()}


JOBS = [pytest.param(job, id=f"{path.stem}-{name}") for path in WORKFLOWS for name, job in read(path)["jobs"].items()]


def steps(job: dict[str, Any], key: str) -> list[str]:
    """Return what each step of a job runs or uses."""
    return [step[key] for step in job["steps"] if key in step]


def test_actionlint_finds_nothing(actionlint: Lint) -> None:
    """In any workflow."""
    assert len(WORKFLOWS) == 3
    assert actionlint(*WORKFLOWS) == []


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("runs-on: ubuntu-latest", "runs-on: ubuntu-latst", "runner-label"),
        ("needs: freeze", "needs: freezing", "job-needs"),
        ("${{ steps.deployment.outputs", "${{ step.deployment.outputs", "expression"),
        ('VERSION="${GITHUB_REF_NAME#v}"', "VERSION=${{ github.head_ref }}", "expression"),
        ("pages: write", "sites: write", "permissions"),
    ],
)
def test_actionlint_notices_faults(actionlint: Lint, tmp_path: Path, old: str, new: str, kind: str) -> None:
    """So that finding nothing means something."""
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "broken.yml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert kind in {finding["kind"] for finding in actionlint(broken)}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_nothing_unless_a_job_says_so(path: Path) -> None:
    """And none runs a proposal's code with more rights than its author has."""
    workflow = read(path)

    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["group"]
    assert not {"pull_request_target", "workflow_run"} & workflow["on"].keys()
    assert "secrets." not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("job", JOBS)
def test_a_job_asks_for_its_rights_and_ends_in_time(job: dict[str, Any]) -> None:
    """A job that may write runs no code of the repository; none keeps the right to push."""
    assert job["timeout-minutes"] <= 90
    if "write" in job["permissions"].values():
        assert not [run for run in steps(job, "run") if "make" in run.split()]
        assert not [used for used in steps(job, "uses") if used.startswith("actions/checkout")]
    for step in job["steps"]:
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("job", JOBS)
def test_actions_are_named_by_the_hash_of_their_commit(job: dict[str, Any]) -> None:
    """A tag can be moved, a hash cannot."""
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", used) for used in steps(job, "uses"))


def test_workflows_build_and_test_by_the_makefile() -> None:
    """There is no second way; every target that they name exists."""
    runs = [run for path in WORKFLOWS for job in read(path)["jobs"].values() for run in steps(job, "run")]
    named = [match[1] for run in runs if (match := re.match(r"make (\w+)", run))]

    assert set(named) == {"verify", "test", "release"}
    assert set(named) <= TARGETS
    assert not [run for run in runs if re.search(r"\b(pip|pytest|livepaper|jupyter-book)\b", run)]


def test_a_site_is_published_only_after_a_green_release() -> None:
    """From a tag of a version, by a job that waits for verification."""
    workflow = read(ROOT / ".github/workflows/release.yml")
    publishing = [
        job for job in workflow["jobs"].values() if any("deploy-pages" in used for used in steps(job, "uses"))
    ]

    assert workflow["on"] == {"push": {"tags": ["v*"]}}
    assert [job["needs"] for job in publishing] == ["freeze"]
    assert "if" not in publishing[0]
    assert steps(workflow["jobs"]["freeze"], "run") == ['make release VERSION="${GITHUB_REF_NAME#v}"']


def test_the_weekly_check_starts_from_nothing_and_opens_an_issue() -> None:
    """Without kept packages, after failure only, and on no push."""
    workflow = read(ROOT / ".github/workflows/weekly.yml")

    assert workflow["on"].keys() == {"schedule", "workflow_dispatch"}
    assert "cache" not in workflow["jobs"]["verify"]["steps"][1]["with"]
    report = workflow["jobs"]["report"]
    assert (report["if"], set(report["needs"])) == ("${{ failure() }}", workflow["jobs"].keys() - {"report"})
    assert "gh issue create" in report["steps"][0]["run"]
