"""A tile server: which address is one, that pages may load from it alone, and that nobody is asked without one."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured

from ntpd112.tiles import origin_of
from tests import factories
from tests.source import ROOT

POLICY = (
    "from django.conf import settings; import json; print(json.dumps(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']))"
)


def test_the_origin_is_all_that_a_policy_needs() -> None:
    assert origin_of("https://peta.example.go.id/a/{z}/{x}/{y}.png?k=1") == "https://peta.example.go.id"
    assert origin_of("http://10.0.0.5:8080/{z}/{x}/{-y}{r}.png") == "http://10.0.0.5:8080"
    assert origin_of("") == ""


@pytest.mark.parametrize(
    "address",
    [
        "peta",
        "/{z}/{x}/{y}.png",
        "ftp://peta/{z}/{x}/{y}.png",
        "https://peta.example.go.id/",
        "https://{s}.peta.example.go.id/{z}/{x}/{y}.png",
        "https://peta.example.go.id/{s}/{z}/{x}/{y}.png",
        "https://peta.example.go.id/{z}/{x}/{y}.png; script-src *",
        "https://nama:sandi@peta.example.go.id/{z}/{x}/{y}.png",
    ],
)
def test_another_address_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"MAP_TILES_URL=.*misalnya https://"):
        origin_of(address)


def policy(**environment: str) -> dict[str, list[str]]:
    """The content security policy of a server started in this environment."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "ntpd112.settings", **environment}
    said = subprocess.run([sys.executable, "-c", POLICY], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = json.loads(said.stdout)
    return found


def test_pictures_come_from_that_one_server_and_nothing_else_does() -> None:
    closed = policy(MAP_TILES_URL="")
    opened = policy(MAP_TILES_URL="https://peta.example.go.id/{z}/{x}/{y}.png")
    assert closed["img-src"] == ["'self'", "data:"]
    assert opened == {**closed, "img-src": ["'self'", "data:", "https://peta.example.go.id"]}


def test_a_page_names_the_server_and_its_credit_only_where_there_is_one(dispatcher: User, settings) -> None:  # type: ignore[no-untyped-def]
    client = factories.browser(dispatcher)
    assert "data-tiles" not in client.get("/papan/").content.decode()
    settings.MAP_TILES_URL, settings.TILES_ORIGIN = "https://peta.lan/{z}/{x}/{y}.png", "https://peta.lan"
    assert (
        'data-tiles="https://peta.lan/{z}/{x}/{y}.png" data-tiles-credit="peta.lan"'
        in client.get("/papan/").content.decode()
    )
    settings.MAP_TILES_ATTRIBUTION = "© <b>kontributor</b>"
    assert 'data-tiles-credit="© &lt;b&gt;kontributor&lt;/b&gt;"' in client.get("/papan/").content.decode()
