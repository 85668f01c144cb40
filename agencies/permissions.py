"""Who may do what: one table and `permit()`. Roles belong to the watch, not to the account."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from agencies.models import Agency, Role, Token, Watch

TELEPHONY = "telephony"

INTAKE = frozenset({Role.CALL_TAKER, Role.SUPERVISOR})
DESK = frozenset({Role.DISPATCHER, Role.SUPERVISOR})
AGENCY = frozenset({Role.RESPONDER})
READERS = frozenset({Role.HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR})

MAY: dict[str, frozenset[str]] = {
    # calls
    "hear": frozenset({TELEPHONY}),
    "answer": INTAKE,
    "hang_up": INTAKE,
    "classify": INTAKE,
    "report": INTAKE,
    "forward": INTAKE,
    "call_back": INTAKE,
    "reveal_caller": INTAKE | DESK,
    "keep_protocols": frozenset({Role.SUPERVISOR}),
    "propose_demotion": INTAKE,
    "decide_demotion": frozenset({Role.SUPERVISOR}),
    # incidents
    "open_incident": INTAKE | DESK,
    "assign": DESK,
    "recall": DESK,
    "accept": DESK | AGENCY,
    "decline": DESK | AGENCY,
    "depart": DESK | AGENCY,
    "arrive": DESK | AGENCY,
    "control": DESK | AGENCY,
    "finish": DESK | AGENCY,
    "join": INTAKE | DESK,
    "change": DESK,
    "note": INTAKE | DESK | AGENCY,
    "close": DESK,
    "reopen": DESK,
    "acknowledge": DESK,
    # the watch
    "hand_over": INTAKE | DESK,
    "pause": INTAKE,
    # units
    "set_duty": DESK | AGENCY,
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


def standing(user: User | AnonymousUser) -> Standing:
    """What this account may act as at this moment; nothing without an open watch or a living token."""
    if not user.is_authenticated or not user.is_active:
        return Standing()
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
    """What a machine account may act as: the exchange, or one agency."""
    roles = {TELEPHONY} if TELEPHONY in scopes else set()
    codes = [scope.removeprefix("agency:") for scope in scopes if scope.startswith("agency:")]
    agency_id = Agency.objects.filter(code__in=codes, is_active=True).values_list("pk", flat=True).first()
    if agency_id:
        roles.add(Role.RESPONDER)
    return Standing(frozenset(roles), agency_id)


def permit(actor: User | None, verb: str, *, agency_id: int | None = None) -> None:
    """Refuse with PermissionDenied unless the actor's watch allows the verb; None is the system itself and may.

    An agency's people may only what concerns `agency_id`, their own agency.
    """
    if actor is None:
        return
    stand = standing(actor)
    allowed = stand.roles & MAY[verb]
    if allowed - AGENCY:
        return
    if allowed and agency_id is not None and agency_id == stand.agency_id:
        return
    raise PermissionDenied(_("Peran Anda pada jaga ini tidak mengizinkan tindakan ini. Hubungi supervisor."))
