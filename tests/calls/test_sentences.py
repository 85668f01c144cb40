"""The journal of calls and reports in words."""

from __future__ import annotations

from calls.actions.answering import REASONS
from calls.models import Call
from calls.sentences import call_sentence, reason_words, report_sentence
from journal.models import Entry
from tests import factories


def said(verb: str, call: Call, **facts: object) -> str:
    """The sentence of an entry of this call."""
    found = call_sentence(Entry(verb=verb, facts=facts), call)
    return found.text if found else ""


def test_a_call_is_told_without_the_number(ringing: Call) -> None:
    assert said("rang", ringing) == "Panggilan masuk 0852-xx-2093, memutar 112"


def test_a_call_without_a_number_says_so(centre: object) -> None:
    assert said("rang", factories.ring(number="")) == "Panggilan masuk tanpa identitas, memutar 112"


def test_the_life_of_a_call_has_words(ringing: Call) -> None:
    ringing.answered_at = ringing.offered_at + factories.seconds(6)
    ringing.transferred_to = "119"
    assert said("answered", ringing) == "Dijawab dalam 6 detik"
    assert said("transferred", ringing) == "Dialihkan ke 119"
    assert said("coded", ringing, outcome="prank") == "Hasil panggilan: Iseng"
    assert said("ended", ringing) == "Panggilan berakhir"
    assert said("undone", ringing) == "Hasil panggilan dibatalkan"
    assert said("revealed", ringing, reason="quality") == "Nomor penelepon dibuka · alasan: telaah mutu"
    assert said("callback_taken", ringing) == "Nomor dibuka untuk ditelepon balik"
    assert said("callback_released", ringing) == "Telepon balik dilepas, belum ditelepon"
    assert said("callback_tried", ringing, result="busy") == "Ditelepon balik: Sibuk"
    assert said("callback_closed", ringing, reason="prank") == "Telepon balik ditutup · alasan: Diduga iseng"
    assert said("drafted", ringing) == ""


def test_an_answer_without_a_moment_is_still_told(ringing: Call) -> None:
    assert said("answered", ringing) == "Dijawab"


def test_of_a_report_only_its_sending_and_its_opening_are_told() -> None:
    assert report_sentence(Entry(verb="drafted", facts={})) is None
    for verb, text in (
        ("forwarded", "Laporan diteruskan ke dispatcher"),
        ("revealed", "Data pelapor dibuka · alasan: –"),
    ):
        found = report_sentence(Entry(verb=verb, facts={"reason": "–"}))
        assert found and found.text == text


def test_every_reason_has_words() -> None:
    assert set(reason_words()) == set(REASONS)
