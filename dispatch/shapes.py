"""The cards of the desk as the API's description tells them; made in `board` and `units`, never from here."""

from __future__ import annotations

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from agencies.answers import CardShape, Shape
from agencies.hospital_api import HospitalCard
from incidents.clocks import CLOCKS
from incidents.models import Outcome, Priority, Source, Track
from incidents.shapes import Sight
from incidents.states import STEPS, Finding, Stage, State
from incidents.surge_shapes import ToldSurgeCard


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
    """What one agency or unit has to do with an incident, and the verbs that may be recorded next.

    While it has not answered, `ladder_s` says when the first rung of its ladder is told; the others follow
    in the proportion of the ladder's `after_s`.
    """

    id = serializers.IntegerField()
    agency = serializers.CharField()
    agency_name = serializers.CharField()
    unit = serializers.CharField(allow_null=True)
    unit_id = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=State.choices)
    level = serializers.IntegerField()
    reason = serializers.CharField(allow_blank=True)
    finding = serializers.ChoiceField(choices=Finding.choices, allow_blank=True)
    notified_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    departed_at = serializers.DateTimeField(allow_null=True)
    arrived_at = serializers.DateTimeField(allow_null=True)
    controlled_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    accept_due_at = serializers.DateTimeField(allow_null=True)
    ladder_s = serializers.IntegerField(allow_null=True)
    verbs = serializers.ListField(child=serializers.ChoiceField(choices=list(STEPS)))


class EscalationShape(Shape):
    """A clock that ran out, and who has taken it on."""

    id = serializers.IntegerField()
    clock = serializers.ChoiceField(choices=list(CLOCKS))
    level = serializers.IntegerField()
    raised_at = serializers.DateTimeField()
    assignment = serializers.IntegerField(allow_null=True)
    agency = serializers.CharField(allow_null=True)
    told = serializers.CharField(allow_blank=True)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    acknowledged_by = serializers.CharField(allow_null=True)


class Tie(Shape):
    """Another incident: merged `into` it, `from` which it took everything over, its `parent`, or a `part` of it."""

    kind = serializers.ChoiceField(choices=["into", "from", "parent", "part"])
    id = serializers.IntegerField()
    short = serializers.CharField()


class ReservationShape(Shape):
    """Who is kept for an incident that does not need him yet, and when the desk wants to be, or was, reminded of it."""

    id = serializers.IntegerField()
    agency = serializers.CharField()
    unit = serializers.CharField(allow_null=True)
    unit_id = serializers.IntegerField(allow_null=True)
    reserved_at = serializers.DateTimeField()
    remind_at = serializers.DateTimeField(allow_null=True)
    reminded_at = serializers.DateTimeField(allow_null=True)


class IncidentCard(CardShape):
    """An incident for the desk."""

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
    alarm = serializers.IntegerField()
    is_simulated = serializers.BooleanField()
    reported_at = serializers.DateTimeField()
    forwarded_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(choices=Outcome.choices, allow_blank=True)
    disposition = serializers.CharField(allow_null=True)
    stage = serializers.ChoiceField(choices=Stage.choices)
    silent_from = serializers.DateTimeField(allow_null=True)
    ending = serializers.CharField(allow_null=True)
    unread = serializers.IntegerField()
    handlers = serializers.ListField(child=serializers.IntegerField())
    clock = RunningClock(allow_null=True)
    chips = Chip(many=True)
    assignments = AssignmentShape(many=True)
    escalations = EscalationShape(many=True)
    promised_at = serializers.DateTimeField(allow_null=True)
    ties = Tie(many=True)
    reservations = ReservationShape(many=True)


class Said(Shape):
    """One of the last lines somebody added, and who; struck through where another corrects it."""

    at = serializers.DateTimeField()
    who = serializers.CharField()
    origin = serializers.ChoiceField(choices=["caller", "unit", "desk", "system"])
    text = serializers.CharField()
    is_struck = serializers.BooleanField()
    is_correction = serializers.BooleanField()


