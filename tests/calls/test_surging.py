"""A surge is proposed by its calls; over HTTP it is led, filled in bulk, and told of."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from agencies.models import Agency, Area, Centre
from calls import actions as calls
from calls import surging
from calls.models import Call, Report
from calls.tasks import watch_for_surges
from incidents import actions
from incidents.models import Incident
from incidents.surge_live import read, versions
from incidents.surges import Surge
from tests.factories import WARD, agency, browser, get, incident, post, ring, told
from tests.refusals import refusal

pytestmark = pytest.mark.django_db

BODY = {"category": "kebakaran_rumah", "areas": [WARD], "alert": "siaga", "reason": "Tujuh rumah, angin"}


def many_call(count: int, call_taker: User, *, placed: bool = True) -> None:
    """So many callers, each of Kemaraya if placed."""
    first = Call.objects.count()
    for number in range(first, first + count):
        call = ring(number=f"0811-0000-{number:04}")
        if placed:
            calls.answer(call.pk, actor=call_taker)
            draft = Report.objects.get(call=call)
            calls.save_draft(draft.pk, actor=call_taker, area=WARD)
            calls.hang_up(call.pk, actor=call_taker)


@pytest.fixture
def low(centre: Centre) -> Centre:
    """Three from one kecamatan, or five from anywhere, in ten minutes."""
    Centre.objects.update(surge_calls_area=3, surge_calls_all=5, surge_window_min=10)
    return centre


def test_the_calls_of_one_kecamatan_propose_it_once(low: Centre, call_taker: User) -> None:
    many_call(2, call_taker)
    assert surging.watch(now()) == []
    many_call(1, call_taker)
    made = surging.watch(now())
    assert [(row.area and row.area.name, row.counted, row.window_min) for row in made] == [("Kendari Barat", 3, 10)]
    many_call(3, call_taker, placed=False)
    watch_for_surges()
    assert Surge.objects.count() == 1


def test_calls_that_name_no_place_propose_it_for_everywhere(low: Centre, call_taker: User) -> None:
    many_call(5, call_taker, placed=False)
    assert [(row.area, row.counted) for row in surging.watch(now())] == [(None, 5)]


def test_old_calls_and_a_threshold_of_nothing_propose_nothing(
    low: Centre, call_taker: User, clock: time_machine.Traveller
) -> None:
    many_call(5, call_taker, placed=False)
    clock.shift(timedelta(minutes=11))
    assert surging.watch(now()) == []
    clock.shift(timedelta(minutes=-11))
    Centre.objects.update(surge_calls_all=0)
    assert surging.watch(now()) == []
    Centre.objects.update(surge_calls_all=5, surge_window_min=0)
    assert surging.watch(now()) == []


def test_watching_is_two_queries_however_many_call(low: Centre, call_taker: User) -> None:
    many_call(2, call_taker)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        surging.watch(now())
    assert len(asked) == 2


def test_a_shift_lead_switches_on_and_the_cards_say_who_where_since_when(supervisor: User, dispatcher: User) -> None:
    lead = browser(supervisor)
    status, answer = post(lead, "surges/", BODY)
    card = answer["surge"]
    assert (status, card["stage"], card["by"], card["where"]) == (201, "on", "Ahmad Rifai", "Kemaraya")
    assert (card["areas"], card["alert_label"]) == (["Kemaraya · Kendari Barat"], "Siaga")
    assert refusal(post(lead, "surges/", BODY)) == (409, "already_on")
    assert refusal(post(browser(dispatcher), "surges/", BODY)) == (403, "forbidden")
    picture = get(browser(dispatcher), "board/")[1]["cards"]
    assert [one["by"] for one in picture if one["kind"] == "surge"] == ["Ahmad Rifai"]


def test_the_wall_sees_no_names_and_no_typed_words(supervisor: User) -> None:
    row = actions.start_surge("begal", [WARD], "awas", "kata Pak Budi", actor=supervisor)
    wall = read([row.pk])[row.pk]["wall"]
    assert (wall["alert_label"], wall["where"], wall["title"]) == ("Awas", "Kemaraya", "Begal")
    assert "Budi" not in repr(wall) and "Rifai" not in repr(wall)


def test_call_takers_and_every_agency_see_that_it_is_on_without_names_and_nobody_sees_a_proposal(
    supervisor: User, call_taker: User, damkar: User
) -> None:
    actions.propose_surge(None, 30, 10, actor=None)
    row = actions.start_surge("begal", [WARD], "awas", "kata Pak Budi", actor=supervisor)
    for user, path in ((call_taker, "calls/"), (damkar, "agency/")):
        cards = [card for card in get(browser(user), path)[1]["cards"] if card["kind"] == "surge"]
        assert [(one["where"], one["alert"], one["incident"]["id"]) for one in cards] == [
            ("Kemaraya", "awas", row.incident_id)
        ]
        assert "Budi" not in repr(cards) and "Rifai" not in repr(cards)
    Agency.objects.filter(code="DHB").update(is_active=False)
    told_of = set(read([row.pk])[row.pk])
    assert {f"agency:{agency('DMK').pk}", "calls", "wall", "desk"} < told_of
    assert f"agency:{agency('DHB').pk}" not in told_of


def test_an_attachment_by_any_way_is_news_of_the_surge(fire: Incident, supervisor: User) -> None:
    row = actions.start_surge("begal", [WARD], "awas", "x", actor=supervisor)
    before = versions()[row.pk]
    assert row.incident_id is not None
    actions.link(fire.pk, row.incident_id, actor=supervisor)
    after = read([row.pk])[row.pk]["desk"]
    assert (after["attached"], after["version"]) == (1, versions()[row.pk])
    assert after["version"] > before


def test_a_confidential_part_is_counted_at_the_desk_only(fire: Incident, case: Incident, supervisor: User) -> None:
    row = actions.start_surge("begal", [WARD], "awas", "x", actor=supervisor)
    assert row.incident_id is not None
    for part in (fire, case):
        actions.link(part.pk, row.incident_id, actor=supervisor)
    seen = read([row.pk])[row.pk]
    assert case.is_confidential
    assert {who: seen[who]["attached"] for who in ("desk", "desk+closed", "wall", "calls")} == {
        "desk": 2,
        "desk+closed": 2,
        "wall": 1,
        "calls": 1,
    }


def test_many_are_attached_each_with_its_own_answer_and_taken_back(
    fire: Incident, case: Incident, supervisor: User, dispatcher: User
) -> None:
    surge = actions.start_surge("begal", [WARD], "awas", "x", actor=supervisor)
    second, desk = incident(), browser(dispatcher)
    ids = [fire.pk, case.pk, second.pk, 999999, fire.pk]
    status, answer = post(desk, f"surges/{surge.pk}/attaching/", {"incidents": ids})
    assert status == 200
    assert [(line["incident"], line["is_done"]) for line in answer["lines"]] == [
        (fire.pk, True),
        (case.pk, False),
        (second.pk, True),
        (999999, False),
    ]
    assert answer["lines"][1]["detail"].startswith("Kejadian tertutup hanya diubah")
    answer = post(desk, f"surges/{surge.pk}/attaching/undo/", {"incidents": [fire.pk, case.pk]})[1]
    assert [line["is_done"] for line in answer["lines"]] == [True, False]
    assert list(Incident.objects.filter(parent=surge.incident).values_list("pk", flat=True)) == [second.pk]
    too_many = {"incidents": list(range(1, 202))}
    assert refusal(post(desk, f"surges/{surge.pk}/attaching/", too_many))[0] == 400


def test_counts_of_any_size_are_answered_in_words(supervisor: User, dispatcher: User) -> None:
    surge = actions.start_surge("begal", [WARD], "awas", "x", actor=supervisor)
    desk, address = browser(dispatcher), f"surges/{surge.pk}/counts/"
    said = {"what": "displaced", "value": 65, "source": "Posko BPBD", "was": 0}
    status, answer = post(desk, address, said)
    assert (status, answer["surge"]["counts"][0]["value"]) == (201, 65)
    for value in (-1, 123_456_789_012, 10**30):
        answer = post(desk, address, {**said, "value": value, "was": 65})[1]
        assert "value" in answer["fields"]
    assert refusal(post(desk, address, said)) == (409, "counted_meanwhile")
    assert refusal(post(desk, address, {**said, "was": 65, "value": 2}))[0] == 400


def test_an_agency_and_a_call_taker_command_nothing(supervisor: User, damkar: User, call_taker: User) -> None:
    surge = actions.start_surge("begal", [WARD], "awas", "x", actor=supervisor)
    for user in (damkar, call_taker):
        for deed in ("dismissal", "alert", "counts", "attaching", "attaching/undo", "ending"):
            assert refusal(post(browser(user), f"surges/{surge.pk}/{deed}/", {}))[0] == 403
        assert refusal(get(browser(user), f"surges/{surge.pk}/sitrep/")) == (403, "forbidden")


def test_a_proposal_is_dismissed_by_name_and_takes_nothing(supervisor: User, dispatcher: User, fire: Incident) -> None:
    row = actions.propose_surge(None, 30, 10, actor=None)
    assert row is not None
    early = post(browser(dispatcher), f"surges/{row.pk}/attaching/", {"incidents": [fire.pk]})
    assert refusal(early) == (409, "not_on")
    assert refusal(get(browser(dispatcher), f"surges/{row.pk}/sitrep/")) == (409, "not_on")
    assert refusal(post(browser(dispatcher), f"surges/{row.pk}/dismissal/")) == (403, "forbidden")
    status, answer = post(browser(supervisor), f"surges/{row.pk}/dismissal/")
    assert (status, answer["surge"]["stage"]) == (200, "dismissed")
    assert read(versions()) == {}


def test_the_sitrep_says_who_was_struck_what_is_done_and_how_it_went(
    supervisor: User, dispatcher: User, clock: time_machine.Traveller
) -> None:
    area = Area.objects.get(code=WARD)
    surge = actions.start_surge("kebakaran_rumah", [area.code], "siaga", "Tujuh rumah", actor=supervisor)
    fire = incident()
    actions.attach_to_surge(surge.pk, fire.pk, actor=dispatcher)
    task = told(fire, dispatcher, agencies=("DMK",))
    clock.shift(timedelta(minutes=6))
    actions.progress(task.pk, "arrive", actor=dispatcher)
    for what, value in (("displaced", 1265), ("displaced_families", 310), ("houses_badly", 7)):
        actions.tell_count(surge.pk, what, value, "Posko BPBD", actor=dispatcher)
    status, answer = get(browser(dispatcher), f"surges/{surge.pk}/sitrep/")
    assert status == 200
    for line in (
        "LAPORAN SITUASI (SITREP)",
        "Wilayah : Kemaraya",
        "Status : SIAGA sejak 02.00 WITA (Tujuh rumah)",
        "- Meninggal: belum ada data",
        "- Mengungsi: 1.265 orang (Posko BPBD, 02.06 WITA)",
        "- Keluarga mengungsi: 310 KK (Posko BPBD, 02.06 WITA)",
        "- Rumah rusak berat: 7 rumah (Posko BPBD, 02.06 WITA)",
        "- Rumah rusak sedang: belum ada data",
        "- Kejadian: 1, dikaitkan 1, masih ditangani 1",
        "- Bertugas: Damkar 1",
        "- Waktu tanggap: median 6 menit, persentil 90 6 menit (1 kejadian)",
        "- 02.06 WITA Mengungsi: 1265",
        "- 02.06 WITA Rumah rusak berat: 7",
    ):
        assert line in answer["text"].splitlines(), answer["text"]
    post(browser(supervisor), f"surges/{surge.pk}/ending/")
    assert (
        "Status : Mode lonjakan dimatikan 02.06 WITA"
        in get(browser(dispatcher), f"surges/{surge.pk}/sitrep/")[1]["text"]
    )


def test_the_sitrep_tells_in_the_order_in_which_it_happened(
    supervisor: User, dispatcher: User, clock: time_machine.Traveller
) -> None:
    surge = actions.start_surge("kebakaran_rumah", [WARD], "siaga", "Tujuh rumah", actor=supervisor)
    clock.shift(timedelta(minutes=20))
    actions.set_alert(surge.pk, "awas", "Angin", actor=supervisor)
    actions.tell_count(surge.pk, "displaced", 40, "Lurah", actor=dispatcher, at=now() - timedelta(minutes=5))
    told_of = (
        get(browser(dispatcher), f"surges/{surge.pk}/sitrep/")[1]["text"].partition("3. KRONOLOGI\n")[2].splitlines()
    )
    assert told_of[0].startswith("- 02.00 WITA Kejadian dibuka (meja pengendali)")
    assert told_of[2:4] == ["- 02.15 WITA Mengungsi: 40", "- 02.20 WITA Status: Siaga → Awas"]


def test_the_summary_counts_the_calls_of_its_areas(low: Centre, call_taker: User, supervisor: User) -> None:
    many_call(2, call_taker)
    everywhere = actions.start_surge("begal", [], "awas", "x", actor=supervisor)
    many_call(3, call_taker)
    many_call(1, call_taker, placed=False)
    card = post(browser(supervisor), f"surges/{everywhere.pk}/ending/")[1]["surge"]
    summary = Surge.objects.get(pk=card["id"]).summary
    assert summary is not None and summary["calls"] == 4
