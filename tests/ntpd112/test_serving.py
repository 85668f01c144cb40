"""Static files are answered before Django; everything else goes on to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from ntpd112.serving import StaticFirst

NAME = "js/a.0123456789ab.js"
TEXT = b'import "./b.js";\n'


async def django(_scope: Any, _receive: Any, send: Any) -> None:
    """What stands behind."""
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b"a page"})


@pytest.fixture
def first(tmp_path: Path, settings: Settings) -> StaticFirst:
    """An application with one gathered file."""
    (tmp_path / "js").mkdir()
    (tmp_path / NAME).write_bytes(TEXT)
    settings.STATIC_ROOT, settings.WHITENOISE_AUTOREFRESH = tmp_path, False
    return StaticFirst(django)


async def ask(first: StaticFirst, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body."""
    said: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        said.append(message)

    asked = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    await first({"type": "http", "method": method, "path": path, "headers": asked}, receive, send)
    start, body = said
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body["body"]


async def test_a_gathered_file_comes_at_once_and_stays_in_the_browser(first: StaticFirst) -> None:
    status, told, body = await ask(first, f"/static/{NAME}")
    assert (status, body, int(told["content-length"])) == (200, TEXT, len(TEXT))
    assert told["content-type"].startswith("text/javascript")
    assert told["x-content-type-options"] == "nosniff"
    _status, _told, none = await ask(first, f"/static/{NAME}", "HEAD")
    assert none == b""


async def test_what_has_not_changed_is_not_sent_again(first: StaticFirst) -> None:
    _status, told, _body = await ask(first, f"/static/{NAME}")
    assert (await ask(first, f"/static/{NAME}", if_none_match=told["etag"]))[::2] == (304, b"")


async def test_a_part_of_a_file_is_served(first: StaticFirst) -> None:
    status, told, body = await ask(first, f"/static/{NAME}", range="bytes=0-5")
    assert (status, body, told["content-range"]) == (206, TEXT[:6], f"bytes 0-5/{len(TEXT)}")


async def test_a_file_takes_no_commands(first: StaticFirst) -> None:
    assert (await ask(first, f"/static/{NAME}", "POST"))[0] == 405


@pytest.mark.parametrize("path", ["/papan/", "/static/js/none.js", "/static/../manage.py"])
async def test_everything_else_goes_on_to_django(first: StaticFirst, path: str) -> None:
    assert (await ask(first, path))[::2] == (418, b"a page")
