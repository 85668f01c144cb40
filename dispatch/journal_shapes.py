"""The right side of the board as the API's description tells it; made in `journal_view`, never from here."""

from __future__ import annotations

from rest_framework import serializers

from agencies.answers import Shape
from agencies.site_api import NearCamera
from dispatch.ground_shapes import PlaceNoteLine
from dispatch.shapes import Said, UnitMessageShape
from incidents.shapes import Recommended


class JournalLine(Shape):
    """An entry in words; late when it was written down more than a minute after it happened."""

    number = serializers.IntegerField()
    happened_at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    who = serializers.CharField()
    icon = serializers.CharField()
    text = serializers.CharField()
    verb = serializers.CharField()
    is_late = serializers.BooleanField()


class PlanLine(Shape):
    """The edition of a plan that proposes."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    edition = serializers.IntegerField()
    is_approved = serializers.BooleanField()


class PassedLine(Shape):
    """A unit that is not proposed, and why; `is_unsure`: it is free, but where it is has not been told for long."""

    unit = serializers.CharField()
    reason = serializers.CharField()
    is_unsure = serializers.BooleanField()


class RecommendationShape(Shape):
    """By which plan units are proposed, at which alarm level, what is missing, who was passed over; all in words.

    The plan is not named to whoever may not read what happened.
    """

    plan = PlanLine(allow_null=True)
    skipped = serializers.ListField(child=serializers.CharField())
    missing = serializers.ListField(child=serializers.CharField())
    passed = PassedLine(many=True)
    alarm = serializers.IntegerField()
    next_alarm = serializers.IntegerField(allow_null=True)


class JournalPicture(Shape):
    """What was done, what was said, whom to send; the recommendation is for the desk.

    The last 200 entries, notes and messages to units; `is_cut` says that there are older ones.
    """

    entries = JournalLine(many=True)
    notes = Said(many=True)
    messages = UnitMessageShape(many=True)
    is_cut = serializers.BooleanField()
    suggestions = Recommended(many=True)
    recommendation = RecommendationShape(allow_null=True)
    place_notes = PlaceNoteLine(many=True)
    cameras = NearCamera(many=True)
