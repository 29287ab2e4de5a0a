"""Claims: names for quantities, their forms in prose, and the records they leave."""

from __future__ import annotations

import html
import json
from decimal import Decimal

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from livepaper import Claim, Claims, Grade, words
from livepaper.claims import chapter_of, without_tooltips
from livepaper.errors import ClaimError, UnitError, WordsError
from livepaper.records import CLAIM, READ, publish, restating


@pytest.fixture
def claims(share):
    """A chapter's claims with one share."""
    chapter = Claims("opinion")
    chapter.war = share("30.2", 1110)
    return chapter


def test_claims_tell_their_chapter_whatever_they_are_called(claims, share):
    """A claim may be named chapter."""
    claims.chapter = share("20")
    assert chapter_of(claims) == "opinion"


@pytest.fixture
def kernel():
    """A running IPython, whose displays are caught."""
    InteractiveShell.instance()
    with capture_output() as captured:
        yield captured
    InteractiveShell.clear_instance()


def kinds(captured):
    """List the records that were displayed, as pairs of type and content."""
    return [item for output in captured.outputs for item in output.data.items()]


def test_a_claim_is_named_after_its_chapter(claims):
    """So that it is unique in the book."""
    assert (claims.war.id, str(claims.war)) == ("opinion/war", "30.2%")


@pytest.mark.parametrize("form", words.FORMS)
def test_every_form_can_follow_a_claim(claims, form):
    """It prints what `words` says, or refuses as `words` does."""
    try:
        expected = words.FORMS[form](claims.war.quantity)
    except WordsError:
        with pytest.raises(WordsError):
            str(getattr(claims.war, form))
    else:
        assert str(getattr(claims.war, form)) == expected


def test_a_claim_in_prose_carries_its_id_value_and_form(claims):
    """What the page, the card and the audit need."""
    attributes = 'data-claim="opinion/war" value="30.2" data-form="rounded" data-grade="publisher"'
    assert without_tooltips(claims.war.rounded._repr_html_()) == f'<data class="claim" {attributes}>30%</data>'


def test_a_claim_in_a_notebook_tells_grade_and_margin(claims, share):
    """To those who point at it, and to those who reach it with the keyboard."""
    margin = "Give or take 2.7 points at 95 percent confidence, if people were drawn at random."
    title = f"Grade publisher: seen on the publisher's own page. {margin}"
    claims.unsized = share("40", sampled=True, grade=Grade.PRESS)
    claims.sum = claims.war + claims.unsized

    assert f'title="{html.escape(title)}" tabindex="0">' in claims.war._repr_html_()
    assert claims.war.rounded.tooltip == title
    assert claims.unsized.number.tooltip.endswith(
        "third party's page. No margin of error, because no base was published."
    )
    assert claims.sum.number.tooltip.startswith("Grade derived, press: at its weakest, seen in a press report")


def test_a_claim_that_is_no_share_has_no_margin(claims, amount):
    """A count of bodies tells its grade alone."""
    claims.bodies = amount(6)
    assert claims.bodies.number.tooltip == "Grade publisher: seen on the publisher's own page."


def test_only_claims_lose_their_tooltips(claims):
    """Other titles on a page stay."""
    markup = f'<abbr title="a" tabindex="0">A</abbr> {claims.war._repr_html_()} and {claims.war.grade._repr_html_()}'
    assert without_tooltips(markup).count("title=") == 1
    assert without_tooltips(markup).startswith('<abbr title="a" tabindex="0">')


def test_a_claim_displays_text_markup_and_record(claims):
    """The build knows a claim by its record."""
    bundle = claims.war._repr_mimebundle_()
    assert bundle["text/plain"] == "30.2%"
    assert bundle["text/html"] == claims.war._repr_html_()
    assert bundle[CLAIM] == {"id": "opinion/war", "form": "printed", "value": "30.2"}


def test_a_record_tells_all_that_verification_needs(claims):
    """Value as text, so that no binary fraction creeps in."""
    record = claims.war.record()
    told = {
        "id": "opinion/war", "value": "30.2", "unit": "percent", "text": "30.2%", "base": 1110, "margin": "2.7010",
        "grade": "publisher", "derived": False, "rows": ["polls#30.2"], "sampled": True, "formula": (),
    }  # fmt: skip
    assert {part: record[part] for part in told} == told


