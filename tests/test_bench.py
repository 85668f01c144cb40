"""What is promised of every measurement in `bench/`: it runs by its name, has a short form, and says what it prints."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.source import ROOT

SCRIPTS = sorted((ROOT / "bench").glob("*.py"))


def test_the_measurements_are_those_that_the_figures_come_from() -> None:
    told = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert {path.name for path in SCRIPTS} == {
        "board.py",
        "console.py",
        "frames.py",
        "opening.py",
        "places.py",
        "positions.py",
        "reconnect.py",
        "storm.py",
        "timers.py",
    }
    assert all(f"`bench/{path.name}" in told for path in SCRIPTS)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_measurement_is_executable_can_be_quick_and_says_what_its_last_line_holds(path: Path) -> None:
    assert os.access(path, os.X_OK)
    done = subprocess.run([path, "--help"], capture_output=True, text=True, check=True)
    said = " ".join(done.stdout.split())
    assert "--quick" in said
    assert 'Last line: {"' in said
