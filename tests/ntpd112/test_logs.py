"""What the logs say of a refused page: one line, and of the person the number of his account alone."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import User

from tests.factories import browser

pytestmark = pytest.mark.django_db


def test_a_page_that_is_refused_leaves_one_line_without_a_traceback(
    caplog: pytest.LogCaptureFixture, call_taker: User
) -> None:
    with caplog.at_level(logging.WARNING):
        assert browser(call_taker).get("/papan/", {"q": "0852-4187-2093"}).status_code == 403
    assert caplog.messages == [f"Forbidden (Permission denied): /papan/ (account {call_taker.pk})"]
    assert len(caplog.text.splitlines()) == 1


def test_a_fault_of_ours_keeps_its_traceback(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, dispatcher: User
) -> None:
    monkeypatch.setattr("dispatch.views.table", lambda: 1 / 0)
    client = browser(dispatcher)
    client.raise_request_exception = False
    assert client.get("/papan/").status_code == 500
    assert "ZeroDivisionError" in caplog.text and "Traceback" in caplog.text
