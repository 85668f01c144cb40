"""Whole pictures: what an audience sees now, made once a second however many ask."""

from __future__ import annotations

import gzip
import json
import time
from datetime import datetime
from typing import Any

import pytest

from journal import live
from journal.live import Picture, Snapshots


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One kind of subject with two rows; remembers when it was read."""
    times: list[str] = []

    def read(ids: Any) -> dict[int, live.Cards]:
        times.append("read")
        cards = {pk: {"kind": "lamp", "id": pk, "version": 1} for pk in ids}
        return {1: {"desk": cards[1], "calls": cards[1]}, 2: {"desk": cards[2]}}

    monkeypatch.setitem(live.PICTURES, "lamp", Picture(read=read, versions=lambda: {1: 1, 2: 1}))
    return times


def unpacked(body: bytes) -> dict[str, Any]:
    """What a browser makes of it."""
    found: dict[str, Any] = json.loads(gzip.decompress(body))
    return found


def test_an_audience_gets_its_own_cards(asked: list[str]) -> None:
    assert [card["id"] for card in live.cards_of("desk", ["lamp"])] == [1, 2]
    assert [card["id"] for card in live.cards_of("calls", ["lamp"])] == [1]
    assert live.cards_of("agency:7", ["lamp"]) == []


def test_a_picture_is_made_once_a_second_for_each_audience(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    pictures = Snapshots()
    first = pictures.get("desk", ("lamp",), lambda: {"now": 1})
    assert unpacked(first) == {"cards": live.cards_of("desk", ["lamp"]), "now": 1}
    asked.clear()
    clock[0] += 1
    assert pictures.get("desk", ("lamp",), lambda: {"now": 2}) is first
    assert asked == []
    pictures.get("calls", ("lamp",), dict)
    clock[0] += 0.1
    assert unpacked(pictures.get("desk", ("lamp",), lambda: {"now": 3}))["now"] == 3
    assert asked == ["read", "read"]


def test_a_card_that_stands_is_made_lean_once_and_a_new_one_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, version, made = [100.0], [1], []
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    def read(ids: Any) -> dict[int, live.Cards]:
        return {pk: {"desk": {"kind": "lamp", "id": pk, "version": version[0], "colour": "white"}} for pk in ids}

    def lean(card: live.Card) -> live.Card:
        made.append(card["version"])
        return {key: value for key, value in card.items() if key != "colour"}

    lamp = Picture(read=read, versions=lambda: {1: version[0]}, stands_s=60, lean=lean)
    monkeypatch.setitem(live.PICTURES, "lamp", lamp)
    pictures = Snapshots()
    for version[0], wanted in ((1, [1]), (1, [1]), (2, [1, 2])):
        clock[0] += 2
        shown = unpacked(pictures.get("desk", ("lamp",), dict, is_lean=True))
        assert (shown["cards"], made) == ([{"kind": "lamp", "id": 1, "version": version[0]}], wanted)
    assert "colour" in unpacked(pictures.get("desk", ("lamp",), dict))["cards"][0]
    clock[0] += 61
    pictures.get("desk", ("lamp",), dict, is_lean=True)
    assert made == [1, 2, 2]


def test_instants_are_in_utc_and_end_in_z() -> None:
    at = datetime.fromisoformat("2026-01-10T02:00:00.125+08:00").astimezone()
    text = live.encoded({"at": at.astimezone(datetime.fromisoformat("2026-01-01T00:00:00+00:00").tzinfo)})
    assert json.loads(text) == {"at": "2026-01-09T18:00:00.125000Z"}
