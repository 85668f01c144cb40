"""The board's pages; what they show comes as cards."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from agencies.hospitals import BedKind, Emergency
from agencies.models import Agency, Area
from agencies.pages import PageRequest, only_for
from dispatch import lean
from incidents.models import Category, Priority
from incidents.surges import Alert, Counted


@require_safe
@never_cache
@ensure_csrf_cookie
@only_for("board")
def board(request: PageRequest) -> HttpResponse:
    """The dispatcher's board, with what an incident may be changed to and a surge switched on for."""
    categories = list(Category.objects.filter(is_active=True).values("code", "name", "group", "is_confidential"))
    context = {
        "categories": categories,
        "priorities": Priority.choices,
        "surge_kinds": [kind for kind in categories if not kind["is_confidential"]],
        "surge_areas": Area.objects.order_by("code").values("code", "name", "level"),
        "surge_alerts": Alert.choices,
        "surge_counted": Counted.choices,
        "lean": table(),
    }
    return render(request, "dispatch/board.html", context)


@require_safe
@never_cache
@only_for("board")
def hospitals(request: PageRequest) -> HttpResponse:
    """All hospitals with their beds, as they told last, and the sheet to write down what one says by telephone."""
    return render(request, "dispatch/hospitals.html", {"bed_kinds": BedKind.choices, "emergencies": Emergency.choices})


@require_safe
@never_cache
@ensure_csrf_cookie
@only_for("board")
def board_map(request: PageRequest) -> HttpResponse:
    """The board's map alone, for a second screen."""
    return render(request, "dispatch/board_map.html", {"lean": table()})


def table() -> dict[str, Any]:
    """What cards leave out, and the names of all agencies, also of those that have left."""
    return {**lean.TABLE, "agencies": dict(Agency.objects.values_list("code", "short_name"))}
