"""The supervisor's pages of response plans."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agencies.models import Agency
from incidents.plans import Plan
from tests import factories
from tests.incidents.plans import needs, publish

pytestmark = pytest.mark.django_db

MARK = "contoh – menunggu pengesahan SOP setempat"


@pytest.fixture
def house(supervisor: User) -> Plan:
    """What a house on fire is sent."""
    return publish(supervisor)


@pytest.fixture
def browser(supervisor: User) -> Client:
    """The supervisor's browser."""
    return factories.browser(supervisor)


def form(**said: Any) -> dict[str, Any]:
    """The form of a plan with two needs."""
    return {
        "title": "Rumah",
        "event": "kind:kebakaran_rumah",
        "area": factories.WARD,
        "starts": "22:00",
        "ends": "05:00",
        "weekdays": ["4", "5"],
        "n-TOTAL_FORMS": "3",
        "n-INITIAL_FORMS": "0",
        "n-0-agency": "DMK",
        "n-0-capability": "pompa",
        "n-0-count": "3",
        "n-0-level": "1",
        "n-1-agency": "POL",
        "n-1-count": "0",
        "n-1-level": "2",
        "n-2-agency": "",
        "n-2-level": "1",
        **said,
    }


def text(browser: Client, path: str) -> str:
    """A page."""
    return browser.get(f"/rencana/{path}").content.decode()


def test_the_pages_are_the_supervisors_alone(
    house: Plan, call_taker: User, dispatcher: User, damkar: User, head: User, administrator: User
) -> None:
    for user in (call_taker, dispatcher, damkar, head, administrator):
        client = factories.browser(user)
        for path in ("", "baru/", "coba/", f"{house.pk}/", f"{house.pk}/ubah/"):
            assert client.get(f"/rencana/{path}").status_code == 403, (user, path)
        for deed in ("sahkan", "cabut", "ubah", "berlakukan"):
            assert client.post(f"/rencana/{house.pk}/{deed}/", form()).status_code == 403
    row = Plan.objects.get()
    assert row.is_current and not row.approved_at


def test_an_empty_list_says_what_to_do(browser: Client) -> None:
    page = text(browser, "")
    assert "Belum ada rencana" in page and "/rencana/baru/" in page


def test_the_list_and_the_page_show_an_example_as_one_until_it_is_approved(browser: Client, house: Plan) -> None:
    page = text(browser, "")
    assert MARK in page and "DMK 2 pompa" in page and "alarm 2:" in page
    page = text(browser, f"{house.pk}/")
    assert MARK in page and "2 pompa" in page and "Kebakaran rumah/bangunan · Semua wilayah · Setiap hari" in page
    answer = browser.post(f"/rencana/{house.pk}/sahkan/")
    assert answer["Location"] == f"/rencana/{house.pk}/"
    page = text(browser, f"{house.pk}/")
    assert MARK not in page and "disahkan" in page and "Sahkan versi ini" not in page
    browser.post(f"/rencana/{house.pk}/sahkan/")
    assert "Versi ini sudah disahkan." in text(browser, "")


def test_a_new_edition_is_written_on_the_page(browser: Client, house: Plan) -> None:
    page = text(browser, f"{house.pk}/ubah/")
    assert 'value="pompa"' in page and 'value="kind:kebakaran_rumah" selected' in page
    answer = browser.post(f"/rencana/{house.pk}/ubah/", form())
    new = Plan.objects.current().whole().get()
    assert (new.edition, answer["Location"]) == (2, f"/rencana/{new.pk}/")
    assert needs(new) == [(1, "DMK", "pompa", 3), (2, "POL", "", 0)]
    assert (new.area_text, new.hours_text) == ("Kemaraya · Kendari Barat", "Jum, Sab 22:00–05:00")
    again = browser.post(f"/rencana/{house.pk}/ubah/", form())
    assert again["Location"] == f"/rencana/{new.pk}/", "a double click is one edition"
    assert "tidak berlaku lagi" in text(browser, f"{house.pk}/")


