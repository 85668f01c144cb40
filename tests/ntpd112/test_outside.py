"""Addresses of servers outside the house are looked at when the settings are read."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from ntpd112.outside import Environment


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:5000/table/v1/driving", "https://peta.example.go.id"])
def test_an_address_of_the_web_is_taken_as_it_is(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTING_URL", address)
    assert Environment().web_address("ROUTING_URL") == address


def test_none_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROUTING_URL", raising=False)
    assert Environment().web_address("ROUTING_URL") == ""


@pytest.mark.parametrize(
    "address",
    [
        "osrm:5000/table/v1/driving",
        "ftp://peta.example.go.id",
        "https://",
        "http://peta:x5/",
        "http://[::1",
        "http://a b/",
    ],
)
def test_anything_else_is_refused_with_its_name_and_what_to_write(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTING_URL", address)
    with pytest.raises(ImproperlyConfigured, match=r"^ROUTING_URL=.*: tulis satu alamat http"):
        Environment().web_address("ROUTING_URL")
