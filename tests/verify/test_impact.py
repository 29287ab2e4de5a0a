"""What a change does to a paper: claims, sentences, figures, words, what rests on them, verdicts; and what breaks."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from livepaper import Paper
from livepaper.datapackage import renew
from livepaper.edition import Edition, Problem, Run
from livepaper.errors import ProjectError
from livepaper.verify.changes import Impact
from livepaper.verify.impact import impact
from livepaper.verify.since import impact_since
from livepaper.verify.verification import Options
from tests.verify import editions

Change = Callable[..., Edition]
Edit = Callable[[Path, str, str], None]

TOPLINES = "data/surveys/toplines.csv"
CLOSER = "closer-balkan-cooperation,ALB,agree,no,"

OPINION = [
    """\
asb = paper.survey("asb", 2022)
claims.closer_cooperation = asb.share("closer-balkan-cooperation", "agree")
claims.war_threat = asb.share("most-serious-threat", "war with other countries")""",
    "Text: {eval}`claims.closer_cooperation` want it. War is feared by {eval}`claims.war_threat`.",
    "Text: {eval}`claims.closer_cooperation.in_words` want it, {eval}`claims.closer_cooperation.standing`.",
    """\
import pandas as pd
from livepaper import Figure
from livepaper.figures import bars
frame = pd.DataFrame({"What": ["closer", "war"], "Share": [claims.closer_cooperation, claims.war_threat]})
Figure("wishes", claims=claims, title="{closer_cooperation} want it", subtitle="Share", base="adults",
       source="ASB", draw=lambda width: bars(frame, width=width), table=frame)""",
    """\
