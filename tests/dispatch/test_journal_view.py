"""The right side of the board: sentences, notes and proposals, and whose words are whose to read."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User

from agencies.models import Agency
from agencies.permissions import standing
from dispatch import journal_view
from incidents import actions
from incidents.actions.plans import Wanted
from incidents.actions.response import Told
from incidents.models import Incident
from journal.timers import fire_due
from tests.factories import WARD, drive, incident, seconds, told
from tests.incidents.plans import LAMPS, PATROL, PUMPS, THIRD_PUMP, publish

pytestmark = pytest.mark.django_db


def picture(row: Incident, user: User) -> dict[str, Any]:
    """What this person may read."""
    return journal_view.picture(row, standing(user))


def sentences(row: Incident, user: User) -> list[str]:
    """The journal in words, oldest first."""
    return [entry["text"] for entry in reversed(picture(row, user)["entries"])]


def test_messages_are_told_to_the_desk_and_to_whom_they_were_sent(
    fire: Incident, case: Incident, dispatcher: User, supervisor: User, damkar: User, police: User, call_taker: User
) -> None:
    for row in (fire, case):
        actions.assign(row.pk, agencies=["DMK", "POL"], actor=dispatcher)
        actions.send_message(row.pk, "Lorong kiri.", agencies=["DMK"], actor=dispatcher)
    readers = {user: [picture(row, user)["messages"] for row in (fire, case)] for user in (damkar, supervisor)}
    assert all([one["text"] for one in told] == ["Lorong kiri."] for both in readers.values() for told in both)
    for user in (police, call_taker):
        assert all("Lorong" not in repr(picture(row, user)) for row in (fire, case))
    assert [one["read_by"] for one in picture(fire, dispatcher)["messages"]] == [None]
    assert "Lorong" not in repr(picture(case, dispatcher))
    assert "Pesan ke Damkar" in sentences(case, dispatcher)
    assert not any("Pesan" in said for said in sentences(fire, dispatcher))


def test_the_story_of_a_fire_in_sentences(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User, damkar: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    fire_due()
    clock.shift(61)
    while fire_due():
        pass
    actions.progress(row.pk, "arrive", actor=damkar, told=Told(unit="DMK-01"))
    actions.close(fire.pk, "tertangani", actor=dispatcher)
    assert sentences(fire, dispatcher) == [
        "Kejadian dibuka (panggilan 112): Kebakaran rumah/bangunan · prioritas 1 Gawat darurat · Kemaraya",
        "Damkar ditugaskan",
        "Damkar diberi tahu (aplikasi)",
        "Eskalasi tingkat 1: Damkar belum menerima → Komandan regu",
        "Damkar tingkat 1 diberi tahu (telepon oleh dispatcher)",
        "DMK-01 tiba di lokasi (aplikasi)",
        "DMK-01 selesai (kejadian ditutup)",
        "Ditutup: Tertangani",
    ]
    entries = picture(fire, dispatcher)["entries"]
    assert [entry["number"] for entry in entries] == list(range(8, 0, -1))
    assert {entry["who"] for entry in entries} == {"Sistem", "Rizal Asrun", "Sarman Lakuana · DMK"}
    assert not any(entry["is_late"] for entry in entries)


def test_an_entry_written_down_later_says_so(clock: time_machine.Traveller, fire: Incident, dispatcher: User) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    clock.shift(300)
    at = row.notified_at + seconds(100)
    actions.progress(row.pk, "accept", actor=dispatcher, told=Told(at=at, via="radio"))
    entry = picture(fire, dispatcher)["entries"][0]
    assert (entry["text"], entry["is_late"], entry["happened_at"]) == ("Damkar menerima (lewat radio)", True, at)


def hidden_in(shown: dict[str, Any]) -> bool:
    """Whether no word of the confidential case is shown."""
    text = repr(shown)
    return not any(word in text for word in ("Kekerasan", "kdrt", "asap tebal", "anak menangis", "bukan wilayah"))


@pytest.fixture
def told_case(case: Incident, dispatcher: User, police: User) -> Incident:
    """A confidential case with words of its own."""
    row = told(case, dispatcher, agencies=("POL",))
    actions.note(case.pk, "anak menangis", actor=police)
    actions.progress(row.pk, "decline", actor=police, told=Told(reason="bukan wilayah kami"))
    return case


def test_words_of_a_confidential_case_are_for_the_cleared_and_its_own_agency(
    told_case: Incident, dispatcher: User, supervisor: User, police: User, centre_head: User
) -> None:
    for reader in (dispatcher, centre_head):
        shown = picture(told_case, reader)
        assert hidden_in(shown), reader
        assert shown["notes"] == []
        assert sentences(told_case, reader)[:2] == [
            "Kejadian dibuka (panggilan 112): Kejadian tertutup · prioritas 2 Darurat · Kemaraya · tertutup",
            "Polresta ditugaskan",
        ]
    for reader in (supervisor, police):
        shown = picture(told_case, reader)
        assert not hidden_in(shown)
        assert [note["text"] for note in shown["notes"]] == ["asap tebal dari dapur", "anak menangis"]


def test_whom_to_send_is_proposed_to_the_desk_alone(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User, damkar: User
) -> None:
    found = picture(fire, dispatcher)["suggestions"]
    assert [(one["agency"], one["unit"], one["reason"]) for one in found] == [
        ("DMK", "DMK-01", "instansi utama"),
        ("DMK", "DMK-02", "instansi utama"),
        ("POL", "POL-01", "ikut diberi tahu"),
    ]
    assert found[0]["name"] == "Damkar"
    assert (found[0]["km"], found[0]["minutes"]) == (1.5, 3)
    told(fire, dispatcher, units=("DMK-01",))
    assert picture(fire, damkar)["suggestions"] == []
    assert picture(fire, damkar)["recommendation"] is None
    assert [one["unit"] for one in picture(fire, dispatcher)["suggestions"]] == ["POL-01"]


def test_a_busy_unit_is_not_proposed_and_one_without_a_position_has_no_distance(
    fire: Incident, lamp: Incident, dispatcher: User
) -> None:
    told(incident("begal"), dispatcher, units=("DMK-01", "POL-01"))
    shown = [(one["agency"], one["unit"]) for one in picture(fire, dispatcher)["suggestions"]]
    assert shown == [("DMK", "DMK-02"), ("POL", None)]
    lamp_crew = picture(lamp, dispatcher)["suggestions"][0]
    assert (lamp_crew["unit"], lamp_crew["km"], lamp_crew["minutes"]) == ("DHB-01", None, None)


def test_the_picture_asks_the_same_however_long_the_story_is(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User, django_assert_max_num_queries: Any
) -> None:
    stand = standing(dispatcher)
    for number in range(12):
        actions.note(fire.pk, f"catatan {number}", actor=dispatcher)
    with django_assert_max_num_queries(19):
        journal_view.picture(fire, stand)


def test_the_plan_is_named_with_what_is_missing_and_who_is_passed_over(
    fire: Incident, dispatcher: User, supervisor: User
) -> None:
    plan = publish(supervisor, needs=[PUMPS, Wanted("POL", "samapta"), THIRD_PUMP])
    assert picture(fire, dispatcher)["recommendation"] == {
        "plan": {"id": plan.pk, "title": "Rumah", "edition": 1, "is_approved": False},
        "skipped": [],
        "missing": ["Kurang 1 samapta Polresta: tidak ada yang terdaftar"],
        "passed": [{"unit": "POL-01", "reason": "jenis pompa tidak diminta", "is_unsure": False}],
        "alarm": 1,
        "next_alarm": 2,
    }


def test_an_alarm_and_what_a_plan_asked_for_are_told_in_sentences(
    fire: Incident, dispatcher: User, supervisor: User
) -> None:
    publish(supervisor)
    actions.set_alarm(fire.pk, 2, actor=dispatcher)
    told(fire, dispatcher, units=("DMK-01",))
    actions.set_alarm(fire.pk, 1, actor=dispatcher)
    assert sentences(fire, dispatcher)[1:] == [
        "Alarm dinaikkan ke 2 · rencana Rumah v1",
        "DMK-01 ditugaskan · rencana Rumah v1",
        "Alarm diturunkan ke 1 · rencana Rumah v1",
    ]


def test_the_plan_of_a_confidential_case_is_named_only_to_the_cleared(
    case: Incident, dispatcher: User, supervisor: User
) -> None:
    broken = publish(supervisor, title="Kekerasan di rumah, malam", category="kdrt", area=WARD, needs=[LAMPS])
    publish(supervisor, title="Kekerasan di rumah", category="kdrt", needs=[PATROL])
    Agency.objects.filter(code="DHB").update(is_active=False)
    told(case, dispatcher, agencies=("POL",))
    hidden = picture(case, dispatcher)
    assert (hidden["recommendation"]["plan"], hidden["recommendation"]["skipped"]) == (None, [])
    assert "Kekerasan" not in repr(hidden)
    shown = picture(case, supervisor)
    assert shown["recommendation"]["plan"]["title"] == "Kekerasan di rumah"
    assert shown["recommendation"]["skipped"] == [f"Rencana “{broken.title}” dilewati: Dishub tidak aktif lagi."]
    assert "rencana Kekerasan di rumah v1" in repr(shown["entries"])


def test_whom_to_send_to_a_confidential_case_tells_no_distance_and_no_reason(
    case: Incident, dispatcher: User, supervisor: User
) -> None:
    Incident.objects.filter(pk=case.pk).update(lat=-3.98, lng=122.51)
    case.refresh_from_db()
    hidden, shown = (picture(case, person)["suggestions"] for person in (dispatcher, supervisor))
    assert [one["agency"] for one in hidden] == [one["agency"] for one in shown] != []
    assert {(one["km"], one["minutes"], one["reason"]) for one in hidden} == {(None, None, "alasan tertutup")}
    assert any(one["reason"] != "alasan tertutup" for one in shown)


def test_nobody_without_clearance_reads_how_far_those_are_who_are_passed_over(
    dispatcher: User, supervisor: User
) -> None:
    publish(supervisor, category="kdrt", needs=[Wanted("DMK", "pompa", 1)])
    case = incident("kdrt")
    hidden, shown = (picture(case, person)["recommendation"]["passed"] for person in (dispatcher, supervisor))
    assert [(one["unit"], one["reason"]) for one in hidden] == [("DMK-02", "alasan tertutup")]
    assert "mnt" in shown[0]["reason"]
    drive("DMK-02", ago=3600)
    (lost,) = picture(case, dispatcher)["recommendation"]["passed"]
    assert lost["reason"] == "posisi terakhir 60 menit lalu", "worth a call over the radio, and tells no place"
