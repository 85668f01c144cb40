"""Rows a story needs, made by plain functions: a small city, its people, a call, a fire."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.utils.timezone import now

from agencies.actions import keep_token, take_positions
from agencies.fixes import Fix
from agencies.models import (
    Agency,
    Area,
    Beds,
    Centre,
    DutyPeriod,
    HandoverNote,
    Hospital,
    LadderStep,
    Member,
    Role,
    Seat,
    Unit,
    Watch,
)
from calls.actions import hear, take_message
from calls.actions.hearing import SwitchEvent
from calls.actions.messaging import Incoming
from calls.hands import Hand
from calls.locations import CallerLocation
from calls.models import Call, CallBack, Demotion, ExchangeCommand, Identity, ProtocolAnswer, Report, ReportLine, Sight
from calls.questions import Protocol
from calls.recordings import Hearing, Recording
from calls.thread import Message
from dispatch.models import Delivery, Share
from incidents import actions
from incidents.actions.intake import Facts
from incidents.attachments import Attachment
from incidents.messages import UnitMessage
from incidents.models import Assignment, Category, Disposition, Escalation, Incident, Note, Standard, Track
from incidents.plans import Need, Plan
from incidents.reservations import Reservation
from incidents.surges import Surge, SurgeCount
from journal.models import Entry, Timer

SINCE = datetime.fromisoformat("2025-01-01T00:00:00+08:00")
WARD = "74.71.08.1001"
MINUTES = (0, 1, 2, 4)
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
KEPT_SECRETS = ("0852-4187-2093", "085241872093", "Jl. Bunga Seroja 17", "depan masjid", "Wa Ina", "asap tebal")

numbers = count(1)


def minutes(value: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=value)


def seconds(value: float) -> timedelta:
    """So many seconds."""
    return timedelta(seconds=value)


# --- the ground -----------------------------------------------------------------------------------------------------


def small_city() -> Centre:
    """A centre, three agencies with units and ladders, one kelurahan, six kinds of event, the usual limits.

    Built once by the models, then repeated as one statement: the same rows with the same keys, which no sequence will
    give again.
    """
    with connection.cursor() as cursor:
        if CITY:
            cursor.execute(CITY[0])
        else:
            build_city()
            CITY.append(";".join(as_insert(cursor, model) for model in GROUND))
    return Centre.objects.get()


CITY: list[str] = []
GROUND: tuple[type[Model], ...] = (
    *(Centre, Agency, Unit, DutyPeriod, LadderStep, Area, Category),
    *(Category.leads.through, Category.also_told.through, Standard, Seat, Disposition),
)


def as_insert(cursor: Any, model: type[Model]) -> str:
    """All rows of a table as the statement that makes them again."""
    table = model._meta.db_table
    cursor.execute(f"SELECT * FROM {table} ORDER BY id")
    rows = cursor.fetchall()
    columns = ", ".join(f'"{column.name}"' for column in cursor.description)
    places = ", ".join(["%s"] * len(cursor.description))
    values = ", ".join(cursor.mogrify(f"({places})", row).decode() for row in rows)
    return f"INSERT INTO {table} ({columns}) VALUES {values}"


def build_city() -> None:
    """The rows of the small city."""
    Centre.objects.create(name="NTPD 112", region="Kota Kendari", code="KDI", lat=-3.97, lng=122.51, last_number=1041)
    agencies()
    units()
    ladders()
    district = Area.objects.create(
        code="74.71.08", name="Kendari Barat", level=Area.Level.DISTRICT, lat=-3.96, lng=122.53
    )
    Area.objects.create(code=WARD, name="Kemaraya", level=Area.Level.WARD, parent=district, lat=-3.96, lng=122.53)
    categories()
    standards()
    Seat.objects.bulk_create([Seat(name=f"Meja {one:02}", extension=f"10{one:02}") for one in range(1, 9)])
    Disposition.objects.bulk_create(
        Disposition(code=code, name=name, apco_code="01", order=order)
        for order, (code, name) in enumerate((("tertangani", "Tertangani"), ("nihil", "Nihil di lokasi")))
    )


def agencies() -> None:
    """The fire brigade, the police and the street lamps."""
    Agency.objects.bulk_create(
        [
            Agency(code="DMK", name="Dinas Damkar", short_name="Damkar", glyph="flame", phone="113", order=1),
            Agency(code="POL", name="Polresta Kendari", short_name="Polresta", glyph="shield", phone="110", order=2),
            Agency(code="DHB", name="Dinas Perhubungan", short_name="Dishub", glyph="lamp", order=3),
        ]
    )


def agency(code: str) -> Agency:
    """An agency by its code."""
    return Agency.objects.get(code=code)


def unit(call_sign: str) -> Unit:
    """A unit by its call sign."""
    return Unit.objects.get(call_sign=call_sign)


def units() -> None:
    """Two fire engines, two patrols, one lamp crew; all on duty."""
    points = {"DMK-01": (-3.97, 122.52), "DMK-02": (-4.02, 122.55), "POL-01": (-3.98, 122.51), "DHB-01": (None, None)}
    by_code = {one.code: one for one in Agency.objects.all()}
    made = Unit.objects.bulk_create(
        [
            Unit(call_sign=sign, agency=by_code[sign[:3]], capability="pompa", lat=lat, lng=lng)
            for sign, (lat, lng) in points.items()
        ]
    )
    DutyPeriod.objects.bulk_create([DutyPeriod(unit=one, started_at=SINCE) for one in made])


def ladders() -> None:
    """Damkar's own ladder with telephones; everybody else climbs the centre's, which has one only at its top."""
    titles = ("Operator piket", "Komandan regu", "Kepala bidang", "Kepala dinas")
    damkar = agency("DMK")
    LadderStep.objects.bulk_create(
        LadderStep(agency=owner, level=level, after=minutes(after), title=title, phone=phone)
        for owner, phones in ((damkar, ("", "0401-1", "0401-2", "0401-3")), (None, ("", "", "", "0401-9")))
        for level, (after, title, phone) in enumerate(zip(MINUTES, titles, phones, strict=True))
    )


def categories() -> None:
    """A fire, a robbery, violence at home (confidential), a cat in a tree, a dark lamp, something discontinued."""
    rows: list[tuple[Any, ...]] = [
        ("kebakaran_rumah", "Kebakaran rumah/bangunan", "flame", Track.EMERGENCY, 1, ("DMK",), ("POL",)),
        ("begal", "Begal", "shield", Track.EMERGENCY, 2, ("POL",), ()),
        ("kdrt", "Kekerasan dalam rumah tangga", "home", Track.EMERGENCY, 2, ("POL",), ()),
        ("kucing", "Hewan terjebak", "paw", Track.EMERGENCY, 4, ("DMK",), ()),
        ("lampu_jalan", "Lampu jalan padam", "lamp", Track.SERVICE, 4, ("DHB",), ()),
        ("lama", "Jenis lama", "dot", Track.EMERGENCY, 3, ("DMK",), ()),
    ]
    made = Category.objects.bulk_create(
        Category(
            code=code,
            name=name,
            english=code,
            group="uji",
            short_code=code[:10],
            glyph=glyph,
            track=track,
            priority=priority,
            is_confidential=code == "kdrt",
            is_active=code != "lama",
            order=order,
        )
        for order, (code, name, glyph, track, priority, _leads, _also) in enumerate(rows)
    )
    by_code = {one.code: one for one in Agency.objects.all()}
    many: list[tuple[Any, int]] = [(Category.leads.through, 5), (Category.also_told.through, 6)]
    for links, place in many:
        links._default_manager.bulk_create(
            links(category_id=category.pk, agency_id=by_code[code].pk)
            for category, row in zip(made, rows, strict=True)
            for code in row[place]
        )


def standards() -> None:
    """One minute to tell and to accept, seven to arrive, hours and days for services."""
    rows: list[tuple[str, str, int | None, timedelta]] = [
        ("answer", "", None, seconds(10)),
        ("tell", Track.EMERGENCY, None, minutes(1)),
        ("tell", Track.SERVICE, None, timedelta(hours=4)),
        ("accept", Track.EMERGENCY, 1, minutes(1)),
        ("accept", Track.EMERGENCY, 2, minutes(1)),
        ("accept", Track.EMERGENCY, 3, minutes(3)),
        ("accept", Track.EMERGENCY, 4, minutes(15)),
        ("accept", Track.SERVICE, None, timedelta(hours=4)),
        ("arrive", Track.EMERGENCY, 1, minutes(7)),
        ("arrive", Track.EMERGENCY, 2, minutes(7)),
        ("arrive", Track.EMERGENCY, 3, minutes(9)),
        ("finish", Track.SERVICE, None, timedelta(days=3)),
    ]
    Standard.objects.bulk_create(
        Standard(clock=clock, track=track, priority=priority, limit=limit, valid_from=SINCE)
        for clock, track, priority, limit in rows
    )


# --- people ---------------------------------------------------------------------------------------------------------


def member(username: str, name: str, *roles: Role, agency_code: str = "", is_cleared: bool = False) -> User:
    """Somebody with an account and these roles, not signed in."""
    first, _space, last = name.partition(" ")
    user = User(username=username, first_name=first, last_name=last)
    user.set_unusable_password()
    user.save()
    of = agency(agency_code) if agency_code else None
    Member.objects.create(user=user, roles=sorted(roles), agency=of, is_cleared=is_cleared)
    return user


def on_watch(user: User, *roles: Role, seat: str = "") -> Watch:
    """Sign this person in: as everything he is, or as these roles only."""
    at = Seat.objects.get(name=seat) if seat else None
    return Watch.objects.create(
        member=user.member,
        roles=sorted(roles) or user.member.roles,
        seat=at,
        extension=at.extension if at else "",
        session_key=f"sesi-{user.username}",
        started_at=now(),
    )


def person(
    username: str, name: str, *roles: Role, agency_code: str = "", is_cleared: bool = False, seat: str = ""
) -> User:
    """Somebody with these roles, on watch in all of them."""
    user = member(username, name, *roles, agency_code=agency_code, is_cleared=is_cleared)
    on_watch(user, seat=seat)
    return user


def machine(name: str, *scopes: str) -> tuple[User, str]:
    """A machine account with these scopes, and its key."""
    key = f"kunci-{name}"
    return keep_token(name, scopes, key).user, key


def browser(user: User) -> Client:
    """A browser in which this person is on watch."""
    client = Client()
    client.force_login(user, backend=MODEL_BACKEND)
    Watch.objects.open().filter(member__user=user).update(session_key=client.session.session_key)
    return client


def machine_client(name: str, *scopes: str) -> Client:
    """A program that signs in with a token."""
    _user, key = machine(name, *scopes)
    return Client(headers={"Authorization": f"Token {key}"})


def post(client: Client, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> tuple[int, dict[str, Any]]:
    """Send a command; the status and the JSON of its answer."""
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.post(f"/api/v1/{path}", body or {}, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def get(client: Client, path: str) -> tuple[int, dict[str, Any]]:
    """Ask for something; the status and the JSON of its answer."""
    answer = client.get(f"/api/v1/{path}")
    return answer.status_code, answer.json()


# --- what happens ---------------------------------------------------------------------------------------------------


def ring(*, at: datetime | None = None, number: str = "0852-4187-2093", **said: Any) -> Call:
    """A telephone begins to ring."""
    identity = Identity.NUMBER if number else Identity.NONE
    event = SwitchEvent(
        "ringing", f"uji-{next(numbers)}", at or now(), identity=identity, value=number, dialled="112", **said
    )
    return hear(event, actor=None)


def write(
    text: str = "api di dapur, saya tuli", *, sender: str = "+6285241872093", channel: str = "whatsapp", **said: Any
) -> Call:
    """Somebody writes to 112; the conversation the line belongs to."""
    usual: dict[str, Any] = {"sent_at": now(), "gateway_id": f"uji-{next(numbers)}"}
    line, _is_new = take_message(Incoming(channel, sender, text, **{**usual, **said}), actor=None)
    line.call.refresh_from_db()
    return line.call


def facts(category: str = "kebakaran_rumah", **known: Any) -> Facts:
    """What a caller said of an event."""
    usual: dict[str, Any] = {
        "source": "call",
        "place_text": "Jl. Bunga Seroja 17",
        "landmark": "depan masjid",
        "area": WARD,
        "lat": -3.9612,
        "lng": 122.5301,
        "reported_at": now(),
        "words": "asap tebal dari dapur",
    }
    return Facts(category=category, **{**usual, **known})


def incident(category: str = "kebakaran_rumah", **known: Any) -> Incident:
    """An incident that has just been opened, by the system."""
    return actions.open_incident(facts(category, **known), actor=None)


def told(row: Incident, dispatcher: User, *, agencies: tuple[str, ...] = (), units: tuple[str, ...] = ()) -> Assignment:
    """Assign, and answer the first of what was assigned."""
    return actions.assign(row.pk, agencies=agencies, units=units, actor=dispatcher)[0]


def drive(*signs: str, lat: float = -3.98, ago: float = 0) -> None:
    """These units were there so many seconds ago."""
    fixes = [Fix((sign,), False, lat, 122.521, now() - seconds(ago), 12.4, 40.6, 270.2) for sign in signs]
    assert take_positions(fixes, actor=None).taken == len(signs)


# --- what is looked at ----------------------------------------------------------------------------------------------


def history(subject: str) -> list[Entry]:
    """The journal of a subject, oldest first."""
    return list(Entry.objects.filter(subject=subject).order_by("number"))


def verbs(subject: str) -> list[str]:
    """What was done to a subject, oldest first."""
    return [entry.verb for entry in history(subject)]


def pending(row: Incident) -> dict[str, list[datetime]]:
    """The promises that are still to be kept for an incident, by kind."""
    found: dict[str, list[datetime]] = {}
    for timer in Timer.objects.pending().filter(subject=row.subject).order_by("due_at", "pk"):
        found.setdefault(timer.kind, []).append(timer.due_at)
    return found


def traces() -> dict[str, str]:
    """Everything an action could leave behind, table by table, to compare before and after."""
    kept: tuple[type[Model], ...] = (
        *(
            Entry,
            Timer,
            Incident,
            Assignment,
            Escalation,
            Note,
            UnitMessage,
            Reservation,
            Attachment,
            Plan,
            Need,
            Surge,
            SurgeCount,
        ),
        *(Call, CallBack, CallerLocation, Report, Demotion),
        *(Unit, DutyPeriod, Member, Watch, HandoverNote, Delivery, Hospital, Beds, Share),
        *(Protocol, ProtocolAnswer, Recording, Hearing, Message, ReportLine, Sight, Hand, ExchangeCommand),
    )
    parts = [
        f"SELECT '{table}', coalesce(string_agg(r::text, ' ' ORDER BY r.id), '') FROM {table} r"
        for table in (model._meta.db_table for model in kept)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())