from livepaper import Table
Table(frame, caption="Wishes", claims=claims, source="ASB")""",
]


@pytest.fixture(scope="module")
def before(sealed_data: Path) -> Edition:
    """Give an edition of one chapter on the data as they are."""
    return editions.edition(Paper(sealed_data), public_opinion=OPINION)


@pytest.fixture
def changed(copy_of_data: Callable[[Path], Path], tmp_path: Path, edit: Edit) -> Change:
    """Give a factory of editions on changed data: a text of a file and what stands there instead."""

    def change(old: str, new: str, path: str = TOPLINES, **chapters: list[str]) -> Edition:
        root = copy_of_data(tmp_path)
        edit(root / path, old, new)
        renew(root / "data")
        return editions.edition(Paper(root), **(chapters or {"public_opinion": OPINION}))

    return change


def lines(found: Impact) -> str:
    """Return an impact as text without its line breaks and indents."""
    return " ".join(str(found).split())


def test_nothing_changes_where_nothing_has(before: Edition) -> None:
    """And that is all that is said."""
    assert str(impact(before, before)) == "Nothing that readers see changes."


def test_claims_and_sentences_are_told_before_and_after(before: Edition, changed: Change) -> None:
    """Only the claim and the sentence concerned."""
    found = impact(before, changed(CLOSER + "79.6", CLOSER + "79.1"))

    assert [number.claim for number in found.numbers] == ["public-opinion/closer_cooperation"]
    assert ("value", "79.6", "79.1") in found.numbers[0].parts
    (sentence,) = found.sentences
    assert (sentence.cell, sentence.before, sentence.after) == (2, "Text: 79.6% want it.", "Text: 79.1% want it.")
    told = lines(found)
    assert told.startswith("1 claim changes; 1 sentence changes; 1 figure changes; 1 table changes;")
    assert "public-opinion, cell 2, prose - Text: 79.6% want it. + Text: 79.1% want it." in told


def test_a_word_that_still_holds_is_told_as_such(before: Edition, changed: Change) -> None:
    """Beside those that do not."""
    found = impact(before, changed(CLOSER + "79.6", CLOSER + "76.1"))

    assert [(word.form, word.before, word.after, word.holds) for word in found.words] == [
        ("in_words", "about four fifths", "about three quarters", False),
        ("standing", "a majority", "a majority", True),
    ]
    told = lines(found)
    at = "at 76.1% ± 2.5 points"
    assert f"closer_cooperation.in_words no longer holds: “about four fifths” {at} → “about three quarters”" in told
    assert f"closer_cooperation.standing still holds: “a majority” {at}" in told


def test_a_figure_is_told_with_title_alternative_text_and_cells(before: Edition, changed: Change) -> None:
    """And that its picture differs."""
    (drawing,) = impact(before, changed(CLOSER + "79.6", CLOSER + "79.1")).drawings

    assert drawing.figure == "wishes"
    assert ("title", "79.6% want it", "79.1% want it") in drawing.parts
    assert [part for part, *_ in drawing.parts] == ["title", "alt"]
    assert drawing.cells == (("closer", "Share", "79.6", "79.1"),)
    assert drawing.is_redrawn


def test_a_tables_cells_are_told(before: Edition, changed: Change) -> None:
    """Under its caption."""
    found = impact(before, changed(CLOSER + "79.6", CLOSER + "79.1"))
    assert [(cell.owner, cell.before, cell.after) for cell in found.cells] == [("Wishes", "79.6%", "79.1%")]
    assert "public-opinion, cell 5, “Wishes” - 79.6% + 79.1%" in lines(found)


def test_a_changed_base_changes_the_margin_only(before: Edition, changed: Change) -> None:
    """The value stays."""
    found = impact(before, changed(CLOSER + "79.6,1110", CLOSER + "79.6,555"))
    assert [name for name, *_ in found.numbers[0].parts] == ["base", "margin"]


def test_recommendations_that_rest_on_a_claim_are_named(before: Edition, changed: Change) -> None:
    """Found in whatever table has a column of claims."""
    found = impact(before, changed(CLOSER + "79.6", CLOSER + "79.1"))
    rows = {resting.row: resting for resting in found.resting}
    assert rows["paper-recommendations#security-forum"].claims == ("public-opinion/closer_cooperation",)
    assert rows["paper-recommendations#security-forum"].column == "rests_on"
    assert not any(row.startswith("paper-printed") for row in rows)


def test_verdicts_and_outlived_corrections_are_told(before: Edition, changed: Change) -> None:
    """A printed number that now differs, and a number-word that is no longer true."""
    found = impact(before, changed(CLOSER + "79.6", CLOSER + "45.1"))
    judged = {judgement.what.partition(" (")[0]: judgement for judgement in found.judgements}
    assert judged["printed number kf-closer-cooperation"].before == "not checkable"
    assert judged["printed number kf-closer-cooperation"].after.startswith("differs; expected")
    assert judged["printed number s42-majority-cooperation"].after.startswith("differs: the claim is 45.1%")


def test_a_new_verdict_without_a_problem_is_told(before: Edition, changed: Change) -> None:
    """Better evidence lets the printed number be checked at last."""
    path = "data/paper/corrections.csv"
    row = next(line for line in (before.paper.root / path).read_text("utf-8").splitlines() if "nc-kf-closer" in line)
    found = impact(before, changed(row, row.replace(",not checkable,", ",unsupported,"), path))
    assert [(judgement.before, judgement.after) for judgement in found.judgements] == [("not checkable", "unsupported")]


def test_a_word_that_can_no_longer_be_said_names_sentence_and_reason(before: Edition, changed: Change) -> None:
    """A chapter ends there; what follows in it is told as far as its claims are known."""
    found = impact(before, changed(CLOSER + "79.6", CLOSER + "50.6"))

    (broken,) = found.broken
    assert (broken.chapter, broken.cell) == ("public-opinion", 3)
    assert broken.sentence == "Text: about four fifths want it, a majority."
    assert [(word.form, word.after) for word in found.words] == [("in_words", "about half"), ("standing", "")]
    told = lines(found)
    assert "1 chapter can no longer be executed; 1 claim changes" in told
    assert "can no longer be said: “Text: about four fifths want it, a majority.”" in told
    assert (
        "closer_cooperation.standing can no longer be said: “a majority” at 50.6% ± 2.9 points (found 50.6 percent;"
        " expected a share" in told
    )
    assert "public-opinion from cell 3 on, which fails now" in told
    assert [text.after for text in found.sentences] == [
        "Text: 50.6% want it.",
        "Text: about half want it, a majority.",
    ]


def test_what_a_failed_chapter_did_not_reach_is_not_taken_for_gone(before: Edition) -> None:
    """Its claims and figures are only not known."""
    failed = editions.edition(before.paper, public_opinion=["1 / 0", *OPINION])
    assert impact(before, failed).numbers == impact(before, failed).drawings == ()


def test_a_chapter_that_fails_with_another_names_that_as_the_cause(before: Edition) -> None:
    """The error itself is told once."""
    failed = Problem("failed", 2, "WordsError", f"{before.paper.root}/one.ipynb: found this; expected that.")
    restating = Problem("failed", 1, "ProjectError", "one.ipynb, cell 2: found WordsError")
    ran = editions.edition(before.paper, one=["x = 1"], two=["x = 1"])
    after = replace(ran, runs=(Run("one", 1, None, failed), Run("two", 1, None, restating)))

    assert [(broken.chapter, broken.why) for broken in impact(ran, after).broken] == [
        ("one", "failed: WordsError: one.ipynb: found this; expected that."),
        ("two", "it restates one, which fails"),
    ]


def test_a_chapter_that_failed_before_is_told_to_be_unknown(before: Edition) -> None:
    """As an older state may fail under the present engine."""
    old = editions.edition(before.paper, one=["x = 1", "1 / 0", "Text."])
    new = editions.edition(before.paper, one=["x = 1", "1", "Text."])
    found = impact(old, new)
    assert found.broken == ()
    assert "one from cell 2 on, which failed before: failed: ZeroDivisionError: division by zero" in lines(found)


def test_verdicts_that_miss_a_failed_chapters_claim_are_not_told(before: Edition) -> None:
    """Nothing is known of them; the failure is told already."""
    one = ["claims.closer_cooperation = paper.survey('asb', 2022).share('closer-balkan-cooperation', 'agree')"]
    ran = editions.edition(before.paper, public_opinion=one)
    failed = editions.edition(before.paper, public_opinion=["1 / 0"])
    assert impact(ran, ran).judgements == impact(ran, failed).judgements == ()


def test_a_cell_that_was_put_in_shifts_nothing(before: Edition) -> None:
    """Texts are compared with what stands for them, not with what has their number."""
    after = editions.edition(before.paper, public_opinion=[OPINION[0], "Text that is new.", *OPINION[1:]])
    (text,) = impact(before, after).texts
    assert (text.before, text.after, text.cell) == ("", "Text that is new.", 2)


def test_claims_and_figures_that_are_new_or_gone_are_told(before: Edition) -> None:
    """With the value that they have or had."""
    after = editions.edition(before.paper, public_opinion=[OPINION[0] + "\nclaims.other = asb.base()", *OPINION[1:3]])
    told = lines(impact(before, after))
    assert "public-opinion/other: new: 1,110" in told
    assert "public-opinion/other: gone: 1,110" in lines(impact(after, before))
    assert "title - 79.6% want it" in told


def test_a_chapter_of_one_edition_only_is_named_and_no_more(before: Edition) -> None:
    """Not sentence by sentence."""
    after = editions.edition(before.paper, public_opinion=OPINION, other=["Text of a new chapter."])
    assert impact(before, after).texts == ()
    assert impact(before, after).unknown == ("other, which is new",)
    assert impact(after, before).unknown == ("other, which is gone",)


def test_a_dropped_row_of_a_figure_is_one_difference(before: Edition) -> None:
    """The rows below it are not compared with the wrong ones."""
    cells = [*OPINION[:3], OPINION[3].replace('["closer", "war"]', '["war"]').replace(
        "[claims.closer_cooperation, claims.war_threat]", "[claims.war_threat]")]  # fmt: skip
    (drawing,) = impact(before, editions.edition(before.paper, public_opinion=cells)).drawings
    assert [(row, column, after) for row, column, _, after in drawing.cells] == [
        ("closer", "What", ""),
        ("closer", "Share", ""),
        ("closer", "Share: base", ""),
        ("closer", "Share: grade", ""),
    ]


def test_claims_whose_evidence_differs_without_changing_them_are_named(before: Edition, changed: Change) -> None:
    """A note that was taken out, say."""
    found = impact(before, changed(CLOSER + "79.6,1110,1110 (press)", CLOSER + "79.6,1110,1110"))
    assert found.numbers == ()
    assert found.touched == ("public-opinion/closer_cooperation",)


def test_what_changed_since_a_revision_is_told_with_real_kernels(
    small_paper: Callable[..., Paper], tmp_path: Path, edit: Edit
) -> None:
    """Of one file or of all; nothing is executed again that was executed before; the paper is left alone."""
    paper = small_paper(tmp_path, index=["OPEN", "Text: {eval}`claims.war` fear war."])
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "first"]):
        who = ["-c", "user.name=A reviewer", "-c", "user.email=reviewer@example.org"]
        subprocess.run(["git", "-C", str(paper.root), *who, *words], check=True)
    edit(paper.root / TOPLINES, "war with other countries,no,30.2", "war with other countries,no,31.7")
    edit(paper.root / "index.ipynb", "fear war", "name war")
    unsealed = (paper.root / "data/datapackage.json").read_bytes()
    ran: list[Run] = []

    def since(path: Path | None) -> list[tuple[str, str]]:
        found = impact_since(Paper(paper.root), path, "HEAD", tmp_path / "work", Options(workers=2), ran.append)
        return [(text.before, text.after) for text in found.sentences]

    assert since(paper.root / TOPLINES) == [("Text: 30.2% name war.", "Text: 31.7% name war.")]
    assert len(ran) == 2
    assert since(paper.root / TOPLINES) == [("Text: 30.2% name war.", "Text: 31.7% name war.")]
    assert since(paper.bibliography) == []
    assert len(ran) == 2
    assert since(None) == [("Text: 30.2% fear war.", "Text: 31.7% name war.")]
    assert len(ran) == 3
    assert (paper.root / "data/datapackage.json").read_bytes() == unsealed


def test_an_unknown_revision_is_refused_before_anything_is_executed(
    small_paper: Callable[..., Paper], tmp_path: Path
) -> None:
    """In plain words."""
    paper = small_paper(tmp_path, index=["OPEN"])
    with pytest.raises(ProjectError, match="expected a git repository"):
        impact_since(paper, None, "HEAD", tmp_path / "work")
    assert not (tmp_path / "work").exists()
