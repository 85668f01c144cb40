"""What people type to begin a watch: who they are, what they act as, where they sit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.actions.standing import DESK_ROLES
from agencies.models import Member, Role, Seat


@dataclass(frozen=True)
class Choice:
    """One way to act for a watch."""

    code: str
    label: str | Promise
    roles: frozenset[str]

    @property
    def needs_seat(self) -> bool:
        """Whoever works at a desk says which."""
        return bool(self.roles & DESK_ROLES)


CHOICES = (
    Choice("call_taker", Role.CALL_TAKER.label, frozenset({Role.CALL_TAKER})),
    Choice("dispatcher", Role.DISPATCHER.label, frozenset({Role.DISPATCHER})),
    Choice("both", _("Keduanya"), frozenset({Role.CALL_TAKER, Role.DISPATCHER})),
    Choice("supervisor", Role.SUPERVISOR.label, frozenset({Role.SUPERVISOR})),
    Choice("responder", Role.RESPONDER.label, frozenset({Role.RESPONDER})),
    Choice("head", Role.HEAD.label, frozenset({Role.HEAD})),
    Choice("administrator", Role.ADMINISTRATOR.label, frozenset({Role.ADMINISTRATOR})),
)
# What the sign-in page offers before it knows who is there.
AT_THE_DESK = CHOICES[:3]


def choices_of(member: Member) -> list[Choice]:
    """How this member may act; somebody without a desk acts as everything he is, with nothing to choose."""
    roles = frozenset(member.roles)
    if not roles & DESK_ROLES:
        labels = " + ".join(str(Role(role).label) for role in member.roles)
        return [Choice("all", labels, roles)] if roles else []
    return [choice for choice in CHOICES if choice.roles <= roles]


class WatchForm(forms.Form):
    """What a person acts as and where he sits; both may stay empty where nothing needs them."""

    acting = forms.ChoiceField(label=_("Peran untuk sesi ini"), required=False)
    seat = forms.ModelChoiceField(
        Seat.objects.all(), label=_("Meja dan pesawat telepon"), required=False, empty_label=_("Pilih meja")
    )

    def __init__(self, *args: Any, choices: Collection[Choice] = AT_THE_DESK, **kwargs: Any) -> None:
        """Offer these ways to act."""
        super().__init__(*args, **kwargs)
        self.choices = {choice.code: choice for choice in choices}
        acting = self.fields["acting"]
        assert isinstance(acting, forms.ChoiceField)
        acting.choices = [(choice.code, choice.label) for choice in choices]

    def chosen(self, member: Member) -> Choice | None:
        """The way to act that was chosen, or the only one there is; None while the person still has to say."""
        possible = choices_of(member)
        if len(possible) == 1:
            return possible[0]
        offered_all = {choice.code for choice in possible} <= set(self.choices)
        named = [choice for choice in possible if choice.code == self.cleaned_data["acting"]]
        return named[0] if named and offered_all else None


class SignInForm(WatchForm):
    """Name and password, and beside them what most people at the desk choose."""

    username = forms.CharField(label=_("Nama pengguna"), max_length=150)
    password = forms.CharField(label=_("Kata sandi"), max_length=200, strip=False)
