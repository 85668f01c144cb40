"""Attachments over HTTP: sent, looked at and removed; hostile uploads, a bad line, and who is not shown anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from incidents import shelf
from incidents.attachments import Attachment
from incidents.media import LARGEST
from incidents.models import Incident
from tests.factories import browser, get, history, machine_client, post, told, verbs
from tests.incidents import files
from tests.incidents.files import attached, darkroom
from tests.refusals import refusal

__all__ = ["darkroom"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("darkroom")]


def send(
    client: Client, row: Incident, content: bytes, *, key: str = "", kind: str = "application/octet-stream"
) -> tuple[int, dict[str, Any]]:
    """Upload a file."""
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.post(f"/api/v1/incidents/{row.pk}/attachments/", content, content_type=kind, headers=headers)
    return answer.status_code, answer.json()


def body(answer: Any) -> bytes:
    """All that came."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


# --- sending --------------------------------------------------------------------------------------------------------


def test_a_photo_is_sent_listed_and_looked_at(desk: Client, fire: Incident, dispatcher: User) -> None:
    status, answer = send(desk, fire, files.jpeg())
    assert (status, answer["attachment"]["media"], answer["attachment"]["may_remove"]) == (201, "photo", True)
    pk = answer["attachment"]["id"]
    listed = get(desk, f"incidents/{fire.pk}/attachments/")[1]
    assert listed == {"attachments": [answer["attachment"]], "may_add": True}
    whole, small = desk.get(f"/lampiran/{pk}/"), desk.get(f"/lampiran/{pk}/kecil/")
    for shown in (whole, small):
        assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
        assert body(shown)[:3] == b"\xff\xd8\xff"
        assert shown["X-Content-Type-Options"] == "nosniff"
        assert shown["Cache-Control"] == "no-store, private"
        assert shown["Cross-Origin-Resource-Policy"] == "same-origin"
    assert whole["Content-Disposition"] == f'inline; filename="lampiran-{fire.pk}-{pk}.jpg"'
    assert [(entry.verb, entry.actor) for entry in history(f"attachment:{pk}")[1:]] == [
        ("seen", dispatcher),
        ("glanced", dispatcher),
    ]


def test_a_sound_is_given_by_range(desk: Client, fire: Incident) -> None:
    pk = send(desk, fire, files.wav())[1]["attachment"]["id"]
    part = desk.get(f"/lampiran/{pk}/", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content, part["Content-Type"]) == (206, b"RIFF", "audio/wav")
    assert desk.get(f"/lampiran/{pk}/", headers={"Range": "bytes=99999-"}).status_code == 416
    assert desk.get(f"/lampiran/{pk}/kecil/").status_code == 404
    assert verbs(f"attachment:{pk}") == ["kept", "seen"]


def test_a_repeat_over_a_bad_line_and_a_double_click_are_one(desk: Client, fire: Incident, darkroom: Path) -> None:
    first = send(desk, fire, files.jpeg(), key="k")
    assert send(desk, fire, files.jpeg(), key="k") == first
    assert send(desk, fire, files.jpeg(), key="lain")[1] == first[1]
    assert Attachment.objects.count() == 1
    assert len(list(darkroom.glob("*/*"))) == 2


def test_what_came_only_in_part_can_come_again_whole(desk: Client, fire: Incident) -> None:
    assert refusal(send(desk, fire, files.jpeg()[:800], key="a")) == (409, "broken")
    assert send(desk, fire, files.jpeg(), key="b")[0] == 201


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"<script>alert(1)</script>", "image/jpeg", "kind"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml", "kind"),
        (files.bomb(20_000, 20_000), "image/png", "too_many_pixels"),
        (b"", "image/jpeg", "empty"),
        (b"--x\r\n\r\nisi\r\n--x--", "multipart/form-data; boundary=x", "kind"),
        (b'{"text": "x"}', "application/json", "kind"),
    ],
)
def test_hostile_uploads_are_refused_in_words(
    desk: Client, fire: Incident, darkroom: Path, content: bytes, kind: str, code: str
) -> None:
    assert refusal(send(desk, fire, content, kind=kind)) == (409, code)
    assert not Attachment.objects.exists() and not list(darkroom.glob("*/*"))


def test_fifty_megabytes_are_refused_with_and_without_a_key(desk: Client, fire: Incident) -> None:
    content = files.jpeg() + b"\0" * (5 * LARGEST)
    assert refusal(send(desk, fire, content)) == (409, "too_large")
    assert refusal(send(desk, fire, content, key="k")) == (413, "too_large")


