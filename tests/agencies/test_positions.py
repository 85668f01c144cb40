"""Where units are: what is kept of what devices tell, and what is refused, one by one, with the reason."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now

from agencies.actions import forget_positions, take_positions
from agencies.fixes import Fix, Unfit, instant, measure, number
from agencies.models import Agency, Position, Tracker, Unit
from agencies.permissions import POSITIONS
from agencies.tasks import forget_positions as forget_hourly
from journal.models import Entry
from tests.factories import agency, machine, minutes, seconds, unit

pytestmark = pytest.mark.django_db

TO_DO = re.compile(r"\b(Daftarkan|Periksa|Sebutkan|Setel|Tunggu)\b")


def fix(sign: str = "DMK-01", lat: float = -3.97, lng: float = 122.52, *, at: datetime, **more: Any) -> Fix:
    """A position of a unit."""
    return Fix((sign,), False, lat, lng, at, **more)


@pytest.fixture
def gateway(centre: object) -> User:
    """Tells where all units are."""
    return machine("gps", POSITIONS)[0]


def codes(*fixes: Fix, gateway: User) -> list[str]:
    """Why these were refused, in order."""
    return [problem.code for _index, problem in sorted(take_positions(fixes, actor=gateway).refused.items())]


def place_of(sign: str) -> tuple[float, float]:
    """Where a unit is said to be."""
    row = Position.objects.get(unit__call_sign=sign)
    return row.lat, row.lng


def test_the_last_place_of_a_unit_is_kept_and_nothing_of_it_is_journalled(gateway: User) -> None:
    before = Entry.objects.count()
    heard = take_positions([fix(at=now() - seconds(3), accuracy=8, speed=41, heading=270)], actor=gateway)
    row = Position.objects.get()
    assert (heard.taken, heard.older, heard.refused) == (1, 0, {})
    assert (row.unit.call_sign, row.lat, row.lng, row.accuracy, row.speed, row.heading) == (
        *("DMK-01", -3.97, 122.52),
        *(8, 41, 270),
    )
    assert Entry.objects.count() == before
    assert unit("DMK-01").version == 0


def test_in_whatever_order_they_come_the_newest_stays(gateway: User) -> None:
    at = now()
    told = [fix(lat=-3.97 - step / 1000, at=at - seconds(60 - 10 * step)) for step in range(3)]
    for order in permutations(told):
        Position.objects.all().delete()
        for one in order:
            take_positions([one], actor=gateway)
        assert place_of("DMK-01") == (-3.972, 122.52)
        Position.objects.all().delete()
        take_positions(list(order), actor=gateway)
        assert place_of("DMK-01") == (-3.972, 122.52)


def test_the_same_again_and_an_older_one_change_nothing(gateway: User) -> None:
    newest = fix(lat=-3.98, at=now())
    take_positions([newest], actor=gateway)
    version = Position.objects.get().version
    heard = take_positions([newest, fix(at=now() - minutes(1))], actor=gateway)
    assert (heard.taken, heard.older) == (0, 2)
    assert (place_of("DMK-01"), Position.objects.get().version) == ((-3.98, 122.52), version)


def test_the_version_only_grows_also_after_a_place_was_forgotten(gateway: User) -> None:
    versions = []
    for step in range(4):
        take_positions([fix(at=now() - seconds(10 - step))], actor=gateway)
        versions.append(Position.objects.get().version)
        if step == 1:
            Position.objects.all().delete()
    assert versions == sorted(set(versions))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"lat": 0.0, "lng": 0.0}, "no_fix"),
        ({"lat": -3.9, "lng": -122.5}, "far_away"),
        ({"lat": -25.0, "lng": 100.0}, "far_away"),
        ({"lat": 122.52, "lng": -3.97}, "far_away"),
        ({"at": datetime.fromisoformat("1970-01-01T00:00:00+00:00")}, "too_old"),
        ({"at": datetime.fromisoformat("2080-01-01T00:00:00+00:00")}, "future"),
        ({"sign": "DMK-99"}, "unknown_unit"),
        ({"sign": ""}, "no_unit"),
    ],
)
def test_a_bad_one_is_refused_with_its_reason_and_the_good_ones_beside_it_are_kept(
    gateway: User, told: dict[str, Any], code: str
) -> None:
    bad = fix(**{"at": now(), **told})
    heard = take_positions([fix("POL-01", at=now()), bad, fix("DMK-02", at=now())], actor=gateway)
    assert {index: problem.code for index, problem in heard.refused.items()} == {1: code}
    assert TO_DO.search(heard.refused[1].text)
    assert (heard.taken, Position.objects.count()) == (2, 2)


def test_a_clock_that_runs_a_little_ahead_counts_as_now(gateway: User, clock: time_machine.Traveller) -> None:
    take_positions([fix(at=now() + minutes(1.5))], actor=gateway)
    assert Position.objects.get().at == now()
    clock.shift(1)
    take_positions([fix(lat=-3.9701, at=now())], actor=gateway)
    assert place_of("DMK-01") == (-3.9701, 122.52), "and does not stand in the way of the next"


def test_a_leap_of_300_km_in_a_minute_is_refused_and_a_drive_is_not(gateway: User) -> None:
    at = now() - minutes(3)
    take_positions([fix(at=at)], actor=gateway)
    assert codes(fix(lat=-6.67, at=at + minutes(1)), gateway=gateway) == ["leap"]
    assert codes(fix(lat=-3.98, at=at + minutes(1)), gateway=gateway) == []
    assert place_of("DMK-01") == (-3.98, 122.52)


def test_a_leap_inside_a_batch_is_refused_too(gateway: User) -> None:
    at = now() - minutes(3)
    assert codes(fix(lat=-6.67, at=at + minutes(1)), fix(at=at), gateway=gateway) == ["leap"]
    assert place_of("DMK-01") == (-3.97, 122.52)


def test_a_wrong_first_place_does_not_stand_for_ever(gateway: User) -> None:
    at = now() - minutes(10)
    take_positions([fix(lat=-6.67, at=at)], actor=gateway)
    for later, said in ((60, ["leap"]), (85, ["leap"]), (90, [])):
        assert codes(fix(at=at + timedelta(seconds=later)), gateway=gateway) == said
    assert place_of("DMK-01") == (-3.97, 122.52)


def test_however_long_a_unit_was_silent_nothing_carries_it_300_km_in_twenty_minutes(gateway: User) -> None:
    at = now() - minutes(30)
    take_positions([fix(at=at)], actor=gateway)
    assert codes(fix(lat=-6.67, at=at + minutes(22)), gateway=gateway) == ["leap"]
    assert codes(fix(lat=-3.98, at=at + minutes(22) + timedelta(seconds=2)), gateway=gateway) == []
    assert place_of("DMK-01") == (-3.98, 122.52), "the true place is not doubted for the false one"
    assert codes(fix(lat=-6.67, at=at + minutes(23)), gateway=gateway) == ["leap"], "and the doubt is forgotten"


def test_a_leap_to_another_place_each_time_is_never_believed(gateway: User) -> None:
    at = now() - minutes(30)
    take_positions([fix(at=at)], actor=gateway)
    for later in range(1, 6):
        assert codes(fix(lat=-6.67 if later % 2 else 1.2, at=at + minutes(later)), gateway=gateway) == ["leap"]


def test_units_of_an_agency_that_left_are_nobodys(gateway: User) -> None:
    Agency.objects.filter(code="DMK").update(is_active=False)
    assert codes(fix(at=now()), gateway=gateway) == ["unknown_unit"]


def test_a_deleted_unit_takes_its_place_with_it(gateway: User) -> None:
    take_positions([fix(at=now())], actor=gateway)
    Unit.objects.filter(call_sign="DMK-01").delete()
    assert not Position.objects.exists()
    assert codes(fix(at=now()), gateway=gateway) == ["unknown_unit"]


def test_a_device_stands_for_its_unit_under_the_first_name_that_is_known(gateway: User) -> None:
    Tracker.objects.create(device="jane/phone", unit=unit("DMK-02"))
    take_positions([Fix(("owntracks/jane/phone", "jane/phone", "JP"), True, -3.9, 122.5, now())], actor=gateway)
    assert place_of("DMK-02") == (-3.9, 122.5)
    stranger = Fix(("DMK-01",), True, -3.9, 122.5, now())
    assert codes(stranger, gateway=gateway) == ["unknown_unit"], "a device is not called by the call sign"


def test_a_key_of_one_agency_places_its_own_units_only_and_stands_for_nothing_else(centre: object) -> None:
    of_one = machine("gps-damkar", "positions:DMK")[0]
    heard = take_positions([fix("DMK-01", at=now()), fix("POL-01", at=now())], actor=of_one)
    assert {index: problem.code for index, problem in heard.refused.items()} == {1: "unknown_unit"}
    assert Position.objects.get().unit.agency == agency("DMK")


def test_nobody_else_tells_where_units_are(centre: object, dispatcher: User, damkar: User) -> None:
    for actor in (dispatcher, damkar, machine("damkar", "agency:DMK")[0], machine("gps", "positions:QQQ")[0]):
        with pytest.raises(PermissionDenied):
            take_positions([fix(at=now())], actor=actor)


def test_many_cost_as_many_queries_as_one(gateway: User, django_assert_num_queries: Any) -> None:
    for signs in (["DMK-01"], ["DMK-01", "DMK-02", "POL-01", "DHB-01"]):
        with django_assert_num_queries(6):  # two of them the test's savepoint
            take_positions([fix(sign, at=now()) for sign in signs], actor=gateway)


def test_after_half_a_day_a_place_is_forgotten(gateway: User, clock: time_machine.Traveller) -> None:
    take_positions([fix(at=now())], actor=gateway)
    clock.shift(timedelta(hours=11))
    take_positions([fix("POL-01", at=now())], actor=gateway)
    assert forget_hourly() == 0
    clock.shift(timedelta(hours=2))
    assert forget_positions(actor=None) == 1
    assert Position.objects.get().unit.call_sign == "POL-01"


# --- figures and times as machines write them -----------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, True, "", "x", float("nan"), float("inf"), [], {}, "1e999", 10**400])
def test_what_is_no_number_is_refused(value: Any) -> None:
    with pytest.raises(Unfit, match="lat bukan angka"):
        number(value, "lat")
    assert measure(value, 360) is None


def test_a_figure_without_sense_is_left_out() -> None:
    assert [measure(value, 360) for value in (-1, 361, "12.5", 0)] == [None, None, 12.5, 0]


@pytest.mark.parametrize(
    "value", ["2026-01-09T18:00:00Z", "2026-01-10T02:00:00+08:00", 1767981600, "1767981600", 1767981600000]
)
def test_a_moment_is_read_in_each_way_it_is_written(value: Any) -> None:
    assert instant(value) == datetime.fromisoformat("2026-01-10T02:00:00+08:00")


@pytest.mark.parametrize("value", [None, "", "kemarin", "2026-01-10T02:00:00", "2026-13-45T02:00:00Z", 1e30, True, {}])
def test_a_moment_that_says_nothing_is_refused(value: Any) -> None:
    with pytest.raises(Unfit, match="ISO 8601"):
        instant(value)