class UnitMessageShape(Shape):
    """What the desk said to an agency or to one of its units, and who there has read it when."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    who = serializers.CharField()
    agency = serializers.CharField()
    unit = serializers.CharField(allow_null=True)
    text = serializers.CharField()
    read_at = serializers.DateTimeField(allow_null=True)
    read_by = serializers.CharField(allow_null=True)


class TaskCard(CardShape):
    """An incident for an agency that was given it: the event, its own assignments, the last lines and messages to it.

    Never the caller.
    """

    short = serializers.CharField()
    track = serializers.ChoiceField(choices=Track.choices)
    priority = serializers.ChoiceField(choices=Priority.choices)
    title = serializers.CharField()
    glyph = serializers.CharField()
    place = serializers.CharField(allow_blank=True)
    landmark = serializers.CharField(allow_blank=True)
    area = serializers.CharField(allow_blank=True)
    lat = serializers.FloatField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
    reported_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    clock = RunningClock(allow_null=True)
    is_confidential = serializers.BooleanField()
    is_simulated = serializers.BooleanField()
    assignments = AssignmentShape(many=True)
    notes = Said(many=True)
    messages = UnitMessageShape(many=True)


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="OwnIncident", serializers=[IncidentCard, TaskCard], resource_type_field_name=None
    )
)
class OwnIncident(serializers.DictField):
    """An incident as the account that asks sees it: the desk's card, or its agency's."""


class Errand(Shape):
    """An incident a unit is at."""

    id = serializers.IntegerField()
    short = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)


class UnitCard(CardShape):
    """A unit and where it starts from; its state is derived from its assignments."""

    call_sign = serializers.CharField()
    agency = serializers.CharField()
    capability = serializers.CharField(allow_blank=True)
    post = serializers.CharField(allow_blank=True)
    is_on_duty = serializers.BooleanField()
    reason = serializers.CharField(allow_blank=True)
    lat = serializers.FloatField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
    state = serializers.CharField()
    incidents = Errand(many=True)


class Answered(Shape):
    """The incident as the account that asked sees it after its command."""

    incident = OwnIncident()


class AnsweredWithUndo(Answered):
    """The same, and until when it can be taken back."""

    undo_until = serializers.DateTimeField(allow_null=True)


class AssignedAnswer(AnsweredWithUndo):
    """The same, and the ids of what was assigned."""

    assignments = serializers.ListField(child=serializers.IntegerField())


class ReservedAnswer(AnsweredWithUndo):
    """The same, and the ids of what was reserved."""

    reservations = serializers.ListField(child=serializers.IntegerField())


class MessagedAnswer(Answered):
    """The same, and the ids of what was sent."""

    messages = serializers.ListField(child=serializers.IntegerField())


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
    only_acknowledges = serializers.BooleanField()
    is_neighbour = serializers.BooleanField()


class DispositionGround(Shape):
    """How an incident may end."""

    code = serializers.CharField()
    name = serializers.CharField()
    apco_code = serializers.CharField(allow_blank=True)


class LadderGround(Shape):
    """A rung of a ladder, the lowest first; without a code it is the centre's own, for agencies that have none."""

    code = serializers.CharField(allow_null=True)
    level = serializers.IntegerField()
    after_s = serializers.IntegerField()
    title = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)


class Ground(Shape):
    """What a board holds beside cards."""

    agencies = AgencyGround(many=True)
    dispositions = DispositionGround(many=True)
    ladder = LadderGround(many=True)


class EarlyCard(CardShape):
    """A report that is still being written, with a place and a kind; a confidential one says neither.

    `agencies` are recommended by name, `alarms` the answers that make it urgent.
    """

    kind = serializers.ChoiceField(choices=["draft"])  # type: ignore[assignment]
    track = serializers.ChoiceField(choices=Track.choices)
    priority = serializers.ChoiceField(choices=Priority.choices, allow_null=True)
    title = serializers.CharField()
    place = serializers.CharField(allow_blank=True)
    area = serializers.CharField(allow_blank=True)
    since = serializers.DateTimeField()
    taker = serializers.CharField()
    seat = serializers.CharField(allow_blank=True)
    is_talking = serializers.BooleanField()
    lat = serializers.FloatField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
    agencies = serializers.ListField(child=serializers.CharField())
    alarms = serializers.ListField(child=serializers.CharField())
    seen = Sight(many=True)


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="AgencyBoardCard",
        serializers=[TaskCard, UnitCard, HospitalCard, ToldSurgeCard],
        resource_type_field_name=None,
        many=True,
    )
)
class AgencyCards(serializers.ListField):
    """Cards of kind `incident`, `unit`, `hospital` and `surge`, told apart by `kind`."""


class AgencyPicture(Shape):
    """An agency's own incidents, units and hospitals, and the surges that are on."""

    now = serializers.DateTimeField()
    cards = AgencyCards()
