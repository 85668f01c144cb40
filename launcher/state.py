"""The folder that holds everything one installation remembers: the data, the secret, the logs, and who is using it."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from launcher import ROOT
from launcher.children import end_strays
from launcher.refusal import Refusal
from launcher.say import decimal

NEEDED = 2 * 10**9  # bytes of free disk; a full disk at night is worse than a start that was refused in the evening
PROCESSES_OWN = ("postgres", "postgres.new", "valkey", "valkey.conf", "run", "logs", "beat")
OURS = (*PROCESSES_OWN, "prepared", "environment", "recordings", "attachments")


def default_state() -> Path:
    """Where the data lies unless told otherwise."""
    return Path(os.environ.get("NTPD112_STATE") or ROOT / ".state")


@contextmanager
def claimed(state: Path) -> Iterator[list[str]]:
    """The state folder for ourselves alone, rid of strays; yields the names of those that were ended.

    Refusal when another launcher works in it. The lock is the kernel's, so it cannot outlive its holder.
    """
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (state / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(_already_used(state, _holder(lock))) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield end_strays(state)


def refuse_full_disk(state: Path) -> None:
    """Refusal when less than two gigabytes are free where the data will grow."""
    existing = next(folder for folder in (state, *state.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    if free < NEEDED:
        raise Refusal(
            f"Ruang disk tinggal {decimal(free / 10**9)} GB di {existing}, perlu paling sedikit 2 GB. "
            "Kosongkan ruang, atau pilih disk lain dengan --state FOLDER."
        )


def wipe(state: Path) -> None:
    """Forget the data, for a fresh start. Only what the launcher itself made is removed, whatever else lies there."""
    for name in OURS:
        path = state / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def folders(state: Path) -> dict[str, str]:
    """Where the sealed files of one installation lie, as the environment says it; two never share them."""
    return {f"{name.upper()}_DIR": str(state / name) for name in ("recordings", "attachments")}


def secret_key(state: Path) -> str:
    """The secret of this installation, made once and readable by its owner only."""
    path = state / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def recordings_key(state: Path) -> str:
    """What this installation seals recordings with, made once and readable by its owner only; it outlives a wipe."""
    path = state / "recordings_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()


def _holder(lock: TextIO) -> str:
    lock.seek(0)
    return lock.read().strip()


def _already_used(state: Path, pid: str) -> str:
    return (
        f"./run lain (proses {pid}) sedang memakai {state}. "
        f"Hentikan dengan: kill {pid} — atau pakai --state FOLDER dan --port N yang lain."
    )