def test_a_full_disk_is_said_and_leaves_nothing(desk: Client, fire: Incident, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError

    monkeypatch.setattr("incidents.safe.put", full)
    assert refusal(send(desk, fire, files.jpeg())) == (409, "store")
    assert not Attachment.objects.exists()


def test_a_centre_without_a_key_offers_none(desk: Client, fire: Incident, settings: Settings) -> None:
    settings.RECORDINGS_KEYS = []
    assert refusal(send(desk, fire, files.jpeg())) == (409, "no_place")
    assert get(desk, f"incidents/{fire.pk}/attachments/")[1] == {"attachments": [], "may_add": False}


# --- who ------------------------------------------------------------------------------------------------------------


def test_others_are_not_told_that_it_is_there(fire: Incident, dispatcher: User, police: User, head: User) -> None:
    row = attached(fire, dispatcher)
    told(fire, dispatcher, agencies=("DMK",))
    for client in (browser(police), browser(head), machine_client("pabx", "telephony")):
        assert get(client, f"incidents/{fire.pk}/attachments/")[0] == 404
        assert send(client, fire, files.jpeg(50, 50))[0] == 404
        assert client.get(f"/lampiran/{row.pk}/").status_code in (302, 404)
    assert Client().get(f"/lampiran/{row.pk}/")["Location"].startswith("/masuk/")
    assert verbs(row.subject) == ["kept"]


def test_of_a_confidential_case_the_desk_sees_nothing_without_clearance(
    case: Incident, desk: Client, supervisor: User, police: User, call_taker: User
) -> None:
    told(case, supervisor, agencies=("POL",))
    row = attached(case, supervisor)
    for client in (desk, browser(call_taker)):
        assert get(client, f"incidents/{case.pk}/attachments/")[0] == 404
        assert client.get(f"/lampiran/{row.pk}/").status_code == 404
        assert client.get(f"/lampiran/{row.pk}/kecil/").status_code == 404
        assert post(client, f"attachments/{row.pk}/removal/", {"reason": "salah kejadian"})[0] == 404
    for client in (browser(supervisor), browser(police)):
        assert client.get(f"/lampiran/{row.pk}/").status_code == 200


# --- removing -------------------------------------------------------------------------------------------------------


def test_it_is_removed_once_with_a_reason_and_its_files_are_gone(
    desk: Client, fire: Incident, dispatcher: User, darkroom: Path
) -> None:
    row = attached(fire, dispatcher)
    assert post(desk, f"attachments/{row.pk}/removal/", {"reason": "x"})[0] == 400
    for status in (200, 404):
        assert post(desk, f"attachments/{row.pk}/removal/", {"reason": "salah kejadian"})[0] == status
    assert not list(darkroom.glob("*/*"))
    assert desk.get(f"/lampiran/{row.pk}/").status_code == 404


def test_a_file_that_was_touched_is_not_shown(
    desk: Client, fire: Incident, dispatcher: User, caplog: pytest.LogCaptureFixture
) -> None:
    row = attached(fire, dispatcher)
    other = attached(fire, dispatcher, files.jpeg(50, 50))
    shelf.place_of(row.name).write_bytes(shelf.place_of(other.name).read_bytes())
    assert desk.get(f"/lampiran/{row.pk}/").status_code == 404
    assert f"attachment {row.pk} cannot be opened" in caplog.text


def test_the_list_costs_the_same_for_many(
    desk: Client, fire: Incident, dispatcher: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for size in (50, 60, 70):
        attached(fire, dispatcher, files.jpeg(size, size))
    with django_assert_num_queries(6):
        assert len(get(desk, f"incidents/{fire.pk}/attachments/")[1]["attachments"]) == 3


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_incidents_page_offers_them_and_tells_who_looked(
    desk: Client, fire: Incident, dispatcher: User, head: User
) -> None:
    told(fire, dispatcher, agencies=("DMK",))
    row = attached(fire, dispatcher)
    desk.get(f"/lampiran/{row.pk}/")
    page = desk.get(f"/kejadian/{fire.pk}/").content.decode()
    assert f'data-shows="{fire.pk}"' in page
    assert "Foto ditambahkan" in page and "Lampiran dibuka" in page
    page = browser(head).get(f"/kejadian/{fire.pk}/").content.decode()
    assert 'id="attachments"' not in page and "Lampiran dibuka" not in page
