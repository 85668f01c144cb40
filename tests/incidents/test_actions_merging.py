"""Two incidents that are one event: what goes along, what is refused, and how it is taken back."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from incidents import actions
from incidents.models import Assignment, Escalation, Incident, Merger
from incidents.naming import names_of
from incidents.sentences import sentence
from incidents.states import State
from journal.models import Timer
from journal.timers import fire_due
from tests.factories import history, incident, minutes, pending, seconds, told, verbs
from tests.refusals import code_of, denied, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def fresh(row: Incident) -> Incident:
    """The row as it stands now."""
    return Incident.objects.get(pk=row.pk)


def whole(row: Incident) -> tuple[object, ...]:
    """All of an incident but its version, its assignments and its pending promises."""
    found = fresh(row)
    fields = {
        field.attname: getattr(found, field.attname) for field in Incident._meta.fields if field.name != "version"
    }
    return fields, list(row.assignments.values()), list(row.notes.values()), pending(row)


@pytest.fixture
def later(clock: time_machine.Traveller, fire: Incident) -> Incident:
    """The same fire, reported to another desk two minutes later."""
    clock.shift(120)
    return incident(words="api di atap")


# --- what goes along ------------------------------------------------------------------------------------------------


def test_the_source_ends_and_says_where_it_goes_on(fire: Incident, later: Incident, dispatcher: User) -> None:
    merger = actions.merge(later.pk, fire.pk, actor=dispatcher)
    source, target = fresh(later), fresh(fire)
    assert (source.closed_at, source.outcome, source.merged_into) == (merger.merged_at, "merged", target)
    assert (target.closed_at, target.report_count, source.report_count) == (None, 2, 1)
    assert sorted(note.text for note in target.notes.all()) == ["api di atap", "asap tebal dari dapur"]
    assert not source.notes.exists()
    assert pending(later) == {}
    told_source, told_target = history(later.subject)[-1], history(fire.subject)[-1]
    assert (told_source.verb, told_source.actor) == ("merged", dispatcher)
    assert told_source.facts == {"into": fire.pk, "short": "#1042"}
    assert told_target.verb == "absorbed"
    assert told_target.facts == {"of": later.pk, "short": "#1043", "reports": 1, "assignments": 0}


def test_the_clock_of_the_earlier_report_counts(fire: Incident, later: Incident, dispatcher: User) -> None:
    actions.merge(fire.pk, later.pk, actor=dispatcher)
    target = fresh(later)
    assert (target.reported_at, target.forwarded_at) == (fire.reported_at, fire.forwarded_at)
    assert pending(later) == {"tell": [fire.forwarded_at + minutes(1)], "arrive": [fire.reported_at + minutes(7)]}


def test_a_clock_that_has_run_out_meanwhile_is_told_at_once_dated_at_its_deadline(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    clock.shift(600)
    later = incident()
    actions.merge(fire.pk, later.pk, actor=dispatcher)
    fire_due()
    raised = Escalation.objects.get(incident=later, clock="arrive")
    assert raised.raised_at == fire.reported_at + minutes(7)


def test_an_agency_on_its_way_goes_on_at_the_target(
    clock: time_machine.Traveller, fire: Incident, later: Incident, dispatcher: User
) -> None:
    row = told(later, dispatcher, units=("DMK-01",))
    actions.progress(row.pk, "depart", actor=dispatcher)
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    clock.shift(30)
    actions.progress(row.pk, "arrive", actor=dispatcher)
    row.refresh_from_db()
    assert (row.incident_id, row.state, row.departed_at) == (fire.pk, State.ON_SCENE, now() - seconds(30))
    assert verbs(fire.subject)[-2:] == ["absorbed", "arrived"]
    assert "arrive" not in pending(fire)


def test_an_agency_that_has_not_answered_is_asked_on_at_the_target(
    clock: time_machine.Traveller, fire: Incident, later: Incident, dispatcher: User
) -> None:
    row = told(later, dispatcher, agencies=("DMK",))
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    assert pending(later) == {}
    assert {timer.assignment_id for timer in Timer.objects.pending().filter(subject=fire.subject, kind="ladder")} == {
        row.pk
    }
    assert pending(fire)["deliver"] == [row.notified_at]
    clock.shift(60)
    while fire_due():
        pass
    row.refresh_from_db()
    assert (row.level, Escalation.objects.get(assignment=row).incident_id) == (1, fire.pk)


@pytest.mark.parametrize("further", ["source", "target"])
def test_of_an_agency_that_stands_at_both_the_row_further_on_its_way_stays(
    fire: Incident, later: Incident, dispatcher: User, further: str
) -> None:
    rows = {"source": told(later, dispatcher, agencies=("DMK",)), "target": told(fire, dispatcher, agencies=("DMK",))}
    actions.progress(rows[further].pk, "accept", actor=dispatcher)
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    found = {name: Assignment.objects.get(pk=row.pk) for name, row in rows.items()}
    assert {row.incident_id for row in found.values()} == {fire.pk}
    ended = found.pop("target" if further == "source" else "source")
    assert (ended.state, found[further].state) == (State.RECALLED, State.ACCEPTED)
    assert history(fire.subject)[-2].facts["via"] == "merging"


def test_the_more_urgent_priority_stays(fire: Incident, dispatcher: User) -> None:
    mild = incident(priority=3)
    actions.merge(fire.pk, mild.pk, actor=dispatcher)
    assert fresh(mild).priority == fire.priority == 1


@pytest.mark.parametrize("is_source", [True, False])
def test_both_are_confidential_if_one_was_and_only_the_cleared_merge_it(
    fire: Incident, case: Incident, dispatcher: User, supervisor: User, is_source: bool
) -> None:
    source, target = (case, fire) if is_source else (fire, case)
    assert code_of(actions.merge, source.pk, target.pk, actor=dispatcher) == "not_cleared"
    actions.merge(source.pk, target.pk, actor=supervisor)
    assert fresh(source).is_confidential
    assert fresh(target).is_confidential
    actions.unmerge(source.pk, actor=supervisor)
    assert (fresh(fire).is_confidential, fresh(case).is_confidential) == (False, True)


# --- what is refused ------------------------------------------------------------------------------------------------


def test_what_cannot_be_one(fire: Incident, lamp: Incident, dispatcher: User) -> None:
    simulated = incident(is_simulated=True)
    assert code_of(actions.merge, fire.pk, fire.pk, actor=dispatcher) == "same"
    assert code_of(actions.merge, fire.pk, lamp.pk, actor=dispatcher) == "emergency_into_service"
    assert code_of(actions.merge, simulated.pk, fire.pk, actor=dispatcher) == "simulated"
    assert code_of(actions.merge, lamp.pk, fire.pk, actor=dispatcher, version=77) == "changed"
    actions.close(lamp.pk, "nihil", actor=dispatcher)
    assert code_of(actions.merge, lamp.pk, fire.pk, actor=dispatcher) == "already_closed"
    assert code_of(actions.merge, fire.pk, lamp.pk, actor=dispatcher) == "already_closed"


def test_a_unit_does_not_come_to_two_emergencies_by_way_of_a_service(
    fire: Incident, lamp: Incident, dispatcher: User
) -> None:
    told(lamp, dispatcher, units=("DMK-01",))
    other = incident()
    told(other, dispatcher, units=("DMK-01",))
    refusal = refused(actions.merge, lamp.pk, fire.pk, actor=dispatcher)
    assert refusal.messages == [f"DMK-01 sedang di {other.short_number}. Tarik dulu dari L-1043, lalu gabung."]
    actions.merge(lamp.pk, other.pk, actor=dispatcher)
    assert [row.state for row in other.assignments.order_by("pk")] == [State.RECALLED, State.NOTIFIED]


def test_who_may_not_merge(fire: Incident, later: Incident, call_taker: User, damkar: User, head: User) -> None:
    for actor in (call_taker, damkar, head):
        denied(actions.merge, later.pk, fire.pk, actor=actor)


def test_everything_else_is_told_where_it_goes_on(fire: Incident, later: Incident, dispatcher: User) -> None:
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    third = incident()
    tries = [
        refused(actions.assign, later.pk, agencies=["DMK"], actor=dispatcher),
        refused(actions.close, later.pk, "nihil", actor=dispatcher),
        refused(actions.reopen, later.pk, "kenapa", actor=dispatcher),
        refused(actions.undo_close, later.pk, actor=dispatcher),
        refused(actions.change, later.pk, priority=2, actor=dispatcher),
        refused(actions.join, later.pk, "api", actor=dispatcher),
        refused(actions.merge, third.pk, later.pk, actor=dispatcher),
        refused(actions.merge, later.pk, third.pk, actor=dispatcher),
    ]
    assert {refusal.code for refusal in tries} == {"already_merged"}
    assert {refusal.messages[0] for refusal in tries} == {
        "#1043 sudah digabung ke #1042. Lanjutkan di #1042, atau batalkan penggabungannya."
    }


# --- taking it back -------------------------------------------------------------------------------------------------


def test_taken_back_both_are_what_they_were(
    clock: time_machine.Traveller, fire: Incident, later: Incident, dispatcher: User, supervisor: User
) -> None:
    told(fire, dispatcher, agencies=("DMK", "POL"))
    mine = told(later, dispatcher, agencies=("DMK",))
    actions.progress(mine.pk, "depart", actor=dispatcher)
    before = whole(fire), whole(later)
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    assert (whole(fire), whole(later)) != before
    clock.shift(20)
    actions.note(fire.pk, "dilihat dari menara", actor=dispatcher)
    actions.unmerge(later.pk, actor=supervisor)
    fire.notes.filter(text="dilihat dari menara").delete()
    assert (whole(fire), whole(later)) == before
    assert [verbs(row.subject)[-1] for row in (fire, later)] == ["unmerged", "unmerged"]
    assert Merger.objects.get().undone_at == now()
    assert code_of(actions.unmerge, later.pk, actor=dispatcher) == "not_merged"


def test_a_caller_who_was_joined_meanwhile_stays(fire: Incident, later: Incident, dispatcher: User) -> None:
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    actions.join(fire.pk, "asapnya sampai jalan", actor=dispatcher)
    actions.unmerge(later.pk, actor=dispatcher)
    assert (fresh(fire).report_count, fresh(later).report_count) == (2, 1)


def alarmed(row: Incident, level: int) -> None:
    """At this alarm level already."""
    Incident.objects.filter(pk=row.pk).update(alarm=level)


def test_the_higher_alarm_goes_along_and_is_given_back(fire: Incident, later: Incident, dispatcher: User) -> None:
    alarmed(later, 2)
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    assert fresh(fire).alarm == 2
    entry = history(fire.subject)[-1]
    assert entry.facts["alarm"] == [1, 2]
    assert sentence(entry, names_of([entry])).text.endswith("; menjadi alarm 2")
    actions.unmerge(later.pk, actor=dispatcher)
    assert (fresh(fire).alarm, fresh(later).alarm) == (1, 2)


def test_a_lower_alarm_changes_nothing(fire: Incident, later: Incident, dispatcher: User) -> None:
    alarmed(fire, 3)
    alarmed(later, 2)
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    assert fresh(fire).alarm == 3
    assert "alarm" not in history(fire.subject)[-1].facts
    actions.unmerge(later.pk, actor=dispatcher)
    assert fresh(fire).alarm == 3


def test_an_alarm_chosen_since_stands_not_in_the_way_and_stays(
    fire: Incident, later: Incident, dispatcher: User
) -> None:
    alarmed(later, 3)
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    actions.set_alarm(fire.pk, 2, actor=dispatcher)
    actions.undo_alarm(fire.pk, actor=dispatcher)
    actions.set_alarm(fire.pk, 2, actor=dispatcher)
    actions.unmerge(later.pk, actor=dispatcher)
    assert fresh(fire).alarm == 2


def test_a_merging_from_before_levels_went_along_gives_none_back(
    fire: Incident, later: Incident, dispatcher: User
) -> None:
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    Merger.objects.update(alarm=None)
    alarmed(fire, 2)
    actions.unmerge(later.pk, actor=dispatcher)
    assert fresh(fire).alarm == 2


@pytest.mark.parametrize(
    ("reports", "instead"), [((), "Buka kejadian baru bila perlu."), ((7,), "Pakai Pisahkan pada laporannya.")]
)
def test_not_once_something_moved(
    clock: time_machine.Traveller,
    fire: Incident,
    later: Incident,
    dispatcher: User,
    reports: tuple[int, ...],
    instead: str,
) -> None:
    row = told(later, dispatcher, agencies=("DMK",))
    actions.merge(later.pk, fire.pk, actor=dispatcher, reports=reports)
    actions.progress(row.pk, "accept", actor=dispatcher)
    refusal = refused(actions.unmerge, later.pk, actor=dispatcher)
    assert refusal.code == "moved_on"
    assert refusal.messages == [
        f"Sejak digabung sudah ada langkah di #1042: Damkar menerima (aplikasi) (02:02). {instead}"
    ]


def test_of_two_merged_into_one_the_later_is_taken_back_first_and_then_the_other(
    fire: Incident, later: Incident, dispatcher: User
) -> None:
    third = incident()
    for row in (fire, later, third):
        told(row, dispatcher, agencies=("DMK",))
    for source in (later, third):
        actions.merge(source.pk, fire.pk, actor=dispatcher)
    refusal = refused(actions.unmerge, later.pk, actor=dispatcher)
    assert refusal.code == "merged_since"
    assert refusal.messages == [
        f"Sesudahnya {third.short_number} juga digabung ke #1042. Batalkan dulu penggabungan {third.short_number}."
    ]
    for source in (third, later):
        actions.unmerge(source.pk, actor=dispatcher)
    for row in (fire, later, third):
        assert [(one.incident_id, one.state) for one in row.assignments.all()] == [(row.pk, "notified")]
        assert fresh(row).closed_at is None


def test_a_clock_that_ran_out_meanwhile_does_not_keep_two_together(
    clock: time_machine.Traveller, fire: Incident, later: Incident, dispatcher: User
) -> None:
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    clock.shift(600)
    fire_due()
    assert fresh(fire).escalations.exists()
    actions.link(incident().pk, fire.pk, actor=dispatcher)
    actions.unmerge(later.pk, actor=dispatcher)
    assert fresh(later).closed_at is None


def test_a_chain_is_taken_back_from_its_end(fire: Incident, later: Incident, dispatcher: User) -> None:
    third = incident()
    told(later, dispatcher, agencies=("DMK",))
    told(third, dispatcher, agencies=("DMK",))
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    actions.merge(fire.pk, third.pk, actor=dispatcher)
    actions.unmerge(fire.pk, actor=dispatcher)
    actions.unmerge(later.pk, actor=dispatcher)
    assert [fresh(row).assignments.count() for row in (fire, later, third)] == [0, 1, 1]
    assert {fresh(row).closed_at for row in (fire, later, third)} == {None}


def test_not_once_the_target_has_ended(fire: Incident, later: Incident, dispatcher: User) -> None:
    third = incident()
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    actions.merge(fire.pk, third.pk, actor=dispatcher)
    assert code_of(actions.unmerge, later.pk, actor=dispatcher) == "already_merged"
    actions.unmerge(fire.pk, actor=dispatcher)
    actions.close(fire.pk, "nihil", actor=dispatcher)
    assert code_of(actions.unmerge, later.pk, actor=dispatcher) == "already_closed"


def test_what_was_never_merged_is_not_taken_back(fire: Incident, dispatcher: User, call_taker: User) -> None:
    assert code_of(actions.unmerge, fire.pk, actor=dispatcher) == "not_merged"
    later = incident()
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    denied(actions.unmerge, later.pk, actor=call_taker)
    assert code_of(actions.unmerge, later.pk, actor=dispatcher, version=1) == "changed"
