"""Calls and drafts as the API's description tells them; made in `queue`, never from here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from calls.ends import CallBackResult, Reason
from calls.models import CallOutcome, Identity
from calls.questions import Question, Reply
from incidents.models import Priority, Source

Shape = serializers.Serializer[Any]


class HistoryShape(Shape):
    """How often this caller called, and with what."""

    calls = serializers.IntegerField()
    emergency = serializers.IntegerField()
    prank = serializers.IntegerField(help_text=_("Dalam 30 hari terakhir."))
    silent = serializers.IntegerField(help_text=_("Dalam 30 menit terakhir."))


class ServedShape(Shape):
    """How a call-back resolved itself: a conversation with the caller, and the incident it led to."""

    at = serializers.DateTimeField()
    by = serializers.CharField(allow_blank=True)
    incident = serializers.IntegerField(allow_null=True)
    short = serializers.CharField(allow_blank=True)


class CallBackShape(Shape):
    """A call nobody answered: how often the caller rang, what was tried, who has it in hand."""

    calls = serializers.IntegerField()
    last_at = serializers.DateTimeField()
    tries = serializers.IntegerField()
    last_result = serializers.ChoiceField(choices=CallBackResult.choices, allow_blank=True)
    last_try_at = serializers.DateTimeField(allow_null=True)
    taken_by = serializers.CharField(allow_null=True)
    taken_by_id = serializers.IntegerField(allow_null=True)
    held_until = serializers.DateTimeField(allow_null=True)
    served = ServedShape(allow_null=True)


class CallCard(Shape):
    """A call; the number is masked but for the person who answered."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    identity = serializers.ChoiceField(choices=Identity.choices)
    caller = serializers.CharField(allow_blank=True)
    can_be_called = serializers.BooleanField()
    dialled = serializers.CharField(allow_blank=True)
    transferred_from = serializers.CharField(allow_blank=True)
    offered_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by = serializers.CharField(allow_null=True)
    answered_by_id = serializers.IntegerField(allow_null=True)
    seat = serializers.CharField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(choices=CallOutcome.choices, allow_blank=True)
    outcome_reason = serializers.ChoiceField(choices=Reason.choices, allow_blank=True)
    is_test = serializers.BooleanField()
    is_simulated = serializers.BooleanField()
    history = HistoryShape()
    is_demoted = serializers.BooleanField()
    report_id = serializers.IntegerField(allow_null=True)
    call_back = CallBackShape(allow_null=True)


class DraftCard(Shape):
    """A report being written, whole, for the person who writes it."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    call_id = serializers.IntegerField(allow_null=True)
    place_text = serializers.CharField(allow_blank=True)
    landmark = serializers.CharField(allow_blank=True)
    area = serializers.CharField(allow_blank=True)
    area_name = serializers.CharField(allow_blank=True)
    lat = serializers.FloatField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
    category = serializers.CharField(allow_blank=True)
    priority = serializers.ChoiceField(choices=Priority.choices, allow_null=True)
    is_confidential = serializers.BooleanField()
    reporter_name = serializers.CharField(allow_blank=True)
    relation = serializers.CharField(allow_blank=True)
    callback = serializers.CharField(allow_blank=True)
    words = serializers.CharField(allow_blank=True)
    dead = serializers.IntegerField()
    badly_hurt = serializers.IntegerField()
    lightly_hurt = serializers.IntegerField()
    trapped = serializers.IntegerField()
    answers = serializers.DictField(child=serializers.ChoiceField(choices=Reply.choices))
    protocol = serializers.IntegerField(allow_null=True)
    started_at = serializers.DateTimeField()
    saved_at = serializers.DateTimeField()


class CallAnswerShape(Shape):
    """The call after the command, and its draft if one is being written."""

    call = CallCard()
    report = DraftCard(allow_null=True)


class CodedAnswer(CallAnswerShape):
    """The same, and until when the outcome can be taken back."""

    undo_until = serializers.DateTimeField(allow_null=True)


class CallAlone(Shape):
    """The call after the command."""

    call = CallCard()


class CallBackAnswer(CallAlone):
    """The call after what was done about its call-back, and the report of whoever was reached."""

    report = DraftCard(allow_null=True)


class ClosedAnswer(Shape):
    """How many call-backs were closed, and how many a colleague had in hand or were over."""

    closed = serializers.ListField(child=serializers.IntegerField())
    left = serializers.IntegerField()


class DraftAnswer(Shape):
    """The draft after the command."""

    report = DraftCard()


class DraftsAnswer(Shape):
    """My unsent reports and the calls they belong to."""

    drafts = DraftCard(many=True)
    calls = CallCard(many=True)


class OpenedIncident(Shape):
    """What an incident is called."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    short = serializers.CharField()


