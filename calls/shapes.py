"""Calls and drafts as the API's description tells them; made in `queue`, never from here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agencies.answers import CardShape, Shape
from calls.ends import REASON_CHOICES, CallBackResult
from calls.models import CallOutcome, Identity, LetGo
from calls.questions import Question, Reply
from calls.thread import Channel
from incidents.models import Priority, Source


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
    incident = serializers.IntegerField(allow_null=True, help_text=_("Dari pembicaraan sebelum kembali ke antrean."))
    short = serializers.CharField(allow_blank=True)


class ThreadShape(Shape):
    """A conversation by message: its first words, and whether its last line is the sender's."""

    count = serializers.IntegerField()
    last_in = serializers.IntegerField(allow_null=True)
    is_owed = serializers.BooleanField()
    failed = serializers.IntegerField()
    words = serializers.CharField(allow_blank=True)
    attachments = serializers.IntegerField()


class CallCard(CardShape):
    """A call; the number is masked but for the person who answered."""

    channel = serializers.ChoiceField(choices=Channel.choices)
    identity = serializers.ChoiceField(choices=Identity.choices)
    caller = serializers.CharField(allow_blank=True)
    network = serializers.CharField(allow_blank=True)  # of a mobile number of ours, by its prefix
    can_be_called = serializers.BooleanField()
    dialled = serializers.CharField(allow_blank=True)
    transferred_from = serializers.CharField(allow_blank=True)
    offered_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    requeued_at = serializers.DateTimeField(allow_null=True)
    rings_since = serializers.DateTimeField(
        allow_null=True,
        help_text=_("Saat dering sampai di server, bila sentral menyampaikannya 5 menit atau lebih lambat."),
    )
    answered_by = serializers.CharField(allow_null=True)
    answered_by_id = serializers.IntegerField(allow_null=True)
    seat = serializers.CharField(allow_null=True)
    extension = serializers.CharField(
        allow_blank=True, help_text=_("Pesawat tempat panggilan diangkat, bila tidak diketahui siapa yang menjawab.")
    )
    ended_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(choices=CallOutcome.choices, allow_blank=True)
    outcome_reason = serializers.ChoiceField(choices=REASON_CHOICES, allow_blank=True)
    is_test = serializers.BooleanField()
    is_simulated = serializers.BooleanField()
    history = HistoryShape()
    is_demoted = serializers.BooleanField()
    location = serializers.IntegerField(allow_null=True)  # which one is shown; the place itself is asked for
    last_location = serializers.IntegerField(allow_null=True)  # which one came last, shown or not
    report_id = serializers.IntegerField(allow_null=True)
    is_on_exchange = serializers.BooleanField()
    call_back = CallBackShape(allow_null=True)
    thread = ThreadShape(allow_null=True)


class LineShape(Shape):
    """A line of the notes; `corrects` is the key of the line it strikes through."""

    key = serializers.UUIDField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    text = serializers.CharField()
    corrects = serializers.UUIDField(allow_null=True)


class LeaderShape(Shape):
    """The colleague's unsent report that one waits for."""

    id = serializers.IntegerField()
    who = serializers.CharField()
    seat = serializers.CharField(allow_blank=True)


class DraftCard(Shape):
    """A report being written, whole, for the person who writes it and who wrote it before."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    call_id = serializers.IntegerField(allow_null=True)
    taken_by_id = serializers.IntegerField()
    who = serializers.CharField()
    seat = serializers.CharField(allow_blank=True)
    is_shared = serializers.BooleanField(help_text=_("Rekan yang menulisnya sebelum ini masih melihatnya."))
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
    hides_reporter = serializers.BooleanField()
    words = serializers.CharField(allow_blank=True)
    proposed = serializers.CharField(allow_blank=True)
    dead = serializers.IntegerField()
    badly_hurt = serializers.IntegerField()
    lightly_hurt = serializers.IntegerField()
    trapped = serializers.IntegerField()
    follows = LeaderShape(allow_null=True)
    let_go = serializers.ChoiceField(choices=LetGo.choices, allow_blank=True)
    lines = serializers.ListField(child=LineShape())
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


class ClosedAlone(CallAlone):
    """The call after its call-back was closed, and until when that can be taken back."""

    undo_until = serializers.DateTimeField()


class ReopenedAnswer(Shape):
    """Which call-backs wait again."""

    reopened = serializers.ListField(child=serializers.IntegerField())


class ClosedAnswer(Shape):
    """How many call-backs were closed, and how many a colleague had in hand or were over."""

    closed = serializers.ListField(child=serializers.IntegerField())
    left = serializers.IntegerField()
    undo_until = serializers.DateTimeField()


class DraftAnswer(Shape):
    """The draft after the command."""

    report = DraftCard()


class DraftsAnswer(Shape):
    """My unsent reports, those that went on in a colleague's hands, and the calls they belong to."""

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


class FollowingAnswer(Shape):
    """How it stands with a report that waits: still a draft, or joined, and until when that can be undone."""

    report = DraftCard(allow_null=True)
    incident = OpenedIncident(allow_null=True)
    undo_until = serializers.DateTimeField(allow_null=True)


class HandedAnswer(Shape):
    """A report that went on in other hands: as it is now, or what it became."""

    report = DraftCard(allow_null=True)
    incident = OpenedIncident(allow_null=True)
    is_sent = serializers.BooleanField()
    is_mine = serializers.BooleanField()
    is_closed = serializers.BooleanField()


class LetOffAnswer(Shape):
    """The report that left this person's console."""

    id = serializers.IntegerField()


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


class EndedAnswer(Shape):
    """A report that was ended because it needed nobody, and its call, if it had one."""

    id = serializers.IntegerField()
    call = CallCard(allow_null=True)
    at = serializers.DateTimeField()
    undo_until = serializers.DateTimeField()
