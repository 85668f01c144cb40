"""The people of the demo: invented names, one password for all, known to everybody who starts the demo."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import now

from agencies.models import Agency, Centre, Member, Role, Unit
from journal.journal import record

PASSWORD = "kendari112"  # printed at every start of the demo; a real centre never has these accounts


@dataclass(frozen=True)
class Person:
    """Who can sign in to the demo, and what as."""

    username: str
    name: str
    roles: tuple[Role, ...]
    agency: str = ""
    unit: str = ""
    is_cleared: bool = False


PEOPLE = (
    Person("wa.rahmawati", "Wa Ode Rahmawati", (Role.CALL_TAKER, Role.DISPATCHER)),
    Person("fitriani", "Fitriani Halik", (Role.CALL_TAKER,)),
    Person("rizal.asrun", "Rizal Asrun", (Role.DISPATCHER,)),
    Person("ahmad.rifai", "Ahmad Rifai Lawele", (Role.SUPERVISOR, Role.DISPATCHER), is_cleared=True),
    Person("damkar", "Sarman Lakuana", (Role.RESPONDER,), "DMK"),
    Person("psc", "Nurhayati Basir", (Role.RESPONDER,), "PSC"),
    Person("polisi", "Aswin Pagala", (Role.RESPONDER,), "POL", is_cleared=True),
    Person("bpbd", "La Ode Hamzah", (Role.RESPONDER,), "BPB"),
    Person("pln", "Yohanis Sambira", (Role.RESPONDER,), "PLN"),
    Person("dishub", "Irwan Mekuo", (Role.RESPONDER,), "DHB"),
    Person("dlhk", "Jumriati Tawulo", (Role.RESPONDER,), "DLH"),
    Person("ppa", "Wa Ode Sartika", (Role.RESPONDER,), "PPA", is_cleared=True),
    Person("rsud", "Asni Lamangga", (Role.RESPONDER,), "RSU"),
    Person("kadis", "Hj. Marlina Tombolotutu", (Role.HEAD,)),
    Person("kadis.damkar", "Nurdin Malaka", (Role.HEAD,), "DMK"),
    Person("dinding", "Layar Dinding", (Role.WALL,)),
    Person("admin", "Siti Hajar Wolasi", (Role.ADMINISTRATOR,)),
)


def works_for_real() -> bool:
    """Whether others than the demo's people have accounts at a centre that was never a demo."""
    others = Member.objects.exclude(user__username__in=[person.username for person in PEOPLE])
    return others.exists() and not Centre.objects.filter(is_demo=True).exists()


@transaction.atomic
def add_people() -> int:
    """Add the demo's people who are missing and mark the centre as a demo; answers how many were added."""
    Centre.objects.update(is_demo=True)
    known = set(User.objects.values_list("username", flat=True))
    missing = [person for person in PEOPLE if person.username not in known]
    hashed = make_password(PASSWORD) if missing else ""
    for person in missing:
        _add(person, hashed)
    return len(missing)


def acting_as(person: Person) -> str:
    """`Dispatcher` or `Petugas OPD · Damkar`: how the list of logins names somebody."""
    roles = " + ".join(str(role.label) for role in person.roles)
    agency = Agency.objects.filter(code=person.agency).first()
    return f"{roles} · {agency.short_name}" if agency else roles


def _add(person: Person, hashed: str) -> None:
    first, _blank, last = person.name.rpartition(" ")
    is_administrator = Role.ADMINISTRATOR in person.roles
    user = User.objects.create(
        username=person.username,
        password=hashed,
        first_name=first,
        last_name=last,
        is_staff=is_administrator,
        is_superuser=is_administrator,
    )
    member = Member.objects.create(
        user=user,
        roles=list(person.roles),
        agency=Agency.objects.get(code=person.agency) if person.agency else None,
        unit=Unit.objects.get(call_sign=person.unit) if person.unit else None,
        is_cleared=person.is_cleared,
    )
    record(member, "added", actor=None, at=now(), roles=member.roles, agency=member.agency_id)
