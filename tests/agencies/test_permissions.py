"""Who may do what: the whole matrix of roles and verbs, and what a watch or a token stands for."""

from __future__ import annotations

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now

from agencies.models import Member, Role, Token
from agencies.permissions import (
    AGENCY,
    LOCATION,
    MAY,
    MESSAGES,
    POSITIONS,
    TELEPHONY,
    Standing,
    permit,
    stand_on,
    standing,
)
from tests.factories import agency, machine, member, on_watch, person

pytestmark = pytest.mark.django_db

CALLS = {"answer", "hang_up", "classify", "report", "forward", "call_back", "command_exchange", "write_back", "pause"}
DESK = {
    "keep_place_notes",
    "assign",
    "recall",
    "reserve",
    "send_message",
    "change",
    "see_draft",
    "show_presence",
    "take_share",
    "close",
    "reopen",
    "merge",
    "split",
    "link",
    "acknowledge",
    "escalate",
    "set_alarm",
    "count_surge",
    "tell_beds",
}
ATTACHING = {"attach", "see_attachment", "remove_attachment"}
STEPS = {"accept", "decline", "depart", "arrive", "control", "finish", "find_nil", "find_false"}

# The matrix a second time, by role, as a supervisor would say it.
ALLOWED: dict[str, set[str]] = {
    Role.CALL_TAKER: CALLS
    | ATTACHING
    | {"hand_over", "open_incident", "join", "note", "reveal_caller", "propose_demotion"}
    | {"hear_recording"},
    Role.DISPATCHER: DESK
    | STEPS
    | ATTACHING
    | {"hand_over", "open_incident", "join", "note", "reveal_caller", "set_duty"}
    | {"hear_recording"},
    Role.SUPERVISOR: CALLS
    | DESK
    | STEPS
    | ATTACHING
    | {"open_incident", "join", "note", "reveal_caller", "set_duty", "keep_protocols", "read_report", "build_report"}
    | {"hand_over", "propose_demotion", "decide_demotion", "hear_recording", "keep_recordings", "take_ring_on"}
    | {"keep_plans", "give_share", "lead_surge"},
    Role.RESPONDER: STEPS | ATTACHING | {"note", "read_message", "set_duty", "share_position", "tell_beds"},
    Role.HEAD: {"read_report"},
    Role.WALL: set(),
    Role.ADMINISTRATOR: {"read_report", "build_report", "manage"},
    TELEPHONY: {"hear", "locate"},
    LOCATION: {"locate"},
    MESSAGES: {"take_message"},
    POSITIONS: {"tell_positions"},
}


@pytest.fixture
def actors(centre: object) -> dict[str, User]:
    """Somebody for each role, the responder at Damkar, the exchange, and each kind of gateway."""
    people = {
        role.value: person(role.value, role.value, role, agency_code="DMK" if role == Role.RESPONDER else "")
        for role in Role
    }
    machines = {scope: machine(scope, scope)[0] for scope in (TELEPHONY, LOCATION, MESSAGES, POSITIONS)}
    return {**people, **machines}


def may(actor: User | None, verb: str, agency_id: int | None = None) -> bool:
    """Whether `permit` lets it pass."""
    try:
        permit(actor, verb, agency_id=agency_id)
    except PermissionDenied:
        return False
    return True


def test_the_matrix_knows_every_verb() -> None:
    assert set(MAY) == set().union(*ALLOWED.values())


def test_every_role_may_exactly_what_the_matrix_says(actors: dict[str, User]) -> None:
    damkar = agency("DMK").pk
    for (role, verbs), verb in product(ALLOWED.items(), MAY):
        assert may(actors[role], verb, damkar) == (verb in verbs), f"{role} {verb}"


def test_an_agency_may_nothing_that_is_anothers_or_nobodys(actors: dict[str, User]) -> None:
    for verb in ALLOWED[Role.RESPONDER]:
        assert not may(actors[Role.RESPONDER], verb, agency("POL").pk), verb
        assert not may(actors[Role.RESPONDER], verb), verb


def test_the_desk_may_on_behalf_of_any_agency(actors: dict[str, User]) -> None:
    for verb in STEPS:
        assert may(actors[Role.DISPATCHER], verb, agency("POL").pk)


def test_a_responder_without_an_agency_may_nothing(centre: object) -> None:
    nobody = person("lain", "Orang Lain", Role.RESPONDER)
    assert not any(may(nobody, verb) for verb in MAY)


def test_the_system_itself_may_everything() -> None:
    assert all(may(None, verb) for verb in MAY)


