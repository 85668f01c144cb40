"""A second caller about the same event: attached, counted, kept apart; and taken back."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.timezone import now

from calls import actions
from calls.models import Call, CallOutcome, Report
from calls.same_event import matches_of
from incidents import actions as incidents
from incidents.models import Category, Incident, Note
from incidents.sentences import Names, sentence
from tests.factories import browser, get, history, incident, post, ring, seconds, verbs
from tests.refusals import code_of, denied, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def fire(call_taker: User) -> Incident:
    """The event that is open already."""
    return incident()


@pytest.fixture
def draft(clock: time_machine.Traveller, call_taker: User) -> Report:
    """What a second caller is saying."""
    call = actions.answer(ring().pk, actor=call_taker)
    return actions.save_draft(Report.objects.get(call=call).pk, actor=call_taker, words="api membesar")


def test_a_second_caller_is_counted_and_keeps_his_own_report(fire: Incident, draft: Report, call_taker: User) -> None:
    report = actions.attach(draft.pk, fire.pk, actor=call_taker, reporter_name="Pak Amir")
    fire.refresh_from_db()
    assert (fire.report_count, report.incident, report.attached_at) == (2, fire, now())
    assert (report.words, report.reporter_name) == ("api membesar", "Pak Amir")
    assert Incident.objects.count() == 1


def test_his_words_are_a_line_of_the_incident(fire: Incident, draft: Report, call_taker: User) -> None:
    actions.attach(draft.pk, fire.pk, actor=call_taker)
    line = Note.objects.get(incident=fire, text="api membesar")
    entry = history(fire.subject)[-1]
    assert (entry.verb, entry.facts) == ("joined", {"reports": 2, "note": line.pk})
    assert sentence(entry, Names(notes={line.pk: line.text})).text == "Laporan ke-2 digabung: “api membesar”"
    assert "Amir" not in str([one.facts for one in history(fire.subject) + history(draft.subject)])


def test_the_call_is_coded_by_the_incident(fire: Incident, draft: Report, call_taker: User) -> None:
    actions.attach(draft.pk, fire.pk, actor=call_taker)
    assert Call.objects.get().outcome == CallOutcome.EMERGENCY


def test_place_kind_and_clocks_of_the_incident_stay(fire: Incident, draft: Report, call_taker: User) -> None:
    before = Incident.objects.values("place_text", "category", "priority", "reported_at").get()
    actions.attach(draft.pk, fire.pk, actor=call_taker, place_text="Jl. Lain 9", category="begal")
    assert Incident.objects.values("place_text", "category", "priority", "reported_at").get() == before
    assert Report.objects.get(pk=draft.pk).place_text == "Jl. Lain 9"


def test_within_five_seconds_it_is_a_draft_again(
    clock: time_machine.Traveller, fire: Incident, draft: Report, call_taker: User
) -> None:
    actions.attach(draft.pk, fire.pk, actor=call_taker)
    clock.shift(seconds(5))
    report = actions.detach(draft.pk, actor=call_taker)
    fire.refresh_from_db()
    assert (report.incident, report.attached_at, fire.report_count) == (None, None, 1)
    assert report in Report.objects.drafts()
    assert verbs(fire.subject)[-2:] == ["joined", "parted"]
    assert verbs(draft.subject)[-2:] == ["attached", "detached"]


def test_the_call_is_as_it_was_before(
    clock: time_machine.Traveller, fire: Incident, draft: Report, call_taker: User
) -> None:
    actions.attach(draft.pk, fire.pk, actor=call_taker)
    actions.detach(draft.pk, actor=call_taker)
    assert (Call.objects.get().outcome, Call.objects.get().outcome_at) == ("", None)
    actions.set_outcome(draft.call_id or 0, CallOutcome.COMPLAINT, actor=call_taker)
    clock.shift(seconds(1))
    actions.attach(draft.pk, fire.pk, actor=call_taker)
    actions.detach(draft.pk, actor=call_taker)
    assert Call.objects.get().outcome == CallOutcome.COMPLAINT


def test_after_that_it_is_too_late(
    clock: time_machine.Traveller, fire: Incident, draft: Report, call_taker: User
) -> None:
    actions.attach(draft.pk, fire.pk, actor=call_taker)
    clock.shift(seconds(9))
    assert code_of(actions.detach, draft.pk, actor=call_taker) == "too_late"


def test_only_who_attached_it_takes_it_back(
    fire: Incident, draft: Report, call_taker: User, second_call_taker: User, damkar: User
) -> None:
    assert code_of(actions.detach, draft.pk, actor=call_taker) == "not_attached"
    actions.attach(draft.pk, fire.pk, actor=call_taker)
    assert code_of(actions.detach, draft.pk, actor=second_call_taker) == "not_attached"
    denied(actions.detach, draft.pk, actor=damkar)


def test_a_forwarded_report_is_not_detached_from_its_own_incident(draft: Report, call_taker: User) -> None:
    actions.forward(draft.pk, actor=call_taker, place_text="Pasar Sentral", category="begal")
    assert code_of(actions.detach, draft.pk, actor=call_taker) == "not_attached"


def test_nothing_is_attached_to_a_closed_incident(
    fire: Incident, draft: Report, call_taker: User, dispatcher: User
) -> None:
    incidents.close(fire.pk, "tertangani", actor=dispatcher)
    assert code_of(actions.attach, draft.pk, fire.pk, actor=call_taker) == "already_closed"


def test_a_closed_report_stays_out_of_an_open_incident(fire: Incident, draft: Report, call_taker: User) -> None:
    assert code_of(actions.attach, draft.pk, fire.pk, actor=call_taker, is_confidential=True) == "confidential"


def test_a_closed_incident_is_joined_by_the_cleared_only(draft: Report, call_taker: User) -> None:
    case = incident(is_confidential=True)
    assert code_of(actions.attach, draft.pk, case.pk, actor=call_taker) == "not_cleared"


def test_agencies_do_not_join(fire: Incident, damkar: User) -> None:
    denied(incidents.join, fire.pk, "", actor=damkar)


@pytest.mark.django_db(transaction=True)
def test_two_callers_attached_in_the_same_moment_are_both_counted(call_taker: User) -> None:
    fire = incident()
    drafts = [actions.start_report("radio", actor=call_taker) for _one in range(2)]
    start = Barrier(2)

    def attach(report: Report) -> None:
        start.wait()
        actions.attach(report.pk, fire.pk, actor=call_taker)
        connection.close()

    threads = [Thread(target=attach, args=(one,)) for one in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fire.refresh_from_db()
    assert fire.report_count == 3
    assert [entry.number for entry in history(fire.subject)] == list(range(1, fire.version + 1))


# --- what the console lists -----------------------------------------------------------------------------------------


def near(draft: Report, user: User, **more: Any) -> list[dict[str, Any]]:
    """The list for a draft at the place of the fire."""
    at = Incident.objects.first()
    assert at is not None
    fields = {"lat": at.lat, "lng": at.lng, "place_text": at.place_text, "category": "kebakaran_rumah", **more}
    return matches_of(actions.save_draft(draft.pk, actor=user, **fields), user)


def test_the_open_incident_at_the_same_place_is_listed(fire: Incident, draft: Report, call_taker: User) -> None:
    (one,) = near(draft, call_taker)
    assert (one["kind"], one["id"], one["level"], one["metres"]) == ("incident", fire.pk, "high", 0)


def test_a_colleague_writing_about_it_is_listed_without_the_reporter(
    fire: Incident, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    other = actions.start_report("radio", actor=second_call_taker)
    fields: dict[str, Any] = {
        "place_text": fire.place_text,
        "lat": fire.lat,
        "lng": fire.lng,
        "reporter_name": "Wa Ina",
    }
    actions.save_draft(other.pk, actor=second_call_taker, **fields)
    found = near(draft, call_taker)
    assert {one["kind"] for one in found} == {"incident", "draft"}
    assert "Wa Ina" not in str(found)


def test_confidential_cases_are_listed_for_nobody_without_clearance(
    draft: Report, call_taker: User, second_call_taker: User
) -> None:
    case = incident(is_confidential=True)
    other = actions.start_report("radio", actor=second_call_taker)
    place: dict[str, Any] = {"place_text": case.place_text, "lat": case.lat, "lng": case.lng}
    actions.save_draft(other.pk, actor=second_call_taker, is_confidential=True, **place)
    assert near(draft, call_taker) == []


def test_closed_incidents_are_not_listed(fire: Incident, draft: Report, call_taker: User, dispatcher: User) -> None:
    incidents.close(fire.pk, "tertangani", actor=dispatcher)
    assert near(draft, call_taker) == []


# --- over HTTP ------------------------------------------------------------------------------------------------------


def test_the_console_lists_attaches_and_takes_back(fire: Incident, draft: Report, call_taker: User) -> None:
    client = browser(call_taker)
    near(draft, call_taker)
    status, body = get(client, f"reports-drafts/{draft.pk}/matches/")
    assert (status, [one["id"] for one in body["matches"]]) == (200, [fire.pk])
    status, body = post(client, f"reports-drafts/{draft.pk}/attaching/", {"incident": fire.pk})
    assert (status, body["incident"]["short"]) == (201, fire.short_number)
    status, body = post(client, f"reports-drafts/{draft.pk}/attaching/undo/")
    assert (status, body["report"]["id"]) == (200, draft.pk)


def test_a_colleagues_draft_is_neither_compared_nor_attached(
    fire: Incident, draft: Report, second_call_taker: User
) -> None:
    client = browser(second_call_taker)
    assert get(client, f"reports-drafts/{draft.pk}/matches/")[0] == 404
    body = {"incident": fire.pk}
    assert refusal(post(client, f"reports-drafts/{draft.pk}/attaching/", body)) == (409, "not_yours")


def test_an_incident_one_may_not_know_of_is_not_found(draft: Report, call_taker: User) -> None:
    case = incident(is_confidential=True)
    body = {"incident": case.pk}
    answer = post(browser(call_taker), f"reports-drafts/{draft.pk}/attaching/", body)
    assert refusal(answer) == (404, "not_found")


def test_an_agency_has_no_such_address(fire: Incident, draft: Report, damkar: User) -> None:
    client = browser(damkar)
    assert get(client, f"reports-drafts/{draft.pk}/matches/")[0] == 403
    assert post(client, f"reports-drafts/{draft.pk}/attaching/", {"incident": fire.pk})[0] == 404


def test_an_attached_report_is_attached_once(fire: Incident, draft: Report, call_taker: User) -> None:
    actions.attach(draft.pk, fire.pk, actor=call_taker)
    with pytest.raises(ValidationError, match="sudah diteruskan"):
        actions.attach(draft.pk, fire.pk, actor=call_taker)


def test_a_draft_of_a_confidential_kind_is_closed_whatever_the_box_says(
    fire: Incident, draft: Report, call_taker: User, second_call_taker: User
) -> None:
    Category.objects.filter(code="begal").update(is_confidential=True)
    fields: dict[str, Any] = {"category": "begal", "is_confidential": False}
    assert code_of(actions.attach, draft.pk, fire.pk, actor=call_taker, **fields) == "confidential"
    other = actions.start_report("radio", actor=second_call_taker)
    place: dict[str, Any] = {"place_text": fire.place_text, "lat": fire.lat, "lng": fire.lng}
    actions.save_draft(other.pk, actor=second_call_taker, **fields, **place)
    assert [one["kind"] for one in near(draft, call_taker)] == ["incident"]
