"""A monthly report as the API describes it to whoever builds on it; the figures are computed in `measures`."""

from __future__ import annotations

from rest_framework import serializers

from agencies.answers import Shape


class Kept(Shape):
    """How many of how many kept a limit, and the percentage; null where there was nothing to judge."""

    kept = serializers.IntegerField()
    of = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)


class Within(Kept):
    """Arrivals within the limit: not arrived is missed, called off before arrival is excluded."""

    not_arrived = serializers.IntegerField()
    excluded = serializers.IntegerField()


class Spread(Shape):
    """Median and 90th percentile in seconds, over how many cases."""

    median_s = serializers.IntegerField(allow_null=True)
    p90_s = serializers.IntegerField(allow_null=True)
    of = serializers.IntegerField()


class Tickets(Shape):
    """Service tickets received and finished; every ticket open at the month's end, the oldest's age in seconds."""

    received = serializers.IntegerField()
    finished = serializers.IntegerField()
    open = serializers.IntegerField()
    oldest_s = serializers.IntegerField(allow_null=True)


class Calls(Shape):
    """Calls presented, answered and given up; test calls are counted apart."""

    offered = serializers.IntegerField()
    answered = serializers.IntegerField()
    abandoned = serializers.IntegerField()
    written = serializers.IntegerField(required=False)
    unfollowed = serializers.IntegerField(required=False)
    per_day = serializers.IntegerField()
    tests = serializers.IntegerField()


class Nuisance(Shape):
    """Pranks and silent calls."""

    count = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)


class Incidents(Shape):
    """Incidents reported in the month."""

    total = serializers.IntegerField()
    emergency = serializers.IntegerField()
    service = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    merged = serializers.IntegerField()


class CategoryCount(Shape):
    """One kind of event; `tertutup` sums up confidential kinds when one of them is rare."""

    code = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    track = serializers.CharField()
    count = serializers.IntegerField()


class DistrictCount(Shape):
    """One kecamatan; the row without a code holds what is outside or not known."""

    code = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    emergency = serializers.IntegerField()
    service = serializers.IntegerField()


class CellCount(Shape):
    """One kind within one kecamatan, confidential incidents left out; `lain` sums up cells below 3."""

    district = serializers.CharField(allow_blank=True)
    category = serializers.CharField()
    count = serializers.IntegerField()


class Assignments(Shape):
    """Emergency assignments of one agency by what became of them."""

    received = serializers.IntegerField()
    accepted = serializers.IntegerField()
    declined = serializers.IntegerField()
    recalled = serializers.IntegerField()
    closed = serializers.IntegerField()
    open = serializers.IntegerField()


class AgencyRow(Shape):
    """One agency; the row without a code is all of them."""

    code = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    glyph = serializers.CharField(allow_blank=True)
    emergency = Assignments()
    answered_in_time = Kept()
    accept = Spread()
    arrive = Spread()
    within_limit = Within()
    service = Tickets()


class StandardRow(Shape):
    """A limit the month was measured against."""

    clock = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    track = serializers.CharField(allow_blank=True)
    priority = serializers.IntegerField(allow_null=True)
    category = serializers.CharField(allow_blank=True)
    limit_s = serializers.IntegerField()
    limit = serializers.CharField()
    percentile = serializers.IntegerField()
    is_example = serializers.BooleanField()


class Definition(Shape):
    """The sentence printed under a figure."""

    name = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()


class Figures(Shape):
    """All figures; the head of an agency is given only his agency's, with standards, definitions and trend."""

    month = serializers.CharField()
    agency = serializers.CharField(required=False)
    as_of = serializers.DateTimeField()
    is_final = serializers.BooleanField()
    calls = Calls(required=False)
    outcomes = serializers.DictField(child=serializers.IntegerField(), required=False)
    answered_in_time = Kept(required=False)
    answer_time = Spread(required=False)
    nuisance = Nuisance(required=False)
    calls_by_hour = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()), required=False)
    incidents = Incidents(required=False)
    categories = CategoryCount(many=True, required=False)
    districts = DistrictCount(many=True, required=False)
    district_categories = CellCount(many=True, required=False)
    response = Spread(required=False)
    forwarding = Spread(required=False)
    within_limit = Within(required=False)
    service = Tickets(required=False)
    agencies = AgencyRow(many=True)
    standards = StandardRow(many=True)
    definitions = Definition(many=True)
    trend = serializers.ListField(child=serializers.DictField())


class ReportPicture(Shape):
    """One month's report at its latest revision; a published one never changes."""

    month = serializers.CharField()
    revision = serializers.IntegerField()
    built_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(allow_null=True)
    figures = Figures()