def test_the_refusal_says_what_to_do(dispatcher: User) -> None:
    with pytest.raises(PermissionDenied, match="Hubungi supervisor"):
        permit(dispatcher, "manage")


def test_an_account_without_a_watch_may_nothing(centre: object) -> None:
    idle = member("idle", "Tanpa Jaga", Role.SUPERVISOR)
    assert standing(idle) == Standing()
    assert not any(may(idle, verb) for verb in MAY)


def test_an_ended_watch_and_a_disabled_account_stand_for_nothing(dispatcher: User, supervisor: User) -> None:
    dispatcher.member.watches.update(ended_at=now())
    User.objects.filter(pk=supervisor.pk).update(is_active=False)
    assert standing(dispatcher) == standing(User.objects.get(pk=supervisor.pk)) == Standing()
    assert standing(supervisor) == Standing(), "the account as it was read before"
    assert standing(AnonymousUser()) == Standing()


def test_a_watch_gives_the_roles_that_were_chosen_and_that_the_member_still_holds(centre: object) -> None:
    both = member("both", "Dua Peran", Role.CALL_TAKER, Role.DISPATCHER)
    on_watch(both, Role.CALL_TAKER)
    assert standing(both).roles == {Role.CALL_TAKER}
    on_watch(both, Role.DISPATCHER)
    assert standing(both).roles == {Role.CALL_TAKER, Role.DISPATCHER}
    Member.objects.filter(user=both).update(roles=[Role.DISPATCHER])
    assert standing(both).roles == {Role.DISPATCHER}


def test_what_a_standing_is(actors: dict[str, User], head: User, supervisor: User) -> None:
    found = {role: standing(user) for role, user in actors.items()}
    assert [role for role, stand in found.items() if stand.is_desk] == [Role.DISPATCHER, Role.SUPERVISOR]
    assert [role for role, stand in found.items() if stand.is_call_taker] == [Role.CALL_TAKER, Role.SUPERVISOR]
    assert [role for role, stand in found.items() if stand.is_responder] == [Role.RESPONDER]
    assert [role for role, stand in found.items() if stand.is_centre_head] == [Role.HEAD]
    assert (standing(head).is_head, standing(head).is_centre_head) == (True, False)
    assert not Standing(AGENCY).is_responder
    assert standing(supervisor).is_cleared


@pytest.mark.parametrize(
    ("scopes", "roles", "code"),
    [
        (["telephony"], {TELEPHONY}, None),
        (["location"], {LOCATION}, None),
        (["messages"], {MESSAGES}, None),
        (["positions"], {POSITIONS}, None),
        (["positions", "positions:POL"], {POSITIONS}, None),
        (["positions:QQQ"], set(), None),
        (["agency:POL"], {Role.RESPONDER}, "POL"),
        (["agency:POL", "telephony"], {Role.RESPONDER, TELEPHONY}, "POL"),
        (["agency:QQQ"], set(), None),
        ([], set(), None),
    ],
)
def test_a_token_stands_for_its_scopes(centre: object, scopes: list[str], roles: set[str], code: str | None) -> None:
    user, _key = machine("mesin", *scopes)
    assert standing(user) == Standing(frozenset(roles), agency(code).pk if code else None)


def test_a_token_of_an_agency_that_was_closed_and_a_revoked_one_stand_for_nothing(centre: object) -> None:
    damkar, _key = machine("damkar", "agency:DMK")
    pabx, _key = machine("pabx", "telephony")
    agency("DMK").__class__.objects.filter(code="DMK").update(is_active=False)
    Token.objects.filter(user=pabx).update(revoked_at=now())
    assert standing(damkar) == standing(pabx) == Standing()


def test_a_browser_left_behind_lends_its_roles_to_no_other(centre: object) -> None:
    both = member("malam", "Penjaga Malam", Role.CALL_TAKER, Role.DISPATCHER)
    on_watch(both, Role.CALL_TAKER, Role.DISPATCHER, seat="Meja 03")
    here = on_watch(both, Role.CALL_TAKER, seat="Meja 04")
    stand_on(both, here)
    assert standing(both).roles == {Role.CALL_TAKER}
    with pytest.raises(PermissionDenied):
        permit(both, "assign")


def test_a_gateway_of_one_agencys_positions_is_not_of_that_agency(centre: object) -> None:
    user, _key = machine("gps", "positions:POL")
    assert standing(user) == Standing(frozenset({POSITIONS}), places_only=agency("POL").pk)
    assert standing(user).agency_id is None, "which would show it the agency's incidents"
