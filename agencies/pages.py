"""The pages of the product and the roles that open them; navigation, home and each page's own check read this table."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from agencies.models import Centre, Role, Watch

P = ParamSpec("P")

CONTROL_ROOM = frozenset({Role.CALL_TAKER, Role.DISPATCHER, Role.SUPERVISOR})


class PageRequest(HttpRequest):
    """A request as the middleware leaves it: the centre, and the open watch of this very session."""

    user: User
    centre: Centre | None
    watch: Watch | None
    axes_locked_out: bool


View = Callable[Concatenate[PageRequest, P], HttpResponse]


@dataclass(frozen=True)
class Page:
    """One page: its address by name, its entry in the navigation, and the addresses that belong to it."""

    name: str
    icon: str
    label: str | Promise
    roles: frozenset[str]
    also: tuple[str, ...] = ()


PAGES = (
    Page("console", "headset", gettext_lazy("Konsol Panggilan"), frozenset({Role.CALL_TAKER, Role.SUPERVISOR})),
    Page(
        "board",
        "list",
        gettext_lazy("Papan Dispatcher"),
        frozenset({Role.DISPATCHER, Role.SUPERVISOR}),
        also=("board_map", "hospitals", "place_notes", "end_place_note"),
    ),
    Page("wall", "eye", gettext_lazy("Layar Dinding"), frozenset({Role.WALL})),
    Page("phone", "bell", gettext_lazy("Tugas"), frozenset({Role.RESPONDER})),
    Page(
        "protocols",
        "check2",
        gettext_lazy("Protokol"),
        frozenset({Role.SUPERVISOR}),
        also=("protocol", "edit_protocol", "begin_protocol"),
    ),
    Page(
        "plans",
        "nav",
        gettext_lazy("Rencana"),
        frozenset({Role.SUPERVISOR}),
        also=("plan", "edit_plan", "begin_plan", "plan_trial"),
    ),
    Page("month", "print", gettext_lazy("Laporan"), frozenset({Role.HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR})),
    Page(
        "history",
        "hist",
        gettext_lazy("Riwayat"),
        CONTROL_ROOM | {Role.RESPONDER, Role.HEAD},
        also=("history_calls", "incident", "call"),
    ),
)


def open_to(roles: Collection[str]) -> list[Page]:
    """The pages these roles may open, in the order of the navigation; a watch begins at the first."""
    return [page for page in PAGES if page.roles & frozenset(roles)]


def only_for(name: str) -> Callable[[View[P]], View[P]]:
    """Refuse a page with 403 unless the watch of this session carries one of its roles."""
    roles = next(page.roles for page in PAGES if page.name == name)

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: PageRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            watch = request.watch
            if watch is None or not roles & set(watch.roles) & set(watch.member.roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast("View[P]", guarded)

    return guard
