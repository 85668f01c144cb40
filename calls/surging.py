"""How many call: of a surge that may be beginning, of one that is on. Counts only, by the index of `offered_at`."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from agencies.models import Area, Centre
from calls.models import Call
from incidents.actions import propose_surge
from incidents.surge_figures import since_of
from incidents.surges import Surge


def watch(moment: datetime) -> list[Surge]:
    """Propose what the calls of the last minutes speak for by the centre's own row: areas first, else everywhere."""
    centre = Centre.objects.first()
    if centre is None or not centre.surge_window_min:
        return []
    window = centre.surge_window_min
    counts = by_district(moment - timedelta(minutes=window), moment)
    busy = [(pk, count) for pk, count in counts.most_common() if reaches(count, centre.surge_calls_area)]
    found: list[tuple[int | None, int]] = [one for one in busy if one[0]]
    if not found and reaches(counts.total(), centre.surge_calls_all):
        found = [(None, counts.total())]
    made = [propose_surge(pk, count, window, actor=None) for pk, count in found]
    return [row for row in made if row]


def reaches(count: int, threshold: int) -> bool:
    """Whether so many are enough; a threshold of 0 is never reached."""
    return 0 < threshold <= count


def by_district(since: datetime, until: datetime) -> Counter[int | None]:
    """How many calls began then, by the kecamatan their report names (None: none yet); test calls apart."""
    rows = Call.objects.filter(offered_at__gte=since, offered_at__lte=until, is_test=False).order_by()
    district = Coalesce("report__area__parent", "report__area")
    return Counter(dict(rows.values_list(district).annotate(count=Count("pk"))))


def calls_of(surge: Surge, until: datetime) -> int:
    """How many calls spoke of the surge's areas while it was on; of everywhere: all that came."""
    rows = Call.objects.filter(offered_at__gte=since_of(surge), offered_at__lte=until, is_test=False)
    codes = list(surge.areas.values_list("pk", flat=True))
    named = Area.objects.filter(Q(pk__in=codes) | Q(parent__in=codes)).values("pk")
    return rows.filter(report__area__in=named).count() if codes else rows.count()
