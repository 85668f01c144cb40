"""The contact book: loaded once, edited in the admin, offered on the console."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse

from agencies.models import Role
from calls import ground
from calls.book import Contact
from tests.factories import browser, person, post, ring

pytestmark = pytest.mark.django_db


def test_the_contact_book_is_loaded_without_touching_what_was_edited() -> None:
    (tally,) = [one for one in ground.load() if one.subject == "Buku kontak"]
    assert tally.added == tally.listed == Contact.objects.count()
    assert set(Contact.objects.values_list("kind", flat=True)) == {"neighbour", "counselling", "referral"}
    Contact.objects.filter(name="Kab. Konawe").update(phone="0408-21", is_example=False)
    call_command("load_ground", verbosity=0)
    assert Contact.objects.get(name="Kab. Konawe").phone == "0408-21"
    assert Contact.objects.count() == tally.listed


def test_an_administrator_edits_the_book_and_nobody_deletes_from_it(settings: object, centre: object) -> None:
    settings.STORAGES = settings.STORAGES | {  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    row = Contact.objects.create(kind="neighbour", name="Kabupaten Konawe")
    keeper = person("kepala", "Irwan Mekuo", Role.ADMINISTRATOR)
    User.objects.filter(pk=keeper.pk).update(is_staff=True, is_superuser=True)
    office = browser(keeper)
    fields = {"kind": "neighbour", "name": "Kabupaten Konawe", "phone": "0408-21", "order": 1, "is_active": "on"}
    assert office.post(reverse("admin:calls_contact_change", args=[row.pk]), fields).status_code == 302
    assert Contact.objects.get().phone == "0408-21"
    assert office.get(reverse("admin:calls_contact_delete", args=[row.pk])).status_code == 403


def test_the_console_offers_what_is_in_use_under_the_outcome_it_belongs_to(call_taker: User) -> None:
    Contact.objects.create(kind="neighbour", name="Kabupaten Konawe", phone="0408-21")
    Contact.objects.create(kind="counselling", name="Bercerita", is_active=False)
    page = browser(call_taker).get("/konsol/").content.decode()
    assert 'data-name="Kabupaten Konawe" data-phone="0408-21"' in page
    assert "Bercerita" not in page
    assert page.count("Buku kontak belum berisi baris untuk ini.") == 2


def test_a_complaint_pointed_elsewhere_is_done_and_in_the_list_of_the_watch(call_taker: User) -> None:
    console, call = browser(call_taker), ring()
    row = Contact.objects.create(kind="referral", name="LAPOR!")
    post(console, f"calls/{call.pk}/answer/")
    status, answer = post(console, f"calls/{call.pk}/outcome/", {"outcome": "complaint", "contact": row.pk})
    assert (status, answer["report"], bool(answer["call"]["ended_at"])) == (200, None, True)
    assert "Pengaduan" in console.get("/konsol/").content.decode().partition('id="coded"')[2]


def test_a_prank_is_given_a_reason_over_http(call_taker: User, second_call_taker: User) -> None:
    console, call = browser(call_taker), ring()
    post(console, f"calls/{call.pk}/answer/")
    assert post(console, f"calls/{call.pk}/outcome/", {"outcome": "silent", "clues": ["x"]})[0] == 400
    post(console, f"calls/{call.pk}/outcome/", {"outcome": "prank"})
    status, answer = post(console, f"calls/{call.pk}/reason/", {"reason": "child"})
    assert (status, answer["call"]["outcome_reason"]) == (200, "child")
    assert post(console, f"calls/{call.pk}/reason/", {"reason": "x"})[0] == 400
    assert post(browser(second_call_taker), f"calls/{call.pk}/reason/", {"reason": "child"})[0] == 409
