"""`verify` is silent about what the actions leave, and names whatever breaks behind their back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from calls import actions as calls
from calls.models import Report
from incidents import actions
from incidents.models import Incident
from journal.timers import fire_due
from reporting.invariants import invariants, violations
from tests import factories

NIGHT = datetime.fromisoformat("2026-01-10T02:00:00+08:00")

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy_night(call_taker: User, dispatcher: User, damkar: User) -> Incident:
    """A fire on its way, a robbery whose police does not answer, a lamp that is done and closed; two more to come."""
    with time_machine.travel(NIGHT, tick=False) as clock:
        call = factories.ring()
        calls.answer(call.pk, actor=call_taker)
        draft = Report.objects.get(call=call)
        fire = calls.forward(
            draft.pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Bunga Seroja 17"
        ).incident
        assert fire is not None
        lamp = factories.incident("lampu_jalan")
        robbery = factories.incident("begal")
        row = factories.told(fire, dispatcher, units=("DMK-01",))
        factories.told(robbery, dispatcher, agencies=("POL",))
        lit = factories.told(lamp, dispatcher, agencies=("DHB",))
        fire_due()
        clock.shift(timedelta(seconds=40))
        actions.progress(row.pk, "accept", actor=damkar)
        actions.progress(lit.pk, "accept", actor=dispatcher)
        actions.progress(lit.pk, "finish", actor=dispatcher)
        actions.close(lamp.pk, "tertangani", actor=dispatcher)
        clock.shift(timedelta(minutes=8))
        fire_due()
        factories.incident("kucing")
        factories.incident("begal")
    return fire


def broken() -> list[str]:
    """The sentences that do not hold."""
    return [str(invariant.sentence) for invariant, _offenders in violations()]


def test_what_the_actions_leave_breaks_nothing(busy_night: Incident) -> None:
    assert list(violations()) == []


def test_an_empty_installation_breaks_nothing() -> None:
    assert list(violations()) == []


SABOTAGE = [
    ("Versi setiap baris", "UPDATE incidents_incident SET version = version + 1"),
    ("Versi setiap baris", "UPDATE calls_call SET version = 0"),
    (
        "Kejadian yang ditutup tidak punya penugasan",
        "UPDATE incidents_incident SET closed_at = now(), outcome = 'closed' WHERE closed_at IS NULL",
    ),
    ("Kejadian yang ditutup punya hasil akhir", "UPDATE incidents_incident SET disposition_id = NULL"),
    (
        "Kejadian yang ditutup punya hasil akhir",
        "UPDATE incidents_incident SET closed_at = closed_at + '1 s'::interval",
    ),
    ("Setiap jam kejadian yang berjalan", "UPDATE journal_timer SET cancelled_at = now() WHERE fired_at IS NULL"),
    (
        "Setiap jam kejadian yang berjalan",
        "DELETE FROM incidents_escalation WHERE clock = 'arrive'",
    ),
    (
        "Jam kejadian yang tidak berjalan",
        "UPDATE journal_timer SET cancelled_at = NULL WHERE kind = 'tell'",
    ),
    (
        "Setiap penugasan yang belum dijawab",
        "UPDATE incidents_assignment SET state = 'notified', level = 0 WHERE state = 'accepted'",
    ),
    ("Penugasan yang sudah dijawab", "UPDATE journal_timer SET cancelled_at = NULL WHERE kind = 'ladder'"),
    ("Tidak ada janji yang ditepati sebelum", "UPDATE journal_timer SET due_at = due_at + '1 s'::interval"),
    ("Setiap eskalasi berasal", "UPDATE incidents_escalation SET raised_at = raised_at + '1 s'::interval"),
    ("Setiap jam kejadian yang habis", "DELETE FROM incidents_escalation WHERE clock = 'arrive'"),
    ("Langkah-langkah sebuah penugasan", "UPDATE incidents_assignment SET departed_at = accepted_at - '1 s'::interval"),
    ("Tidak ada unit yang bertugas", "UPDATE incidents_assignment SET unit_id = (SELECT min(id) FROM agencies_unit)"),
    ("Sebuah unit punya masa siaga", "UPDATE agencies_unit SET is_on_duty = false"),
    ("Nomor kejadian berurutan", "UPDATE incidents_incident SET number = number + 5 WHERE closed_at IS NOT NULL"),
    ("Nomor kejadian berurutan", "UPDATE agencies_centre SET last_number = 0"),
    ("Laporan yang diteruskan", "UPDATE calls_report SET discarded_at = now()"),
    ("Laporan yang diteruskan", "UPDATE calls_call SET outcome = 'prank'"),
    ("Waktu sebuah panggilan", "UPDATE calls_call SET answered_at = offered_at - '1 s'::interval"),
    ("Alasan, tanda, dan rujukan", "UPDATE calls_call SET outcome_reason = 'child'"),
]


@pytest.mark.parametrize(("sentence", "sql"), SABOTAGE)
def test_verify_names_what_is_changed_behind_the_back_of_the_actions(
    busy_night: Incident, sentence: str, sql: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount > 0
    assert [found for found in broken() if found.startswith(sentence)]


def test_every_invariant_but_those_the_database_holds_itself_can_be_broken() -> None:
    held_by_a_constraint = {"Tidak ada janji yang sekaligus"}
    tried = {sentence for sentence, _sql in SABOTAGE} | held_by_a_constraint
    assert [str(one.sentence) for one in invariants() if not str(one.sentence).startswith(tuple(tried))] == []


def test_the_command_is_content_or_fails_with_the_offenders(
    busy_night: Incident, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify")
    assert "✓" in capsys.readouterr().out
    Incident.objects.filter(pk=busy_night.pk).update(version=99)
    with pytest.raises(CommandError, match="1 dari"):
        call_command("verify")
    assert f"incident:{busy_night.pk} v99" in capsys.readouterr().out
