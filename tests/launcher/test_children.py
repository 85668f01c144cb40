"""One child: it ends with all that it started, whether it is stopped, its parent is killed, or it is found later."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from launcher import ROOT, children
from launcher.children import Child, end_strays

STUBBORN = "trap '' TERM; echo ready; while :; do sleep 0.1; done"


def eventually(is_so: Callable[[], bool]) -> bool:
    """Whether something becomes true within ten seconds."""
    deadline = time.monotonic() + 10
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_so()


def is_running(pid: int) -> bool:
    """Whether a process lives; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def started(child: Child) -> Child:
    """The child once it has said something."""
    child.spawn()
    assert eventually(lambda: child.output() != "")
    return child


def test_a_child_that_will_not_stop_is_killed_after_its_grace(tmp_path: Path) -> None:
    child = started(Child("stubborn", ["sh", "-c", STUBBORN], tmp_path, grace=0.2))
    pid = int((tmp_path / "pids" / "stubborn").read_text().split()[0])
    child.stop()
    assert not is_running(pid)
    assert not (tmp_path / "pids" / "stubborn").exists()


def test_stopping_a_child_ends_what_it_started(tmp_path: Path) -> None:
    child = started(Child("parent", ["sh", "-c", "sleep 60 & echo $!; wait"], tmp_path))
    grandchild = int(child.last_line())
    child.stop()
    assert eventually(lambda: not is_running(grandchild))


def test_a_child_dies_with_its_killed_parent(tmp_path: Path) -> None:
    code = (
        "from launcher.children import Child; from pathlib import Path; import time;"
        f"c = Child('orphan', ['sleep', '60'], Path({str(tmp_path)!r})); c.spawn();"
        "print(c.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        orphan = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
    assert eventually(lambda: not is_running(orphan))


def test_a_stray_of_a_killed_launcher_is_ended_by_the_next(tmp_path: Path) -> None:
    child = started(Child("stray", ["sh", "-c", STUBBORN], tmp_path))
    assert child.process is not None
    assert end_strays(tmp_path, grace=0.2) == ["stray"]
    child.process.wait(10)
    assert end_strays(tmp_path) == []


def test_the_children_of_a_dead_stray_are_ended_too(tmp_path: Path) -> None:
    child = started(Child("stray", ["sh", "-c", "sleep 60 & echo $!; wait"], tmp_path))
    grandchild = int(child.last_line())
    child.kill()
    assert is_running(grandchild)
    assert end_strays(tmp_path) == []
    assert eventually(lambda: not is_running(grandchild))


def test_a_process_that_was_given_the_number_of_a_stray_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen(["sleep", "60"], start_new_session=True)
    (tmp_path / "pids").mkdir()
    (tmp_path / "pids" / "web").write_text(f"{stranger.pid} 1 {int(signal.SIGTERM)}\n")
    try:
        assert end_strays(tmp_path) == []
        assert is_running(stranger.pid)
    finally:
        stranger.kill()
        stranger.wait()


def test_output_is_what_was_said_since_the_last_start(tmp_path: Path) -> None:
    child = Child("speaker", ["echo", "first"], tmp_path)
    child.spawn()
    assert eventually(lambda: child.code() is not None)
    child.command = ["echo", "second"]
    child.spawn()
    assert eventually(lambda: child.code() is not None)
    assert child.output() == "second\n"
    assert child.log.read_text() == "first\nsecond\n"


def test_a_log_beyond_its_limit_keeps_its_newer_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LOG_LIMIT", 10)
    child = Child("speaker", ["true"], tmp_path)
    child.log.parent.mkdir()
    child.log.write_text("0123456789abcdef")
    child.trim_log()
    assert child.log.read_text() == "bcdef"


def test_a_child_does_not_read_the_terminal(tmp_path: Path) -> None:
    child = Child("reader", ["cat"], tmp_path)
    child.spawn()
    assert eventually(lambda: child.code() == 0)
