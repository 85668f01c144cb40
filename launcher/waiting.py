"""Waiting for a child to be ready, and what to say when it is not."""

import time
from collections.abc import Callable

from launcher.children import Child
from launcher.refusal import Refusal
from launcher.stopping import pause

SHOWN = 6  # lines of a log that are repeated on the terminal
STACK = ("Traceback", "The above exception", "During handling")  # what Python says around the reason
READY_WITHIN = 90  # seconds; a loaded old machine needs many more than the usual one


def wait_for(child: Child, is_ready: Callable[[], bool], *, within: float = READY_WITHIN) -> None:
    """Wait until a child just started is ready; Refusal with the end of its log if it dies or takes too long."""
    deadline = time.monotonic() + within
    while not is_ready():
        if not child.is_alive():
            raise Refusal(complaint(child, f"{child.name} berhenti sendiri (kode {child.code()})."))
        if time.monotonic() > deadline:
            raise Refusal(complaint(child, f"{child.name} belum siap setelah {within:.0f} detik."))
        pause(0.05)


def complaint(child: Child, says: str) -> str:
    """What to tell about a child in trouble: what it said last, without the stack, and where the whole of it is."""
    told = [line.rstrip() for line in child.output().splitlines() if line[:1].strip() and not line.startswith(STACK)]
    lines = "".join(f"\n    {line}" for line in told[-SHOWN:])
    return f"{says} Catatan terakhirnya:{lines or ' kosong.'}\nCatatan lengkap: {child.log}"
