"""What a call-taker types into a report, as it comes over HTTP: any fields of it, in any state."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from agencies.answers import Seen
from agencies.typed import TypedText, ZonedMoment
from calls.actions.reporting import TEXT_LENGTHS
from calls.lines import LONGEST_LINE, MOST_LINES
from calls.models import MOST_VICTIMS
from calls.questions import Reply
from incidents.models import Priority


class LineInput(serializers.Serializer[Any]):
    """A line of the notes, with a key of the browser's own making."""

    key = serializers.UUIDField()
    text = TypedText(max_length=LONGEST_LINE)
    at = ZonedMoment()
    corrects = serializers.UUIDField(required=False, allow_null=True)


class DraftInput(Seen):
    """Any fields of a draft; what is not sent stays as it is.

    `bases` has what the writer saw in the fields he sends (an answer's is `answer:<question>`), so that what somebody
    else wrote there since is noticed: a save is then refused as `overtaken`.
    """

    place_text = TypedText(max_length=TEXT_LENGTHS["place_text"], required=False, allow_blank=True)
    landmark = TypedText(max_length=TEXT_LENGTHS["landmark"], required=False, allow_blank=True)
    area = serializers.CharField(max_length=13, required=False, allow_blank=True)
    lat = serializers.FloatField(min_value=-90, max_value=90, required=False, allow_null=True)
    lng = serializers.FloatField(min_value=-180, max_value=180, required=False, allow_null=True)
    category = serializers.CharField(max_length=30, required=False, allow_blank=True)
    priority = serializers.ChoiceField(choices=Priority.choices, required=False, allow_null=True)
    is_confidential = serializers.BooleanField(required=False)
    reporter_name = TypedText(max_length=TEXT_LENGTHS["reporter_name"], required=False, allow_blank=True)
    relation = serializers.CharField(max_length=TEXT_LENGTHS["relation"], required=False, allow_blank=True)
    callback = TypedText(max_length=TEXT_LENGTHS["callback"], required=False, allow_blank=True)
    hides_reporter = serializers.BooleanField(required=False)
    words = TypedText(max_length=TEXT_LENGTHS["words"], required=False, allow_blank=True, trim_whitespace=False)
    proposed = serializers.CharField(max_length=80, required=False, allow_blank=True)
    dead = serializers.IntegerField(min_value=0, max_value=MOST_VICTIMS, required=False)
    badly_hurt = serializers.IntegerField(min_value=0, max_value=MOST_VICTIMS, required=False)
    lightly_hurt = serializers.IntegerField(min_value=0, max_value=MOST_VICTIMS, required=False)
    trapped = serializers.IntegerField(min_value=0, max_value=MOST_VICTIMS, required=False)
    answers = serializers.DictField(child=serializers.ChoiceField(choices=Reply.choices), required=False)
    lines = serializers.ListField(child=LineInput(), required=False, max_length=MOST_LINES)
    bases = serializers.DictField(required=False)


def typed(request: Request) -> dict[str, Any]:
    """The fields of a draft as they were typed."""
    shape = DraftInput(data=request.data)
    shape.is_valid(raise_exception=True)
    return dict(shape.validated_data)
