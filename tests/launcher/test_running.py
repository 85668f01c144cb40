"""What a running start tells the commands typed beside it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import ROOT
from launcher.running import NEEDED, environment_of, told


def test_what_is_told_is_for_its_owner_only_and_ends_with_the_start(tmp_path: Path) -> None:
    with told(tmp_path, {"DATABASE_URL": "postgres://here"}):
        assert environment_of(tmp_path) == {"DATABASE_URL": "postgres://here"}
        assert (tmp_path / "environment").stat().st_mode & 0o077 == 0
    assert environment_of(tmp_path) == {}


def test_a_start_that_was_killed_leaves_its_words_to_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "environment").write_text('{"DATABASE_URL": "postgres://old"}')
    with told(tmp_path, {"DATABASE_URL": "postgres://new"}):
        assert environment_of(tmp_path)["DATABASE_URL"] == "postgres://new"


@pytest.mark.parametrize("written", ["", "half of it {", "\x00"])
def test_a_spoilt_file_says_nothing(tmp_path: Path, written: str) -> None:
    (tmp_path / "environment").write_text(written)
    assert environment_of(tmp_path) == {}


@pytest.mark.parametrize(
    ("said", "missing"),
    [({}, "SECRET_KEY, DATABASE_URL, REDIS_URL"), ({"SECRET_KEY": "x", "REDIS_URL": "redis://here"}, "DATABASE_URL")],
)
def test_a_command_that_was_told_nothing_says_in_one_line_what_to_do(
    tmp_path: Path, said: dict[str, str], missing: str
) -> None:
    outside = {name: value for name, value in os.environ.items() if name not in NEEDED}
    ended = subprocess.run(
        [sys.executable, "manage.py", "ring"],
        cwd=ROOT,
        env={**outside, **said, "NTPD112_STATE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"{missing} belum ada di lingkungan. Jalankan ./run")
