"""The page of one incident: what each reader sees of it, and what he may add."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from calls import actions as calls
from calls.models import Call, Report
from incidents import actions
from incidents.actions.response import Told
from incidents.models import Incident, Note
from journal.models import Entry
from tests import factories


@pytest.fixture
def reported(ringing: Call, call_taker: User, clock: time_machine.Traveller) -> Incident:
    """A fire that was reported by telephone, with all that callers say."""
    call = calls.answer(ringing.pk, actor=call_taker)
    clock.shift(30)
    draft = Report.objects.get(call=call)
    report = calls.forward(
        draft.pk,
        actor=call_taker,
        category="kebakaran_rumah",
        place_text="Jl. Bunga Seroja 17",
        reporter_name="Wa Ina",
        callback="085241870000",
        words="asap tebal dari dapur",
    )
    assert report.incident is not None
    return report.incident


def page(user: User, incident: Incident) -> str:
    """What this person reads."""
    answer = factories.browser(user).get(f"/kejadian/{incident.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_tells_the_whole_story(reported: Incident, dispatcher: User, clock: time_machine.Traveller) -> None:
    row = factories.told(reported, dispatcher, agencies=("DMK",))
    clock.shift(120)
    actions.progress(row.pk, "arrive", actor=dispatcher, told=Told(via="radio"))
    html = page(dispatcher, reported)
    assert reported.short_number in html
    assert f"KDI-20260110-{reported.number}" in html
    for words in ("Panggilan masuk 0852-xx-2093", "Damkar tiba di lokasi (lewat radio)", "asap tebal dari dapur"):
        assert words in html
    assert re.search(r"tiba</small>\s*<span class=\"num\">02:30", html)
    assert "rantai utuh" in html


def test_the_caller_is_masked(reported: Incident, dispatcher: User) -> None:
    html = page(dispatcher, reported)
    assert "W•••••" in html
    for secret in ("0852-4187-2093", "085241872093", "085241870000", "Wa Ina"):
        assert secret not in html


def test_whoever_may_know_the_callers_is_shown_where_they_are_and_nobody_else(
    reported: Incident, dispatcher: User, call_taker: User, damkar: User, head: User, centre_head: User
) -> None:
    factories.told(reported, dispatcher, agencies=("DMK",))
    Incident.objects.filter(pk=reported.pk).update(lat=-3.9612, lng=122.5301)
    shown = [f'data-incident="{reported.pk}"' in page(user, reported) for user in (dispatcher, call_taker)]
    hidden = [f'data-incident="{reported.pk}"' in page(user, reported) for user in (damkar, head, centre_head)]
    assert (shown, hidden) == ([True, True], [False, False, False])


def test_a_late_entry_says_so(reported: Incident, dispatcher: User, clock: time_machine.Traveller) -> None:
    row = factories.told(reported, dispatcher, agencies=("DMK",))
    at = now()
    clock.shift(300)
    actions.progress(row.pk, "accept", actor=dispatcher, told=Told(via="radio", at=at))
    assert "diinput belakangan, 02:05:30" in page(dispatcher, reported)


def test_a_missing_entry_is_seen(fire: Incident, dispatcher: User) -> None:
    Incident.objects.filter(pk=fire.pk).update(version=3)
    assert "rantai terputus" in page(dispatcher, fire)


def test_revealing_shows_the_caller_once_and_is_written_down(reported: Incident, dispatcher: User) -> None:
    report = Report.objects.get(incident=reported)
    client = factories.browser(dispatcher)
    address = f"/kejadian/{reported.pk}/pelapor/{report.pk}/"
    html = client.post(address, {"reason": "callback"}).content.decode()
    assert "Wa Ina" in html
    assert "0852-4187-2093" in html
    assert "Data pelapor dibuka · alasan: menelepon balik" in page(dispatcher, reported)
    assert "Wa Ina" not in page(dispatcher, reported)


def test_revealing_needs_a_reason(reported: Incident, dispatcher: User) -> None:
    report = Report.objects.get(incident=reported)
    answer = factories.browser(dispatcher).post(f"/kejadian/{reported.pk}/pelapor/{report.pk}/", {})
    assert answer.status_code == 422
    assert "Pilih alasan melihat data pelapor." in answer.content.decode()
    assert not Entry.objects.filter(verb="revealed").exists()


def test_a_report_of_another_incident_is_not_found_here(reported: Incident, fire: Incident, dispatcher: User) -> None:
    report = Report.objects.get(incident=reported)
    answer = factories.browser(dispatcher).post(f"/kejadian/{fire.pk}/pelapor/{report.pk}/", {"reason": "callback"})
    assert answer.status_code == 404


def test_a_note_is_added_to_the_journal(fire: Incident, dispatcher: User) -> None:
    client = factories.browser(dispatcher)
    answer = client.post(f"/kejadian/{fire.pk}/catatan/", {"text": "Api <b>padam</b>"}, follow=True)
    assert "Catatan masuk ke jurnal." in answer.content.decode()
    assert "“Api &lt;b&gt;padam&lt;/b&gt;”" in answer.content.decode()
    assert Note.objects.get(incident=fire, text__startswith="Api").author == dispatcher


def test_a_refused_note_stays_in_its_field(fire: Incident, dispatcher: User) -> None:
    text = "x" * 4001
    answer = factories.browser(dispatcher).post(f"/kejadian/{fire.pk}/catatan/", {"text": text})
    assert answer.status_code == 422
    assert f">{text}</textarea>" in answer.content.decode()


def test_a_head_reads_and_writes_nothing(fire: Incident, centre_head: User) -> None:
    client = factories.browser(centre_head)
    assert "Tambah catatan" not in client.get(f"/kejadian/{fire.pk}/").content.decode()
    assert client.post(f"/kejadian/{fire.pk}/catatan/", {"text": "halo"}).status_code == 403


def test_a_confidential_incident_is_masked_for_a_dispatcher_who_is_not_cleared(
    case: Incident, dispatcher: User
) -> None:
    factories.told(case, dispatcher, agencies=("POL",))
    html = page(dispatcher, case)
    assert "Kejadian tertutup" in html
    assert "Polresta ditugaskan" in html
    for secret in (*factories.KEPT_SECRETS, "Kekerasan"):
        assert secret not in html


def test_a_confidential_incident_is_whole_for_the_cleared_and_the_assigned(
    case: Incident, dispatcher: User, supervisor: User, police: User
) -> None:
    factories.told(case, dispatcher, agencies=("POL",))
    for reader in (supervisor, police):
        assert "Kekerasan dalam rumah tangga" in page(reader, case)


def test_a_confidential_incident_does_not_exist_for_others(
    case: Incident, call_taker: User, damkar: User, head: User
) -> None:
    for reader in (call_taker, damkar, head):
        assert factories.browser(reader).get(f"/kejadian/{case.pk}/").status_code == 404


def test_an_agency_sees_its_own_part_only(reported: Incident, dispatcher: User, damkar: User) -> None:
    actions.assign(reported.pk, agencies=("DMK", "POL"), actor=dispatcher)
    html = page(damkar, reported)
    assert "Damkar ditugaskan" in html
    for other in ("Polresta ditugaskan", "Polresta Kendari", "0852-xx-2093", "Panggilan masuk", "W•••••"):
        assert other not in html


def test_an_agency_does_not_see_what_it_was_not_given(fire: Incident, police: User) -> None:
    assert factories.browser(police).get(f"/kejadian/{fire.pk}/").status_code == 404


def test_an_administrator_has_no_business_here(fire: Incident, administrator: User) -> None:
    assert factories.browser(administrator).get(f"/kejadian/{fire.pk}/").status_code == 403


def test_a_missed_arrival_is_said(reported: Incident, dispatcher: User, clock: time_machine.Traveller) -> None:
    assert "batas tiba" in page(dispatcher, reported)
    clock.shift(600)
    assert "lewat batas tiba" in page(dispatcher, reported)
    row = factories.told(reported, dispatcher, agencies=("DMK",))
    actions.progress(row.pk, "arrive", actor=dispatcher)
    html = page(dispatcher, reported)
    assert 'class="sla miss"' in html
    assert 'class="lim"' in html


def test_a_service_is_measured_to_its_end(lamp: Incident, dispatcher: User, clock: time_machine.Traveller) -> None:
    row = factories.told(lamp, dispatcher, agencies=("DHB",))
    actions.progress(row.pk, "accept", actor=dispatcher)
    clock.shift(3600)
    actions.progress(row.pk, "finish", actor=dispatcher)
    html = page(dispatcher, lamp)
    assert f"L-{lamp.number}" in html
    assert "selesai</small>" in html


def test_what_was_closed_without_anybody_there_is_missed(fire: Incident, dispatcher: User) -> None:
    actions.close(fire.pk, "nihil", actor=dispatcher, words="Tidak ditemukan api.")
    html = page(dispatcher, fire)
    assert "tidak ada yang tiba" in html
    assert "“Tidak ditemukan api.”" in html


def test_a_journal_over_midnight_names_the_day(fire: Incident, dispatcher: User, clock: time_machine.Traveller) -> None:
    clock.shift(24 * 3600)
    actions.note(fire.pk, "Esok harinya", actor=dispatcher)
    assert 'class="day"' in page(dispatcher, fire)


def test_a_merged_incident_points_on_and_its_story_is_read_where_it_goes_on(fire: Incident, dispatcher: User) -> None:
    other = factories.incident(words="api di atap")
    factories.told(other, dispatcher, agencies=("POL",))
    actions.merge(other.pk, fire.pk, actor=dispatcher)
    desk = factories.browser(dispatcher)
    goes_on = desk.get(f"/kejadian/{fire.pk}/").content.decode()
    ended = desk.get(f"/kejadian/{other.pk}/").content.decode()
    assert "api di atap" in goes_on and "Polresta ditugaskan" in goes_on
    assert goes_on.count("#1043 digabung ke sini") == 1
    assert f'<a href="/kejadian/{other.pk}/">#1043</a>' in goes_on
    assert f'<a href="/kejadian/{fire.pk}/">#1042</a>' in ended and "Digabung ke #1042" in ended
    assert "api di atap" not in ended


def test_an_area_event_tells_what_its_surge_came_to(fire: Incident, supervisor: User, dispatcher: User) -> None:
    surge = actions.start_surge("begal", [factories.WARD], "awas", "ramai sekali", actor=supervisor)
    actions.attach_to_surge(surge.pk, fire.pk, actor=dispatcher)
    actions.tell_count(surge.pk, "displaced", 1265, "Posko BPBD", actor=dispatcher)
    actions.tell_count(surge.pk, "houses_partly", 19, "Lurah", actor=dispatcher)
    page = factories.browser(dispatcher).get(f"/kejadian/{surge.incident_id}/").content.decode()
    assert "Mode lonjakan menyala" in page and "1.265" in page and "Posko BPBD" in page
    assert "Sedang ditangani" in page
    actions.end_surge(surge.pk, actor=supervisor, calls=7)
    page = factories.browser(dispatcher).get(f"/kejadian/{surge.incident_id}/").content.decode()
    assert "Rangkuman lonjakan" in page and "1 dikaitkan" in page
    assert f'<a href="/kejadian/{fire.pk}/">#1042</a>' in page and "Bagian kejadian ini" in page
    assert "dibuka (meja pengendali)" in page and "panggilan 112" not in page
    assert "Rumah rusak sedang" in page and "19</b> rumah · Lurah" in page
    assert "Mode lonjakan dimatikan setelah 0 menit: " in page
    assert "Rangkuman lonjakan" not in factories.browser(dispatcher).get(f"/kejadian/{fire.pk}/").content.decode()
