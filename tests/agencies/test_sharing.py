"""Telephones of crews tell where they are only by consent, on duty, in one watch; and it goes with the consent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils.timezone import now

from agencies.actions import change_member, put_on_duty, share_position, sign_on, take_off_duty, take_positions
from agencies.fixes import Fix
from agencies.models import Member, Position, Watch
from agencies.permissions import POSITIONS
from tests.factories import browser, history, machine, machine_client, minutes, post, seconds, unit

pytestmark = pytest.mark.django_db

HERE = {"lat": -3.981, "lng": 122.521, "accuracy": 9, "speed": 36, "heading": None}


@pytest.fixture
def crew(damkar: User, clock: time_machine.Traveller) -> User:
    """On the crew of fire engine 1."""
    Member.objects.filter(user=damkar).update(unit=unit("DMK-01"))
    damkar.refresh_from_db()
    return damkar


@pytest.fixture
def phone(crew: User) -> Client:
    """Its telephone."""
    return browser(crew)


def share(phone: Client, is_shared: bool = True) -> tuple[int, dict[str, Any]]:
    """Turn the switch."""
    return post(phone, "agency/sharing/", {"is_shared": is_shared})


def tell(phone: Client, **said: Any) -> tuple[int, dict[str, Any]]:
    """The telephone says where it is."""
    return post(phone, "agency/position/", {**HERE, "time": now().isoformat(), **said})


def consents(user: User) -> list[tuple[str, str | None]]:
    """What the journal says of consent."""
    rows = history(f"member:{user.member.pk}")
    return [(row.verb, row.facts.get("because")) for row in rows if row.verb.startswith("position_")]


def test_nothing_is_taken_before_its_owner_consents(phone: Client) -> None:
    assert (tell(phone)[0], tell(phone)[1]["code"]) == (409, "not_sharing")
    assert not Position.objects.exists()


def test_by_consent_it_tells_where_its_unit_is_and_the_journal_knows_of_the_consent_only(
    phone: Client, crew: User
) -> None:
    status, answer = share(phone)
    assert (status, datetime.fromisoformat(answer["shared_since"])) == (200, now())
    assert tell(phone) == (200, {"taken": True})
    row = Position.objects.get()
    assert (row.unit.call_sign, row.lat, row.speed, row.heading) == ("DMK-01", -3.981, 36, None)
    assert consents(crew) == [("position_shared", None)]
    assert share(phone)[0] == 200, "saying it twice changes nothing"
    assert consents(crew) == [("position_shared", None)]
    assert "-3.98" not in repr([(entry.verb, entry.facts) for entry in history(f"member:{crew.member.pk}")])


def test_the_same_and_an_older_place_are_no_news(phone: Client) -> None:
    share(phone)
    tell(phone)
    assert tell(phone)[1] == {"taken": False}
    assert tell(phone, time=(now() - minutes(1)).isoformat(), lat=-3.9)[1] == {"taken": False}
    assert Position.objects.get().lat == -3.981


@pytest.mark.parametrize(
    "said", [{"lat": 0, "lng": 0}, {"lat": "x"}, {"time": "1970-01-01T00:00:00Z"}, {"time": ""}, {"lng": -122.5}]
)
def test_what_cannot_be_is_refused_in_words(phone: Client, said: dict[str, Any]) -> None:
    share(phone)
    status, answer = tell(phone, **said)
    assert (status, bool(answer["detail"]), Position.objects.count()) == (400, True, 0)


def test_the_place_goes_with_the_consent(phone: Client, crew: User) -> None:
    share(phone)
    tell(phone)
    assert share(phone, False) == (200, {"shared_since": None})
    assert not Position.objects.exists()
    assert tell(phone)[1]["code"] == "not_sharing"
    assert consents(crew) == [("position_shared", None), ("position_withdrawn", "withdrawn")]


def test_the_place_a_device_tells_stays(phone: Client, clock: time_machine.Traveller) -> None:
    share(phone)
    tell(phone)
    clock.shift(5)
    take_positions([Fix(("DMK-01",), False, -3.982, 122.521, now())], actor=machine("gps", POSITIONS)[0])
    share(phone, False)
    assert Position.objects.get().lat == -3.982


def test_it_ends_when_its_unit_goes_off_duty_and_does_not_begin_again_by_itself(
    phone: Client, crew: User, dispatcher: User
) -> None:
    share(phone)
    tell(phone)
    take_off_duty(unit("DMK-01").pk, "istirahat", actor=dispatcher)
    assert not Position.objects.exists()
    assert consents(crew)[-1] == ("position_withdrawn", "off_duty")
    assert (share(phone)[0], share(phone)[1]["code"]) == (409, "off_duty")
    put_on_duty(unit("DMK-01").pk, actor=dispatcher)
    assert tell(phone)[1]["code"] == "not_sharing"


def test_it_ends_with_the_watch(phone: Client, crew: User) -> None:
    share(phone)
    tell(phone)
    phone.post("/keluar/")
    assert not Position.objects.exists()
    assert tell(phone)[0] == 401
    again = browser(crew)
    sign_on(crew.member.pk, ["responder"], actor=crew, session_key=again.session.session_key or "", seat_id=None)
    assert tell(again)[1]["code"] == "not_sharing", "a new watch asks anew"


def test_it_ends_when_the_account_is_changed_or_signs_in_again_on_the_same_telephone(
    phone: Client, crew: User, administrator: User
) -> None:
    share(phone)
    tell(phone)
    key = Watch.objects.get(member=crew.member).session_key
    sign_on(crew.member.pk, ["responder"], actor=crew, session_key=key, seat_id=None)
    assert not Position.objects.exists()
    share(phone)
    tell(phone, time=(now() + seconds(1)).isoformat())
    assert Position.objects.exists()
    change_member(
        crew.member.pk,
        actor=administrator,
        roles=["responder"],
        agency_id=crew.member.agency_id,
        is_cleared=False,
        is_active=True,
    )
    assert not Position.objects.exists()


def test_nobody_shares_for_another_and_no_machine_or_desk_shares_at_all(
    phone: Client, crew: User, police: User, dispatcher: User
) -> None:
    watch = Watch.objects.get(member=crew.member)
    with pytest.raises(PermissionDenied):
        share_position(watch.pk, actor=police, is_shared=True)
    Member.objects.filter(user=police).update(agency=crew.member.agency)
    with pytest.raises(ValidationError, match="bukan jaga Anda"):
        share_position(watch.pk, actor=User.objects.get(pk=police.pk), is_shared=True)
    for client in (browser(dispatcher), machine_client("damkar", "agency:DMK")):
        assert share(client)[0] == 403
        assert tell(client)[0] == 403
    assert share(Client())[0] == 401


def test_an_account_without_a_unit_is_told_so_and_is_shown_no_switch(phone: Client, police: User) -> None:
    other = browser(police)
    assert share(other)[1]["code"] == "no_unit"
    assert 'id="share"' not in other.get("/tugas/").content.decode()
    page = phone.get("/tugas/")
    assert "Bagikan posisi saat bertugas" in page.content.decode()
    assert 'autocomplete="off" aria-describedby' in page.content.decode(), "off until he turns it on"
    share(phone)
    assert 'autocomplete="off" checked' in phone.get("/tugas/").content.decode(), "and on when the page is read again"


def test_our_own_pages_may_ask_where_a_telephone_is_and_no_other(phone: Client) -> None:
    policy = phone.get("/tugas/")["Permissions-Policy"]
    assert "geolocation=(self)" in policy
    assert "camera=()" in policy
