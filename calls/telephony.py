"""What a switch says (ringing, answered, …, ended), checked for shape and passed to the one action."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from calls.actions.hearing import EVENTS, SwitchEvent, hear
from calls.models import Call, Identity


class EventInput(serializers.Serializer[Any]):
    """One event of the exchange. Unknown fields are ignored; a caller has one of number, pseudo, imei, or nothing."""

    event = serializers.ChoiceField(choices=list(EVENTS))
    call_id = serializers.CharField(max_length=80, help_text=_("Nomor panggilan di sentral."))
    at = serializers.DateTimeField(help_text=_("Waktu sentral, ISO 8601 dengan zona."))
    number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    pseudo = serializers.CharField(max_length=40, required=False, allow_blank=True)
    imei = serializers.RegexField(r"^[0-9]{14,16}$", required=False)
    dialled = serializers.CharField(max_length=10, required=False, allow_blank=True)
    transferred_from = serializers.CharField(max_length=10, required=False, allow_blank=True)
    transferred_to = serializers.CharField(max_length=40, required=False, allow_blank=True)
    extension = serializers.CharField(max_length=10, required=False, allow_blank=True)
    hold_s = serializers.IntegerField(
        min_value=0, max_value=86400, required=False, help_text=_("Lama menunggu dalam antrean menurut sentral, detik.")
    )
    test = serializers.BooleanField(required=False, default=False)
    simulated = serializers.BooleanField(required=False, default=False)


def receive(data: Any, *, actor: User | None) -> Call:
    """Take one event in the form switches send it; raises rest_framework's ValidationError with the field named."""
    shape = EventInput(data=data)
    shape.is_valid(raise_exception=True)
    return hear(event_of(shape.validated_data), actor=actor)


def event_of(said: dict[str, Any]) -> SwitchEvent:
    """The event in our words; the first identity that is given counts."""
    identity = next(
        (kind for kind in (Identity.NUMBER, Identity.PSEUDO, Identity.IMEI) if said.get(kind)), Identity.NONE
    )
    return SwitchEvent(
        event=said["event"],
        call_id=said["call_id"],
        at=said["at"],
        identity=identity,
        value=said.get(identity, ""),
        dialled=said.get("dialled", ""),
        transferred_from=said.get("transferred_from", ""),
        transferred_to=said.get("transferred_to", ""),
        extension=said.get("extension", ""),
        hold_s=said.get("hold_s"),
        is_test=said["test"],
        is_simulated=said["simulated"],
    )
