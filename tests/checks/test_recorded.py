"""The checks *recorded* and *repeatable*: what claims are now, and were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from livepaper import Paper, Quantity
from livepaper.checks import recorded, repeatable
from livepaper.claims import Claim
from livepaper.edition import Edition, Run
from livepaper.ledger_csv import ledger_csv
from livepaper.records import CLAIM


@pytest.fixture
def edition(tmp_path: Path, amount: Callable[..., Quantity]) -> Edition:
    """An edition of one chapter with the claims `a` and `b`, and its numbers of record."""
    claims = [Claim("one/a", amount(6)), Claim("one/b", amount("30.2", "percent"))]
    (tmp_path / "ledger.csv").write_text(ledger_csv(claims, {claim.id: [("one", "printed")] for claim in claims}))
    (tmp_path / "data").mkdir()
    (tmp_path / "data/datapackage.json").write_text('{"resources": []}\n')
    return Edition(Paper(tmp_path), (Run("one", 1.0, None, None),), {"one": executed(claims)})


def executed(claims: list[Claim]) -> nbformat.NotebookNode:
    """Return a chapter that makes some claims."""
    outputs = [nbformat.v4.new_output("display_data", {CLAIM: claim.record()}) for claim in claims]
    said = {
        "said": [
            {"expression": claim.id, "id": claim.id, "form": "printed", "value": "", "text": str(claim)}
            for claim in claims
        ]
    }
    text = "\n\n".join(f"We count {{eval}}`{claim.id}`." for claim in claims)
    prose = nbformat.v4.new_markdown_cell(text, metadata={"livepaper": said})
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs), prose])


def test_claims_as_recorded_have_no_finding(edition: Edition) -> None:
    """Each is counted."""
    assert recorded.check(edition).summary == "2 of 2 claims are as recorded"


def test_a_changed_value_names_claim_sentence_expected_and_found(
    edition: Edition, amount: Callable[..., Quantity]
) -> None:
    """Everything needed to judge the change stands in the finding."""
    changed = replace(
        edition, notebooks={"one": executed([Claim("one/a", amount(7)), *list(edition.claims.values())[1:]])}
    )

    (finding,) = recorded.check(changed).findings

    assert (finding.claim, finding.sentence) == ("one/a", "We count 7.")
    assert (finding.found, finding.expected) == ("7, as the chapter computes it now", "6, as recorded")


def test_a_number_typed_where_a_claim_stood_is_found(edition: Edition) -> None:
    """Even a year or a word that needs no claim: the claim is shown once less."""
    typed = edition.notebooks["one"].copy()
    typed.cells[1].metadata["livepaper"]["said"].pop()
    (finding,) = recorded.check(replace(edition, notebooks={"one": typed})).findings

    assert finding.where == "ledger.csv, claim one/b, shown"
    assert finding.expected == "one:printed, as recorded"


def test_a_claim_without_a_row_and_a_row_without_a_claim_are_found(
    edition: Edition, amount: Callable[..., Quantity]
) -> None:
    """New and vanished claims both show."""
    changed = replace(edition, notebooks={"one": executed([Claim("one/a", amount(6)), Claim("one/c", amount(1))])})

    assert [finding.claim for finding in recorded.check(changed).findings] == ["one/b", "one/c"]


def test_a_missing_ledger_is_an_error(edition: Edition) -> None:
    """Nothing can be compared with nothing."""
    (edition.root / "ledger.csv").unlink()

    assert not recorded.check(edition).holds


def test_one_execution_is_said_to_be_one(edition: Edition) -> None:
    """Without a second execution the check says so and claims nothing."""
    result = repeatable.check(edition)

    assert (result.holds, result.examined, result.summary) == (True, 0, "executed once; not compared")


def test_two_identical_executions_hold(edition: Edition) -> None:
    """Claims and figures are counted."""
    result = repeatable.check(replace(edition, again=replace(edition)))

    assert (result.holds, result.summary) == (True, "2 of 2 claims and figures are identical in both executions")


def test_chance_is_found(edition: Edition, amount: Callable[..., Quantity]) -> None:
    """A claim that comes out otherwise the second time is named with both values."""
    other = replace(
        edition, notebooks={"one": executed([Claim("one/a", amount(7)), *list(edition.claims.values())[1:]])}
    )

    (finding,) = repeatable.check(replace(edition, again=other)).findings

    assert (finding.claim, finding.found) == ("one/a", "7 at the second execution")
    assert finding.expected == "6, as at the first"


def test_numbers_of_record_that_cannot_be_read_fail_in_plain_words(edition: Edition) -> None:
    """A file in another encoding is named, with the remedy."""
    (edition.root / "ledger.csv").write_bytes(b"\xff\xfe")

    (finding,) = recorded.check(edition).errors

    assert "ledger.csv" in str(finding)
    assert "Run `make site`, or restore the file." in str(finding)
