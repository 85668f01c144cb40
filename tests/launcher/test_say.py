"""The lines of a start, as a person reads them in a terminal or a log."""

import pytest

from launcher import say


def test_a_step_is_one_line_with_its_place_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    steps = say.Steps(2)
    for text in ("PostgreSQL", "Valkey"):
        with steps.step(text):
            pass
    assert capsys.readouterr().out == "[ 1/2] PostgreSQL siap (0,0 dtk)\n[ 2/2] Valkey siap (0,0 dtk)\n"


def test_a_long_step_says_now_and_then_that_it_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(say, "REPEAT_AFTER", -1)
    steps = say.Steps(1)
    with steps.step("Riwayat demo"):
        steps.tick("bulan 3 dari 6")
    assert "[ 1/1] Riwayat demo … 0 dtk bulan 3 dari 6\n" in capsys.readouterr().out


def test_a_failed_step_is_not_shown_as_done(capsys: pytest.CaptureFixture[str]) -> None:
    steps = say.Steps(1)
    with pytest.raises(ZeroDivisionError), steps.step("Tabel"):
        _ = 1 / 0
    assert "(0,0 dtk)" not in capsys.readouterr().out


def test_a_table_has_columns(capsys: pytest.CaptureFixture[str]) -> None:
    say.table([["Peran", "Nama"], ["Dispatcher", "sari"]])
    assert capsys.readouterr().out == "  Peran        Nama\n  Dispatcher   sari\n"
