"""The state folder: one user at a time, room to grow, a secret kept, and nothing of others removed."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from launcher import state
from launcher.refusal import Refusal

Usage = namedtuple("Usage", "total used free")


def test_a_second_launcher_is_refused_while_the_first_works(tmp_path: Path) -> None:
    with state.claimed(tmp_path), pytest.raises(Refusal, match="sedang memakai"), state.claimed(tmp_path):
        pass


def test_the_folder_is_free_again_when_the_first_has_ended(tmp_path: Path) -> None:
    with state.claimed(tmp_path):
        pass
    with state.claimed(tmp_path) as strays:
        assert strays == []


def test_a_nearly_full_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**12, 10**12, 1_940_000_000))
    with pytest.raises(Refusal, match="tinggal 1,9 GB"):
        state.refuse_full_disk(tmp_path / "not" / "there" / "yet")


def test_a_disk_with_room_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**12, 0, 2 * 10**9))
    state.refuse_full_disk(tmp_path)


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    secret = state.secret_key(tmp_path)
    assert len(secret) >= 50
    assert state.secret_key(tmp_path) == secret
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_the_key_of_the_recordings_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    key = state.recordings_key(tmp_path)
    assert len(bytes.fromhex(key)) == 32
    assert state.recordings_key(tmp_path) == key
    assert (tmp_path / "recordings_key").stat().st_mode & 0o077 == 0


def test_a_fresh_start_removes_our_data_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").touch()
    for sealed in ("recordings", "attachments"):
        (tmp_path / sealed / "00").mkdir(parents=True)
    (tmp_path / "letters").mkdir()
    state.wipe(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letters"]


def test_two_installations_share_no_folder_of_sealed_files(tmp_path: Path) -> None:
    one, other = state.folders(tmp_path / "one"), state.folders(tmp_path / "other")
    assert one.keys() == other.keys() == {"RECORDINGS_DIR", "ATTACHMENTS_DIR"}
    assert len({*one.values(), *other.values()}) == 4
    for path in (*one.values(), *other.values()):
        assert Path(path).name in state.OURS  # so that a fresh start forgets them