def test_a_plan_for_a_group_is_begun_on_the_page(browser: Client) -> None:
    answer = browser.post("/rencana/baru/", form(title="Apa pun", event="group:uji", area=""))
    row = Plan.objects.get(code="apa-pun")
    assert answer["Location"] == f"/rencana/{row.pk}/"
    assert (row.category, row.group, row.area) == (None, "uji", None)
    assert "Semua uji" in text(browser, f"{row.pk}/")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"title": ""}, "Perbaiki isian bertanda merah"),
        ({"event": ""}, "Pilih satu jenis kejadian"),
        ({"ends": ""}, "Isi jam mulai dan jam selesai"),
        ({"starts": "25:00"}, "Perbaiki isian bertanda merah"),
        ({"n-0-agency": ""}, "Pilih instansinya, atau kosongkan"),
        ({"n-0-count": ""}, "Isi jumlahnya"),
        ({"n-0-count": "0"}, "Kosongkan jenis unit"),
        ({"n-0-level": "2"}, "sedikitnya satu kebutuhan untuk alarm 1"),
        ({"n-0-agency": "", "n-0-capability": "", "n-0-count": "", "n-1-agency": "", "n-1-count": ""}, "Tulis satu"),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(browser: Client, house: Plan, said: dict[str, Any], told: str) -> None:
    answer = browser.post(f"/rencana/{house.pk}/ubah/", form(**{"title": "Kata saya", **said}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page and said.get("title", "Kata saya") in page
    assert Plan.objects.count() == 1


def test_a_broken_plan_says_so_and_its_form_still_shows_who_left(browser: Client, house: Plan) -> None:
    Agency.objects.filter(code="POL").update(is_active=False)
    assert "rusak, dilewati: Polresta tidak aktif lagi" in text(browser, "")
    page = text(browser, f"{house.pk}/")
    assert "Tulis versi baru tanpa instansi itu" in page
    assert "POL Polresta (tidak aktif)" in text(browser, f"{house.pk}/ubah/")
    said = {"n-1-agency": "POL", "n-1-count": "1"}
    assert "instansi yang aktif" in browser.post(f"/rencana/{house.pk}/ubah/", form(**said)).content.decode()


def test_a_plan_is_withdrawn_on_its_page(browser: Client, house: Plan) -> None:
    browser.post(f"/rencana/{house.pk}/cabut/")
    page = text(browser, f"{house.pk}/")
    assert "dicabut dan tidak berlaku lagi" in page and "Cabut sekarang" not in page
    assert "Belum ada rencana" in text(browser, "")


def test_a_withdrawn_plan_is_found_again_and_holds_again(browser: Client, house: Plan) -> None:
    browser.post(f"/rencana/{house.pk}/sahkan/")
    browser.post(f"/rencana/{house.pk}/cabut/")
    page = text(browser, "")
    assert "Rencana yang dicabut: 1" in page and f'href="/rencana/{house.pk}/"' in page
    assert "Berlakukan lagi" in text(browser, f"{house.pk}/")
    browser.post(f"/rencana/{house.pk}/berlakukan/")
    page = text(browser, f"{house.pk}/")
    assert "Rumah versi 1 berlaku lagi." in page and "Cabut sekarang" in page and "disahkan" in page
    assert "Rencana yang dicabut" not in text(browser, "")
    browser.post(f"/rencana/{house.pk}/berlakukan/")
    assert "Rencana ini sedang berlaku." in text(browser, "")


def test_only_the_last_edition_offers_to_hold_again(browser: Client, house: Plan) -> None:
    browser.post(f"/rencana/{house.pk}/ubah/", form())
    assert "Berlakukan lagi" not in text(browser, f"{house.pk}/")
    browser.post(f"/rencana/{Plan.objects.current().get().pk}/cabut/")
    assert "Berlakukan lagi" not in text(browser, f"{house.pk}/")
    browser.post(f"/rencana/{house.pk}/berlakukan/")
    assert "Versi ini tidak berlaku lagi; buka versi terbaru." in text(browser, "")
    assert not Plan.objects.current().exists()


def test_the_list_asks_equally_often_however_many_there_are(
    browser: Client, house: Plan, supervisor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(9):
        browser.get("/rencana/")
    publish(supervisor, title="Begal", category="begal")
    publish(supervisor, title="Kemaraya", area=factories.WARD)
    with django_assert_num_queries(9):
        browser.get("/rencana/")


def test_an_address_that_does_not_exist_is_not_found(browser: Client) -> None:
    for path in ("1/", "1/ubah/"):
        assert browser.get(f"/rencana/{path}").status_code == 404
    for deed in ("sahkan", "cabut", "berlakukan"):
        assert browser.post(f"/rencana/1/{deed}/").status_code == 404
