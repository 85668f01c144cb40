"""Bad luck at the desk: who leaves while he is sent, what closes while it is given, an event that grows and grows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from agencies import actions as ground
from agencies.fixes import Fix
from agencies.models import Agency, DutyPeriod, Unit
from agencies.permissions import POSITIONS, standing
from dispatch import board, journal_view, positions, units
from incidents import actions
from incidents.models import Incident
from incidents.recommending import recommend_for
from journal.live import encoded
from tests.dispatch.test_races import ROUNDS, at_once, books_add_up
from tests.factories import SINCE, agency, browser, incident, machine, minutes, told, unit, verbs
from tests.refusals import code_of, refused

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 60
LINES = 500
OCTETS_PER_ASSIGNMENT = 450


# --- who leaves while he is sent --------------------------------------------------------------------------------------


def test_a_unit_goes_off_duty_while_it_is_assigned(dispatcher: User, second_dispatcher: User) -> None:
    """Either it was sent first and its crew is told so, or the dispatcher learns that it is not to be had."""
    engine = unit("DMK-01")
    for _round in ROUNDS:
        row = incident()
        sent, gone = at_once(
            partial(actions.assign, row.pk, units=["DMK-01"], actor=dispatcher),
            partial(ground.take_off_duty, engine.pk, "ban bocor", actor=second_dispatcher),
        )
        assert not isinstance(gone, ValidationError)
        if isinstance(sent, ValidationError):
            assert sent.code == "unit_off_duty"
            assert sent.messages == ["DMK-01 tidak siaga (ban bocor). Pilih unit lain."]
            assert verbs(row.subject) == ["opened"]
        else:
            card = units.card_for(engine.pk)
            assert card and (card["is_on_duty"], card["state"]) == (False, "notified")
            actions.progress(sent[0].pk, "recall", actor=dispatcher)
        ground.put_on_duty(engine.pk, actor=dispatcher)
    books_add_up()


def test_a_unit_that_went_off_duty_a_moment_ago_is_refused_and_the_next_is_offered(dispatcher: User) -> None:
    row = incident()
    assert recommend_for(row).found[0].unit == "DMK-01"
    ground.take_off_duty(unit("DMK-01").pk, "isi air", actor=dispatcher)
    desk = browser(dispatcher)
    answer = desk.post(
        f"/api/v1/incidents/{row.pk}/assignments/", {"units": ["DMK-01"]}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "unit_off_duty")
    assert answer.json()["detail"] == "DMK-01 tidak siaga (isi air). Pilih unit lain."
    assert not row.assignments.exists()
    offered = desk.get(f"/api/v1/incidents/{row.pk}/journal/").json()["suggestions"]
    assert offered[0]["unit"] == "DMK-02"


def test_one_closes_while_another_assigns(dispatcher: User, second_dispatcher: User) -> None:
    """Who closes wins or releases: nobody is ever sent to what is over."""
    for _round in ROUNDS:
        row = incident()
        sent, closed = at_once(
            partial(actions.assign, row.pk, units=["DMK-01"], agencies=["POL"], actor=dispatcher),
            partial(actions.close, row.pk, "tertangani", actor=second_dispatcher),
        )
        assert not isinstance(closed, ValidationError)
        if isinstance(sent, ValidationError):
            assert sent.code == "already_closed"
            assert sent.messages == [f"{row.short_number} sudah ditutup. Buka kembali lebih dulu bila perlu."]
            assert verbs(row.subject) == ["opened", "closed"]
        else:
            assert verbs(row.subject) == ["opened", "assigned", "assigned", "recalled", "recalled", "closed"]
        assert not row.assignments.active().exists()
        card = units.card_for(unit("DMK-01").pk)
        assert card and (card["state"], card["incidents"]) == ("ready", [])
    books_add_up()


# --- units and agencies that are taken away ---------------------------------------------------------------------------


def test_a_unit_that_was_ever_sent_cannot_be_deleted(fire: Incident, dispatcher: User) -> None:
    task = told(fire, dispatcher, units=("DMK-01",))
    with pytest.raises(ProtectedError):
        unit("DMK-01").delete()
    actions.progress(task.pk, "recall", actor=dispatcher)
    with pytest.raises(ProtectedError):
        unit("DMK-01").delete()


def struck_off(sign: str) -> bool:
    """Whether a unit could be deleted, as by hand in the database: no page offers it."""
    try:
        unit(sign).delete()
    except (ProtectedError, IntegrityError):
        return False
    return True


def test_a_unit_is_struck_off_while_it_is_assigned(dispatcher: User) -> None:
    """Either it was sent first and stays in the books, or the dispatcher learns that there is none of that name."""
    for number in ROUNDS:
        row, sign = incident(), f"DMK-9{number}"
        DutyPeriod.objects.create(unit=Unit.objects.create(agency=agency("DMK"), call_sign=sign), started_at=SINCE)
        sent, gone = at_once(
            partial(actions.assign, row.pk, units=[sign], actor=dispatcher),
            partial(struck_off, sign),
        )
        if isinstance(sent, ValidationError):
            assert (gone, sent.code, verbs(row.subject)) == (True, "unknown_unit", ["opened"])
            assert sent.messages == [f"Unit {sign} tidak ada atau tidak dipakai lagi. Pilih unit lain."]
        else:
            assert (gone, row.assignments.get().unit) == (False, unit(sign))
    books_add_up()


def test_an_agency_that_is_switched_off_while_it_helps_can_still_be_followed_to_the_end(
    fire: Incident, dispatcher: User
) -> None:
    """Its unit leaves the strip and nobody can be sent any more; what is under way is still recorded and closed."""
    task = told(fire, dispatcher, units=("DMK-01",))
    Agency.objects.filter(code="DMK").update(is_active=False)
    assert units.card_for(unit("DMK-01").pk) is None
    card = board.card_for(fire.subject, dispatcher)
    assert card and [(one["unit"], one["state"]) for one in card["assignments"]] == [("DMK-01", "notified")]
    actions.progress(task.pk, "arrive", actor=dispatcher)
    assert browser(dispatcher).get(f"/kejadian/{fire.pk}/").status_code == 200
    assert code_of(actions.assign, fire.pk, units=["DMK-02"], actor=dispatcher) == "unknown_unit"
    assert code_of(actions.assign, fire.pk, agencies=["DMK"], actor=dispatcher) == "unknown_agency"
    actions.close(fire.pk, "tertangani", actor=dispatcher)
    assert verbs(fire.subject)[-2:] == ["finished", "closed"]


# --- positions that cannot be, or are only odd ------------------------------------------------------------------------


def test_what_cannot_be_moves_no_unit_on_the_board_and_a_boat_at_sea_is_recommended(
    fire: Incident, dispatcher: User
) -> None:
    """1970, 0,0, abroad and a leap are refused one by one; the sea is where the rescuers' boats are."""
    gateway, boat = machine("gps", POSITIONS)[0], unit("DMK-02")

    def tell(lat: float, lng: float, at: datetime) -> list[str]:
        heard = ground.take_positions([Fix(("DMK-02",), False, lat, lng, at)], actor=gateway)
        return [problem.code for problem in heard.refused.values()]

    at_sea = now() - minutes(1)
    assert tell(-3.95, 122.72, at_sea) == []
    then = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    odd = [(-3.95, 122.72, then), (0.0, 0.0, now()), (51.5, -0.1, now()), (-6.65, 122.72, now())]
    assert [tell(*one) for one in odd] == [["too_old"], ["no_fix"], ["far_away"], ["leap"]]
    card = positions.read([boat.pk])[boat.pk]["desk"]
    assert (card["lat"], card["lng"], card["at"]) == (-3.95, 122.72, at_sea)
    ground.take_off_duty(unit("DMK-01").pk, "isi air", actor=dispatcher)
    (found,) = [one for one in recommend_for(fire).found if one.unit == "DMK-02"]
    assert found.minutes and found.is_estimate


