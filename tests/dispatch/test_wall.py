"""What the wall is told of an incident: kind, about where, how far; never a name, a number, a house, a hidden case."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User

from dispatch import board
from dispatch.wall import place_of
from incidents import actions
from incidents.models import Incident
from journal.live import Card
from journal.timers import fire_due
from tests.factories import KEPT_SECRETS, incident, told

pytestmark = pytest.mark.django_db


def on_the_wall(row: Incident) -> Card | None:
    """The wall's card, if there is one."""
    return board.read([row.pk]).get(row.pk, {}).get("wall")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Jl. Bunga Seroja No. 17", "Jl. Bunga Seroja"),
        ("Jl. Bunga Seroja 17", "Jl. Bunga Seroja"),
        ("Jl. Malik Raya no.42A, Korumba", "Jl. Malik Raya"),
        ("BTN Padaleu Indah Blok C/9", "BTN Padaleu Indah"),
        ("BTN Rahandouna blok D 3 nomor 5", "BTN Rahandouna"),
        ("Lrg. Sanua 2, RT 04/RW 02", "Lrg. Sanua"),
        ("RT.004 RW.002 Kel. Sanua", "Kel. Sanua"),
        ("Jl. Kapten Piere Tendean km 8", "Jl. Kapten Piere Tendean km 8"),
        ("Jl. H.E.A. Mokodompit, gerbang UHO", "Jl. H.E.A. Mokodompit, gerbang UHO"),
        ("Jl. Ahmad Yani, depan BRI Unit Bende", "Jl. Ahmad Yani, depan BRI Unit Bende"),
        ("Rumah Sakit Bahteramas", "Rumah Sakit Bahteramas"),
        ("rumah Wa Ina, Jl. Mawar", "Jl. Mawar"),
        ("Jl. Mawar depan rumah Pak Budi Santoso", "Jl. Mawar"),
        ("Jl. Mawar samping warung Bu Sitti no 3", "Jl. Mawar"),
        ("kos milik La Ode Hamzah, Kambu", ""),
        ("Jl. Melati hub. 0852-4187-2093", "Jl. Melati hub."),
        ("+62 852 4187 2093", ""),
        ("a.n. Siti Hajar", ""),
        ("BTN Blok C No 12A, H. Abdul Karim", "BTN"),
        ("Siti Aminah, Jl. Merdeka 4", "Jl. Merdeka"),
        ("Jl. Sao-Sao atas nama Rahmat", "Jl. Sao-Sao"),
        ("Jl. Sao-Sao (Rahmat Hidayat)", "Jl. Sao-Sao"),
        ("kontrakan Haji Samad", ""),
        ("Bengkel La Ode Rusli, simpang tiga Kampus", "simpang tiga Kampus"),
        ("Jl. Sao-Sao #17", "Jl. Sao-Sao"),
        ("Jl. Sao-Sao no 17 B", "Jl. Sao-Sao"),
        ("depan SPBU Bundaran Tapak Kuda", "depan SPBU Bundaran Tapak Kuda"),
        ("Mandala Putra", ""),
        ("", ""),
    ],
)
def test_a_typed_place_loses_houses_telephones_and_people(typed: str, shown: str) -> None:
    assert place_of(typed) == shown


def test_the_card_says_kind_place_and_clock_and_no_more(fire: Incident, dispatcher: User) -> None:
    told(fire, dispatcher, units=("DMK-01",))
    actions.note(fire.pk, "Wa Ina di 0852-4187-2093 menunggu di depan.", actor=dispatcher)
    card = on_the_wall(fire)
    assert card is not None
    assert set(card) == {
        "kind", "id", "version", "short", "track", "priority", "title", "place", "area", "lat", "lng", "reported_at",
        "closed_at", "stage", "clock", "chips", "escalation", "is_simulated",
    }  # fmt: skip
    assert (card["place"], card["area"]) == ("Jl. Bunga Seroja", "Kemaraya · Kendari Barat")
    assert (card["lat"], card["lng"]) == (-3.961, 122.53)
    assert card["chips"] == [{"code": "DMK", "glyph": "flame", "state": "notified", "escalated": False}]
    assert not [secret for secret in KEPT_SECRETS if secret in repr(card)]


def test_a_confidential_incident_is_not_there_and_leaves_when_it_becomes_one(case: Incident, dispatcher: User) -> None:
    assert on_the_wall(case) is None
    fire = incident()
    assert on_the_wall(fire) is not None
    actions.change(fire.pk, is_confidential=True, actor=dispatcher)
    assert on_the_wall(fire) is None


def test_an_escalation_stands_until_somebody_takes_it_on(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    clock.shift(121)
    while fire_due():
        pass
    card = on_the_wall(fire)
    assert card is not None
    raised = card["escalation"]
    assert (raised["clock"], raised["level"], raised["agency"]) == ("accept", 2, "Damkar")
    assert raised["since"] == row.notified_at
    for one in fire.escalations.all():
        actions.acknowledge(one.pk, actor=dispatcher)
    card = on_the_wall(fire)
    assert card is not None and card["escalation"] is None


def test_what_was_made_good_is_no_longer_said_on_the_wall(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    clock.shift(8 * 60)
    while fire_due():
        pass
    raised = []
    for verb in ("accept", "arrive"):
        card = on_the_wall(fire)
        raised.append(card["escalation"]["clock"] if card else None)
        actions.progress(row.pk, verb, actor=dispatcher)
    card = on_the_wall(fire)
    assert raised == ["accept", "arrive"]
    assert card is not None and card["escalation"] is None
    assert fire.escalations.filter(acknowledged_at=None).exists(), "the desk still has to take it on"
