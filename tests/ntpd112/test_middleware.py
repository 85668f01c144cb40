"""What every request passes: the centre's clock, the open watch, and who knocks behind a proxy."""

from __future__ import annotations

from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.timezone import now
from pytest_django import Settings

from agencies.models import Centre, Role, Watch
from agencies.permissions import standing
from ntpd112.middleware import InCentreTime, client_address
from tests.factories import MODEL_BACKEND, browser, member, on_watch

pytestmark = pytest.mark.django_db


def zone_of_a_request() -> str:
    """The zone in which a page would show its times."""
    seen = []

    def respond(request: HttpRequest) -> HttpResponse:
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    InCentreTime(respond)(RequestFactory().get("/papan/"))
    return seen[0]


def test_times_are_shown_in_the_zone_of_the_centre_for_this_request_only(centre: Centre) -> None:
    assert zone_of_a_request() == "Asia/Makassar"
    assert timezone.get_current_timezone_name() == "UTC"
    centre.time_zone = "Asia/Jayapura"
    centre.save(update_fields=["time_zone"])
    assert zone_of_a_request() == "Asia/Jayapura"
    assert centre.zone == ZoneInfo("Asia/Jayapura")


@pytest.mark.usefixtures("db")
def test_without_a_centre_times_are_in_utc() -> None:
    assert zone_of_a_request() == "UTC"


@pytest.mark.parametrize("path", ["/papan/", "/konsol/?draf=3", "/tugas/", "/riwayat/", "/laporan/"])
def test_a_page_without_a_watch_leads_to_the_sign_in_and_back(centre: object, path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/masuk/?next={quote(path, safe='')}")


def test_the_api_answers_401_and_an_unknown_address_404(centre: object) -> None:
    assert Client().get("/api/v1/board/").status_code == 401
    assert Client().get("/tidak/ada/").status_code == 404


def test_a_page_opens_while_the_watch_of_this_very_session_is_open(dispatcher: User) -> None:
    client = browser(dispatcher)
    assert client.get("/papan/").status_code == 200
    elsewhere = Client()
    elsewhere.force_login(dispatcher, backend=MODEL_BACKEND)
    assert elsewhere.get("/papan/").status_code == 302
    Watch.objects.update(ended_at=now())
    assert client.get("/papan/").status_code == 302


def test_a_forgotten_watch_ends_with_the_longest_shift(
    clock: time_machine.Traveller, dispatcher: User, settings: Settings
) -> None:
    client = browser(dispatcher)
    clock.shift(settings.SESSION_COOKIE_AGE - 1)
    assert standing(dispatcher).is_desk
    clock.shift(2)
    assert not standing(User.objects.get(pk=dispatcher.pk)).is_desk
    assert client.get("/papan/").status_code == 302


def test_a_session_acts_as_what_was_chosen_in_it_and_not_as_what_another_one_chose(centre: object) -> None:
    both = member("both", "Dua Peran", Role.CALL_TAKER, Role.DISPATCHER)
    on_watch(both, Role.CALL_TAKER, seat="Meja 03")
    client = browser(both)
    on_watch(both, Role.DISPATCHER, seat="Meja 06")
    assert client.get("/api/v1/calls/").status_code == 200
    assert client.get("/api/v1/board/").status_code == 403


@pytest.mark.parametrize(
    ("behind", "told", "who"),
    [
        (True, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "", "10.0.0.2"),
        (False, "6.6.6.6", "10.0.0.2"),
    ],
)
def test_who_knocks_is_what_our_own_proxy_says_last(settings: Settings, behind: bool, told: str, who: str) -> None:
    settings.BEHIND_TLS = behind
    headers = {"X-Forwarded-For": told} if told else {}
    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.2")) == who
