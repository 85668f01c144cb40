"""One child process: in a session of its own, logged, remembered by a file, and ended with all that it started."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launcher import ROOT
from launcher.identity import libc

SET_PARENT_DEATH_SIGNAL = 1
MARK = "NTPD112_CHILD_OF"
LOG_LIMIT = 20_000_000  # bytes; then the older half of a log is let go


@dataclass
class Child:
    """A process below a state folder; `stop_signal` asks it to end, after `grace` seconds it is killed."""

    name: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10
    enter: Callable[[], None] | None = None
    process: subprocess.Popen[bytes] | None = None
    _log_began: int = 0

    @property
    def log(self) -> Path:
        """Where everything it prints goes."""
        return self.folder / "logs" / f"{self.name}.log"

    def spawn(self) -> None:
        """Start it; what a dead predecessor left behind is ended first."""
        self._end_group()
        for path in (self.log, self._note):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._log_began = log.tell()
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.environment, MARK: str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(self.stop_signal, enter=self.enter),
            )
        started = _started_at(self.process.pid)
        self._note.write_text(f"{self.process.pid} {started} {int(self.stop_signal)}\n")

    def code(self) -> int | None:
        """Its exit code once it has ended (negative: the signal that ended it), None while it runs."""
        return self.process.poll() if self.process else None

    def is_alive(self) -> bool:
        """Whether it was started and still runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask it to end, wait, then kill; afterwards nothing that it started is left either."""
        if self.process is None:
            return
        if self.is_alive():
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(self.grace)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._end_group()
        self.process.wait()
        self.process = None
        self._note.unlink(missing_ok=True)

    def kill(self) -> None:
        """End it at once and without warning, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def output(self) -> str:
        """What it has printed since it was last started."""
        try:
            with self.log.open("rb") as log:
                log.seek(self._log_began)
                return log.read().decode(errors="replace")
        except FileNotFoundError:
            return ""

    def last_line(self) -> str:
        """The last line it has printed since it was last started."""
        return (self.output().splitlines() or [""])[-1]

    def trim_log(self) -> None:
        """Keep a log from filling the disk: beyond the limit only its newer half stays."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            newer = self.log.read_bytes()[-LOG_LIMIT // 2 :]
            self._log_began = 0
            os.truncate(self.log, 0)
            with self.log.open("ab") as log:
                log.write(newer)

    @property
    def _note(self) -> Path:
        return self.folder / "pids" / self.name

    def _end_group(self) -> None:
        if self.process is not None:
            _signal_group(self.process.pid, signal.SIGKILL)


def end_strays(folder: Path, *, grace: float = 15) -> list[str]:
    """End the children that a killed launcher left below this state folder; the names of those that still ran."""
    ended = []
    for note in sorted((folder / "pids").glob("*")):
        pid, started, number = (int(word) for word in note.read_text().split())
        if started and _started_at(pid) == started:
            ended.append(note.name)
            os.kill(pid, number)
            _wait_until_gone(pid, started, grace)
        for member in _members(pid, folder):
            os.kill(member, signal.SIGKILL)
        note.unlink()
    return ended


def die_with_parent(
    number: signal.Signals = signal.SIGTERM, *, enter: Callable[[], None] | None = None
) -> Callable[[], None]:
    """What to do between fork and exec so that the kernel sends this signal to the child when we are killed."""
    parent = os.getpid()

    def prepare() -> None:
        if enter is not None:
            enter()
        # After the change of identity, which clears it; and the parent may have died before it was set.
        libc.prctl(SET_PARENT_DEATH_SIGNAL, ctypes.c_ulong(number))
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def _started_at(pid: int) -> int:
    """The moment a process began, in the kernel's ticks, which with its number names it uniquely; 0 if it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    fields = text.rpartition(")")[2].split()
    return 0 if fields[0] == "Z" else int(fields[19])


def _members(group: int, folder: Path) -> list[int]:
    """Who is left of a process group, if it is one of ours: a number may have been given to others since."""
    mark = f"{MARK}={folder}".encode()
    found = []
    for directory in Path("/proc").glob("[0-9]*"):
        pid = int(directory.name)
        try:
            if os.getpgid(pid) == group and mark in (directory / "environ").read_bytes().split(b"\0"):
                found.append(pid)
        except OSError:
            continue
    return found


def _wait_until_gone(pid: int, started: int, grace: float) -> None:
    deadline = time.monotonic() + grace
    while _started_at(pid) == started and time.monotonic() < deadline:
        time.sleep(0.05)


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return
