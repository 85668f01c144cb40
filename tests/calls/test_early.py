"""What the dispatcher sees of a report while the caller is still talking."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from calls import actions, early
from calls.models import CallOutcome, Report
from tests.factories import WARD, browser, get, ring

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(call_taker: User) -> Report:
    """The report of a call that has just been answered."""
    return Report.objects.get(call=actions.answer(ring().pk, actor=call_taker))


def write(draft: Report, user: User, **fields: Any) -> dict[str, Any]:
    """What the desk is told after these fields were saved."""
    actions.save_draft(draft.pk, actor=user, **fields)
    return early.read([draft.pk]).get(draft.pk, {})


def test_a_draft_is_on_the_board_as_soon_as_place_and_kind_stand(draft: Report, call_taker: User) -> None:
    assert write(draft, call_taker, place_text="Pasar Sentral") == {}
    card = write(draft, call_taker, category="begal", area=WARD)["desk"]
    assert (card["title"], card["place"], card["is_talking"]) == ("Begal", "Pasar Sentral", True)
    assert (card["taker"], card["seat"]) == ("Fitriani Halik", "Meja 03")
    assert early.versions() == {draft.pk: card["version"]}


def test_nothing_of_the_reporter_or_his_words_is_on_it(draft: Report, call_taker: User) -> None:
    said = {"reporter_name": "Wa Ina", "callback": "085241872093", "words": "dia pakai baju merah"}
    made = write(draft, call_taker, place_text="Pasar Sentral", category="begal", **said)
    assert not any(secret in str(made) for secret in said.values())


def test_a_confidential_draft_says_what_and_where_to_the_cleared_only(draft: Report, call_taker: User) -> None:
    made = write(draft, call_taker, place_text="Jl. Rahasia 1", category="begal", is_confidential=True)
    assert made["desk+closed"]["place"] == "Jl. Rahasia 1"
    assert (made["desk"]["title"], made["desk"]["place"], made["desk"]["priority"]) == ("Kejadian tertutup", "", None)


def test_it_goes_when_the_report_is_sent_or_put_aside(draft: Report, call_taker: User) -> None:
    write(draft, call_taker, place_text="Pasar Sentral", category="begal")
    actions.set_outcome(draft.call_id or 0, CallOutcome.PRANK, actor=call_taker)
    assert early.read([draft.pk]) == {} and early.versions() == {}
    actions.undo_outcome(draft.call_id or 0, actor=call_taker)
    assert early.versions().keys() == {draft.pk}
    actions.forward(draft.pk, actor=call_taker)
    assert early.versions() == {}


def test_only_the_desk_sees_it(draft: Report, call_taker: User, dispatcher: User, damkar: User) -> None:
    made = write(draft, call_taker, place_text="Pasar Sentral", category="begal")
    assert set(made) == {"desk", "desk+closed"}
    _status, picture = get(browser(dispatcher), "board/")
    assert [card["id"] for card in picture["cards"] if card["kind"] == "draft"] == [draft.pk]
    assert get(browser(damkar), "board/")[0] == 403
