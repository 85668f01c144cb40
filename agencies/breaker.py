"""A guard before somebody outside the house: after failures in a row he is left alone for a while."""

from __future__ import annotations

import time
from threading import Lock


class Breaker:
    """After failures in a row nobody is asked for a while, so that nobody waits for one that is gone."""

    FAILURES = 3
    PAUSE_S = 60.0

    def __init__(self) -> None:
        """Closed: it may be asked."""
        self.failed, self.until, self.lock = 0, 0.0, Lock()

    def is_open(self) -> bool:
        """Whether it is left alone now."""
        return time.monotonic() < self.until

    def heard(self, *, well: bool) -> None:
        """What became of an asking."""
        with self.lock:
            self.failed = 0 if well else self.failed + 1
            if self.failed >= self.FAILURES:
                self.failed, self.until = 0, time.monotonic() + self.PAUSE_S
