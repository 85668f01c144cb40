"""A caller's place and his call find each other, whichever comes first; what belongs to nobody is forgotten."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from calls import actions, queue, tasks
from calls.actions.hearing import SwitchEvent, hear
from calls.actions.locating import WITHIN, Told, locate
from calls.locations import CallerLocation, shown_of
from calls.models import Call, Identity, Report
from calls.positions import Fix, Method, Way
from tests.dispatch.test_races import at_once
from tests.factories import history, incident, machine, minutes, ring, seconds, traces, verbs, write

pytestmark = pytest.mark.django_db

NUMBER = "+6285241872093"
SERIAL = "357365093474415"


def told(*, at: datetime | None = None, number: str = NUMBER, way: str = Way.AML_HTTPS, **known: Any) -> Told:
    """A location of a telephone in Kemaraya, found when it arrives unless said otherwise."""
    received = at or now()
    usual: dict[str, Any] = {"lat": -3.9612, "lng": 122.5301, "radius_m": 12.0, "method": Method.WIFI}
    places = {name: known.pop(name) for name in (*usual, "positioned_at", "azimuth", "opening") if name in known}
    fix = known.pop("fix", Fix(**{"positioned_at": received, **usual, **places}))
    return Told(way=way, fix=fix, received_at=received, number=number, **known)


def tell(**known: Any) -> CallerLocation:
    """Keep it."""
    return locate(told(**known), actor=None)


def place_of(call: Call) -> CallerLocation | None:
    """The location a screen shows of a call."""
    return shown_of([call.pk]).get(call.pk)


def test_a_place_that_comes_during_the_call_is_the_calls(clock: time_machine.Traveller, ringing: Call) -> None:
    clock.shift(5)
    row = tell()
    assert (row.call_id, row.number, row.imei) == (ringing.pk, "", "")
    entry = history(ringing.subject)[-1]
    assert (entry.verb, entry.happened_at) == ("located", now())
    assert entry.facts == {"location": row.pk, "way": "aml_https", "found": True, "metres": 12}
    assert queue.read([ringing.pk])[ringing.pk]["calls"]["location"] == row.pk


def test_a_place_that_comes_before_the_call_waits_for_it(clock: time_machine.Traveller, centre: object) -> None:
    row = tell(imei=SERIAL)
    assert (row.call_id, row.number, row.imei) == (None, "085241872093", "35736509347441")
    clock.shift(30)
    call = ring()
    row.refresh_from_db()
    assert (row.call_id, row.number, row.imei) == (call.pk, "", ""), "whose it is, the call knows"
    assert verbs(call.subject) == ["rang", "located"]
    assert place_of(call) == row


def test_a_number_that_the_exchange_tells_late_is_matched_all_the_same(
    clock: time_machine.Traveller, centre: object
) -> None:
    call = ring(number="")
    row = tell()
    assert row.call_id is None
    clock.shift(2)
    hear(SwitchEvent("ringing", call.switch_id, now(), Identity.NUMBER, "0852 4187 2093"), actor=None)
    assert place_of(call) == row


@pytest.mark.parametrize(("gap", "is_his"), [(WITHIN, True), (WITHIN + seconds(1), False)])
def test_a_place_waits_so_long_and_comes_so_late(
    clock: time_machine.Traveller, centre: object, gap: Any, is_his: bool
) -> None:
    early = tell()
    clock.shift(gap)
    call = ring()
    hear(SwitchEvent("ended", call.switch_id, now()), actor=None)
    clock.shift(gap)
    late = tell(lat=-3.97)
    assert {row.pk for row in (early, late)} == {
        row.pk for row in CallerLocation.objects.filter(call=call)
    } or not is_his
    assert CallerLocation.objects.filter(call=call).exists() == is_his


def test_while_he_talks_it_is_never_late(clock: time_machine.Traveller, ringing: Call, call_taker: User) -> None:
    actions.answer(ringing.pk, actor=call_taker)
    clock.shift(minutes(45))
    assert tell().call_id == ringing.pk
    clock.shift(minutes(240))
    assert tell().call_id is None, "an exchange that never told the end holds no later caller's place"


def test_another_number_is_another_caller(ringing: Call) -> None:
    assert tell(number="+6285241872094").call_id is None


def test_who_talks_and_writes_is_located_at_the_call(clock: time_machine.Traveller, call_taker: User) -> None:
    voice = actions.answer(ring(number=NUMBER).pk, actor=call_taker)
    clock.shift(seconds(60))
    write("saya tidak bisa bicara", sender=NUMBER)
    clock.shift(seconds(20))
    assert tell().call_id == voice.pk
    conversation = write("masih di sini", sender="085299990000")
    assert tell(number="085299990000").call_id == conversation.pk, "who only wrote is located there"


def test_of_two_calls_of_one_number_the_latest_has_it(clock: time_machine.Traveller, centre: object) -> None:
    first = ring()
    hear(SwitchEvent("ended", first.switch_id, now()), actor=None)
    clock.shift(60)
    second = ring()
    assert tell().call_id == second.pk


def test_who_rings_again_brings_his_place_along(clock: time_machine.Traveller, centre: object) -> None:
    first = ring()
    row = tell()
    hear(SwitchEvent("ended", first.switch_id, now()), actor=None)
    clock.shift(120)
    second = ring()
    copy = place_of(second)
    assert copy is not None and copy != row
    assert (copy.lat, copy.positioned_at, copy.received_at) == (row.lat, row.positioned_at, row.received_at)
    assert (place_of(first), verbs(second.subject)) == (row, ["rang", "located"])
    clock.shift(WITHIN)
    assert place_of(ring()) is None, "where he was then says nothing any more"


@pytest.mark.parametrize("serial", [SERIAL, SERIAL[:14], SERIAL[:14] + "01"])
def test_a_telephone_without_a_sim_is_known_by_its_serial_number(
    clock: time_machine.Traveller, centre: object, serial: str
) -> None:
    before = tell(number="", imei=serial)
    hear(SwitchEvent("ringing", "tanpa-sim", now(), Identity.IMEI, SERIAL), actor=None)
    call = Call.objects.get()
    clock.shift(9)
    after = tell(number="", imei=serial, lat=-3.97)
    assert set(CallerLocation.objects.filter(call=call)) == {before, after}
    assert tell(number="", imei="99" + SERIAL[2:]).call_id is None


def test_a_caller_nobody_knows_has_no_place(centre: object) -> None:
    tell()
    for identity, value in ((Identity.PSEUDO, "11293474415"), (Identity.NONE, "")):
        hear(SwitchEvent("ringing", f"x-{identity}", now(), identity, value), actor=None)
    assert CallerLocation.objects.unmatched().count() == 1


def test_the_same_twice_is_one(clock: time_machine.Traveller, ringing: Call) -> None:
    first = told()
    row = locate(first, actor=None)
    before = traces()
    clock.shift(30)
    assert locate(first, actor=None) == row
    assert traces() == before
    assert tell(positioned_at=now()) != row, "the same place a moment later is news"


def test_all_are_kept_and_the_best_is_shown(clock: time_machine.Traveller, ringing: Call) -> None:
    cell = tell(way=Way.CELL, radius_m=3000)
    assert place_of(ringing) == cell
    nothing = tell(fix=None)
    assert (place_of(ringing), nothing.call_id) == (cell, ringing.pk)
    precise = tell(radius_m=8)
    clock.shift(20)
    tell(radius_m=900)
    assert place_of(ringing) == precise
    assert CallerLocation.objects.filter(call=ringing).count() == 4


def test_a_telephone_that_found_nothing_is_no_point_anywhere(ringing: Call) -> None:
    row = tell(fix=None)
    assert (row.lat, row.lng, row.radius_m) == (None, None, None)
    assert history(ringing.subject)[-1].facts["found"] is False


def test_the_database_itself_refuses_zero_zero_and_half_a_point(ringing: Call) -> None:
    row = tell()
    for lat, lng in ((0, 0), (None, 122.5), (-3.9, None), (91, 122.5)):
        with pytest.raises(IntegrityError), transaction.atomic():
            CallerLocation.objects.filter(pk=row.pk).update(lat=lat, lng=lng)
    with pytest.raises(IntegrityError), transaction.atomic():
        CallerLocation.objects.filter(pk=row.pk).update(number="0852")


def test_the_journal_has_no_place_and_no_number(ringing: Call) -> None:
    tell()
    text = repr([entry.facts for entry in history(ringing.subject)])
    assert "3.96" not in text and "122.5" not in text and "4187" not in text


def test_a_place_never_becomes_the_reports_or_the_incidents(ringing: Call, call_taker: User) -> None:
    actions.answer(ringing.pk, actor=call_taker)
    tell()
    draft = Report.objects.get()
    assert (draft.lat, draft.lng, draft.place_text, draft.version) == (None, None, "", 0)


def test_who_may_tell(ringing: Call, call_taker: User, damkar: User) -> None:
    for actor in (call_taker, damkar, machine("damkar", "agency:DMK")[0]):
        with pytest.raises(PermissionDenied):
            locate(told(), actor=actor)
    for scope in ("location", "telephony"):
        assert locate(told(), actor=machine(scope, scope)[0]).call_id == ringing.pk
    with pytest.raises(PermissionDenied):
        hear(SwitchEvent("ended", ringing.switch_id, now()), actor=machine("aml", "location")[0])


def test_a_place_that_is_nobodys_is_refused(centre: object) -> None:
    for number in ("", "anonymous"):
        with pytest.raises(ValidationError):
            tell(number=number)
    assert not CallerLocation.objects.exists()


def test_a_gateways_clock_that_runs_ahead_starts_nothing_in_the_future(
    clock: time_machine.Traveller, ringing: Call
) -> None:
    row = tell(at=now() + minutes(90))
    assert (row.received_at, row.moment) == (now(), None)


def test_what_belongs_to_no_call_is_forgotten_after_a_day(clock: time_machine.Traveller, centre: object) -> None:
    ring()
    kept, waiting = tell(), tell(number="0811-0000-0001")
    clock.shift(minutes(24 * 60))
    assert tasks.forget_locations() == 0
    clock.shift(1)
    assert tasks.forget_locations() == 1
    assert list(CallerLocation.objects.all()) == [kept]
    assert waiting.pk != kept.pk


# --- the cell, told with the call -----------------------------------------------------------------------------------

CELL = Fix(-3.97, 122.51, 2500, azimuth=120, opening=65)


def test_the_cell_comes_with_any_event_of_the_call_and_counts_once(
    clock: time_machine.Traveller, centre: object
) -> None:
    for at, name in ((now(), "ringing"), (now() + seconds(3), "ringing"), (now() + seconds(4), "ended")):
        clock.move_to(at)
        hear(SwitchEvent(name, "pabx-1", at, Identity.NUMBER, NUMBER, cell=CELL), actor=None)
    call = Call.objects.get()
    assert verbs(call.subject) == ["rang", "located", "ended"]
    row = CallerLocation.objects.get()
    assert (row.call, row.way, row.radius_m, row.azimuth, row.opening) == (call, Way.CELL, 2500, 120, 65)
    clock.shift(5)
    hear(SwitchEvent("ended", "pabx-1", now(), cell=Fix(-3.98, 122.52, 2500)), actor=None)
    assert CallerLocation.objects.filter(call=call).count() == 2, "he has moved to another cell"


def test_a_cell_may_be_told_of_a_call_by_its_name(ringing: Call) -> None:
    row = tell(number="", way=Way.CELL, call_id=ringing.switch_id, radius_m=3000)
    assert row.call_id == ringing.pk
    with pytest.raises(Call.DoesNotExist):
        tell(number="", way=Way.CELL, call_id="tidak-ada")


# --- who may know ---------------------------------------------------------------------------------------------------


def test_where_callers_are_is_for_intake_and_desk_and_of_confidential_cases_for_the_cleared(
    call_taker: User, dispatcher: User, supervisor: User, damkar: User, head: User
) -> None:
    for kind, readers in (("kebakaran_rumah", 3), ("kdrt", 1)):
        row = incident(kind)
        call = ring()
        Report.objects.create(call=call, incident=row, source="call", taken_by=call_taker, started_at=now())
        tell()
        people = (call_taker, dispatcher, supervisor, damkar, head)
        found = [CallerLocation.objects.of_incident(row.pk, user).exists() for user in people]
        assert sum(found) == readers and found[2]
        hear(SwitchEvent("ended", call.switch_id, now()), actor=None)


# --- at one moment --------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(4))
def test_a_call_and_its_place_that_arrive_together_do_not_miss_each_other(centre: object, round_: int) -> None:
    event = SwitchEvent("ringing", f"serentak-{round_}", now(), Identity.NUMBER, "0852-4187-2093")
    at_once(partial(hear, event, actor=None), partial(locate, told(), actor=None))
    call = Call.objects.get(switch_id=event.call_id)
    assert CallerLocation.objects.get().call_id == call.pk
    assert verbs(call.subject) == ["rang", "located"]


@pytest.mark.django_db(transaction=True)
def test_one_message_that_is_sent_twice_at_once_is_one(centre: object) -> None:
    call = ring()
    same = told()
    at_once(partial(locate, same, actor=None), partial(locate, same, actor=None))
    assert CallerLocation.objects.filter(call=call).count() == 1
    assert verbs(call.subject) == ["rang", "located"]
