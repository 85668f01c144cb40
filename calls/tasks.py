"""Celery: fetch and remove recordings, send what we write back, forget places of nobody; rows promise it, not this."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.timezone import now

from calls import actions, recorder, surging, vault
from calls.actions import (
    await_recording,
    claim_recording,
    keep_recording,
    miss_recording,
    remove_recording,
)
from calls.actions.climbing import RINGS_AT_MOST
from calls.actions.messaging import claim_reply, note_reply
from calls.models import Call
from calls.recordings import Problem, Recording, attachments_expired, whole
from calls.thread import Channel
from incidents import shelf
from incidents.actions import expire_attachment
from incidents.safe import Stored
from journal.outside import send

ROUND_S = 8.0  # no other fetching is begun after that
LONGEST_ROUND_S = 60  # a worker that hangs is ended; what it had in hand is due again after its lease
LOOK_BACK = timedelta(days=7)  # how long the workers may have been away
BATCH = 200
MOST_REPLIES = 50  # in one round
ALONE = 11_2001  # the key of the lock that lets one worker fetch at a time, so that messages find a free one


@shared_task(time_limit=LONGEST_ROUND_S, expires=LONGEST_ROUND_S)
def fetch_recordings() -> None:
    """Await the recording of each call that is over, then fetch what is due."""
    if not settings.RECORDINGS_SOURCE:
        return
    with alone() as is_mine:
        if not is_mine:
            return
        await_new()
        until = time.monotonic() + ROUND_S
        while time.monotonic() < until and (row := claim_recording(actor=None)):
            if fetch(row) == Problem.UNREACHABLE:
                return  # the next one would wait as long for nothing


@contextmanager
def alone() -> Iterator[bool]:
    """Whether no other worker is at it; ends with the connection, so a killed one leaves nothing behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ALONE])
        is_mine = bool(cursor.fetchone()[0])
        try:
            yield is_mine
        finally:
            if is_mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ALONE])


def await_new() -> None:
    """A row for each call that was answered and is over, and has none; what nobody spoke in was not recorded."""
    at = now()
    over = Call.objects.filter(
        whole(at),
        offered_at__gte=at - LOOK_BACK,
        answered_at__isnull=False,
        is_simulated=False,
        channel=Channel.VOICE,
        recordings=None,
    )
    for pk in over.order_by("ended_at").values_list("pk", flat=True)[:BATCH]:
        await_recording(pk, actor=None)


def fetch(row: Recording) -> str:
    """Bring one recording in, or note why not; answers the problem, if any."""
    try:
        with recorder.opened(row.call.switch_id, row.told_name) as pieces:
            media_type, sound = recorder.examined(pieces)
            stored = stored_as(row, sound)
    except recorder.Unavailable as error:
        miss_recording(row.pk, error.problem, actor=None)
        return error.problem
    with suppress(ValidationError):  # another said so first, after our lease was over
        keep_recording(row.pk, stored, media_type, actor=None)
    return ""


def stored_as(row: Recording, sound: Iterator[bytes]) -> Stored:
    """Put it away; our own disk's failure is a reason like any other."""
    try:
        return vault.put(row, sound)
    except OSError:
        raise recorder.Unavailable(Problem.STORE) from None


@shared_task
def remove_recordings() -> None:
    """Daily: remove what is kept too long, then any file that a removal or a fetching cut short has left."""
    at = now()
    for pk in list(Recording.objects.expired(at).values_list("pk", flat=True)):
        with suppress(ValidationError):  # held or reopened since
            remove_recording(pk, actor=None)
            vault.shred(pk)
    for pk in vault.forgotten(at):
        vault.shred(pk)
    vault.drop_unfinished(at)


@shared_task
def remove_attachments() -> None:
    """Daily: remove photos and sounds of incidents whose days are over, then any file without a row."""
    at = now()
    for pk in list(attachments_expired(at).values_list("pk", flat=True)):
        with suppress(ValidationError):  # reopened or removed since
            shelf.shred(expire_attachment(pk, actor=None).name)
    shelf.sweep(at)


@shared_task
def forget_locations() -> int:
    """Hourly: a location that belongs to no call is kept for a day."""
    return actions.forget_locations(actor=None)


@shared_task
def end_unheard() -> None:
    """Each minute: what an exchange told of over HTTP and then forgot is given up, and waits to be called back."""
    silent = Call.objects.ringing().filter(channel=Channel.VOICE, exchange=None, offered_at__lte=now() - RINGS_AT_MOST)
    for pk in list(silent.values_list("pk", flat=True)[:BATCH]):
        with suppress(ValidationError):  # picked up or put back since
            actions.end_unheard(pk)


@shared_task(expires=15)
def watch_for_surges() -> None:
    """Every few seconds: propose a surge to the shift lead where many call."""
    surging.watch(now())


@shared_task
def write_back() -> None:
    """Send each line of ours that is due once; a failure is tried again after its back-off."""
    if not settings.NOTIFY_URL:
        return
    for _turn in range(MOST_REPLIES):
        line = claim_reply()
        if line is None:
            return
        problem = send(to=line.call.received_as, text=line.text, key=line.key, channel=line.call.channel)
        note_reply(line.pk, problem=problem)
