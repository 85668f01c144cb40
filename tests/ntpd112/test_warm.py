"""What a server process does before its first request."""

from __future__ import annotations

import gc
import sys
from types import ModuleType

import pytest

from ntpd112.warm import warm_up


def test_what_was_loaded_is_left_out_of_the_collection_of_garbage() -> None:
    gc.unfreeze()
    try:
        warm_up()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


def test_daphne_names_no_function_in_colour_for_a_line_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    protocol = ModuleType("autobahn.websocket.protocol")
    protocol.__dict__.update(hltype=repr, hlval=repr)
    monkeypatch.setitem(sys.modules, "autobahn.websocket.protocol", protocol)
    try:
        warm_up()
    finally:
        gc.unfreeze()
    assert protocol.hltype(len) == protocol.hlval(17) == ""
