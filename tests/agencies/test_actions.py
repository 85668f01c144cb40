"""Watches, units on and off duty, members, machine tokens, the running number."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.timezone import now

from agencies import actions
from agencies.actions.standing import draw_number, hash_of, issue_token
from agencies.models import Centre, DutyPeriod, Member, Role, Seat, Token, Unit, Watch
from agencies.permissions import standing
from journal.models import Entry
from tests.factories import agency, history, member, on_watch, seconds, unit
from tests.refusals import code_of, denied

pytestmark = pytest.mark.django_db


# --- watches --------------------------------------------------------------------------------------------------------


@pytest.fixture
def both(centre: object) -> User:
    """May take calls and dispatch; not on watch yet."""
    return member("both", "Wa Ode Rahmawati", Role.CALL_TAKER, Role.DISPATCHER)


def sign_on(user: User, *roles: str, seat: str = "Meja 03", key: str = "sesi", actor: User | None = None) -> Watch:
    """Sign this person on."""
    seat_id = Seat.objects.get(name=seat).pk if seat else None
    return actions.sign_on(user.member.pk, roles, actor=actor or user, session_key=key, seat_id=seat_id)


def test_signing_on_opens_a_watch_with_roles_and_seat_and_leaves_one_entry(both: User) -> None:
    watch = sign_on(both, Role.DISPATCHER, Role.CALL_TAKER, Role.DISPATCHER)
    assert (watch.roles, watch.extension, watch.session_key) == (["call_taker", "dispatcher"], "1003", "sesi")
    assert standing(both).roles == {Role.CALL_TAKER, Role.DISPATCHER}
    entries = history(both.member.subject)
    assert [(entry.verb, entry.actor, entry.happened_at) for entry in entries] == [
        ("signed_on", both, watch.started_at)
    ]
    assert entries[0].facts == {"roles": ["call_taker", "dispatcher"], "seat": watch.seat_id}


def test_signing_on_again_in_one_browser_ends_the_earlier_watch(both: User) -> None:
    first = sign_on(both, Role.CALL_TAKER)
    elsewhere = sign_on(both, Role.CALL_TAKER, key="lain")
    second = sign_on(both, Role.DISPATCHER)
    assert list(Watch.objects.open().order_by("pk")) == [elsewhere, second]
    first.refresh_from_db()
    assert first.ended_at == second.started_at
    assert standing(both).roles == {Role.CALL_TAKER, Role.DISPATCHER}


def test_a_responder_needs_no_seat(centre: object) -> None:
    sarman = member("sarman", "Sarman Lakuana", Role.RESPONDER, agency_code="DMK")
    watch = sign_on(sarman, Role.RESPONDER, seat="")
    assert (watch.seat, watch.extension) == (None, "")
    assert history(sarman.member.subject)[0].facts == {"roles": ["responder"], "seat": None}


def test_signing_on_refuses_roles_that_are_not_ones_own(both: User) -> None:
    assert code_of(sign_on, both, Role.SUPERVISOR) == "unknown_role"
    assert code_of(sign_on, both, Role.CALL_TAKER, Role.SUPERVISOR) == "unknown_role"
    assert code_of(sign_on, both) == "unknown_role"


def test_nobody_signs_on_as_somebody_else(both: User, dispatcher: User) -> None:
    assert code_of(sign_on, both, Role.CALL_TAKER, actor=dispatcher) == "unknown_role"


def test_a_desk_needs_a_seat(both: User) -> None:
    assert code_of(sign_on, both, Role.CALL_TAKER, seat="") == "seat_needed"


def test_signing_off_ends_the_watch_once(both: User) -> None:
    watch = sign_on(both, Role.CALL_TAKER)
    actions.sign_off(watch.pk, actor=both)
    actions.sign_off(watch.pk, actor=both)
    assert not Watch.objects.open().exists()
    assert [entry.verb for entry in history(both.member.subject)] == ["signed_on", "signed_off"]
    assert history(both.member.subject)[1].facts == {"watch": watch.pk}


def test_a_watch_and_a_seat_and_a_person_are_named(clock: time_machine.Traveller, both: User) -> None:
    watch = sign_on(both, Role.CALL_TAKER)
    assert str(watch) == f"{both.member.pk} 2026-01-09 18:00"
    assert (str(watch.seat), str(both.member)) == ("Meja 03", "Wa Ode Rahmawati")
    assert str(Member(user=User(username="tanpa.nama"))) == "tanpa.nama"


# --- members --------------------------------------------------------------------------------------------------------


def change(user: User, actor: User | None, **what: Any) -> Member:
    """Change what a member may be."""
    usual: dict[str, Any] = {"roles": [Role.DISPATCHER], "agency_id": None, "is_cleared": False, "is_active": True}
    return actions.change_member(user.member.pk, actor=actor, **{**usual, **what})


def test_changing_a_member_ends_his_watches_and_leaves_one_entry(dispatcher: User, administrator: User) -> None:
    damkar = agency("DMK").pk
    changed = change(dispatcher, administrator, roles=["head", "responder", "head"], agency_id=damkar, is_cleared=True)
    assert (changed.roles, changed.agency_id, changed.is_cleared) == (["head", "responder"], damkar, True)
    assert not Watch.objects.open().filter(member=changed).exists()
    entry = history(changed.subject)[-1]
    assert (entry.verb, entry.actor) == ("changed", administrator)
    assert entry.facts == {"roles": ["head", "responder"], "agency": damkar, "active": True, "unit": None}


def test_a_disabled_member_stands_for_nothing_at_once(dispatcher: User, administrator: User) -> None:
    change(dispatcher, administrator, is_active=False)
    assert not User.objects.get(pk=dispatcher.pk).is_active
    on_watch(dispatcher)
    assert standing(dispatcher).roles == frozenset()


def test_only_an_administrator_changes_members(dispatcher: User, supervisor: User) -> None:
    before = Member.objects.filter(pk=dispatcher.member.pk).values().get()
    with pytest.raises(PermissionDenied):
        change(dispatcher, supervisor, roles=[Role.SUPERVISOR])
    assert Member.objects.filter(pk=dispatcher.member.pk).values().get() == before
    assert not Entry.objects.exists()


def test_a_theme_is_remembered_for_oneself_only_and_is_no_entry(dispatcher: User, supervisor: User) -> None:
    actions.set_theme(dispatcher.member.pk, "light", actor=dispatcher)
    actions.set_theme(dispatcher.member.pk, "dark", actor=supervisor)
    assert Member.objects.get(user=dispatcher).theme == "light"
    assert not Entry.objects.exists()
    assert code_of(actions.set_theme, dispatcher.member.pk, "pink", actor=dispatcher) == "unknown_theme"


# --- units ----------------------------------------------------------------------------------------------------------


def test_a_unit_goes_off_duty_with_a_reason_and_comes_back(
    clock: time_machine.Traveller, damkar: User, dispatcher: User
) -> None:
    engine = unit("DMK-01")
    off = actions.take_off_duty(engine.pk, "  Isi air, lalu ganti ban yang lama sekali sampai selesai  ", actor=damkar)
    assert (off.is_on_duty, off.off_duty_reason) == (False, "Isi air, lalu ganti ban yang lama sekali")
    assert not DutyPeriod.objects.filter(unit=engine, ended_at=None).exists()
    clock.shift(60)
    back = actions.put_on_duty(engine.pk, actor=dispatcher)
    assert (back.is_on_duty, back.off_duty_reason) == (True, "")
    assert [(entry.verb, entry.actor, entry.facts) for entry in history(engine.subject)] == [
        ("off_duty", damkar, {}),
        ("on_duty", dispatcher, {}),
    ]
    periods = list(DutyPeriod.objects.filter(unit=engine).order_by("started_at").values_list("started_at", "ended_at"))
    assert periods[0][1] == now() - seconds(60)
    assert periods[1] == (now(), None)


def test_a_unit_is_not_put_where_it_is_already(damkar: User) -> None:
    engine = unit("DMK-01")
    assert code_of(actions.put_on_duty, engine.pk, actor=damkar) == "already_on_duty"
    actions.take_off_duty(engine.pk, "", actor=None)
    assert code_of(actions.take_off_duty, engine.pk, "", actor=damkar) == "already_off_duty"


def test_a_unit_is_its_own_agencys_or_the_desks_to_put_on_duty(police: User, call_taker: User) -> None:
    engine = unit("DMK-01")
    for actor in (police, call_taker):
        denied(actions.take_off_duty, engine.pk, "", actor=actor)
        denied(actions.put_on_duty, engine.pk, actor=actor)


def test_an_unknown_unit_is_not_there(dispatcher: User) -> None:
    with pytest.raises(Unit.DoesNotExist):
        actions.put_on_duty(0, actor=dispatcher)


# --- machines -------------------------------------------------------------------------------------------------------


def test_a_key_is_answered_once_and_only_its_hash_is_kept(centre: object) -> None:
    key = issue_token("pabx", ["telephony", "agency:DMK"])
    token = Token.objects.get()
    assert (token.hash, token.scopes) == (hash_of(key), ["agency:DMK", "telephony"])
    assert (str(token), token.user.has_usable_password()) == ("mesin:pabx", False)
    assert len(key) >= 40


def test_a_new_key_replaces_the_old_one_and_revives_a_revoked_name(centre: object) -> None:
    first = issue_token("pabx", ["telephony"])
    Token.objects.update(revoked_at=now())
    second = issue_token("pabx", ["telephony"])
    token = Token.objects.get()
    assert first != second
    assert (token.hash, token.revoked_at) == (hash_of(second), None)


# --- the number -----------------------------------------------------------------------------------------------------


def test_numbers_run_on_and_one_that_was_rolled_back_is_drawn_again(centre: Centre) -> None:
    assert draw_number() == 1042
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert draw_number() == 1043
        raise ZeroDivisionError
    assert draw_number() == 1043
    centre.refresh_from_db()
    assert centre.last_number == 1043


@pytest.mark.usefixtures("db")
def test_without_a_centre_there_is_no_number() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM agencies_centre")
        assert cursor.fetchone() == (0,)
    with pytest.raises(Centre.DoesNotExist):
        draw_number()