def test_a_claim_comes_back_whole_from_its_record(paper):
    """Through JSON, with its error, its rival and its formula."""
    asb = paper.survey("asb", 2022)
    war, crime = (
        asb.share("most-serious-threat", threat) for threat in ("war with other countries", "organised crime")
    )
    for quantity in (war, war - crime, war.percent_of(crime), asb.rank("most-serious-threat", "organised crime")):
        claim = Claim("opinion/any", quantity)
        assert Claim.restore(json.loads(json.dumps(claim.record()))) == claim


def test_claims_calculate_as_quantities(claims, share):
    """On either side, and with another claim: 30.2 + 30.2, - 30.2, 20 + 30.2."""
    poll = share(20)
    assert (claims.war + claims.war).value == Decimal("60.4")
    assert (claims.war - poll).value == Decimal("10.2")
    assert (poll - claims.war).value == Decimal("-10.2")
    assert (poll + claims.war).value == Decimal("50.2")
    assert (claims.war / poll).value == Decimal("1.51")
    assert (poll / claims.war).unit == "times"


def test_claims_compare_as_quantities(claims, share):
    """30.2 against 20 and 15.1."""
    assert claims.war > share(20)
    assert not claims.war < share(20)
    assert claims.war.percent_of(claims.war).value == 100
    assert claims.war.change_from(share("15.1")).value == 100


def test_claims_keep_their_units_apart(claims, amount):
    """A share and a count do not add up."""
    with pytest.raises(UnitError):
        claims.war + amount(3)


def test_claims_are_listed_and_completed(claims, share):
    """In the order in which they were made, completed by the alphabet; assigning again replaces."""
    claims.peace = share(50)
    claims.war = share(31)
    assert [claim.id for claim in claims] == ["opinion/war", "opinion/peace"]
    assert (dir(claims), len(claims)) == (["peace", "war"], 2)
    assert {"in_words", "quantity"} <= set(dir(claims.war))


def test_a_claim_can_be_restated(claims):
    """Another chapter's claim gives its quantity to a claim of one's own."""
    mine = Claims("summary")
    mine.war = claims.war
    assert (mine.war.id, mine.war.quantity) == ("summary/war", claims.war.quantity)


@pytest.mark.parametrize("value", [61, 30.2, "30.2%", None, Decimal(3)])
def test_a_bare_value_is_no_claim(claims, value):
    """A number without rows cannot be checked."""
    with pytest.raises(ClaimError, match=r"claims\.peace in chapter opinion: .* a quantity that knows its rows"):
        claims.peace = value


@pytest.mark.parametrize("name", ["War", "_war", "krieg_ü", "2nd"])
def test_a_bad_name_is_refused(claims, share, name):
    """Names are what prose can hold."""
    with pytest.raises(ClaimError, match=f"the name “{name}”"):
        setattr(claims, name, share(1))


def test_an_unknown_claim_is_refused(claims):
    """With the name that may have been meant."""
    with pytest.raises(ClaimError, match=r"chapter opinion: found no claim “wat”.*Did you mean “war”"):
        _ = claims.wat


def test_an_unknown_form_is_refused(claims):
    """With the forms there are."""
    with pytest.raises(ClaimError, match=r"no form “rouded”; expected one of number.*Did you mean “rounded”"):
        _ = claims.war.rouded


def test_python_may_ask_for_private_names(claims):
    """Copying and displaying probe for methods that are not there."""
    assert not hasattr(claims, "_ipython_canary_method")
    assert not hasattr(claims.war, "__deepcopy__")


def test_markup_is_escaped(amount):
    """A name from a notebook cannot break the page."""
    claim = Claim('a"<b>/x', amount(1))
    assert 'data-claim="a&quot;&lt;b&gt;/x"' in claim._repr_html_()


def test_assigning_leaves_a_record_in_the_notebook(kernel, share):
    """The executed notebook is the ledger."""
    Claims("opinion").war = share(30)
    assert [(kind, record["id"]) for kind, record in kinds(kernel)] == [(CLAIM, "opinion/war")]


def test_restating_leaves_no_second_claim(kernel, share):
    """But what was read is still recorded, since the page depends on it."""
    with restating():
        Claims("opinion").war = share(30)
        publish(READ, {"name": "data:x"})
    assert kinds(kernel) == [(READ, {"name": "data:x"})]


def test_outside_a_notebook_nothing_is_displayed(share, capsys):
    """The engine also runs in tests and commands."""
    Claims("opinion").war = share(30)
    assert capsys.readouterr().out == ""
