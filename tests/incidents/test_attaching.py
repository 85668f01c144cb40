"""Photos and sounds of an incident: who adds, looks and removes, what is written down, and when they go."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from calls import tasks
from calls.models import Report
from calls.recordings import CallClass, Recording, Retention, attachments_expired
from incidents import actions, shelf
from incidents.actions.attaching import SAME_LOOK
from incidents.attachments import MOST, Attachment
from incidents.media import developed
from incidents.models import Incident
from reporting import attachment_books
from tests.calls import tapes
from tests.factories import history, incident, told, verbs
from tests.incidents import files
from tests.incidents.files import attached, darkroom
from tests.refusals import code_of, denied, fields_of

__all__ = ["darkroom"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "darkroom")]

WHY = "salah kejadian"


def files_in(folder: Path) -> int:
    """How many finished files lie there."""
    return len(list(folder.glob("*/*.112r")))


# --- adding ---------------------------------------------------------------------------------------------------------


def test_a_photo_is_kept_sealed_and_both_journals_say_so(fire: Incident, dispatcher: User, darkroom: Path) -> None:
    row = attached(fire, dispatcher)
    assert (row.incident, row.added_by, row.agency) == (fire, dispatcher, None)
    assert verbs(fire.subject) == ["opened", "attached"]
    assert history(fire.subject)[-1].facts == {"attachment": row.pk, "media": "photo"}
    assert history(row.subject)[0].facts == {"incident": fire.pk, "size": row.size, "sha256": row.digest}
    for place in darkroom.glob("*/*"):
        assert b"\xff\xd8\xff" not in place.read_bytes()[:400]
        assert place.stat().st_mode & 0o077 == 0
    assert b"".join(shelf.pieces(row, 0, row.size))[:3] == b"\xff\xd8\xff"
    assert shelf.digest_of(row) == row.digest


def test_the_same_file_again_is_the_one_that_is_there(fire: Incident, dispatcher: User) -> None:
    assert attached(fire, dispatcher) == attached(fire, dispatcher)
    assert verbs(fire.subject) == ["opened", "attached"]


def test_an_agency_adds_to_what_it_was_given_under_its_name(
    fire: Incident, dispatcher: User, damkar: User, police: User
) -> None:
    told(fire, dispatcher, agencies=("DMK",))
    row = attached(fire, damkar)
    assert row.agency and row.agency.code == "DMK"
    denied(attached, fire, police, files.jpeg(50, 50))


def test_heads_and_administrators_add_and_look_at_nothing(
    fire: Incident, dispatcher: User, head: User, centre_head: User, administrator: User
) -> None:
    told(fire, dispatcher, agencies=("DMK",))
    row = attached(fire, dispatcher)
    for user in (head, centre_head, administrator):
        denied(attached, fire, user, files.jpeg(50, 50))
        denied(actions.look_at, row.pk, small=True, actor=user)


def test_a_confidential_case_takes_them_of_the_cleared_and_of_its_agencies(
    case: Incident, dispatcher: User, supervisor: User, police: User, call_taker: User
) -> None:
    told(case, supervisor, agencies=("POL",))
    for user in (dispatcher, call_taker):
        denied(attached, case, user)
    row = attached(case, police)
    denied(actions.look_at, row.pk, small=False, actor=dispatcher)
    actions.look_at(row.pk, small=False, actor=supervisor)


def test_there_is_an_end_to_how_many(fire: Incident, dispatcher: User) -> None:
    row = attached(fire, dispatcher)
    for number in range(MOST - 1):
        Attachment.objects.create(
            incident=fire, media="audio", media_type="audio/wav", name=f"n{number}", size=1, digest="x",
            source_digest=str(number), added_at=row.added_at, added_by=dispatcher,
        )  # fmt: skip
    assert code_of(attached, fire, dispatcher, files.jpeg(50, 50)) == "too_many"


# --- looking --------------------------------------------------------------------------------------------------------


def test_each_look_is_written_down_and_asking_on_is_the_same_look(
    fire: Incident, dispatcher: User, second_dispatcher: User, clock: time_machine.Traveller
) -> None:
    row = attached(fire, dispatcher)
    for _time in range(3):
        actions.look_at(row.pk, small=True, actor=dispatcher)
        actions.look_at(row.pk, small=False, actor=dispatcher)
    actions.look_at(row.pk, small=False, actor=second_dispatcher)
    assert verbs(row.subject) == ["kept", "glanced", "seen", "seen"]
    clock.shift(SAME_LOOK)
    actions.look_at(row.pk, small=False, actor=dispatcher)
    assert verbs(row.subject)[-1] == "seen" and len(verbs(row.subject)) == 5
    assert verbs(fire.subject) == ["opened", "attached"]  # so no board is told of a look


# --- removing -------------------------------------------------------------------------------------------------------


def test_whoever_added_it_removes_it_and_says_why(fire: Incident, dispatcher: User) -> None:
    row = actions.detach(attached(fire, dispatcher).pk, WHY, actor=dispatcher)
    assert (row.removed_by, row.removal_reason) == (dispatcher, WHY)
    assert verbs(fire.subject) == ["opened", "attached", "detached"]
    assert WHY not in str([entry.facts for entry in history(row.subject) + history(fire.subject)])
    assert code_of(actions.detach, row.pk, WHY, actor=dispatcher) == "removed"
    assert code_of(actions.look_at, row.pk, small=True, actor=dispatcher) == "removed"


def test_others_do_not_remove_it_but_a_supervisor_does(
    fire: Incident, dispatcher: User, second_dispatcher: User, supervisor: User
) -> None:
    row = attached(fire, dispatcher)
    denied(actions.detach, row.pk, WHY, actor=second_dispatcher)
    assert fields_of(actions.detach, row.pk, " x ", actor=supervisor) == ["reason"]
    actions.detach(row.pk, WHY, actor=supervisor)


# --- merging --------------------------------------------------------------------------------------------------------


def test_they_go_along_when_incidents_are_joined_and_come_back(fire: Incident, dispatcher: User) -> None:
    later = incident()
    row, own = attached(later, dispatcher), attached(fire, dispatcher)
    actions.merge(later.pk, fire.pk, actor=dispatcher)
    assert set(fire.attachments.all()) == {row, own}
    assert code_of(attached, later, dispatcher, files.jpeg(50, 50)) == "already_merged"
    since = attached(fire, dispatcher, files.jpeg(60, 60))
    actions.unmerge(later.pk, actor=dispatcher)
    assert (set(later.attachments.all()), set(fire.attachments.all())) == ({row}, {own, since})


# --- the end --------------------------------------------------------------------------------------------------------


@pytest.fixture
def old(fire: Incident, dispatcher: User, clock: time_machine.Traveller) -> Attachment:
    """A photo that is older than recordings of incidents are kept."""
    Retention.objects.create(code=CallClass.INCIDENT, days=30)
    row = attached(fire, dispatcher)
    clock.shift(timedelta(days=31))
    return row


def test_an_open_incident_keeps_what_it_has(old: Attachment) -> None:
    tasks.remove_attachments()
    assert Attachment.objects.kept().get() == old
    assert code_of(actions.expire_attachment, old.pk, actor=None) == "not_expired"


def test_when_its_days_are_over_it_goes_and_its_row_stays(
    old: Attachment, fire: Incident, dispatcher: User, darkroom: Path
) -> None:
    actions.close(fire.pk, "nihil", actor=None)
    tasks.remove_attachments()
    assert (Attachment.objects.get().removed_at, files_in(darkroom)) == (now(), 0)
    assert verbs(old.subject) == ["kept", "expired"]


def test_a_recording_on_hold_holds_the_photos_of_its_incident(
    old: Attachment, fire: Incident, dispatcher: User, supervisor: User, call_taker: User
) -> None:
    actions.close(fire.pk, "nihil", actor=None)
    call = tapes.talked()
    Report.objects.create(call=call, taken_by=call_taker, incident=fire, source="call", started_at=now())
    row = Recording.objects.create(
        call=call, state="kept", size=1, digest="x", taken_at=now(), held_at=now(), held_by=supervisor, hold_reason="x"
    )
    assert not attachments_expired(now()).exists()
    Recording.objects.filter(pk=row.pk).update(held_at=None, held_by=None, hold_reason="")
    assert attachments_expired(now()).get() == old


def test_files_without_a_row_are_swept_after_a_while(fire: Incident, dispatcher: User, darkroom: Path) -> None:
    row = attached(fire, dispatcher)
    stray = shelf.put(developed(files.jpeg(50, 50)), "x")
    shelf.sweep(now())
    assert files_in(darkroom) == 4
    for place in darkroom.glob("*/*"):
        os.utime(place, (0, 0))
    shelf.sweep(now())
    assert files_in(darkroom) == 2
    assert shelf.is_sound(row) and not shelf.place_of(stray.name).exists()


def test_the_books_say_when_a_file_is_gone_and_when_one_is_left(
    fire: Incident, dispatcher: User, darkroom: Path
) -> None:
    row = attached(fire, dispatcher)
    assert list(attachment_books.unsound()) == list(attachment_books.strays()) == []
    shelf.place_of(row.name, small=True).unlink()
    assert list(attachment_books.unsound()) == [row.subject]
    Attachment.objects.update(removed_at=now())
    os.utime(shelf.place_of(row.name), (0, 0))
    assert list(attachment_books.strays()) == [row.name]
