"""The supervisor: the dead are started again, and a child that will not live ends the start with a reason."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.children import Child
from launcher.refusal import Refusal
from launcher.supervisor import DEATHS, Supervisor


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    """One that leaves nothing running."""
    supervisor = Supervisor()
    yield supervisor
    supervisor.stop()


def watch_until(supervisor: Supervisor, child: Child, *, starts: int) -> None:
    """Watch until the child has been started so many times, each time saying a line."""
    deadline = time.monotonic() + 30
    while child.log.read_text().count("\n") < starts and time.monotonic() < deadline:
        supervisor.watch()
        time.sleep(0.02)
    assert child.log.read_text().count("\n") == starts


def test_a_child_that_dies_is_started_again(supervisor: Supervisor, tmp_path: Path) -> None:
    child = Child("web", ["sh", "-c", "echo up; exec sleep 60"], tmp_path)
    child.spawn()
    supervisor.add(child)
    watch_until(supervisor, child, starts=1)
    child.kill()
    watch_until(supervisor, child, starts=2)
    assert child.is_alive()


def test_a_child_that_keeps_dying_ends_the_start_with_its_last_words(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("launcher.supervisor.FIRST_WAIT", 0.01)
    child = Child("worker", ["sh", "-c", "echo no such module; exit 3"], tmp_path)
    child.spawn()
    supervisor.add(child)
    with pytest.raises(Refusal) as refusal:
        watch_until(supervisor, child, starts=DEATHS + 1)
    told = str(refusal.value)
    assert "worker mati 5 kali dalam semenit (kode 3)" in told
    assert "no such module" in told
    assert str(child.log) in told


def test_an_optional_child_is_let_go_when_it_ends_well(supervisor: Supervisor, tmp_path: Path) -> None:
    child = Child("evening", ["sh", "-c", "echo over"], tmp_path)
    child.spawn()
    supervisor.add(child, is_optional=True)
    deadline = time.monotonic() + 1
    while time.monotonic() < deadline:
        supervisor.watch()
        time.sleep(0.02)
    assert child.log.read_text() == "over\n"


def test_an_optional_child_that_keeps_dying_does_not_stop_the_others(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("launcher.supervisor.FIRST_WAIT", 0.01)
    web = Child("web", ["sh", "-c", "echo up; exec sleep 60"], tmp_path)
    evening = Child("evening", ["sh", "-c", "echo not a demo; exit 1"], tmp_path)
    for child in (web, evening):
        child.spawn()
    supervisor.add(web)
    supervisor.add(evening, is_optional=True)
    watch_until(supervisor, evening, starts=DEATHS)
    deadline = time.monotonic() + 10
    said = ""
    while "yang lain tetap jalan" not in said and time.monotonic() < deadline:
        supervisor.watch()
        said += capsys.readouterr().out
    assert "not a demo" in said
    assert web.is_alive()


def test_children_are_stopped_in_the_opposite_order(supervisor: Supervisor, tmp_path: Path) -> None:
    for name in ("database", "web"):
        words = f"trap 'date +%s%N; exit' TERM; echo up; while :; do sleep 0.05; done  # {name}"
        child = Child(name, ["sh", "-c", words], tmp_path)
        child.spawn()
        supervisor.add(child)
        watch_until(supervisor, child, starts=1)
    supervisor.stop()
    stopped = {name: int((tmp_path / "logs" / f"{name}.log").read_text().split()[1]) for name in ("database", "web")}
    assert stopped["web"] < stopped["database"]
