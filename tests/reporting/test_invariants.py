"""`verify` is silent about what the actions leave, and names whatever breaks behind their back."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from calls import actions as calls
from calls import vault
from calls.actions.locating import Told
from calls.models import Report
from calls.positions import Fix, Way
from calls.recordings import Recording
from incidents import actions
from incidents import shelf as attachments
from incidents.models import Assignment, Incident
from incidents.sealing import HEADER
from journal.timers import fire_due
from reporting.invariants import invariants, violations
from tests import factories
from tests.calls.tapes import kept, shelf
from tests.incidents.files import attached, darkroom

__all__ = ["darkroom", "shelf"]

NIGHT = datetime.fromisoformat("2026-01-10T02:00:00+08:00")
AML = Told(Way.AML_SMS, Fix(-3.9612, 122.5301, 12), NIGHT, number="0852-4187-2093")

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy_night(
    darkroom: Path, shelf: Path, call_taker: User, dispatcher: User, damkar: User, supervisor: User
) -> Incident:
    """A fire, its call heard again; a robbery nobody accepts, reported twice; a lamp done; two more; a surge."""
    with time_machine.travel(NIGHT, tick=False) as clock:
        calls.locate(AML, actor=None)
        call = calls.answer(factories.ring().pk, actor=call_taker)
        draft = Report.objects.get(call=call).pk
        fire = calls.forward(
            draft, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Bunga Seroja 17"
        ).incident
        assert fire is not None
        lamp = factories.incident("lampu_jalan")
        robbery = factories.incident("begal")
        row = factories.told(fire, dispatcher, units=("DMK-01",))
        factories.told(robbery, dispatcher, agencies=("POL",))
        lit = factories.told(lamp, dispatcher, agencies=("DHB",))
        fire_due()
        clock.shift(timedelta(seconds=40))
        for one, verb in ((row, "accept"), (lit, "accept"), (lit, "finish")):
            actions.progress(one.pk, verb, actor=damkar if one is row else dispatcher)
        actions.close(lamp.pk, "tertangani", actor=dispatcher)
        clock.shift(timedelta(minutes=8))
        fire_due()
        tape = kept(call)
        os.utime(vault.place_of(tape.pk), (0, 0))
        calls.hear_recording(tape.pk, "memeriksa alamat lagi", actor=dispatcher)
        calls.merge_incidents(factories.incident("begal").pk, robbery.pk, actor=dispatcher)
        os.utime(attachments.place_of(attached(fire, dispatcher).name), (0, 0))
        for category in ("kucing", "begal"):
            factories.incident(category)
        actions.start_surge("begal", [], "siaga", "ramai", actor=supervisor)
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
    (
        "Yang dicadangkan menunggu kejadian terbuka",
        "INSERT INTO incidents_reservation (incident_id, agency_id, unit_id, reserved_by_id, reserved_at) "
        "SELECT incident_id, agency_id, unit_id, (SELECT min(id) FROM auth_user), now() FROM incidents_assignment "
        "LIMIT 1",
    ),
    (
        "Cadangan yang belum diingatkan",
        "INSERT INTO incidents_reservation (incident_id, agency_id, reserved_by_id, reserved_at, remind_at) "
        "SELECT max(id), (SELECT id FROM agencies_agency WHERE code = 'DHB'), (SELECT min(id) FROM auth_user), "
        "now(), now() FROM incidents_incident",
    ),
    (
        "Cadangan yang belum diingatkan",
        "UPDATE journal_timer SET kind = 'remind', fired_at = NULL, cancelled_at = NULL",
    ),
    (
        "Pesan ke unit hanya untuk instansi yang ditugaskan",
        "INSERT INTO incidents_unitmessage (incident_id, agency_id, author_id, sent_at, text) "
        "SELECT (SELECT min(id) FROM incidents_incident), (SELECT id FROM agencies_agency WHERE code = 'DHB'), "
        "(SELECT min(id) FROM auth_user), now(), 'x'",
    ),
    ("Kejadian yang ditutup punya hasil akhir", "UPDATE incidents_incident SET disposition_id = NULL"),
    (
        "Kejadian yang ditutup punya hasil akhir",
        "UPDATE incidents_incident SET closed_at = closed_at + '1 s'::interval",
    ),
    ("Kejadian yang digabung menunjuk", "UPDATE incidents_merger SET undone_at = now()"),
    (
        "Kejadian yang digabung menunjuk",
        "UPDATE incidents_assignment SET incident_id = (SELECT max(source_id) FROM incidents_merger)",
    ),
    (
        "Rantai penggabungan",
        "UPDATE incidents_incident i SET closed_at = now(), outcome = 'merged', merged_into_id ="
        " (SELECT min(o.id) FROM incidents_incident o WHERE o.id <> i.id)",
    ),
    (
        "Bagian dari sebuah kejadian",
        "UPDATE incidents_incident i SET parent_id = (SELECT max(o.id) FROM incidents_incident o WHERE o.id <> i.id)",
    ),
    ("Lonjakan yang menyala", "UPDATE incidents_incident SET is_area_event = false"),
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
    ("Nomor kejadian berurutan", "UPDATE incidents_incident SET number = number + 500 WHERE closed_at IS NOT NULL"),
    ("Nomor kejadian berurutan", "UPDATE agencies_centre SET last_number = 0"),
    ("Laporan yang diteruskan", "UPDATE calls_report SET discarded_at = now()"),
    ("Laporan yang diteruskan", "UPDATE calls_call SET outcome = 'prank'"),
    ("Waktu sebuah panggilan", "UPDATE calls_call SET answered_at = offered_at - '1 s'::interval"),
    ("Setiap permintaan mendengar", "UPDATE calls_hearing SET heard_by_id = (SELECT min(id) FROM auth_user)"),
    ("Setiap rekaman yang tersimpan", "UPDATE calls_recording SET size = size + 1"),
    ("Tidak ada berkas rekaman", "UPDATE calls_recording SET state = 'removed'"),
    ("Setiap lampiran yang tersimpan", "UPDATE incidents_attachment SET size = size + 1"),
    ("Tidak ada berkas lampiran", "UPDATE incidents_attachment SET removed_at = now()"),
    ("Percakapan pesan", "UPDATE calls_call SET channel = 'sms' WHERE caller_id IS NOT NULL"),
    ("Setiap lokasi penelepon", "UPDATE calls_callerlocation SET id = id + 1000"),
    ("Alasan, tanda, dan rujukan", "UPDATE calls_call SET outcome_reason = 'child'"),
    ("Alasan, tanda, dan rujukan", "UPDATE calls_call SET outcome = 'information', outcome_reason = 'child'"),
    ("Waktu sebuah panggilan", "UPDATE calls_call SET requeued_at = answered_at - '1 s'::interval"),
    ("Panggilan yang berdering", "UPDATE journal_timer SET kind = 'ring', fired_at = NULL, cancelled_at = NULL"),
]


def is_named(sentence: str, sql: str) -> bool:
    """Whether verify says this sentence once that was done, which is taken back afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        named = cursor.rowcount > 0 and any(found.startswith(sentence) for found in broken())
        transaction.set_rollback(True)
    return named