def test_an_incident_at_0_0_is_refused_with_what_to_do(fire: Incident, dispatcher: User) -> None:
    refusal = refused(actions.change, fire.pk, lat=0.0, lng=0.0, actor=dispatcher)
    assert refusal.message_dict == {"lat": ["Titik 0,0 berarti posisi belum didapat. Pilih titiknya, atau kosongkan."]}


# --- an event that grows and grows ------------------------------------------------------------------------------------


def crowded(row: Incident, actor: User) -> Incident:
    """The same incident with so many units and so many lines."""
    damkar = agency("DMK")
    signs = [f"DMK-{number}" for number in range(100, 100 + CROWD)]
    made = Unit.objects.bulk_create(Unit(agency=damkar, call_sign=sign, capability="pompa") for sign in signs)
    DutyPeriod.objects.bulk_create(DutyPeriod(unit=one, started_at=SINCE) for one in made)
    actions.assign(row.pk, units=signs, actor=actor)
    for number in range(LINES):
        actions.note(row.pk, f"Baris {number}: api di sisi utara mengecil.", actor=actor)
    row.refresh_from_db()
    return row


def asked(of: Callable[[], object]) -> int:
    """How many queries a page or a picture costs."""
    with CaptureQueriesContext(connection) as found:
        of()
    return len(found)


def test_sixty_assignments_and_five_hundred_lines_cost_no_query_more(fire: Incident, dispatcher: User) -> None:
    desk = browser(dispatcher)
    pages = [f"/api/v1/incidents/{fire.pk}/journal/", "/api/v1/board/", f"/kejadian/{fire.pk}/"]
    told(incident(), dispatcher, agencies=("POL",))
    told(fire, dispatcher, units=("DMK-01",))
    actions.note(fire.pk, "Satu baris.", actor=dispatcher)
    few = [asked(partial(desk.get, page)) for page in pages]
    crowded(fire, dispatcher)
    many = [asked(partial(desk.get, page)) for page in pages]
    assert all(one <= other for one, other in zip(many, few, strict=True)), (many, few)


def test_the_card_of_a_crowd_grows_with_the_crowd_and_not_with_its_ladders_and_lines(
    fire: Incident, dispatcher: User
) -> None:
    crowded(fire, dispatcher)
    card = board.read([fire.pk])[fire.pk]["desk"]
    assert (len(card["assignments"]), {row["ladder_s"] for row in card["assignments"]}) == (CROWD, {60})
    assert len(encoded(card)) < 3_000 + CROWD * OCTETS_PER_ASSIGNMENT


def test_of_many_lines_the_board_shows_the_last_and_says_that_there_are_older(fire: Incident, dispatcher: User) -> None:
    actions.note(fire.pk, "Baris pertama.", actor=dispatcher)
    assert not journal_view.picture(fire, standing(dispatcher))["is_cut"]
    crowded(fire, dispatcher)
    shown = journal_view.picture(fire, standing(dispatcher))
    assert shown["is_cut"]
    assert shown["notes"][-1]["text"].startswith(f"Baris {LINES - 1}:")
    assert len(shown["notes"]) == journal_view.LAST
    assert [entry["verb"] for entry in shown["entries"]] == ["assigned"] * CROWD + ["opened"]
    assert b"Baris pertama." in browser(dispatcher).get(f"/kejadian/{fire.pk}/").content
