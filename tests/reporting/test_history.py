"""The lists of what was: found, hidden, paged, and as many queries for fifty rows as for one."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from calls import actions as calls
from calls.models import Call, CallOutcome, PhoneNumber
from incidents import actions
from incidents.models import Incident
from reporting.history import ROWS
from tests import factories


def listed(user: User, query: str = "", of: str = "riwayat/") -> str:
    """The list this person sees for this search."""
    answer = factories.browser(user).get(f"/{of}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(html: str) -> list[int]:
    """The incidents on the list, from top to bottom."""
    return [int(part.split("<")[0]) for part in html.split('<b class="num">#')[1:]]


def test_an_empty_list_says_so(dispatcher: User) -> None:
    assert "Belum ada kejadian." in listed(dispatcher)
    assert "Belum ada panggilan." in listed(dispatcher, of="riwayat/panggilan/")


def test_the_latest_incident_is_on_top(dispatcher: User, clock: time_machine.Traveller) -> None:
    first = factories.incident()
    clock.shift(60)
    second = factories.incident("begal")
    assert numbers(listed(dispatcher)) == [second.number, first.number]


@pytest.mark.parametrize(
    "query", ["{0.number}", "%23{0.number}", "KDI-20260110-{0.number}", "seroja", "kemaraya", "rumah"]
)
def test_an_incident_is_found(query: str, clock: time_machine.Traveller, fire: Incident, dispatcher: User) -> None:
    factories.incident("begal", place_text="Jl. Lain", landmark="", area="", lat=None, lng=None)
    assert numbers(listed(dispatcher, f"?q={query.format(fire)}")) == [fire.number]


def test_a_number_no_row_can_have_finds_nothing(fire: Incident, dispatcher: User) -> None:
    assert "Tidak ada kejadian yang cocok." in listed(dispatcher, "?q=999999999")


def test_a_search_without_result_keeps_what_was_typed(fire: Incident, dispatcher: User) -> None:
    html = listed(dispatcher, "?q=tidak+ada&state=closed")
    assert 'value="tidak ada"' in html
    assert 'value="closed" selected' in html


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"area": "", "lat": None, "lng": None}, "Jl. Lain"),
        ({"place_text": ""}, "Kemaraya · Kendari Barat"),
        ({}, "Jl. Lain · Kemaraya · Kendari Barat"),
    ],
)
def test_place_and_area_are_parted_only_where_both_are_known(
    dispatcher: User, where: dict[str, object], said: str
) -> None:
    factories.incident("begal", **{"place_text": "Jl. Lain", "landmark": "", **where})
    assert f'<br><span class="t2">{said}</span></td>' in listed(dispatcher)


def test_track_state_and_agency_narrow_the_list(fire: Incident, lamp: Incident, dispatcher: User) -> None:
    factories.told(fire, dispatcher, agencies=("DMK", "POL"), units=("DMK-01",))
    actions.close(lamp.pk, "nihil", actor=dispatcher)
    assert numbers(listed(dispatcher, "?track=emergency")) == [fire.number]
    assert f"L-{lamp.number}" in listed(dispatcher, "?track=service")
    assert numbers(listed(dispatcher, "?state=open")) == [fire.number]
    assert f"L-{lamp.number}" in listed(dispatcher, "?state=closed")
    assert numbers(listed(dispatcher, "?agency=DMK")) == [fire.number]
    assert numbers(listed(dispatcher, "?agency=DHB")) == []


def test_dates_are_local_days(dispatcher: User, clock: time_machine.Traveller) -> None:
    fire = factories.incident()  # 02:00 in Kendari is still the day before in UTC
    assert numbers(listed(dispatcher, "?since=2026-01-10&until=10/01/2026")) == [fire.number]
    assert numbers(listed(dispatcher, "?until=2026-01-09")) == []


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("?since=2026-99-99", "Tulis tanggal seperti 31/12/2025."),
        ("?since=2026-01-10&until=2026-01-09", "Tanggal akhir lebih awal daripada tanggal mulai."),
        ("?since=9999-12-31&until=9999-12-31", "Tulis tanggal seperti 31/12/2025."),
        ("?agency=XYZ", "Perbaiki isian bertanda merah"),
        ("?q=%00", "Perbaiki isian bertanda merah"),
        ("?page=abc", ""),
        ("?page=9999", ""),
    ],
)
def test_nonsense_is_answered_kindly(fire: Incident, dispatcher: User, query: str, error: str) -> None:
    html = listed(dispatcher, query)
    assert error in html
    assert bool(numbers(html)) is not bool(error)


def test_whoever_is_not_cleared_cannot_search_what_is_hidden(
    case: Incident, dispatcher: User, supervisor: User
) -> None:
    assert numbers(listed(dispatcher)) == [case.number]
    for query in ("seroja", "kekerasan"):
        assert numbers(listed(dispatcher, f"?q={query}")) == []
        assert numbers(listed(supervisor, f"?q={query}")) == [case.number]
    assert numbers(listed(dispatcher, "?q=kemaraya")) == [case.number]
    for secret in (*factories.KEPT_SECRETS, "Kekerasan"):
        assert secret not in listed(dispatcher)


def test_an_agency_lists_and_searches_its_own(
    fire: Incident, case: Incident, dispatcher: User, police: User, damkar: User
) -> None:
    factories.told(case, dispatcher, agencies=("POL",))
    actions.assign(fire.pk, agencies=("DMK", "POL"), actor=dispatcher)
    assert numbers(listed(police, "?q=seroja")) == [case.number, fire.number]
    html = listed(damkar)
    assert numbers(html) == [fire.number]
    assert "<span>POL</span>" not in html
    assert numbers(listed(damkar, "?agency=DHB")) == [fire.number]


def test_pages_of_fifty_keep_the_search(dispatcher: User, clock: time_machine.Traveller) -> None:
    for _row in range(ROWS + 2):
        factories.incident()
    html = listed(dispatcher, "?q=seroja")
    assert len(numbers(html)) == ROWS
    assert "1–50 dari 52" in html
    assert "q=seroja&amp;page=2" in html
    assert len(numbers(listed(dispatcher, "?q=seroja&page=2"))) == 2


def test_fifty_incidents_cost_as_many_queries_as_one(
    dispatcher: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = factories.browser(dispatcher)
    for count in (1, 30):
        for _row in range(count):
            factories.told(factories.incident(), dispatcher, agencies=("DMK", "POL"))
        with django_assert_num_queries(10):
            client.get("/riwayat/")


def coded(call_taker: User, outcome: CallOutcome, number: str = "0852-4187-2093") -> Call:
    """A call that was answered and coded."""
    call = calls.answer(factories.ring(number=number).pk, actor=call_taker)
    return calls.set_outcome(call.pk, outcome, actor=call_taker)


def rows(html: str) -> int:
    """How many calls are on the list."""
    return html.count("<tr>") - html.count("<thead><tr>")


def calls_of(user: User, query: str = "") -> str:
    """The list of calls this person sees."""
    return listed(user, query, of="riwayat/panggilan/")


def test_calls_are_listed_masked(call_taker: User) -> None:
    coded(call_taker, CallOutcome.PRANK)
    html = calls_of(call_taker)
    assert "0852-xx-2093" in html
    assert "Iseng" in html
    for secret in factories.KEPT_SECRETS:
        assert secret not in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?outcome=prank", 1),
        ("?outcome=pending", 1),
        ("?outcome=silent", 0),
        ("?q=0852-4187-2093", 1),
        ("?q=%2B62 852 4187 2093", 1),
        ("?q=2093", 1),
        ("?q=4187", 0),
        ("?q=85241", 0),
        ("?q=fitriani", 1),
        ("?q=Meja+03", 1),
        ("?q=entah", 0),
        ("?since=2999-01-01", 0),
    ],
)
def test_a_call_is_found(call_taker: User, query: str, found: int) -> None:
    coded(call_taker, CallOutcome.PRANK)
    factories.ring(number="0811-0000-1111")
    assert rows(calls_of(call_taker, query)) == found


def test_a_call_is_found_by_its_incident_and_its_words(call_taker: User) -> None:
    call = coded(call_taker, CallOutcome.EMERGENCY)
    report = calls.forward(
        call.report.pk, actor=call_taker, category="begal", place_text="Pasar Baru", words="dua orang bermotor"
    )
    assert report.incident is not None
    coded(call_taker, CallOutcome.PRANK, "0811-0000-1111")
    for query in (str(report.incident.number), f"%23{report.incident.number}", "bermotor", "pasar+baru"):
        html = calls_of(call_taker, f"?q={query}")
        assert rows(html) == 1
        assert f"/kejadian/{report.incident.pk}/" in html


def test_the_words_of_a_confidential_report_find_nothing_for_the_others(call_taker: User, supervisor: User) -> None:
    call = coded(call_taker, CallOutcome.EMERGENCY)
    calls.forward(call.report.pk, actor=call_taker, category="kdrt", place_text="Pasar Baru", words="suaminya")
    assert rows(calls_of(call_taker, "?q=suaminya")) == 0
    assert rows(calls_of(supervisor, "?q=suaminya")) == 1
    assert "/kejadian/" not in calls_of(call_taker)


def test_calls_are_not_for_agencies_and_heads(damkar: User, head: User) -> None:
    for user in (damkar, head):
        assert factories.browser(user).get("/riwayat/panggilan/").status_code == 403
        assert "/riwayat/panggilan/" not in listed(user)


def test_fifty_calls_cost_as_many_queries_as_one(
    call_taker: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = factories.browser(call_taker)
    for count in (1, 30):
        for _row in range(count):
            coded(call_taker, CallOutcome.PRANK)
        with django_assert_num_queries(8):
            client.get("/riwayat/panggilan/")


def test_ten_thousand_calls_are_paged(supervisor: User) -> None:
    caller = PhoneNumber.objects.create(identity="number", value="085241872093")
    start = now() - timedelta(days=30)
    Call.objects.bulk_create(
        Call(switch_id=f"lama-{one}", caller=caller, offered_at=start + timedelta(minutes=one)) for one in range(10_000)
    )
    assert "1–50 dari 10.000" in calls_of(supervisor)
    assert "9.951–10.000 dari 10.000" in calls_of(supervisor, "?page=200")
