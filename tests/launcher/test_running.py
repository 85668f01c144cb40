"""What a running start tells the commands typed beside it."""

from pathlib import Path

import pytest

from launcher.running import environment_of, told


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
