"""The commands before the first page. None is repeated while nothing has changed that they come from."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from launcher import ROOT, plan
from launcher.children import Child
from launcher.fingerprint import fingerprint
from launcher.refusal import Refusal
from launcher.say import Steps
from launcher.stopping import pause
from launcher.waiting import complaint

STAMP = "prepared"  # below the state folder: what was done, then what the demo accounts are


class Preparation:
    """What the rows of the plan's first table did or still have to do in one state folder."""

    def __init__(self, state: Path, rows: Sequence[plan.Command]) -> None:
        """Look whether all of it was done by an earlier start."""
        self._state = state
        self._rows = rows
        self._sources = self._now()
        done, _, self.logins = self._read().partition("\n")
        self.is_done = done == self._sources

    def steps(self) -> int:
        """How many steps it will show."""
        return 1 if self.is_done else len(self._rows)

    def finish(self, environment: Mapping[str, str], steps: Steps, *, meanwhile: Callable[[], None]) -> None:
        """Run what has to be run; Refusal at the first command that fails."""
        if self.is_done:
            with steps.step("Data yang lalu", done="dipakai lagi"):
                return
        self.logins = ""
        for row in self._rows:
            with steps.step(row.text):
                said = self._run(row, environment, steps, meanwhile)
            if row.words[0] == plan.LOGINS_FROM:
                self.logins = said
        (self._state / STAMP).write_text(f"{self._now()}\n{self.logins}")

    def _run(
        self, row: plan.Command, environment: Mapping[str, str], steps: Steps, meanwhile: Callable[[], None]
    ) -> str:
        name = row.words[0]
        child = Child(name, [sys.executable, "manage.py", *row.words], self._state, environment)
        child.spawn()
        try:
            while child.is_alive():
                meanwhile()
                steps.tick(child.last_line())
                pause(0.1)
            if child.code() != 0:
                hint = "\nTanpa data demo: ./run --no-demo" if row.is_demo else ""
                raise Refusal(complaint(child, f"manage.py {name} gagal (kode {child.code()}).") + hint)
            return child.output()
        finally:
            child.stop()

    def _read(self) -> str:
        """What an earlier start noted; nothing where the database is not ours to know."""
        stamp = self._state / STAMP
        return stamp.read_text() if stamp.exists() and not os.environ.get("DATABASE_URL") else ""

    def _now(self) -> str:
        """Changes with the code, the ground, the packages, the rows, and when the database is another one."""
        sources = fingerprint(*(ROOT / name for name in plan.SOURCES), besides=[ROOT / "requirements" / "runtime.txt"])
        version = self._state / "postgres" / "PG_VERSION"
        made = version.stat().st_mtime_ns if version.exists() else 0
        return f"{sources} {made} {' '.join(row.words[0] for row in self._rows)}"
