"""The cards of the desk as the API's description tells them; made in `board` and `units`, never from here."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from incidents.clocks import CLOCKS
from incidents.models import Outcome, Priority, Source, Track
from incidents.states import STEPS, Stage, State

Shape = serializers.Serializer[Any]


class Kind(Shape):
    """A category as a board shows it; empty code for a masked case."""

    code = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    glyph = serializers.CharField()


class RunningClock(Shape):
    """The one clock of an incident: until the first unit is there (arrive) or a service is done (finish)."""

    name = serializers.ChoiceField(choices=list(CLOCKS))
    label = serializers.CharField()  # type: ignore[assignment]
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    stopped_at = serializers.DateTimeField(allow_null=True)
    limit_s = serializers.IntegerField()


class Chip(Shape):
    """One agency on an incident's row."""

    code = serializers.CharField()
    name = serializers.CharField()
    glyph = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    escalated = serializers.BooleanField()


class AssignmentShape(Shape):
    """What one agency or unit has to do with an incident, and the verbs that may be recorded next."""

    id = serializers.IntegerField()
    agency = serializers.CharField()
    agency_name = serializers.CharField()
    unit = serializers.CharField(allow_null=True)
    unit_id = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=State.choices)
    level = serializers.IntegerField()
    reason = serializers.CharField(allow_blank=True)
    notified_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    departed_at = serializers.DateTimeField(allow_null=True)
    arrived_at = serializers.DateTimeField(allow_null=True)
    controlled_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    accept_due_at = serializers.DateTimeField(allow_null=True)
    verbs = serializers.ListField(child=serializers.ChoiceField(choices=list(STEPS)))


class EscalationShape(Shape):
    """A clock that ran out, and who has taken it on."""

    id = serializers.IntegerField()
    clock = serializers.ChoiceField(choices=list(CLOCKS))
    level = serializers.IntegerField()
    raised_at = serializers.DateTimeField()
    agency = serializers.CharField(allow_null=True)
    told = serializers.CharField(allow_blank=True)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    acknowledged_by = serializers.CharField(allow_null=True)


class Rung(Shape):
    """One rung of the ladder of an agency that has not answered."""

    assignment = serializers.IntegerField()
    agency = serializers.CharField()
    level = serializers.IntegerField()
    title = serializers.CharField()
    phone = serializers.CharField(allow_blank=True)
    due_at = serializers.DateTimeField()


class Due(Shape):
    """A promise that is pending."""

    kind = serializers.CharField()
    due_at = serializers.DateTimeField()


class IncidentCard(Shape):
    """An incident for the desk; an agency gets fewer keys, its own assignments and the last notes."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    number = serializers.IntegerField()
    short = serializers.CharField()
    track = serializers.ChoiceField(choices=Track.choices)
    priority = serializers.ChoiceField(choices=Priority.choices)
    category = Kind()
    title = serializers.CharField()
    is_confidential = serializers.BooleanField()
    masked = serializers.BooleanField()
    place = serializers.CharField(allow_blank=True)
    landmark = serializers.CharField(allow_blank=True)
    area = serializers.CharField(allow_blank=True)
    lat = serializers.FloatField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    reports = serializers.IntegerField()
    is_simulated = serializers.BooleanField()
    reported_at = serializers.DateTimeField()
    forwarded_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(choices=Outcome.choices, allow_blank=True)
    disposition = serializers.CharField(allow_null=True)
    stage = serializers.ChoiceField(choices=Stage.choices)
    clock = RunningClock(allow_null=True)
    chips = Chip(many=True)
    assignments = AssignmentShape(many=True)
    escalations = EscalationShape(many=True)
    ladder = Rung(many=True)
    due = Due(many=True)


class Errand(Shape):
    """An incident a unit is at."""

    id = serializers.IntegerField()
    short = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)


class UnitCard(Shape):
    """A unit; its state is derived from its assignments."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    call_sign = serializers.CharField()
    agency = serializers.CharField()
    capability = serializers.CharField(allow_blank=True)
    post = serializers.CharField(allow_blank=True)
    is_on_duty = serializers.BooleanField()
    reason = serializers.CharField(allow_blank=True)
    lat = serializers.FloatField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
    positioned_at = serializers.DateTimeField(allow_null=True)
    state = serializers.CharField()
    incidents = Errand(many=True)


class Answered(Shape):
    """The incident as the account that asked sees it after its command."""

    incident = IncidentCard()


class AnsweredWithUndo(Answered):
    """The same, and until when it can be taken back."""

    undo_until = serializers.DateTimeField(allow_null=True)


class AssignedAnswer(AnsweredWithUndo):
    """The same, and the ids of what was assigned."""

    assignments = serializers.ListField(child=serializers.IntegerField())


class UnitAnswer(Shape):
    """The unit after the command."""

    unit = UnitCard()


class AgencyGround(Shape):
    """An agency, and where to telephone when the server is away."""

    code = serializers.CharField()
    short_name = serializers.CharField()
    name = serializers.CharField()
    glyph = serializers.CharField()
    phone = serializers.CharField(allow_blank=True)
    order = serializers.IntegerField()


class DispositionGround(Shape):
    """How an incident may end."""

    code = serializers.CharField()
    name = serializers.CharField()


class LadderGround(Shape):
    """A rung that can be telephoned; without a code it is the centre's own ladder."""

    code = serializers.CharField(allow_null=True)
    level = serializers.IntegerField()
    title = serializers.CharField()
    phone = serializers.CharField()


class Ground(Shape):
    """What a board holds beside cards."""

    agencies = AgencyGround(many=True)
    dispositions = DispositionGround(many=True)
    ladder = LadderGround(many=True)


class EarlyCard(Shape):
    """A report that is still being written, with a place and a kind; a confidential one says neither."""

    kind = serializers.ChoiceField(choices=["draft"])
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    track = serializers.ChoiceField(choices=Track.choices)
    priority = serializers.ChoiceField(choices=Priority.choices, allow_null=True)
    title = serializers.CharField()
    place = serializers.CharField(allow_blank=True)
    area = serializers.CharField(allow_blank=True)
    since = serializers.DateTimeField()
    taker = serializers.CharField()
    seat = serializers.CharField(allow_blank=True)
    is_talking = serializers.BooleanField()


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="BoardCard",
        serializers=[IncidentCard, UnitCard, EarlyCard],
        resource_type_field_name=None,
        many=True,
    )
)
class BoardCards(serializers.ListField):
    """Cards of kind `incident`, `unit` and, for the desk, `draft`, told apart by `kind`."""


class BoardPicture(Shape):
    """The whole picture of the desk."""

    now = serializers.DateTimeField()
    cards = BoardCards()
    ground = Ground()


class AgencyPicture(Shape):
    """An agency's own incidents and units."""

    now = serializers.DateTimeField()
    cards = BoardCards()


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


class NoteLine(Shape):
    """A line somebody added."""

    at = serializers.DateTimeField()
    who = serializers.CharField()
    text = serializers.CharField()


class ProposalLine(Shape):
    """Whom to send; the minutes are an estimate."""

    agency = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField(allow_null=True)
    unit_id = serializers.IntegerField(allow_null=True)
    km = serializers.FloatField(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()


class JournalPicture(Shape):
    """What was done, what was said, whom to send."""

    entries = JournalLine(many=True)
    notes = NoteLine(many=True)
    suggestions = ProposalLine(many=True)
