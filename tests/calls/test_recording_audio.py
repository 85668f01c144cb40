"""The sound of a recording: by range, for the one who gave a reason, for a quarter of an hour."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import time_machine
from django.contrib.auth.models import User
from django.http import StreamingHttpResponse
from django.test import AsyncRequestFactory, Client

from agencies.models import Watch
from calls import actions, vault
from calls.models import Report
from calls.recording_audio import grant_of
from calls.recordings import Recording
from incidents.serving import LONGEST_ANSWER, Served, span_of, whole
from tests import factories
from tests.calls.tapes import WAV, kept, shelf, talked

__all__ = ["shelf"]

pytestmark = pytest.mark.django_db

REASON = "keluhan warga tentang jawaban"
SIZE = len(WAV)


@pytest.fixture
def row(shelf: Path, clock: time_machine.Traveller, call_taker: User) -> Recording:
    """A recording that is kept."""
    return kept(talked(call_taker))


def address(row: Recording, user: User) -> str:
    """Where this person may hear it, once he has said why."""
    return f"/rekaman/{row.pk}/?izin={grant_of(actions.hear_recording(row.pk, REASON, actor=user))}"


def body(answer: Any) -> bytes:
    """All that came."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_all_of_it_is_heard_and_kept_nowhere_on_the_way(row: Recording, supervisor: User) -> None:
    answer = factories.browser(supervisor).get(address(row, supervisor), headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, body(answer)) == (200, WAV)
    assert answer["Content-Type"] == "audio/wav"
    assert answer["Content-Length"] == str(SIZE)
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'inline; filename="rekaman-{row.call_id}.wav"'
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["ETag"] == f'"{row.digest}"'
    assert answer["Content-Encoding"] == "identity"
    assert "media-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-1", 0, 2),
        ("bytes=0-", 0, SIZE),
        ("bytes=100-65600", 100, 65601),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE),
        ("bytes=-10", SIZE - 10, SIZE),
        ("bytes=-999999999", 0, SIZE),
        ("bytes=5-999999999", 5, SIZE),
    ],
)
def test_a_range_is_given(row: Recording, supervisor: User, asked: str, start: int, stop: int) -> None:
    answer = factories.browser(supervisor).get(address(row, supervisor), headers={"Range": asked})
    assert (answer.status_code, body(answer)) == (206, WAV[start:stop])
    assert answer["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=999999999-1000000000", "bytes=-0"])
