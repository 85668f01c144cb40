"""What the launcher shows: one readable line per step, with how far it is and how long it took."""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

REPEAT_AFTER = 15  # seconds without news on a terminal that cannot rewrite its line


def line(text: str = "") -> None:
    """Print a line at once; a closed terminal is no reason to fail."""
    _write(f"{text}\n")


def table(rows: list[list[str]]) -> None:
    """Print rows in columns."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        line("  " + "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def decimal(number: float) -> str:
    """One digit after an Indonesian comma."""
    return f"{number:.1f}".replace(".", ",")


class Steps:
    """The numbered steps of a start."""

    def __init__(self, total: int) -> None:
        """Say how many there will be."""
        self._total = total
        self._number = 0
        self._started = self._said = 0.0
        self._text = ""

    @contextmanager
    def step(self, text: str, *, done: str = "siap") -> Iterator[None]:
        """One step: shown while it lasts, and as done, with its time, once it has succeeded."""
        self._number += 1
        self._text = text
        self._started = self._said = time.monotonic()
        self.tick()
        try:
            yield
        except BaseException:
            _write("\n" if _can_rewrite() else "")
            raise
        self._show(f"{done} ({decimal(time.monotonic() - self._started)} dtk)", end="\n")

    def tick(self, news: str = "") -> None:
        """Show that the step goes on, and what it last said about its progress."""
        now = time.monotonic()
        waited = f"… {now - self._started:.0f} dtk {news}".rstrip()
        if _can_rewrite():
            self._show(waited, end="")
        elif now - self._said > REPEAT_AFTER:
            self._said = now
            self._show(waited, end="\n")

    def _show(self, rest: str, *, end: str) -> None:
        text = f"[{self._number:2}/{self._total}] {self._text} {rest}"
        if _can_rewrite():
            text = f"\r\x1b[K{text[: shutil.get_terminal_size().columns - 1]}"
        _write(text + end)


def _can_rewrite() -> bool:
    return sys.stdout.isatty()


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:
        return
