"""What a reporter said: begun, saved field by field, sent on as an incident, or put aside."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from calls import actions
from calls.models import Call, Report
from incidents.models import Incident
from tests.factories import KEPT_SECRETS, WARD, history, minutes, pending, ring, seconds, verbs
from tests.refusals import code_of, denied, fields_of, refused

pytestmark = pytest.mark.django_db

FIELDS: dict[str, Any] = {
    "place_text": "Jl. Bunga Seroja 17",
    "landmark": "depan masjid",
    "area": WARD,
    "lat": -3.9612,
    "lng": 122.5301,
    "category": "kebakaran_rumah",
    "priority": 2,
    "is_confidential": False,
    "reporter_name": "Wa Ina",
    "relation": "witness",
    "callback": "085241872093",
    "words": "asap tebal dari dapur",
}


@pytest.fixture
def draft(clock: time_machine.Traveller, call_taker: User) -> Report:
    """The empty report of a call that has just been answered."""
    call = actions.answer(ring().pk, actor=call_taker)
    return Report.objects.get(call=call)


def secrets_of(subject: str) -> list[str]:
    """What of the typed words is in the journal of this subject."""
    text = json.dumps([entry.facts for entry in history(subject)])
    return [secret for secret in KEPT_SECRETS if secret in text]


# --- beginning ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["radio", "walk_in", "phone"])
def test_a_report_without_a_call_begins_with_its_source(
    clock: time_machine.Traveller, call_taker: User, source: str
) -> None:
    row = actions.start_report(source, actor=call_taker)
    assert (row.call, row.taken_by, row.started_at, row.version) == (None, call_taker, now(), 1)
    assert [(entry.verb, entry.facts) for entry in history(row.subject)] == [("started", {"source": source})]


@pytest.mark.parametrize("source", ["call", "", "faks"])
def test_a_report_without_a_call_has_another_source(call_taker: User, source: str) -> None:
    assert fields_of(actions.start_report, source, actor=call_taker) == ["source"]


def test_who_may_not_report(dispatcher: User, damkar: User, head: User) -> None:
    for actor in (dispatcher, damkar, head):
        denied(actions.start_report, "radio", actor=actor)


def test_counted_victims_reach_the_incident_as_a_line_of_its_own(draft: Report, call_taker: User) -> None:
    actions.save_draft(draft.pk, actor=call_taker, **FIELDS, badly_hurt=2, trapped=1)
    sent = actions.forward(draft.pk, actor=call_taker)
    assert sent.incident is not None
    assert [note.text for note in sent.incident.notes.order_by("pk")] == [
        FIELDS["words"],
        "Korban: Luka berat 2 · Terjebak 1",
    ]


# --- saving ---------------------------------------------------------------------------------------------------------


def test_each_field_is_kept_as_it_is_typed_and_named_in_the_journal(
    clock: time_machine.Traveller, draft: Report, call_taker: User
) -> None:
    clock.shift(5)
    actions.save_draft(draft.pk, actor=call_taker, place_text="Jl. Bunga Seroja 17")
    clock.shift(5)
    row = actions.save_draft(draft.pk, actor=call_taker, category="kebakaran_rumah", words="asap tebal")
    row.refresh_from_db()
    assert (row.place_text, row.words, row.incident) == ("Jl. Bunga Seroja 17", "asap tebal", None)
    assert (row.located_at, row.classified_at) == (now() - seconds(5), now())
    assert [(entry.verb, entry.facts) for entry in history(row.subject)] == [
        ("drafted", {"fields": ["place_text"]}),
        ("drafted", {"fields": ["category", "words"]}),
    ]
    assert secrets_of(row.subject) == []


def test_what_is_saved_twice_is_one_entry(draft: Report, call_taker: User) -> None:
    for _time in range(2):
        actions.save_draft(draft.pk, actor=call_taker, **FIELDS)
    assert verbs(draft.subject) == ["drafted"]


def test_a_field_may_be_emptied_again(draft: Report, call_taker: User) -> None:
    actions.save_draft(draft.pk, actor=call_taker, **FIELDS)
    row = actions.save_draft(
        draft.pk, actor=call_taker, category="", area="", priority=None, lat=None, lng=None, words=""
    )
    row.refresh_from_db()
    assert (row.category, row.area, row.priority, row.lat, row.words) == (None, None, None, None, "")


def test_a_null_byte_is_dropped_and_spaces_are_kept(draft: Report, call_taker: User) -> None:
    assert actions.save_draft(draft.pk, actor=call_taker, words=" a\x00b ").words == " ab "


@pytest.mark.parametrize(
    "field",
    [
        {"category": "tidak_ada"},
        {"area": "99"},
        {"incident": 1},
        {"place_text": "a" * 201},
        {"reporter_name": "a" * 81},
        {"words": "a" * 4001},
        {"dead": -1},
        {"trapped": 1000},
        {"badly_hurt": "dua"},
    ],
)
def test_a_wrong_or_endless_field_is_refused_and_never_cut(
    draft: Report, call_taker: User, field: dict[str, Any]
) -> None:
    assert fields_of(actions.save_draft, draft.pk, actor=call_taker, **field) == list(field)


def test_a_draft_is_in_the_hands_of_whoever_writes_it(draft: Report, second_call_taker: User) -> None:
    for action in (actions.save_draft, actions.forward, actions.discard):
        refusal = refused(action, draft.pk, actor=second_call_taker)
        assert refusal.code == "not_yours"
        assert refusal.messages[0].startswith("Laporan ini ditulis Fitriani Halik (Meja 03).")


def test_who_may_not_write(draft: Report, dispatcher: User, damkar: User) -> None:
    for actor in (dispatcher, damkar):
        for action in (actions.save_draft, actions.forward, actions.discard):
            denied(action, draft.pk, actor=actor)


# --- putting aside --------------------------------------------------------------------------------------------------


def test_a_draft_put_aside_leaves_the_console_and_its_row_stays(
    clock: time_machine.Traveller, draft: Report, call_taker: User
) -> None:
    row = actions.discard(draft.pk, actor=call_taker)
    assert row.discarded_at == now()
    assert not Report.objects.drafts().exists()
    assert verbs(row.subject) == ["discarded"]


# --- sending on -----------------------------------------------------------------------------------------------------


def test_a_report_becomes_an_incident_that_counts_from_the_answer_of_its_call(
    clock: time_machine.Traveller, draft: Report, call_taker: User
) -> None:
    answered = now()
    clock.shift(40)
    actions.save_draft(draft.pk, actor=call_taker, place_text="Jl. Bunga Seroja 17", category="kebakaran_rumah")
    clock.shift(20)
    row = actions.forward(draft.pk, actor=call_taker, **{**FIELDS, "priority": None})
    row.refresh_from_db()
    incident = Incident.objects.get()
    assert row.incident == incident
    assert (incident.reported_at, incident.opened_at, incident.forwarded_at) == (answered, now(), now())
    assert (incident.classified_at, incident.located_at) == (answered + seconds(40), now())
    assert (incident.priority, incident.source, incident.place_text) == (1, "call", "Jl. Bunga Seroja 17")
    assert [note.text for note in incident.notes.all()] == ["asap tebal dari dapur"]
    assert pending(incident)["arrive"] == [answered + minutes(7)]
    assert verbs(row.subject) == ["drafted", "forwarded"]
    assert history(row.subject)[-1].facts == {"incident": incident.pk}
    assert verbs(incident.subject) == ["opened"]
    assert secrets_of(row.subject) == secrets_of(incident.subject) == []


@pytest.mark.parametrize(("category", "outcome"), [("kebakaran_rumah", "emergency"), ("lampu_jalan", "complaint")])
def test_a_call_is_coded_by_the_track_of_what_was_sent(
    draft: Report, call_taker: User, category: str, outcome: str
) -> None:
    actions.forward(draft.pk, actor=call_taker, category=category, place_text="Jl. Uji")
    call = Call.objects.get()
    assert (call.outcome, call.outcome_at) == (outcome, Incident.objects.get().opened_at)
    assert history(call.subject)[-1].facts == {"outcome": outcome}


def test_a_call_that_was_coded_keeps_what_was_said(draft: Report, call_taker: User) -> None:
    actions.set_outcome(draft.call_id or 0, "complaint", actor=call_taker)
    actions.forward(draft.pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Uji")
    assert Call.objects.get().outcome == "complaint"


def test_a_draft_put_aside_as_a_prank_and_sent_after_all_is_no_prank(draft: Report, call_taker: User) -> None:
    actions.set_outcome(draft.call_id or 0, "prank", actor=call_taker)
    row = actions.forward(draft.pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Uji")
    assert (row.discarded_at, Call.objects.get().outcome) == (None, "emergency")


def test_a_report_without_a_call_counts_from_its_beginning(clock: time_machine.Traveller, call_taker: User) -> None:
    draft = actions.start_report("radio", actor=call_taker)
    clock.shift(60)
    actions.forward(draft.pk, actor=call_taker, category="begal", place_text="Jl. Uji")
    incident = Incident.objects.get()
    assert (incident.source, incident.reported_at, incident.is_simulated) == ("radio", now() - seconds(60), False)


def test_what_was_made_up_stays_marked_as_such(clock: time_machine.Traveller, call_taker: User) -> None:
    call = actions.answer(ring(is_simulated=True).pk, actor=call_taker)
    draft = Report.objects.get(call=call)
    actions.forward(draft.pk, actor=call_taker, category="begal", place_text="Jl. Uji")
    assert Incident.objects.get().is_simulated


def test_what_is_ticked_as_confidential_is_and_so_is_its_category(draft: Report, call_taker: User) -> None:
    actions.forward(draft.pk, actor=call_taker, category="begal", place_text="Jl. Uji", is_confidential=True)
    assert Incident.objects.get().is_confidential


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"place_text": "Jl. Uji"}, "category"),
        ({"category": "kebakaran_rumah"}, "place_text"),
        ({"category": "kebakaran_rumah", "lat": -3.9}, "lat"),
        ({"category": "kebakaran_rumah", "place_text": "Jl. Uji", "words": "a" * 4001}, "words"),
    ],
)
def test_an_unfinished_report_is_not_sent_and_nothing_of_it_is_kept(
    draft: Report, call_taker: User, fields: dict[str, Any], named: str
) -> None:
    assert fields_of(actions.forward, draft.pk, actor=call_taker, **fields) == [named]


def test_a_report_is_sent_once(draft: Report, call_taker: User) -> None:
    actions.forward(draft.pk, actor=call_taker, category="begal", place_text="Jl. Uji")
    for action in (actions.forward, actions.save_draft, actions.discard):
        refusal = refused(action, draft.pk, actor=call_taker)
        assert refusal.messages == ["Laporan ini sudah diteruskan sebagai #1042."]


# --- looking at who reported ----------------------------------------------------------------------------------------


@pytest.fixture
def sent(draft: Report, call_taker: User) -> Report:
    """A report of a fire, sent on."""
    return actions.forward(draft.pk, actor=call_taker, **FIELDS)


def test_looking_at_a_reporter_is_written_down(sent: Report, dispatcher: User) -> None:
    shown = actions.reveal_reporter(sent.pk, "verification", actor=dispatcher)
    assert shown == {"name": "Wa Ina", "caller": "085241872093", "callback": "085241872093"}
    entry = history(sent.subject)[-1]
    assert (entry.verb, entry.actor, entry.facts) == ("revealed", dispatcher, {"reason": "verification"})


def test_a_reporter_without_a_call_has_no_number_of_the_network(call_taker: User) -> None:
    draft = actions.start_report("walk_in", actor=call_taker)
    assert actions.reveal_reporter(draft.pk, "quality", actor=call_taker)["caller"] == ""


def test_the_reporter_of_a_confidential_case_is_for_the_cleared(
    draft: Report, call_taker: User, dispatcher: User, supervisor: User
) -> None:
    actions.forward(draft.pk, actor=call_taker, **{**FIELDS, "category": "kdrt"})
    assert code_of(actions.reveal_reporter, draft.pk, "callback", actor=dispatcher) == "not_cleared"
    assert actions.reveal_reporter(draft.pk, "callback", actor=supervisor)["name"] == "Wa Ina"


def test_a_look_at_a_reporter_needs_a_reason_and_a_role(sent: Report, dispatcher: User, damkar: User) -> None:
    assert fields_of(actions.reveal_reporter, sent.pk, "", actor=dispatcher) == ["reason"]
    denied(actions.reveal_reporter, sent.pk, "callback", actor=damkar)


def test_who_sees_which_reports(
    sent: Report, call_taker: User, second_call_taker: User, dispatcher: User, supervisor: User, damkar: User
) -> None:
    own = actions.start_report("radio", actor=call_taker)
    hidden = actions.start_report("radio", actor=call_taker)
    actions.forward(hidden.pk, actor=call_taker, category="kdrt", place_text="Jl. Uji")
    found = {
        user.username: set(Report.objects.visible_to(user).values_list("pk", flat=True))
        for user in (call_taker, second_call_taker, dispatcher, supervisor, damkar)
    }
    assert found == {
        "fitriani": {sent.pk, own.pk},
        "marlina": {sent.pk},
        "rizal": {sent.pk},
        "rifai": {sent.pk, hidden.pk},
        "sarman": set(),
    }