def test_a_range_that_is_not_there_is_refused(row: Recording, supervisor: User, asked: str) -> None:
    answer = factories.browser(supervisor).get(address(row, supervisor), headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"], body(answer)) == (416, f"bytes */{SIZE}", b"")


@pytest.mark.parametrize(
    "asked", ["bytes=", "bytes=-", "bytes=a-b", "bytes=9-3", "bytes=0-1,5-6", "lines=0-1", "x" * 99]
)
def test_a_range_that_says_nothing_is_passed_over(row: Recording, supervisor: User, asked: str) -> None:
    answer = factories.browser(supervisor).get(address(row, supervisor), headers={"Range": asked})
    assert (answer.status_code, body(answer)) == (200, WAV)


def test_a_range_of_what_is_no_longer_the_same_is_all_of_it(row: Recording, supervisor: User) -> None:
    client, where = factories.browser(supervisor), address(row, supervisor)
    same = {"Range": "bytes=0-9", "If-Range": f'"{row.digest}"'}
    assert client.get(where, headers=same).status_code == 206
    assert client.get(where, headers=same | {"If-Range": '"lain"'}).status_code == 200


def test_head_says_what_it_would_be(row: Recording, supervisor: User) -> None:
    answer = factories.browser(supervisor).head(address(row, supervisor), headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer["Content-Length"], answer.content) == (200, str(SIZE), b"")
    assert factories.browser(supervisor).post(address(row, supervisor)).status_code == 405


def test_a_long_range_is_given_in_parts(shelf: Path, call_taker: User, supervisor: User) -> None:
    sound = WAV * (LONGEST_ANSWER // SIZE + 2)
    row = kept(talked(call_taker), sound)
    client, where, heard = factories.browser(supervisor), address(row, supervisor), b""
    while len(heard) < len(sound):
        answer = client.get(where, headers={"Range": f"bytes={len(heard)}-"})
        assert len(answer.content) <= LONGEST_ANSWER
        heard += answer.content
    assert heard == sound


@pytest.mark.parametrize("text", ["bytes = 0-1", "bytes=٣-٤"])
def test_only_plain_digits_make_a_range(text: str) -> None:
    assert span_of(text, 10) == ((0, 2) if "٣" not in text else None)


async def test_a_server_of_sockets_is_not_made_to_gather_all_of_it() -> None:
    sound = Served("x.wav", "audio/wav", 7, "", lambda start, stop: iter([b"satu", b"dua"]))
    answer = whole(AsyncRequestFactory().get("/"), sound)
    assert isinstance(answer, StreamingHttpResponse) and answer.is_async
    assert [piece async for piece in cast("AsyncIterator[bytes]", answer.streaming_content)] == [b"satu", b"dua"]


# --- who ------------------------------------------------------------------------------------------------------------


def test_without_a_grant_or_with_anothers_or_for_another_nothing_is_heard(
    row: Recording, supervisor: User, call_taker: User
) -> None:
    other = kept(talked(call_taker))
    client, where = factories.browser(supervisor), address(row, supervisor)
    grant = where.partition("=")[2]
    for wrong in ("", "izin", grant[:-1], grant.replace(grant[0], "X", 1), "ü\0"):
        assert client.get(f"/rekaman/{row.pk}/", {"izin": wrong}).status_code == 403
    assert client.get(f"/rekaman/{other.pk}/", {"izin": grant}).status_code == 403
    assert factories.browser(call_taker).get(where).status_code == 403
    assert client.get(where).status_code == 200


def test_a_grant_is_over_after_a_quarter_of_an_hour(
    row: Recording, supervisor: User, clock: time_machine.Traveller
) -> None:
    client, where = factories.browser(supervisor), address(row, supervisor)
    clock.shift(timedelta(minutes=15))
    assert client.get(where).status_code == 200
    clock.shift(1)
    assert client.get(where).status_code == 403


def test_a_grant_ends_with_the_watch_and_with_the_right(row: Recording, call_taker: User) -> None:
    client, where = factories.browser(call_taker), address(row, call_taker)
    assert client.get(where).status_code == 200
    Report.objects.filter(call=row.call).update(is_confidential=True)
    assert client.get(where).status_code == 403
    Report.objects.filter(call=row.call).update(is_confidential=False)
    Watch.objects.filter(member__user=call_taker).update(ended_at=row.taken_at)
    assert client.get(where).status_code == 302


def test_strangers_agencies_and_heads_hear_nothing(
    row: Recording, supervisor: User, damkar: User, head: User, centre_head: User
) -> None:
    where = address(row, supervisor)
    assert Client().get(where).status_code == 302
    for user in (damkar, head, centre_head):
        assert factories.browser(user).get(where).status_code == 404


# --- what is gone ---------------------------------------------------------------------------------------------------


def test_a_file_that_is_gone_or_was_touched_is_not_played(
    row: Recording, supervisor: User, caplog: pytest.LogCaptureFixture
) -> None:
    client, where, place = factories.browser(supervisor), address(row, supervisor), vault.place_of(row.pk)
    whole = place.read_bytes()
    for touched in (whole[:-1], whole[:-20000], whole[:-1] + bytes([whole[-1] ^ 1])):
        place.write_bytes(touched)
        assert client.get(where).status_code == 404
    place.unlink()
    assert client.get(where).status_code == 404
    assert f"recording {row.pk} cannot be opened" in caplog.text
