"""The page of a call: what each reader sees of it and of its recording, and what he may do."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.models import Role
from calls import actions, tasks, vault
from calls.models import Call, Report
from calls.recordings import CallClass, Hearing, Recording, Retention
from incidents.models import Incident
from tests import factories
from tests.calls.tapes import kept, shelf, talked
from tests.calls.test_recorder import lay

__all__ = ["shelf"]

pytestmark = pytest.mark.django_db

REASON = "keluhan warga tentang jawaban"


@pytest.fixture
def call(shelf: Path, clock: time_machine.Traveller, call_taker: User) -> Call:
    """A call that is over."""
    Retention.objects.create(code=CallClass.OTHER, days=365)
    return talked(call_taker)


def page(user: User, call: Call, query: str = "") -> str:
    """What this person reads."""
    answer = factories.browser(user).get(f"/panggilan/{call.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def incident_of(call: Call, taker: User) -> Incident:
    """What was reported in it."""
    draft = Report.objects.get(call=call)
    row = actions.forward(draft.pk, actor=taker, category="kebakaran_rumah", place_text="Jl. Bunga Seroja 17").incident
    assert row is not None
    return row


def test_the_page_tells_of_the_call(call: Call, call_taker: User, supervisor: User) -> None:
    html = page(supervisor, call)
    for words in ("0852-xx-2093", "Fitriani Halik", "Meja 03", "Panggilan berakhir", "rantai utuh"):
        assert words in html
    assert "085241872093" not in html


def test_a_centre_that_keeps_no_recordings_says_nothing_of_them(call: Call, supervisor: User) -> None:
    assert "ekaman" not in page(supervisor, call)


def test_where_the_recording_stands_is_said(
    call: Call, shelf: Path, supervisor: User, clock: time_machine.Traveller
) -> None:
    row = actions.await_recording(call.pk, actor=None)
    assert "Masih ditunggu dari sentral." in page(supervisor, call)
    tasks.fetch_recordings()
    assert "percobaan ke-1: berkasnya tidak ada di sentral" in page(supervisor, call)
    lay(shelf, f"{call.switch_id}.wav", b"<html>" * 50)
    clock.shift(10)
    tasks.fetch_recordings()
    html = page(supervisor, call)
    assert "Tidak ada sejak 10 Jan 2026 02:00: berkasnya bukan WAV, MP3, atau OGG." in html
    assert "Rekaman tidak ada: berkasnya bukan WAV" in html
    lay(shelf, f"{call.switch_id}.wav")
    assert factories.browser(supervisor).post(f"/panggilan/{call.pk}/cari/").status_code == 302
    tasks.fetch_recordings()
    assert "Tersimpan sampai 10 Januari 2027." in page(supervisor, call)
    clock.shift(timedelta(days=366))
    tasks.remove_recordings()
    factories.on_watch(supervisor)
    html = page(supervisor, call)
    assert "Dihapus 11 Jan 2027 02:00 karena masa simpannya lewat." in html
    assert "Rekaman dihapus, masa simpannya lewat (Lainnya)" in html
    assert Recording.objects.get(pk=row.pk).removed_at == now()


def test_with_a_reason_it_can_be_played_for_a_while(
    call: Call, supervisor: User, clock: time_machine.Traveller
) -> None:
    row = kept(call)
    assert "<audio" not in page(supervisor, call)
    client = factories.browser(supervisor)
    answer = client.post(f"/panggilan/{call.pk}/dengar/", {"reason": REASON})
    assert answer.status_code == 302
    html = client.get(answer["Location"].partition("#")[0]).content.decode()
    source = re.search(r'<audio [^>]*src="([^"]+)"', html)
    assert source and client.get(source[1].replace("&amp;", "&")).status_code == 200
    assert f"Rekaman dibuka untuk didengar · alasan: {REASON}" in html
    assert Hearing.objects.get().recording == row
    clock.shift(timedelta(minutes=16))
    html = client.get(answer["Location"].partition("#")[0]).content.decode()
    assert "<audio" not in html and "Izin mendengar sudah habis" in html


def test_a_reason_that_is_none_is_said_and_what_was_typed_stays(call: Call, supervisor: User) -> None:
    kept(call)
    answer = factories.browser(supervisor).post(f"/panggilan/{call.pk}/dengar/", {"reason": "<b>ya"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Tulis alasannya, 10 sampai 200 huruf" in html and 'value="&lt;b&gt;ya"' in html
    assert not Hearing.objects.exists()


def test_whoever_may_not_hear_it_is_told_who_may(
    call: Call, second_call_taker: User, dispatcher: User, call_taker: User
) -> None:
    kept(call)
    for user in (second_call_taker, dispatcher):
        html = page(user, call)
        assert 'name="reason"' not in html and "Selain itu hubungi supervisor" in html
        client = factories.browser(user)
        assert client.post(f"/panggilan/{call.pk}/dengar/", {"reason": REASON}).status_code == 403
    assert 'name="reason"' in page(call_taker, call)
    assert not Hearing.objects.exists()


def test_what_it_was_heard_for_is_read_by_supervisors_only(call: Call, call_taker: User, supervisor: User) -> None:
    row = kept(call)
    actions.hear_recording(row.pk, REASON, actor=supervisor)
    html = page(call_taker, call)
    assert "Rekaman dibuka untuk didengar" in html and REASON not in html


def test_agencies_and_heads_find_no_such_page(
    call: Call, damkar: User, head: User, centre_head: User, administrator: User
) -> None:
    kept(call)
    for user, status in ((damkar, 404), (head, 404), (centre_head, 404), (administrator, 403)):
        client = factories.browser(user)
        assert client.get(f"/panggilan/{call.pk}/").status_code == status
        assert client.post(f"/panggilan/{call.pk}/dengar/", {"reason": REASON}).status_code == status
        assert client.post(f"/panggilan/{call.pk}/tahan/", {"reason": REASON}).status_code == status


def test_a_supervisor_holds_it_and_lets_go(call: Call, supervisor: User, call_taker: User) -> None:
    kept(call)
    where = f"/panggilan/{call.pk}/"
    assert factories.browser(call_taker).post(f"{where}tahan/", {"reason": REASON}).status_code == 403
    client = factories.browser(supervisor)
    assert client.post(f"{where}tahan/", {"reason": "ya"}).status_code == 422
    assert client.post(f"{where}tahan/", {"reason": "surat penyidik 12/2026"})["Location"] == f"{where}#recording"
    html = client.get(where).content.decode()
    assert "Tersimpan, ditahan sampai supervisor melepasnya." in html and "surat penyidik 12/2026" in html
    assert client.post(f"{where}lepas/")["Location"] == f"{where}#recording"
    assert "Tersimpan sampai" in client.get(where).content.decode()
    assert client.post(f"{where}hapus/").status_code == 404


def test_a_damaged_file_is_said(call: Call, supervisor: User) -> None:
    row = kept(call)
    vault.place_of(row.pk).write_bytes(b"bukan apa-apa")
    client = factories.browser(supervisor)
    answer = client.post(f"/panggilan/{call.pk}/dengar/", {"reason": REASON})
    html = client.get(answer["Location"].partition("#")[0]).content.decode()
    assert "Berkas rekaman hilang atau rusak" in html and "<audio" not in html


def test_a_call_without_a_recording_has_none_to_be_heard(call: Call, supervisor: User) -> None:
    client = factories.browser(supervisor)
    for deed in ("dengar", "tahan", "lepas", "cari"):
        assert client.post(f"/panggilan/{call.pk}/{deed}/", {"reason": REASON}).status_code == 404


# --- the incident's page and the list -------------------------------------------------------------------------------


def test_the_page_of_the_incident_says_where_the_recording_stands_and_leads_to_it(
    call: Call, call_taker: User, dispatcher: User, damkar: User, centre_head: User, supervisor: User
) -> None:
    incident = incident_of(call, call_taker)
    row = kept(call)
    actions.hear_recording(row.pk, REASON, actor=supervisor)
    factories.told(incident, dispatcher, agencies=("DMK",))
    for user, sees in ((dispatcher, True), (call_taker, True), (damkar, False), (centre_head, False)):
        html = factories.browser(user).get(f"/kejadian/{incident.pk}/").content.decode()
        assert (f"/panggilan/{call.pk}/#recording" in html) == sees, user
        assert ("Rekaman dibuka untuk didengar" in html) == sees
        assert "rantai utuh" in html and REASON not in html


def test_the_page_of_the_incident_says_that_there_is_none(call: Call, call_taker: User, shelf: Path) -> None:
    incident = incident_of(call, call_taker)
    lay(shelf, f"{call.switch_id}.wav", b"<html>" * 50)
    tasks.fetch_recordings()
    html = factories.browser(call_taker).get(f"/kejadian/{incident.pk}/").content.decode()
    assert "Tidak ada sejak 10 Jan 2026 02:00" in html and "#recording" not in html


def test_the_list_of_calls_leads_to_each_and_marks_what_can_be_heard(call: Call, supervisor: User) -> None:
    client = factories.browser(supervisor)
    html = client.get("/riwayat/panggilan/").content.decode()
    assert f'href="/panggilan/{call.pk}/"' in html and "rekaman" not in html
    kept(call)
    assert "rekaman" in client.get("/riwayat/panggilan/").content.decode()


def test_the_incident_of_a_closed_case_is_not_named_to_those_who_may_not_know_it(call: Call, call_taker: User) -> None:
    row = kept(call)
    incident = incident_of(call, call_taker)
    Incident.objects.filter(pk=incident.pk).update(is_confidential=True)
    uncleared = factories.person("wakil", "Wakil Komandan", Role.SUPERVISOR)
    html = page(uncleared, call)
    assert "kejadian tertutup hanya oleh petugas berwenang" in html
    client = factories.browser(uncleared)
    assert client.post(f"/panggilan/{call.pk}/dengar/", {"reason": REASON}).status_code == 403
    assert not row.hearings.exists()
