"""Management commands in one process that has loaded the project once: a command costs its work, not a start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from threading import Lock

from launcher import ROOT
from launcher.children import die_with_parent

LOOP = """
import io, json, sys, traceback
from contextlib import nullcontext, redirect_stderr, redirect_stdout
import django, time_machine
django.setup()
from django.core.management import call_command
from django.db import connections
for line in sys.stdin:
    asked, said, done = json.loads(line), io.StringIO(), True
    with redirect_stdout(said), redirect_stderr(said):
        try:
            with time_machine.travel(asked["at"]) if asked["at"] else nullcontext():
                call_command(*asked["words"], stdout=said, stderr=said)
        except (Exception, SystemExit):
            done = False
            traceback.print_exc()
        connections.close_all()
    print(json.dumps({"done": done, "said": said.getvalue()}), flush=True)
"""


class Clerk:
    """Does one command after the other, each as if at its own moment if asked to."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Begin to load the project; the first command waits for it."""
        self.desk = Lock()
        self.process = subprocess.Popen(
            [sys.executable, "-c", LOOP],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=die_with_parent(),
        )

    def does(self, *words: str, at: str | None = None) -> str:
        """What a command prints; one that fails fails the test with its words."""
        assert self.process.stdin and self.process.stdout
        with self.desk:
            self.process.stdin.write(json.dumps({"words": words, "at": at}) + "\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline())
        assert answer["done"], f"{' '.join(words)}: {answer['said']}"
        said: str = answer["said"]
        return said

    def leave(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.communicate()
