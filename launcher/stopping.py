"""The wish to stop: noted by the signal handler, felt at the next pause, so that nothing is left half started."""

import signal
import time
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM or a closed terminal."""


class _Wish:
    """Whether the end was asked for."""

    noted = False


def listen() -> None:
    """From now on a stop signal is noted instead of ending the process on the spot."""
    for number in SIGNALS:
        signal.signal(number, _note)


def pause(seconds: float) -> None:
    """Sleep, and raise Stopped if the end was asked for before or meanwhile."""
    if not _Wish.noted:
        time.sleep(seconds)
    if _Wish.noted:
        raise Stopped


def _note(number: int, frame: FrameType | None) -> None:
    _Wish.noted = True
