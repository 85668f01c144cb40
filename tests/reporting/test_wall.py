"""The wall: its own account and nothing else, its own figures, and what it may never count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django.utils.timezone import now

from agencies.models import Centre, Role, Watch
from calls import actions as calls
from incidents import actions
from incidents.models import Disposition, Incident
from journal.live import snapshots
from reporting.wall import shift_began, strip
from tests.factories import browser, get, incident, person, post, ring, seconds, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_pictures() -> Iterator[None]:
    """No picture of another test."""
    snapshots.clear()
    yield
    snapshots.clear()


@pytest.fixture
def wall(centre: object) -> User:
    """The wall's own account."""
    return person("dinding", "Layar Dinding", Role.WALL)


def test_the_wall_opens_its_page_and_its_picture(fire: Incident, case: Incident, wall: User) -> None:
    client = browser(wall)
    html = client.get("/dinding/").content.decode()
    assert "<button" not in html.partition("<header")[2].partition("<template")[0]
    assert "<input" not in html and "<form" not in html
    status, picture = get(client, "wall/")
    assert status == 200
    assert [(card["id"], card["place"]) for card in picture["cards"]] == [(fire.pk, "Jl. Bunga Seroja")]
    assert picture["strip"]["units"] > 0
    assert get(client, "wall/strip/")[0] == 200


@pytest.mark.parametrize("who", ["dispatcher", "supervisor", "call_taker", "damkar", "centre_head", "administrator"])
def test_nobody_else_does(who: str, request: pytest.FixtureRequest) -> None:
    client = browser(request.getfixturevalue(who))
    assert client.get("/dinding/").status_code == 403
    assert [get(client, path)[0] for path in ("wall/", "wall/strip/")] == [403, 403]


def test_the_wall_sees_and_does_nothing_else(fire: Incident, wall: User) -> None:
    client = browser(wall)
    assert [client.get(path).status_code for path in ("/papan/", "/konsol/", "/riwayat/", "/laporan/")] == [403] * 4
    assert client.get(f"/kejadian/{fire.pk}/").status_code in (403, 404)
    assert get(client, "board/")[0] == get(client, "calls/")[0] == 403
    assert get(client, f"incidents/{fire.pk}/journal/")[0] == 404
    assert get(client, "incidents/search/?q=seroja")[0] == 403
    assert post(client, f"incidents/{fire.pk}/assignments/", {"agencies": ["DMK"]})[0] in (403, 404)


def test_a_wall_hangs_for_longer_than_a_watch_lasts(
    clock: time_machine.Traveller, wall: User, dispatcher: User
) -> None:
    clock.shift(15 * 3600)
    assert set(Watch.objects.open().values_list("member__user", flat=True)) == {wall.pk}


def figure(name: str) -> Any:
    """One figure of the strip at this moment."""
    return strip(now())[name]


def test_what_rings_and_who_talks(clock: time_machine.Traveller, call_taker: User, second_call_taker: User) -> None:
    first = ring()
    clock.shift(5)
    second = ring(number="0811-1111-2222")
    clock.shift(3)
    assert (figure("ringing"), figure("ringing_since")) == (2, now() - seconds(8))
    assert (figure("talking"), figure("call_takers")) == (0, 2)
    calls.answer(first.pk, actor=call_taker)
    assert (figure("ringing"), figure("ringing_since"), figure("talking")) == (1, now() - seconds(3), 1)
    assert figure("answered_share") == 100.0  # the one that still rings has neither kept nor missed it
    clock.shift(20)
    calls.answer(second.pk, actor=second_call_taker)
    assert (figure("answered_share"), figure("talking"), figure("ringing_since")) == (50.0, 2, None)
    calls.set_outcome(first.pk, "prank", actor=call_taker)
    assert figure("nuisance_share") == 50.0


def test_arrivals_of_this_watch_without_what_is_still_in_time_and_without_hidden_cases(
    clock: time_machine.Traveller, fire: Incident, case: Incident, dispatcher: User
) -> None:
    assert figure("arrived_share") is None
    row = told(fire, dispatcher, units=("DMK-01",))
    ready = figure("units_ready")
    actions.progress(row.pk, "arrive", actor=dispatcher)
    late = incident()
    assert figure("arrived_share") == 100.0
    clock.shift(421)
    assert figure("arrived_share") == 50.0
    Disposition.objects.create(code="dibatalkan", name="Dibatalkan", apco_code="10")
    actions.close(late.pk, "dibatalkan", actor=dispatcher)
    assert figure("arrived_share") == 100.0
    assert figure("units_ready") == ready
    actions.progress(row.pk, "finish", actor=dispatcher)
    assert figure("units_ready") == ready + 1


@pytest.mark.parametrize(
    ("moment", "began"),
    [
        ("2026-01-10T07:00:00+08:00", "2026-01-10T07:00:00+08:00"),
        ("2026-01-10T13:59:59+08:00", "2026-01-10T07:00:00+08:00"),
        ("2026-01-10T14:00:00+08:00", "2026-01-10T14:00:00+08:00"),
        ("2026-01-10T23:30:00+08:00", "2026-01-10T21:00:00+08:00"),
        ("2026-01-11T03:00:00+08:00", "2026-01-10T21:00:00+08:00"),
    ],
)
def test_a_watch_begins_at_seven_two_and_nine(moment: str, began: str) -> None:
    with timezone.override(ZoneInfo("Asia/Makassar")):
        assert shift_began(datetime.fromisoformat(moment), (7, 14, 21)) == datetime.fromisoformat(began)


def test_the_centre_says_at_which_hours_its_watches_begin(clock: time_machine.Traveller, centre: Centre) -> None:
    with timezone.override(ZoneInfo("Asia/Makassar")):
        assert figure("shift_began_at") == datetime.fromisoformat("2026-01-09T21:00:00+08:00")
        Centre.objects.update(shift_hours=[20, 8])
        assert figure("shift_began_at") == datetime.fromisoformat("2026-01-09T20:00:00+08:00")
        Centre.objects.update(shift_hours=[1])
        assert figure("shift_began_at") == datetime.fromisoformat("2026-01-10T01:00:00+08:00")


def test_the_walls_browser_stays_signed_in_for_a_year(wall: User, client: Client) -> None:
    wall.set_password("kendari112")
    wall.save(update_fields=["password"])
    answer = client.post("/masuk/", {"username": "dinding", "password": "kendari112"}, follow=True)
    assert answer.request["PATH_INFO"] == "/dinding/"
    assert client.session.get_expiry_age() > 360 * 24 * 3600
