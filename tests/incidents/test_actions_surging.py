"""A surge from its proposal to its summary: who switches, what is attached, whose word counts last."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.models import Area
from incidents import actions
from incidents.models import Incident
from incidents.surges import Surge
from tests.factories import WARD, history, incident, minutes, pending, told, verbs
from tests.refusals import code_of, denied, fields_of, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def surge(fire: Incident, supervisor: User) -> Surge:
    """On for Kemaraya, where it burns."""
    return switch_on(supervisor)


def switch_on(actor: User, *, areas: tuple[str, ...] = (WARD,), proposal: Surge | None = None) -> Surge:
    """What the shift lead does."""
    return actions.start_surge(
        "kebakaran_rumah",
        areas,
        "siaga",
        "Tujuh rumah, angin",
        actor=actor,
        proposal_id=proposal.pk if proposal else None,
    )


def district() -> Area:
    """The kecamatan above the ward."""
    return Area.objects.get(level=Area.Level.DISTRICT)


# --- proposed -------------------------------------------------------------------------------------------------------


def test_it_is_proposed_once_and_left_alone_for_an_hour_once_dismissed(
    supervisor: User, clock: time_machine.Traveller
) -> None:
    area = district().pk
    row = actions.propose_surge(area, 12, 10, actor=None)
    assert row is not None
    assert actions.propose_surge(area, 15, 10, actor=None) is None
    assert actions.propose_surge(None, 40, 10, actor=None) is None
    gone = actions.dismiss_surge(row.pk, actor=supervisor)
    assert (gone.stage, gone.settled_by) == ("dismissed", supervisor)
    assert verbs(row.subject) == ["proposed", "dismissed"]
    clock.shift(timedelta(minutes=59))
    assert actions.propose_surge(area, 15, 10, actor=None) is None
    clock.shift(timedelta(minutes=2))
    assert actions.propose_surge(area, 15, 10, actor=None) is not None


def test_a_proposal_becomes_the_surge_and_is_not_settled_twice(supervisor: User) -> None:
    proposal = actions.propose_surge(district().pk, 12, 10, actor=None)
    assert proposal is not None
    row = switch_on(supervisor, areas=(district().code,), proposal=proposal)
    assert (row.pk, row.stage, row.counted) == (proposal.pk, "on", 12)
    refusal = refused(actions.dismiss_surge, proposal.pk, actor=supervisor)
    assert refusal.code == "already_settled"
    assert refusal.messages[0].startswith("Usulan ini sudah diikuti Ahmad Rifai pukul ")
    assert actions.propose_surge(district().pk, 30, 10, actor=None) is None


def test_a_surge_of_one_kecamatan_that_is_over_keeps_no_other_disaster_quiet(supervisor: User) -> None:
    actions.end_surge(switch_on(supervisor, areas=(district().code,)).pk, actor=supervisor)
    assert actions.propose_surge(district().pk, 30, 10, actor=None) is None
    proposal = actions.propose_surge(None, 34, 10, actor=None)
    assert proposal is not None
    actions.dismiss_surge(proposal.pk, actor=supervisor)
    assert actions.propose_surge(None, 34, 10, actor=None) is None


def test_what_was_proposed_everywhere_and_followed_for_one_kecamatan_is_not_proposed_again(supervisor: User) -> None:
    proposal = actions.propose_surge(None, 34, 10, actor=None)
    assert proposal is not None
    row = switch_on(supervisor, areas=(district().code,), proposal=proposal)
    actions.end_surge(row.pk, actor=supervisor)
    assert actions.propose_surge(None, 34, 10, actor=None) is None


# --- on -------------------------------------------------------------------------------------------------------------


def test_an_area_event_leads_it_without_a_clock_that_nobody_could_meet(surge: Surge, supervisor: User) -> None:
    event = surge.incident
    assert event is not None
    assert (event.is_area_event, event.place_text, event.report_count, pending(event)) == (True, "Kemaraya", 0, {})
    assert verbs(event.subject) == ["opened", "surge_on"]
    line = history(event.subject)[-1]
    assert line.actor == supervisor
    assert line.facts == {"surge": surge.pk, "alert": "siaga", "areas": [WARD]}
    assert [note.text for note in event.notes.all()] == ["Status Siaga: Tujuh rumah, angin"]


def test_of_two_for_the_same_ground_the_second_is_told_who_was_first(surge: Surge, supervisor: User) -> None:
    for areas in ((WARD,), (district().code,), ()):
        refusal = refused(switch_on, supervisor, areas=areas)
        assert refusal.code == "already_on"
        assert refusal.messages[0].startswith("Mode lonjakan sudah dinyalakan Ahmad Rifai pukul ")
        assert refusal.messages[0].endswith(" untuk Kemaraya (#1043).")
    elsewhere = Area.objects.create(code="74.71.09", name="Jauh", level=Area.Level.DISTRICT, lat=-4, lng=122.6)
    assert switch_on(supervisor, areas=(elsewhere.code,)).stage == "on"


def test_only_the_shift_lead_switches(surge: Surge, dispatcher: User, call_taker: User, damkar: User) -> None:
    for actor in (dispatcher, call_taker, damkar):
        denied(switch_on, actor)
        denied(actions.set_alert, surge.pk, "awas", "naik", actor=actor)
        denied(actions.end_surge, surge.pk, actor=actor)
    for actor in (call_taker, damkar):
        denied(actions.tell_count, surge.pk, "dead", 1, "Posko", actor=actor)


def test_what_cannot_be_is_refused_by_its_field(supervisor: User) -> None:
    def start(
        category: str = "begal", areas: tuple[str, ...] = (WARD,), alert: str = "awas", reason: str = "x"
    ) -> Surge:
        return actions.start_surge(category, areas, alert, reason, actor=supervisor)

    assert fields_of(start, category="kdrt") == ["category"]
    assert fields_of(start, category="lama") == ["category"]
    assert fields_of(start, areas=(WARD, "99.99.99")) == ["areas"]
    assert fields_of(start, alert="merah") == ["alert"]
    assert fields_of(start, reason=" \n") == ["reason"]


def test_the_status_is_the_leads_word_with_a_reason(surge: Surge, supervisor: User) -> None:
    actions.set_alert(surge.pk, "awas", "Air naik 40 cm", actor=supervisor)
    assert code_of(actions.set_alert, surge.pk, "awas", "lagi", actor=supervisor) == "unchanged"
    assert fields_of(actions.set_alert, surge.pk, "waspada", "", actor=supervisor) == ["reason"]
    assert surge.incident is not None
    assert history(surge.incident.subject)[-1].facts == {"alert": ["siaga", "awas"]}


# --- attached -------------------------------------------------------------------------------------------------------


def test_incidents_become_parts_and_are_taken_out_again(fire: Incident, surge: Surge, dispatcher: User) -> None:
    part = actions.attach_to_surge(surge.pk, fire.pk, actor=dispatcher)
    assert part.parent_id == surge.incident_id
    assert code_of(actions.attach_to_surge, surge.pk, fire.pk, actor=dispatcher) == "has_parent"
    assert code_of(actions.attach_to_surge, surge.pk, surge.incident_id, actor=dispatcher) == "same"
    assert actions.unlink(fire.pk, actor=dispatcher).parent_id is None


def test_what_others_are_attached_to_is_neither_closed_nor_merged_nor_hidden(
    fire: Incident, surge: Surge, dispatcher: User, supervisor: User
) -> None:
    assert surge.incident_id is not None
    assert code_of(actions.close, surge.incident_id, "tertangani", actor=dispatcher) == "surging"
    assert code_of(actions.merge, fire.pk, surge.incident_id, actor=dispatcher) == "area_event"
    assert code_of(actions.merge, surge.incident_id, fire.pk, actor=dispatcher) == "area_event"
    assert code_of(actions.join, surge.incident_id, "air masuk", actor=dispatcher) == "area_event"
    assert code_of(actions.link, surge.incident_id, fire.pk, actor=dispatcher) == "area_event"
    assert code_of(actions.change, surge.incident_id, actor=supervisor, category="kdrt") == "area_event"
    actions.end_surge(surge.pk, actor=supervisor)
    assert actions.close(surge.incident_id, "tertangani", actor=dispatcher).closed_at


# --- counted --------------------------------------------------------------------------------------------------------


def test_the_last_word_counts_and_nothing_is_added_up(surge: Surge, dispatcher: User) -> None:
    actions.tell_count(surge.pk, "displaced", 40, "Lurah Kemaraya", actor=dispatcher)
    actions.tell_count(surge.pk, "displaced", 65, "Posko BPBD", actor=dispatcher, was=40)
    actions.tell_count(surge.pk, "dead", 1, "Posko BPBD", actor=dispatcher)
    assert [(row.what, row.value, row.source) for row in surge.last_words()] == [
        ("dead", 1, "Posko BPBD"),
        ("displaced", 65, "Posko BPBD"),
    ]
    assert surge.incident is not None
    assert history(surge.incident.subject)[-1].facts["count"] == [None, 1]
    assert "Mengungsi: 40 → 65 menurut Posko BPBD pukul " in surge.incident.notes.order_by("pk")[2].text


def test_families_and_houses_are_counted_as_people_are_each_with_its_own_history(
    surge: Surge, dispatcher: User
) -> None:
    for what, values in (("affected_families", (12, 40)), ("houses_badly", (3,)), ("affected", (150,))):
        for value in values:
            actions.tell_count(surge.pk, what, value, "Posko BPBD", actor=dispatcher)
    assert [(row.what, row.value, row.unit) for row in surge.last_words()] == [
        ("affected", 150, "orang"),
        ("affected_families", 40, "KK"),
        ("houses_badly", 3, "rumah"),
    ]
    assert surge.incident is not None
    told_of = [entry.facts for entry in history(surge.incident.subject) if entry.verb == "counted"]
    assert [(one["what"], one["count"]) for one in told_of] == [
        ("affected_families", [None, 12]),
        ("affected_families", [12, 40]),
        ("houses_badly", [None, 3]),
        ("affected", [None, 150]),
    ]
    assert surge.counts.count() == 4


def test_a_word_that_was_told_earlier_does_not_take_the_place_of_a_later_one(surge: Surge, dispatcher: User) -> None:
    actions.tell_count(surge.pk, "missing", 3, "Basarnas", actor=dispatcher)
    earlier = now() - minutes(30)
    actions.tell_count(surge.pk, "missing", 9, "Lurah", actor=dispatcher, at=earlier)
    assert [row.value for row in surge.last_words()] == [3]


def test_a_number_that_falls_wants_a_reason_and_one_that_cannot_be_is_refused(surge: Surge, dispatcher: User) -> None:
    actions.tell_count(surge.pk, "missing", 3, "Basarnas", actor=dispatcher)
    assert fields_of(actions.tell_count, surge.pk, "missing", 1, "Basarnas", actor=dispatcher) == ["reason"]
    actions.tell_count(surge.pk, "missing", 1, "Basarnas", actor=dispatcher, reason="Dua ditemukan selamat")
    for value in (-1, 1_000_000, 123_456_789_012):
        assert fields_of(actions.tell_count, surge.pk, "dead", value, "Posko", actor=dispatcher) == ["value"]
    assert fields_of(actions.tell_count, surge.pk, "cats", 1, "Posko", actor=dispatcher) == ["what"]
    assert fields_of(actions.tell_count, surge.pk, "dead", 1, "  ", actor=dispatcher) == ["source"]
    late, early = now() + minutes(10), now() - timedelta(days=2)
    for at in (late, early):
        assert fields_of(actions.tell_count, surge.pk, "dead", 1, "Posko", actor=dispatcher, at=at) == ["at"]


def test_who_writes_on_an_old_number_is_shown_the_new_one(surge: Surge, dispatcher: User) -> None:
    actions.tell_count(surge.pk, "dead", 2, "Posko BPBD", actor=dispatcher, was=0)
    refusal = refused(actions.tell_count, surge.pk, "dead", 1, "RSUD", actor=dispatcher, was=0)
    assert refusal.code == "counted_meanwhile"
    assert refusal.messages[0].startswith("Meninggal sudah menjadi 2 (Posko BPBD, ")


# --- off ------------------------------------------------------------------------------------------------------------


def test_switched_off_its_summary_stays_and_it_takes_nothing_more(
    clock: time_machine.Traveller, supervisor: User, dispatcher: User
) -> None:
    surge = switch_on(supervisor)
    parts = [incident(), incident()]
    for part in parts:
        actions.attach_to_surge(surge.pk, part.pk, actor=dispatcher)
    task = told(parts[0], dispatcher, agencies=("DMK",))
    clock.shift(timedelta(minutes=6))
    actions.progress(task.pk, "arrive", actor=dispatcher)
    actions.tell_count(surge.pk, "displaced", 65, "Posko BPBD", actor=dispatcher)
    clock.shift(timedelta(minutes=54))
    row = actions.end_surge(surge.pk, actor=supervisor, calls=9)
    assert row.summary == {
        "duration_s": 3600,
        "calls": 9,
        "incidents": 2,
        "reports": 2,
        "attached": 2,
        "attached_open": 2,
        "counts": {"displaced": 65},
        "median_s": 360,
        "p90_s": 360,
        "reached": 1,
    }
    assert row.incident is not None
    assert history(row.incident.subject)[-1].facts == row.summary
    for deed in (
        lambda: actions.end_surge(surge.pk, actor=supervisor),
        lambda: actions.attach_to_surge(surge.pk, parts[0].pk, actor=dispatcher),
        lambda: actions.set_alert(surge.pk, "awas", "x", actor=supervisor),
        lambda: actions.tell_count(surge.pk, "dead", 1, "x", actor=dispatcher),
    ):
        assert code_of(deed) == "surge_off"
    actions.unlink(parts[0].pk, actor=dispatcher)
