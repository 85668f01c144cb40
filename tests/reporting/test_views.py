"""The monthly page: who sees how much of it, what it says, which buttons it has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from calls.models import Call, CallOutcome
from incidents import actions as incidents
from incidents.models import Standard
from journal.models import Entry
from reporting import actions
from reporting.models import Report
from tests import factories

JANUARY = datetime.fromisoformat("2026-01-10T20:00:00+08:00")
FEBRUARY = datetime.fromisoformat("2026-02-05T08:00:00+08:00")

pytestmark = pytest.mark.django_db


@pytest.fixture
def february() -> Iterator[time_machine.Traveller]:
    """The fifth of February, after a January that is on record."""
    with time_machine.travel(JANUARY, tick=False) as clock:
        yield clock


@pytest.fixture
def report(february: time_machine.Traveller, dispatcher: User, damkar: User) -> Report:
    """January: a fire the fire brigade reached in five minutes, a robbery nobody came to, three calls."""
    fire = factories.incident()
    factories.incident("begal")
    row = factories.told(fire, dispatcher, agencies=("DMK",))
    february.shift(timedelta(minutes=5))
    incidents.progress(row.pk, "arrive", actor=damkar)
    for place, outcome in enumerate((CallOutcome.INFORMATION, CallOutcome.PRANK, CallOutcome.ABANDONED)):
        Call.objects.create(
            switch_id=f"j{place}", offered_at=JANUARY, ended_at=JANUARY, outcome=outcome, outcome_at=JANUARY
        )
    february.move_to(FEBRUARY)
    return actions.build("2026-01", actor=None)


def text_of(client: Client, address: str) -> str:
    """A page that must be there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_latest_report_is_shown_with_its_figures_and_their_definitions(report: Report, centre_head: User) -> None:
    page = text_of(factories.browser(centre_head), "/laporan/")
    assert "1–31 Januari 2026" in page
    assert "50,0%" in page
    assert "5:00" in page
    assert "paling lama 7 menit sejak waktu lapor" in page
    assert "revisi 1, disusun 5 Feb 2026 08:00:00, belum diterbitkan" in page


def test_standards_that_nobody_has_agreed_yet_are_called_examples(
    report: Report, centre_head: User, administrator: User
) -> None:
    client = factories.browser(centre_head)
    assert "contoh – menunggu pengesahan" in text_of(client, "/laporan/2026-01/")
    Standard.objects.update(is_example=False)
    actions.build("2026-01", actor=administrator)
    assert "contoh – menunggu pengesahan" not in text_of(client, "/laporan/2026-01/")


def test_a_share_of_a_few_cases_is_given_without_a_judgement(report: Report, centre_head: User) -> None:
    page = text_of(factories.browser(centre_head), "/laporan/2026-01/")
    assert 'class="bar few"' in page
    assert 'class="bar ok"' not in page


def test_the_running_month_is_computed_for_the_look_and_said_to_be_unfinished(
    report: Report, centre_head: User
) -> None:
    page = text_of(factories.browser(centre_head), "/laporan/2026-02/")
    assert "berjalan, belum final" in page
    assert "Belum ada panggilan dan kejadian" in page
    assert Report.objects.count() == 1


def test_before_the_first_report_the_running_month_is_shown(centre_head: User) -> None:
    page = text_of(factories.browser(centre_head), "/laporan/")
    assert "berjalan, belum final" in page


@pytest.mark.parametrize("key", ["2025-12", "2027-01", "januari", "2026-1"])
def test_a_month_without_a_report_is_not_found(report: Report, centre_head: User, key: str) -> None:
    assert factories.browser(centre_head).get(f"/laporan/{key}/").status_code == 404


def test_choosing_a_month_leads_to_its_address(report: Report, centre_head: User) -> None:
    answer = factories.browser(centre_head).get("/laporan/?bulan=2026-01")
    assert answer.headers["Location"] == "/laporan/2026-01/"


def test_a_choice_that_is_no_month_is_not_found(report: Report, centre_head: User) -> None:
    assert factories.browser(centre_head).get("/laporan/?bulan=../../").status_code == 404


def test_the_head_of_an_agency_sees_his_agency_only(report: Report, head: User) -> None:
    page = text_of(factories.browser(head), "/laporan/2026-01/")
    assert "Damkar" in page
    assert "Polresta" not in page
    assert "Hasil panggilan" not in page
    assert "100,0%" in page


def test_a_head_whose_agency_was_given_nothing_is_told_so(
    report: Report, centre_head: User, february: time_machine.Traveller
) -> None:
    centre_head.member.agency = factories.agency("DHB")
    centre_head.member.save(update_fields=["agency"])
    page = text_of(factories.browser(centre_head), "/laporan/2026-01/")
    assert "Tidak ada penugasan dalam bulan ini" in page


@pytest.mark.parametrize("who", ["call_taker", "second_dispatcher", "police"])
def test_others_are_refused(report: Report, who: str, request: pytest.FixtureRequest) -> None:
    assert factories.browser(request.getfixturevalue(who)).get("/laporan/").status_code == 403


def test_a_head_has_no_button_that_changes_anything(report: Report, centre_head: User) -> None:
    client = factories.browser(centre_head)
    assert "Terbitkan" not in text_of(client, "/laporan/2026-01/")
    assert client.post(f"/laporan/terbitkan/{report.pk}/").status_code == 403
    assert client.post("/laporan/2026-01/susun/").status_code == 403
    assert Entry.objects.filter(subject=report.subject).count() == 1


def test_an_administrator_publishes_and_afterwards_builds_a_revision(report: Report, administrator: User) -> None:
    client = factories.browser(administrator)
    assert "Terbitkan" in text_of(client, "/laporan/2026-01/")
    client.post(f"/laporan/terbitkan/{report.pk}/")
    page = text_of(client, "/laporan/2026-01/")
    assert "terbit 5 Feb 2026" in page
    assert "Terbitkan" not in page
    client.post("/laporan/2026-01/susun/")
    assert "revisi 2" in text_of(client, "/laporan/2026-01/")


def test_publishing_twice_says_so_on_the_page(report: Report, administrator: User) -> None:
    client = factories.browser(administrator)
    client.post(f"/laporan/terbitkan/{report.pk}/")
    answer = client.post(f"/laporan/terbitkan/{report.pk}/", follow=True)
    assert "sudah diterbitkan" in answer.content.decode()


def test_a_running_month_is_not_built_by_hand(report: Report, administrator: User) -> None:
    answer = factories.browser(administrator).post("/laporan/2026-02/susun/", follow=True)
    assert "belum selesai" in answer.content.decode()
    assert factories.browser(administrator).post("/laporan/januari/susun/").status_code == 404


def test_the_page_asks_the_database_a_fixed_number_of_things(
    report: Report, centre_head: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = factories.browser(centre_head)
    with django_assert_max_num_queries(16):
        client.get("/laporan/2026-01/")


def test_the_page_keeps_to_the_content_security_policy(report: Report, centre_head: User) -> None:
    page = text_of(factories.browser(centre_head), "/laporan/2026-01/")
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<script>" not in page
