"""What the dispatcher sees of a report while the caller is still talking."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from agencies.models import Role
from calls import actions, early
from calls.models import CallOutcome, Report
from calls.sentences import report_sentence
from journal.models import Entry
from tests.calls.protocols import ids, publish
from tests.factories import WARD, browser, get, person, post, ring

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


def test_whom_it_calls_for_and_what_makes_it_urgent_are_on_it(
    draft: Report, call_taker: User, supervisor: User
) -> None:
    fire = publish(supervisor)
    answers = dict(zip(map(str, ids(fire)), ("yes", "no", "no"), strict=True))
    card = write(draft, call_taker, place_text="Jl. Contoh 1", category="kebakaran_rumah", answers=answers)["desk"]
    assert card["agencies"] == ["Damkar", "Polresta"]
    assert card["alarms"] == ["Ada orang terjebak? Ya", "Penelepon di tempat aman? Tidak"]
    assert write(draft, call_taker, proposed="POL")["desk"]["agencies"] == ["Polresta"]
    assert write(draft, call_taker, proposed="-")["desk"]["agencies"] == []
    assert write(draft, call_taker, proposed="PLN")["desk"]["agencies"] == ["Damkar", "Polresta"]
    other = write(draft, call_taker, category="begal")["desk"]
    assert (other["agencies"], other["alarms"]) == (["Polresta"], []), "of another kind of event"
    hidden = write(draft, call_taker, category="kebakaran_rumah", is_confidential=True)
    assert (hidden["desk"]["agencies"], hidden["desk"]["alarms"]) == ([], [])
    assert hidden["desk+closed"]["alarms"] == card["alarms"]


def test_many_drafts_ask_no_more_than_one(
    draft: Report, call_taker: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    drafts = [draft, *(Report.objects.get(call=actions.answer(ring().pk, actor=call_taker)) for _ in range(3))]
    for one in drafts:
        actions.save_draft(one.pk, actor=call_taker, place_text="Pasar Sentral", category="begal")
    with CaptureQueriesContext(connection) as alone:
        early.read([draft.pk])
    with django_assert_num_queries(len(alone)):
        assert len(early.read([one.pk for one in drafts])) == 4


def test_a_confidential_draft_says_what_and_where_to_the_cleared_only(draft: Report, call_taker: User) -> None:
    made = write(draft, call_taker, place_text="Jl. Rahasia 1", category="begal", is_confidential=True)
    assert made["desk+closed"]["place"] == "Jl. Rahasia 1"
    assert (made["desk"]["title"], made["desk"]["place"], made["desk"]["priority"]) == ("Kejadian tertutup", "", None)
    moved = write(draft, call_taker, lat=-3.96, lng=122.53)
    assert (moved["desk+closed"]["lat"], moved["desk"]["lat"], moved["desk"]["lng"]) == (-3.96, None, None)


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
    assert set(made) == {"desk", "desk+closed", "calls"}
    assert set(made["calls"]) == {"kind", "id", "version", "seen"}, "a console is told only who has seen it"
    _status, picture = get(browser(dispatcher), "board/")
    assert [card["id"] for card in picture["cards"] if card["kind"] == "draft"] == [draft.pk]
    assert get(browser(damkar), "board/")[0] == 403


def test_its_call_taker_is_told_who_has_seen_it_once_for_each_dispatcher(
    draft: Report, call_taker: User, dispatcher: User
) -> None:
    write(draft, call_taker, place_text="Pasar Sentral", category="begal")
    desk = browser(dispatcher)
    first, again = (post(desk, f"reports-drafts/{draft.pk}/seen/", {}) for _time in range(2))
    assert (first[0], again[0], again[1]["version"]) == (200, 200, first[1]["version"])
    other = person("sari", "Sari Dewi", Role.DISPATCHER)
    actions.see_draft(draft.pk, actor=other)
    made = early.read([draft.pk])[draft.pk]
    assert [one["who"] for one in made["calls"]["seen"]] == ["Rizal Asrun", "Sari Dewi"]
    assert Entry.objects.filter(subject=draft.subject, verb="seen").count() == 2
    _status, picture = get(browser(call_taker), "calls/")
    assert [len(card["seen"]) for card in picture["cards"] if card["kind"] == "draft"] == [2]


def test_seeing_it_disturbs_nothing_that_is_being_written(draft: Report, call_taker: User, dispatcher: User) -> None:
    write(draft, call_taker, place_text="Pasar Sentral", category="begal")
    actions.see_draft(draft.pk, actor=dispatcher)
    status, answer = post(browser(call_taker), f"reports-drafts/{draft.pk}/", {"words": "dua orang"})
    assert (status, answer["report"]["words"]) == (200, "dua orang")


def test_what_was_sent_cannot_be_seen_as_a_draft_any_more(draft: Report, call_taker: User, dispatcher: User) -> None:
    write(draft, call_taker, place_text="Pasar Sentral", category="begal")
    actions.forward(draft.pk, actor=call_taker)
    status, answer = post(browser(dispatcher), f"reports-drafts/{draft.pk}/seen/", {})
    assert (status, answer["code"]) == (409, "no_draft")


def test_only_the_desk_can_say_that_it_has_seen_it(draft: Report, call_taker: User, damkar: User) -> None:
    for user in (call_taker, damkar):
        assert post(browser(user), f"reports-drafts/{draft.pk}/seen/", {})[0] == 403
    assert not draft.sights.exists()


def test_the_journal_of_the_incident_says_that_it_was_seen_early(dispatcher: User) -> None:
    said = report_sentence(Entry(verb="seen", facts={}))
    assert said is not None and said.text == "Pra-kirim dilihat di papan"
