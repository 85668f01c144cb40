"""Gathers the static files for serving, only when one of them has changed: on most starts it costs nothing."""

import fcntl
import os
import subprocess
import sys

from launcher import ROOT
from launcher.fingerprint import fingerprint
from launcher.refusal import Refusal

STAMP = ROOT / ".venv" / "gathered"
# Gathering reads no data, but the settings ask for these.
NO_SERVERS = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "none-is-signed-here",
}


def gather() -> None:
    """Make the folder of static files that of the sources as they are now; Refusal when that fails."""
    with STAMP.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two at once would clear each other's folder; the second finds it done
        _gather_anew()


def _gather_anew() -> None:
    sources = fingerprint(ROOT / "static", besides=[ROOT / "requirements" / "runtime.txt"])
    if STAMP.exists() and STAMP.read_text() == sources and (ROOT / "staticfiles").exists():
        return
    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0"],
        cwd=ROOT,
        env={**NO_SERVERS, **os.environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Refusal(f"Berkas statis gagal dikumpulkan: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    STAMP.write_text(sources)
