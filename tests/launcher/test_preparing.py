"""The commands before the first page: all of them the first time, none while nothing has changed."""

import os
from pathlib import Path

import pytest

from launcher import plan
from launcher.fingerprint import fingerprint
from launcher.preparing import Preparation
from launcher.refusal import Refusal
from launcher.say import Steps
from launcher.statics import NO_SERVERS

pytestmark = pytest.mark.processes

HARMLESS = plan.Command("Versi", ("version",))
FAILING = plan.Command("Akun demo", ("no_such_command",), is_demo=True)


@pytest.fixture(autouse=True)
def embedded_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which the launcher's own database is used, and a checkout in which nobody edits."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(plan, "SOURCES", ("requirements",))


def prepared(state: Path, *rows: plan.Command) -> Preparation:
    """A preparation that has run its rows."""
    preparation = Preparation(state, rows)
    steps = Steps(preparation.steps())
    preparation.finish({**NO_SERVERS, "DJANGO_SETTINGS_MODULE": "ntpd112.settings"}, steps, meanwhile=lambda: None)
    return preparation


def test_what_was_prepared_is_not_prepared_again(tmp_path: Path) -> None:
    assert not prepared(tmp_path, HARMLESS).is_done
    assert prepared(tmp_path, HARMLESS).is_done


def test_the_demo_accounts_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "LOGINS_FROM", "version")
    said = prepared(tmp_path, HARMLESS).logins
    assert said.startswith("5.")
    assert prepared(tmp_path, HARMLESS).logins == said


def test_other_commands_are_run(tmp_path: Path) -> None:
    prepared(tmp_path, HARMLESS)
    assert not Preparation(tmp_path, (HARMLESS, FAILING)).is_done


def test_a_new_database_is_prepared(tmp_path: Path) -> None:
    prepared(tmp_path, HARMLESS)
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").touch()
    assert not Preparation(tmp_path, (HARMLESS,)).is_done


def test_a_database_that_others_may_change_is_always_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared(tmp_path, HARMLESS)
    monkeypatch.setitem(os.environ, "DATABASE_URL", "postgres://elsewhere/cad")
    assert not Preparation(tmp_path, (HARMLESS,)).is_done


def test_a_command_that_fails_is_told_with_its_words_and_run_again_next_time(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no_such_command gagal") as refusal:
        prepared(tmp_path, FAILING)
    assert "Unknown command: 'no_such_command'" in str(refusal.value)
    assert "Tanpa data demo: ./run --no-demo" in str(refusal.value)
    assert not Preparation(tmp_path, (FAILING,)).is_done


def test_a_fingerprint_changes_with_any_file(tmp_path: Path) -> None:
    before = fingerprint(tmp_path)
    (tmp_path / "ground.json").write_text("{}")
    between = fingerprint(tmp_path)
    (tmp_path / "ground.json").write_text("{ }")
    assert len({before, between, fingerprint(tmp_path)}) == 3
