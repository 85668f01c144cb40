"""Static files are gathered once, however many ask at the same time."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from launcher import statics


def test_of_two_who_gather_at_once_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "runtime.txt").touch()
    done: list[str] = []

    def collect(*_words: Any, **_more: Any) -> subprocess.CompletedProcess[str]:
        done.append("begun")
        (tmp_path / "staticfiles").mkdir(exist_ok=True)
        return subprocess.CompletedProcess([], 0, "", "")

    monkeypatch.setattr(statics, "ROOT", tmp_path)
    monkeypatch.setattr(statics, "STAMP", tmp_path / "gathered")
    monkeypatch.setattr(subprocess, "run", collect)
    with ThreadPoolExecutor(4) as several:
        list(several.map(lambda _nth: statics.gather(), range(4)))
    assert done == ["begun"]
