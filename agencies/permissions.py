"""Who may do what: one table and `permit()`. Roles belong to the watch, not to the account."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from agencies.models import Agency, Role, Token, Watch

TELEPHONY = "telephony"
LOCATION = "location"
MESSAGES = "messages"
POSITIONS = "positions"

INTAKE = frozenset({Role.CALL_TAKER, Role.SUPERVISOR})
DESK = frozenset({Role.DISPATCHER, Role.SUPERVISOR})
AGENCY = frozenset({Role.RESPONDER})
READERS = frozenset({Role.HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR})

MAY: dict[str, frozenset[str]] = {
    # calls
    "hear": frozenset({TELEPHONY}),
    "locate": frozenset({TELEPHONY, LOCATION}),
    "take_message": frozenset({MESSAGES}),
    "answer": INTAKE,
    "hang_up": INTAKE,
    "classify": INTAKE,
    "report": INTAKE,
    "forward": INTAKE,
    "call_back": INTAKE,
    "command_exchange": INTAKE,
    "write_back": INTAKE,
    "take_ring_on": frozenset({Role.SUPERVISOR}),
    "reveal_caller": INTAKE | DESK,
    "hear_recording": INTAKE | DESK,
    "keep_recordings": frozenset({Role.SUPERVISOR}),
    "keep_protocols": frozenset({Role.SUPERVISOR}),
    "propose_demotion": INTAKE,
    "decide_demotion": frozenset({Role.SUPERVISOR}),
    # incidents
    "open_incident": INTAKE | DESK,
    "assign": DESK,
    "recall": DESK,
    "reserve": DESK,
    "accept": DESK | AGENCY,
    "decline": DESK | AGENCY,
    "depart": DESK | AGENCY,
    "arrive": DESK | AGENCY,
    "control": DESK | AGENCY,
    "finish": DESK | AGENCY,
    "find_nil": DESK | AGENCY,
    "find_false": DESK | AGENCY,
    "join": INTAKE | DESK,
    "change": DESK,
    "see_draft": DESK,
    "show_presence": DESK,
    "take_share": DESK,
    "give_share": frozenset({Role.SUPERVISOR}),
    "note": INTAKE | DESK | AGENCY,
    "send_message": DESK,
    "read_message": AGENCY,
    "attach": INTAKE | DESK | AGENCY,
    "see_attachment": INTAKE | DESK | AGENCY,
    "remove_attachment": INTAKE | DESK | AGENCY,
    "close": DESK,
    "reopen": DESK,
    "set_alarm": DESK,
    "merge": DESK,
    "split": DESK,
    "link": DESK,
    "acknowledge": DESK,
    "escalate": DESK,
    "keep_place_notes": DESK,
    "lead_surge": frozenset({Role.SUPERVISOR}),
    "count_surge": DESK,
    "keep_plans": frozenset({Role.SUPERVISOR}),
    # the watch
    "hand_over": INTAKE | DESK,
    "pause": INTAKE,
    # units
    "set_duty": DESK | AGENCY,
    "share_position": AGENCY,
    # hospitals
    "tell_beds": DESK | AGENCY,
    "tell_positions": frozenset({POSITIONS}),
    # reports
    "read_report": READERS,
    "build_report": frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    # people and ground
    "manage": frozenset({Role.ADMINISTRATOR}),
}


@dataclass(frozen=True)
class Standing:
    """What an account may act as now: the roles of its open watches or the scopes of its token."""

    roles: frozenset[str] = frozenset()
    agency_id: int | None = None
    is_cleared: bool = False
    places_only: int | None = None
    """The one agency whose units a gateway of positions may place; None: all."""

    @property
    def is_desk(self) -> bool:
        """On watch as dispatcher or supervisor."""
        return bool(self.roles & DESK)

    @property
    def is_call_taker(self) -> bool:
        """On watch where calls are answered."""
        return bool(self.roles & INTAKE)

    @property
    def is_responder(self) -> bool:
        """On watch for an agency."""
        return Role.RESPONDER in self.roles and self.agency_id is not None

    @property
    def is_wall(self) -> bool:
        """The wall's own account: nothing else, so that nobody's screen is lent to the room by mistake."""
        return self.roles == {Role.WALL}

    @property
    def is_head(self) -> bool:
        """On watch as a head of department."""
        return Role.HEAD in self.roles

    @property
    def is_centre_head(self) -> bool:
        """A head without an agency is the centre's."""
        return self.is_head and self.agency_id is None


def stand_on(user: User | AnonymousUser, watch: Watch | None) -> None:
    """Bind an account to the watch of the very session it speaks through, for the length of a request.

    Another browser, left behind with other roles, then lends it none of them.
    """
    user.__dict__["watch"] = watch


def stand_on_token(user: User, token: Token) -> None:
    """Bind a machine's account to the very key it has just shown, for the length of a request."""
    user.__dict__["token"] = token


def standing(user: User | AnonymousUser) -> Standing:
    """What this account may act as at this moment; nothing without an open watch or a living token."""
    if not user.is_authenticated or not user.is_active:
        return Standing()
    shown: Token | None = user.__dict__.get("token")
    if shown:
        return standing_of_scopes(shown.scopes)
    watches = watches_of(user)
    if watches:
        member = watches[0].member
        roles = frozenset(role for watch in watches for role in watch.roles if role in member.roles)
        return Standing(roles, member.agency_id, member.is_cleared)
    token = Token.objects.filter(user=user, revoked_at=None).first()
    return standing_of_scopes(token.scopes) if token else Standing()


def watches_of(user: User) -> list[Watch]:
    """The watch this account speaks through, else all its open ones (a program that acts for a person)."""
    bound = user.__dict__.get("watch")
    return [bound] if bound else list(Watch.objects.open().filter(member__user=user).select_related("member"))


def standing_of_scopes(scopes: list[str]) -> Standing:
    """What a machine account may act as: the exchange, a gateway of locations, messages or positions, or one agency."""
    roles = {TELEPHONY, LOCATION, MESSAGES, POSITIONS} & set(scopes)
    agency_id = _agency_of(scopes, "agency:")
    if agency_id:
        roles.add(Role.RESPONDER)
    places_only = None if POSITIONS in roles else _agency_of(scopes, f"{POSITIONS}:")
    if places_only:
        roles.add(POSITIONS)
    return Standing(frozenset(roles), agency_id, places_only=places_only)


def _agency_of(scopes: list[str], prefix: str) -> int | None:
    """The active agency that a scope names after this prefix."""
    codes = [scope.removeprefix(prefix) for scope in scopes if scope.startswith(prefix)]
    if not codes:
        return None
    return Agency.objects.filter(code__in=codes, is_active=True).values_list("pk", flat=True).first()


def permit(actor: User | None, verb: str, *, agency_id: int | None = None) -> Standing:
    """What the actor stands for, if his watch allows the verb, else PermissionDenied; None is the system and may.

    An agency's people may only what concerns `agency_id`, their own agency.
    """
    if actor is None:
        return Standing()
    stand = standing(actor)
    allowed = stand.roles & MAY[verb]
    if allowed - AGENCY:
        return stand
    if allowed and agency_id is not None and agency_id == stand.agency_id:
        return stand
    raise PermissionDenied(_("Peran Anda pada jaga ini tidak mengizinkan tindakan ini. Hubungi supervisor."))
