"""What holds for every command: it honours the version of the card, or says why not; its moments name their zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers

from tests.endpoints import UNVERSIONED, commands, posting

APPS = ("agencies", "calls", "dispatch", "demo")


@pytest.fixture(scope="module")
def asked() -> dict[str, set[str]]:
    """The fields that each command takes, by its address without the names of its parts."""
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return {
        plain(path.removeprefix("/api/v1/")): fields(verbs["post"], schema)
        for path, verbs in schema["paths"].items()
        if "post" in verbs
    }


def plain(path: str) -> str:
    """An address without the names of its parts."""
    return re.sub(r"{\w+}", "{}", path)


def fields(said: dict[str, Any], schema: dict[str, Any]) -> set[str]:
    """The fields of a request."""
    shape = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = shape.get("$ref", "").rpartition("/")[2]
    return set(schema["components"]["schemas"][name]["properties"]) if name else set(shape.get("properties", {}))


@pytest.mark.parametrize("path", [path for app in APPS for path in commands(app)])
def test_every_command_says_that_it_takes_the_version(asked: dict[str, set[str]], path: str) -> None:
    assert "version" in asked[plain(path)]


def test_what_takes_no_version_is_there_and_says_so(asked: dict[str, set[str]]) -> None:
    assert set(UNVERSIONED) <= set(posting())
    assert not [path for path in UNVERSIONED if "version" in asked.get(plain(path), set())]


def test_every_command_belongs_to_an_app_that_is_looked_at() -> None:
    assert set(posting()) == {path for app in APPS for path in posting(app)}


def inputs(of: type[Any] = serializers.Serializer) -> Iterator[type[Any]]:
    """The shapes of all that comes in."""
    for one in of.__subclasses__():
        if one.__name__.endswith("Input"):
            yield one
        yield from inputs(one)


def test_no_moment_comes_in_without_its_zone(asked: dict[str, set[str]]) -> None:
    moments = {
        f"{one.__module__} {one.__qualname__} {name}": field
        for one in inputs()
        for name, field in one().fields.items()
        if isinstance(field, serializers.DateTimeField)
    }
    assert {"dispatch.api Progress.Input at", "calls.draft_input LineInput at"} <= set(moments)
    for field in moments.values():
        with pytest.raises(serializers.ValidationError, match="Waktu ini tanpa zona"):
            field.run_validation("2026-01-10T02:00:00")