class SameEvent(Shape):
    """An open incident, or a colleague's draft, that may be the same event; `metres` is null without two points."""

    kind = serializers.ChoiceField(choices=["incident", "draft"])
    id = serializers.IntegerField()
    short = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True)
    priority = serializers.ChoiceField(choices=Priority.choices, allow_null=True)
    since = serializers.DateTimeField()
    reports = serializers.IntegerField()
    taker = serializers.CharField(allow_blank=True)
    seat = serializers.CharField(allow_blank=True)
    metres = serializers.IntegerField(allow_null=True)
    level = serializers.ChoiceField(choices=["high", "medium", "low"])


class MatchesAnswer(Shape):
    """What a draft may be about, the likeliest first."""

    matches = serializers.ListField(child=SameEvent())


class ForwardedAnswer(DraftAnswer):
    """The incident that a report became."""

    incident = OpenedIncident()


class AttachedAnswer(ForwardedAnswer):
    """The incident a report was attached to, and until when that can be taken back."""

    undo_until = serializers.DateTimeField()


class QueuePicture(Shape):
    """Calls that want something; by `kind` also incidents, colleagues, handed-over lines, the exchange."""

    now = serializers.DateTimeField()
    cards = serializers.ListField(child=CallCard())


class PastIncident(OpenedIncident):
    """What an earlier call became."""

    number = None  # type: ignore[assignment]
    title = serializers.CharField()


class PastCall(Shape):
    """An earlier call of the same caller."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    outcome = serializers.ChoiceField(choices=CallOutcome.choices, allow_blank=True)
    label = serializers.CharField()  # type: ignore[assignment]
    reason = serializers.CharField(allow_blank=True)
    answered_by = serializers.CharField(allow_blank=True)
    incident = PastIncident(allow_null=True)


class DemotionShape(Shape):
    """Whether the number waits for a decision or stands below the others, and until when."""

    state = serializers.ChoiceField(choices=["waiting", "in_force"])
    ends_at = serializers.DateTimeField(allow_null=True)


class PastAnswer(Shape):
    """What a number did before."""

    calls = PastCall(many=True)
    demotion = DemotionShape(allow_null=True)


class RevealedNumber(Shape):
    """A caller's number; the journal keeps who looked and why."""

    caller = serializers.CharField()


class RevealedReporter(RevealedNumber):
    """Name and numbers of a reporter."""

    name = serializers.CharField(allow_blank=True)
    callback = serializers.CharField(allow_blank=True)


class QuestionShape(Shape):
    """One question; which reply is alarming, what it raises the priority to, what is read out."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    alarm = serializers.ChoiceField(choices=[(one.value, one.label) for one in Question.ALARMS], allow_blank=True)
    raises_to = serializers.ChoiceField(choices=Priority.choices, allow_null=True)
    instruction = serializers.CharField(allow_blank=True)


class ProtocolCard(Shape):
    """One edition of a protocol."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    edition = serializers.IntegerField()
    title = serializers.CharField()
    sop = serializers.CharField(allow_blank=True)
    is_current = serializers.BooleanField()
    is_approved = serializers.BooleanField()
    categories = serializers.ListField(child=serializers.CharField())
    questions = serializers.ListField(child=QuestionShape())


class ProtocolAnswered(Shape):
    """The edition asked for."""

    protocol = ProtocolCard()
