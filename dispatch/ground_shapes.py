"""The shapes of what lies around incidents on the board: where units are, notes of the place, photos and sounds."""

from __future__ import annotations

from rest_framework import serializers

from agencies.answers import Shape


class PositionCard(Shape):
    """Where the unit with this id was last: metres, km/h, degrees."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    lat = serializers.FloatField()
    lng = serializers.FloatField()
    at = serializers.DateTimeField()
    accuracy = serializers.IntegerField(allow_null=True)
    speed = serializers.IntegerField(allow_null=True)
    heading = serializers.IntegerField(allow_null=True)


class PlaceNoteLine(Shape):
    """What crews should know of the place."""

    id = serializers.IntegerField()
    matter = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()
    valid_until = serializers.DateTimeField(allow_null=True)


class AttachmentShape(Shape):
    """A photo or sound, who added it, and whether this person may take it away; of a photo its pixels."""

    id = serializers.IntegerField()
    media = serializers.CharField()
    at = serializers.DateTimeField()
    who = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    may_remove = serializers.BooleanField()


class PresenceCard(Shape):
    """Somebody of the desk, on the watch with this id, and the incident he has open."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    user_id = serializers.IntegerField()
    name = serializers.CharField()
    initials = serializers.CharField()
    seat = serializers.CharField(allow_null=True)
    incident = serializers.IntegerField()


class ShareCard(Shape):
    """A kecamatan or an agency that somebody of the desk holds; an area is known by its name, an agency by its code."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    what = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    user_id = serializers.IntegerField()
    holder = serializers.CharField()
    seat = serializers.CharField(allow_null=True)