def test_verify_names_what_is_changed_behind_the_back_of_the_actions(busy_night: Incident) -> None:
    assert [(sentence, sql) for sentence, sql in SABOTAGE if not is_named(sentence, sql)] == []
    assert list(violations()) == []


def test_every_invariant_but_those_the_database_holds_itself_can_be_broken() -> None:
    held_by_a_constraint = {"Tidak ada janji yang sekaligus"}
    tried = {sentence for sentence, _sql in SABOTAGE} | held_by_a_constraint
    assert [str(one.sentence) for one in invariants() if not str(one.sentence).startswith(tuple(tried))] == []


def test_a_unit_may_stand_on_two_services_and_on_one_emergency_but_not_on_two(centre: object, dispatcher: User) -> None:
    lamps = [factories.incident("lampu_jalan") for _ in range(2)]
    for lamp in lamps:
        factories.told(lamp, dispatcher, units=("DMK-01",))
    fire, other = factories.incident(), factories.incident("begal")
    factories.told(fire, dispatcher, units=("DMK-01",))
    assert list(violations()) == []
    moved = Assignment.objects.get(incident=lamps[0])
    Assignment.objects.filter(pk=moved.pk).update(incident=other)
    (found,) = [offenders for one, offenders in violations() if str(one.sentence).startswith("Tidak ada unit")]
    assert found == ["DMK-01: 2"]


def test_a_thorough_look_reads_every_recording(busy_night: Incident, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify", recordings=True)
    place = vault.place_of(Recording.objects.get().pk)
    sealed = bytearray(place.read_bytes())
    sealed[HEADER + 9] ^= 1
    place.write_bytes(sealed)
    call_command("verify")
    with pytest.raises(CommandError, match="1 dari"):
        call_command("verify", recordings=True)
    assert "Suara setiap rekaman" in capsys.readouterr().out


def test_the_command_is_content_or_fails_with_the_offenders(
    busy_night: Incident, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify")
    assert "✓" in capsys.readouterr().out
    Incident.objects.filter(pk=busy_night.pk).update(version=99)
    with pytest.raises(CommandError, match="1 dari"):
        call_command("verify")
    assert f"incident:{busy_night.pk} v99" in capsys.readouterr().out
