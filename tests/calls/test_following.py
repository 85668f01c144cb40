"""A report that waits for a colleague's: joined when his is sent, let go when his is not, and never lost between."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection

from calls import actions
from calls.models import Call, CallOutcome, Report
from calls.same_event import matches_of
from incidents.models import Incident
from reporting.invariants import violations
from tests.factories import browser, get, history, incident, post, ring, seconds, verbs
from tests.refusals import code_of, denied, refusal

pytestmark = pytest.mark.django_db

PLACED: dict[str, Any] = {"place_text": "Jl. Bunga Seroja 17", "category": "kebakaran_rumah"}


def answered(taker: User, number: str, words: str) -> Report:
    """A call that this person has in hand, with what its caller says."""
    call = actions.answer(ring(number=number).pk, actor=taker)
    return actions.save_draft(Report.objects.get(call=call).pk, actor=taker, words=words)


@pytest.fixture
def leader(clock: time_machine.Traveller, call_taker: User) -> Report:
    """What Fitriani writes down."""
    return answered(call_taker, "0811-1111-1111", "api dari dapur")


@pytest.fixture
def draft(leader: Report, second_call_taker: User) -> Report:
    """What Marlina hears of the same fire."""
    return answered(second_call_taker, "0822-2222-2222", "asap sampai jalan")


def test_a_waiting_report_joins_when_the_other_is_sent(
    leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    waiting = actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    assert (waiting.follows, waiting.incident) == (leader, None)
    sent = actions.forward(leader.pk, actor=call_taker, **PLACED)
    draft.refresh_from_db()
    assert (draft.incident, draft.follows) == (sent.incident, leader), "with whom it joined stays known"
    fire = Incident.objects.get()
    assert fire.report_count == 2
    assert {(note.text, note.author) for note in fire.notes.all()} == {
        ("api dari dapur", call_taker),
        ("asap sampai jalan", second_call_taker),
    }
    assert set(Call.objects.values_list("outcome", flat=True)) == {CallOutcome.EMERGENCY}
    assert verbs(draft.subject)[-2:] == ["followed", "attached"]
    assert history(draft.subject)[-1].actor == second_call_taker
    assert verbs(fire.subject) == ["opened", "joined"]


def test_it_joins_too_when_the_other_is_itself_joined(
    leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    fire = incident()
    actions.attach(leader.pk, fire.pk, actor=call_taker)
    fire.refresh_from_db()
    assert (fire.report_count, Report.objects.get(pk=draft.pk).incident) == (3, fire)


def test_joining_can_be_taken_back_as_any_other(
    clock: time_machine.Traveller, leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    actions.forward(leader.pk, actor=call_taker, **PLACED)
    clock.shift(seconds(4))
    assert actions.detach(draft.pk, actor=second_call_taker).incident is None
    assert Incident.objects.get().report_count == 1


@pytest.fixture
def joined(
    clock: time_machine.Traveller, leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> Incident:
    """An open incident that the leader was attached to, and the draft that waited for him with it."""
    actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    fire = incident()
    actions.attach(leader.pk, fire.pk, actor=call_taker)
    clock.shift(seconds(4))
    return Incident.objects.get(pk=fire.pk)


def test_when_the_other_takes_his_joining_back_it_waits_for_him_again(
    joined: Incident, leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    """Both are of one event, which is not this one: a report left behind would be of the wrong event."""
    actions.detach(leader.pk, actor=call_taker)
    row = Report.objects.get(pk=draft.pk)
    assert (row.incident, row.attached_at, row.follows) == (None, None, leader)
    assert set(Call.objects.values_list("outcome", flat=True)) == {CallOutcome.PENDING}
    assert (verbs(row.subject)[-1], Incident.objects.get().report_count) == ("detached", 1)
    assert list(violations()) == []
    client = browser(second_call_taker)
    body = get(client, f"reports-drafts/{draft.pk}/following/")[1]
    assert (body["incident"], body["report"]["follows"]["id"]) == (None, leader.pk)
    sent = actions.forward(leader.pk, actor=call_taker, **PLACED)
    assert Report.objects.get(pk=draft.pk).incident == sent.incident != joined


def test_when_it_takes_its_own_joining_back_the_other_stays(
    joined: Incident, leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    row = actions.detach(draft.pk, actor=second_call_taker)
    assert (row.incident, row.follows) == (None, None)
    assert Report.objects.get(pk=leader.pk).incident == joined
    actions.detach(leader.pk, actor=call_taker)
    assert Report.objects.get(pk=draft.pk).follows is None, "who has left does not wait again"
    assert list(violations()) == []


def test_who_came_to_a_report_that_had_just_joined_goes_back_with_it_too(
    clock: time_machine.Traveller, leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    fire = incident()
    actions.attach(leader.pk, fire.pk, actor=call_taker)
    clock.shift(seconds(2))
    assert actions.follow(draft.pk, leader.pk, actor=second_call_taker).incident == fire
    actions.detach(leader.pk, actor=call_taker)
    row = Report.objects.get(pk=draft.pk)
    assert (row.incident, row.follows) == (None, leader)


def test_waiting_can_be_taken_back_at_any_time(
    clock: time_machine.Traveller, leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    clock.shift(seconds(60))
    actions.unfollow(draft.pk, actor=second_call_taker)
    actions.forward(leader.pk, actor=call_taker, **PLACED)
    assert Report.objects.get(pk=draft.pk).incident is None
    assert code_of(actions.unfollow, draft.pk, actor=second_call_taker) == "not_following"


@pytest.mark.parametrize("outcome", ["prank", "silent", "information"])
def test_it_stands_alone_again_when_the_other_was_no_emergency(
    leader: Report, draft: Report, call_taker: User, second_call_taker: User, outcome: str
) -> None:
    actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    actions.set_outcome(leader.call_id or 0, outcome, actor=call_taker)
    row = Report.objects.get(pk=draft.pk)
    assert (row.follows, row.let_go, row in Report.objects.drafts()) == (None, "dropped", True)


def test_it_stands_alone_again_when_the_other_was_put_aside(
    draft: Report, call_taker: User, second_call_taker: User
) -> None:
    other = actions.start_report("radio", actor=call_taker)
    actions.follow(draft.pk, other.pk, actor=second_call_taker)
    actions.discard(other.pk, actor=call_taker)
    assert Report.objects.get(pk=draft.pk).let_go == "dropped"


def test_it_stands_alone_when_the_other_became_a_closed_case(
    leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    actions.forward(leader.pk, actor=call_taker, place_text="Jl. Uji", category="kdrt")
    row = Report.objects.get(pk=draft.pk)
    assert (row.incident, row.let_go) == (None, "closed")
    assert Incident.objects.get().report_count == 1


def test_sending_it_oneself_makes_an_incident_of_its_own(
    leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    actions.forward(draft.pk, actor=second_call_taker, **PLACED)
    actions.forward(leader.pk, actor=call_taker, **PLACED)
    assert list(Incident.objects.values_list("report_count", flat=True)) == [1, 1]


def test_a_report_coded_as_a_prank_does_not_join(
    leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    actions.set_outcome(draft.call_id or 0, "prank", actor=second_call_taker)
    actions.forward(leader.pk, actor=call_taker, **PLACED)
    assert Incident.objects.get().report_count == 1


@pytest.mark.parametrize("is_sent", [True, False])
def test_an_undone_prank_does_not_wait_for_what_is_gone(
    leader: Report, draft: Report, call_taker: User, second_call_taker: User, is_sent: bool
) -> None:
    assert leader.call and draft.call
    actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    actions.set_outcome(draft.call.pk, "prank", actor=second_call_taker)
    if is_sent:
        actions.forward(leader.pk, actor=call_taker, **PLACED)
    else:
        actions.set_outcome(leader.call.pk, "prank", actor=call_taker)
    actions.undo_outcome(draft.call.pk, actor=second_call_taker)
    draft.refresh_from_db()
    assert (draft.follows, draft.incident, draft.discarded_at) == (None, None, None)


def test_pressed_the_moment_after_the_other_was_sent_it_joins_at_once(
    leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    sent = actions.forward(leader.pk, actor=call_taker, **PLACED)
    assert actions.follow(draft.pk, leader.pk, actor=second_call_taker).incident == sent.incident


def test_nobody_waits_in_chains_or_circles(
    leader: Report, draft: Report, call_taker: User, second_call_taker: User, supervisor: User
) -> None:
    actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    third = actions.start_report("radio", actor=supervisor)
    own = actions.start_report("radio", actor=call_taker)
    assert code_of(actions.follow, third.pk, draft.pk, actor=supervisor) == "waits"
    assert code_of(actions.follow, leader.pk, third.pk, actor=call_taker) == "awaited"
    assert code_of(actions.follow, leader.pk, draft.pk, actor=call_taker) == "waits"
    assert code_of(actions.follow, own.pk, leader.pk, actor=call_taker) == "own"
    actions.discard(third.pk, actor=supervisor)
    assert code_of(actions.follow, own.pk, third.pk, actor=call_taker) == "gone"


def test_closed_reports_wait_for_nobody(leader: Report, draft: Report, second_call_taker: User) -> None:
    refusal_code = code_of(actions.follow, draft.pk, leader.pk, actor=second_call_taker, is_confidential=True)
    assert refusal_code == "confidential"


def test_only_who_writes_it_lets_it_wait(leader: Report, draft: Report, call_taker: User, damkar: User) -> None:
    assert code_of(actions.follow, draft.pk, leader.pk, actor=call_taker) == "not_yours"
    denied(actions.follow, draft.pk, leader.pk, actor=damkar)


def test_a_report_that_waits_is_offered_to_nobody(
    leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    for row, taker in ((leader, call_taker), (draft, second_call_taker)):
        actions.save_draft(row.pk, actor=taker, lat=-3.96, lng=122.53, **PLACED)
    assert [one["kind"] for one in matches_of(Report.objects.get(pk=leader.pk), call_taker)] == ["draft"]
    actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    assert matches_of(Report.objects.get(pk=leader.pk), call_taker) == []


# --- in the same moment ---------------------------------------------------------------------------------------------


def together(*deeds: Any) -> list[ValidationError]:
    """Do these at once; answers what was refused."""
    start, refused = Barrier(len(deeds)), []

    def run(deed: Any) -> None:
        start.wait()
        try:
            deed()
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(one,)) for one in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(5))
def test_waiting_and_sending_at_once_always_end_in_one_incident(
    _time: int, call_taker: User, second_call_taker: User
) -> None:
    leader = answered(call_taker, "0811-1111-1111", "api")
    draft = answered(second_call_taker, "0822-2222-2222", "asap")
    refused = together(
        lambda: actions.follow(draft.pk, leader.pk, actor=second_call_taker),
        lambda: actions.forward(leader.pk, actor=call_taker, **PLACED),
    )
    assert refused == []
    fire = Incident.objects.get()
    assert (fire.report_count, Report.objects.get(pk=draft.pk).incident) == (2, fire)
    assert [entry.number for entry in history(fire.subject)] == list(range(1, fire.version + 1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(5))
def test_two_who_wait_for_each_other_at_once_do_not_both(_time: int, call_taker: User, second_call_taker: User) -> None:
    one = answered(call_taker, "0811-1111-1111", "api")
    two = answered(second_call_taker, "0822-2222-2222", "asap")
    refused = together(
        lambda: actions.follow(one.pk, two.pk, actor=call_taker),
        lambda: actions.follow(two.pk, one.pk, actor=second_call_taker),
    )
    assert len(refused) == 1
    assert Report.objects.filter(follows__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(5))
def test_sending_both_at_once_loses_neither(_time: int, call_taker: User, second_call_taker: User) -> None:
    leader = answered(call_taker, "0811-1111-1111", "api")
    draft = answered(second_call_taker, "0822-2222-2222", "asap")
    actions.follow(draft.pk, leader.pk, actor=second_call_taker)
    together(
        lambda: actions.forward(draft.pk, actor=second_call_taker, **PLACED),
        lambda: actions.forward(leader.pk, actor=call_taker, **PLACED),
        lambda: actions.set_outcome(draft.call_id or 0, "emergency", actor=second_call_taker),
    )
    assert not Report.objects.filter(incident=None).exists()
    assert sum(Incident.objects.values_list("report_count", flat=True)) == 2


# --- over HTTP ------------------------------------------------------------------------------------------------------


def test_the_console_waits_is_told_and_takes_back(
    leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    client = browser(second_call_taker)
    address = f"reports-drafts/{draft.pk}/following/"
    status, body = post(client, address, {"draft": leader.pk})
    assert (status, body["incident"]) == (201, None)
    assert body["report"]["follows"] == {"id": leader.pk, "who": "Fitriani Halik", "seat": "Meja 03"}
    assert post(client, f"{address}undo/")[1]["report"]["follows"] is None
    post(client, address, {"draft": leader.pk})
    actions.forward(leader.pk, actor=call_taker, **PLACED)
    status, body = get(client, address)
    assert (status, body["report"], body["incident"]["short"]) == (200, None, Incident.objects.get().short_number)
    assert body["undo_until"]


def test_why_it_stands_alone_is_told(leader: Report, draft: Report, call_taker: User, second_call_taker: User) -> None:
    client = browser(second_call_taker)
    post(client, f"reports-drafts/{draft.pk}/following/", {"draft": leader.pk})
    actions.set_outcome(leader.call_id or 0, "prank", actor=call_taker)
    body = get(client, f"reports-drafts/{draft.pk}/following/")[1]
    assert (body["report"]["let_go"], body["report"]["follows"]) == ("dropped", None)


def test_a_colleagues_closed_draft_is_not_found(
    leader: Report, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    actions.save_draft(leader.pk, actor=call_taker, is_confidential=True)
    answer = post(browser(second_call_taker), f"reports-drafts/{draft.pk}/following/", {"draft": leader.pk})
    assert refusal(answer) == (404, "not_found")


def test_agencies_and_the_desk_have_no_such_address(
    leader: Report, draft: Report, dispatcher: User, damkar: User
) -> None:
    for user in (dispatcher, damkar):
        client = browser(user)
        assert get(client, f"reports-drafts/{draft.pk}/following/")[0] == 403
        assert post(client, f"reports-drafts/{draft.pk}/following/", {"draft": leader.pk})[0] == 403
