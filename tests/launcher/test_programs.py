"""Which PostgreSQL is started: the locked package's, or the one that PG_BIN names if it is new enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from launcher.programs import postgres_binaries
from launcher.refusal import Refusal


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that PG_BIN names; nothing is in it yet."""
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    return tmp_path


def put(folder: Path, version: str) -> None:
    """A PostgreSQL that says its version."""
    for name in ("initdb", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)


@pytest.mark.parametrize("version", ["15.18 (Debian 15.18-0+deb12u1)", "18.1"])
def test_another_postgresql_is_taken(other: Path, version: str) -> None:
    put(other, version)
    assert postgres_binaries() == other


@pytest.mark.parametrize("version", ["14.20", "9.6.24", "devel"])
def test_one_that_is_too_old_or_unknown_is_refused_in_words(other: Path, version: str) -> None:
    put(other, version)
    with pytest.raises(Refusal, match="perlu 15 atau lebih baru"):
        postgres_binaries()


def test_a_folder_without_it_is_refused_in_words(other: Path) -> None:
    with pytest.raises(Refusal, match="tidak berisi program PostgreSQL"):
        postgres_binaries()


def test_without_a_word_it_is_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PG_BIN", raising=False)
    assert (postgres_binaries() / "initdb").exists()
