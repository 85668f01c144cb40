"""The Celery boot step that fires timers inside a worker, with neither beat nor broker in between."""

from __future__ import annotations

from threading import Thread
from typing import Any

from celery import bootsteps

from journal.timers import Loop


class Timers(bootsteps.StartStopStep):
    """One thread of the worker's main process that fires due timers.

    It sits on the worker blueprint after the pool (so after the fork) and before the consumer, which is the only
    step that needs the broker: with Redis away from the start the promises are still kept.
    """

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: Any, **kwargs: Any) -> None:
        """A step that has not started."""
        super().__init__(worker, **kwargs)
        self.loop: Loop | None = None
        self.thread: Thread | None = None

    def start(self, worker: Any) -> None:
        """Start the loop in its own thread."""
        self.loop = Loop()
        self.thread = Thread(target=self.loop.run, name="timers", daemon=True)
        self.thread.start()

    def stop(self, worker: Any) -> None:
        """Let the current promise finish, then stop."""
        if self.loop and self.thread:
            self.loop.stop.set()
            self.thread.join(10)

    def terminate(self, worker: Any) -> None:
        """Stop, when the worker is told to hurry."""
        self.stop(worker)
