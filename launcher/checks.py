"""`./test`: every check, the quick ones first, on servers of its own; the first failure ends it."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from launcher import ROOT, say
from launcher.children import die_with_parent
from launcher.engines import chromium, install_missing, node
from launcher.servers import both
from launcher.state import refuse_full_disk
from launcher.statics import gather
from launcher.stopping import Stopped, pause

INTERRUPTED = 130
PYTEST = (sys.executable, "-m", "pytest")
TWICE = ("-n", "2", "--dist", "worksteal", "--durations", "10")
ONCE_MORE = ("--reruns", "1", "--rerun-show-tracebacks")  # ADR 13


def test(words: list[str]) -> int:
    """Run all checks, or with words only pytest with these; the exit code of the first that failed."""
    with tempfile.TemporaryDirectory(prefix="ntpd112-test-") as folder:
        state = Path(folder)
        refuse_full_disk(state)
        install_missing(state)
        environment = {"CHROMIUM": chromium() or "", "SECRET_KEY": "only-for-tests", "PYTHONUNBUFFERED": "1"}
        gather()
        checks = [("pytest", (*PYTEST, *words))] if words else all_checks()
        try:
            with both(state, fast=True) as servers:
                return _run(checks, {**os.environ, **environment, **servers})
        except Stopped:
            return INTERRUPTED


def all_checks() -> list[tuple[str, tuple[str, ...]]]:
    """Name and words of every check."""
    scripts = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/js/**/*.test.js"))
    return [
        ("ruff check", (sys.executable, "-m", "ruff", "check", ".")),
        ("ruff format", (sys.executable, "-m", "ruff", "format", "--check", ".")),
        ("import contracts", (str(Path(sys.executable).with_name("lint-imports")),)),
        ("javascript", (node(), "--test", *scripts)),
        ("migrations", (sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")),
        ("mypy", (sys.executable, "-m", "mypy")),
        ("pytest", (*PYTEST, *TWICE, "--reuse-db", "-m", "not journey and not processes and not routing")),
        ("pytest: processes", (*PYTEST, *TWICE, "--reuse-db", "-m", "processes")),
        ("pytest: journeys", (*PYTEST, *TWICE, *ONCE_MORE, "-m", "journey and not alone")),
        ("pytest: journeys alone", (*PYTEST, *ONCE_MORE, "-m", "journey and alone")),
    ]


def _run(checks: list[tuple[str, tuple[str, ...]]], environment: Mapping[str, str]) -> int:
    for number, (name, words) in enumerate(checks, start=1):
        say.line(f"\n=== [{number}/{len(checks)}] {name}")
        started = time.monotonic()
        code = _finish(words, environment)
        took = f"{say.decimal(time.monotonic() - started)} dtk"
        if code != 0:
            say.line(f"=== {name}: GAGAL ({took})")
            return code
        say.line(f"=== {name}: lulus ({took})")
    return 0


def _finish(words: tuple[str, ...], environment: Mapping[str, str]) -> int:
    """Run one check in our own terminal; if the end is asked for, it ends first."""
    process = subprocess.Popen(words, cwd=ROOT, env=environment, preexec_fn=die_with_parent())
    try:
        while process.poll() is None:
            pause(0.1)
    finally:
        process.terminate()
        process.wait()
    return process.returncode
