"""Conversations by message: one per sender, never lost, never abandoned, answered through the gateway."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils.timezone import now
from pytest_django import Settings

from calls import actions, queue, tasks
from calls.actions import coding
from calls.actions.hearing import SwitchEvent
from calls.actions.messaging import Incoming
from calls.callbacks import waiting
from calls.models import Call, CallOutcome, Identity, Report
from calls.thread import MOST_PER_MINUTE, Delivery, Message
from incidents.models import Source
from tests.factories import history, machine, minutes, ring, seconds, verbs, write
from tests.gateway import Gateway

pytestmark = pytest.mark.django_db


def answered(call_taker: User, **said: Any) -> Call:
    """A conversation that this call-taker has in hand."""
    return actions.answer(write(**said).pk, actor=call_taker)


def lines(call: Call) -> list[tuple[str, str]]:
    """Who wrote what, oldest first."""
    return list(Message.objects.filter(call=call).order_by("pk").values_list("direction", "text"))


# --- what comes in ---------------------------------------------------------------------------------------------------


def test_a_message_is_a_call_that_rings_under_its_senders_number(centre: object) -> None:
    call = write()
    assert call.caller is not None
    assert (call.channel, call.caller.identity, call.caller.value) == ("whatsapp", Identity.NUMBER, "085241872093")
    assert call in Call.objects.ringing()
    assert call.received_as == "+6285241872093"
    assert verbs(call.subject) == ["wrote"]


def test_what_is_written_is_in_no_journal(centre: object) -> None:
    call = write("tolong, rumah saya di Jl. Bunga Seroja 17")
    assert [entry.facts for entry in history(call.subject)] == [{"message": call.messages.get().pk}]


def test_a_second_message_joins_the_open_conversation(centre: object) -> None:
    call = write("api")
    assert write("cepat") == call
    assert lines(call) == [("in", "api"), ("in", "cepat")]


def test_each_way_in_and_each_sender_has_a_conversation_of_his_own(centre: object) -> None:
    calls = {write().pk, write(channel="sms").pk, write(sender="085299990000").pk}
    assert len(calls) == 3


def test_a_number_is_the_same_sender_in_any_spelling(centre: object) -> None:
    assert write(sender="6285241872093") == write(sender="0852-4187-2093") == write()


def test_an_account_that_is_no_number_cannot_be_called_back(centre: object) -> None:
    call = write(sender="pengguna-17", channel="app")
    assert call.caller is not None
    assert (call.caller.identity, call.caller.value, call.caller.can_be_called) == (
        Identity.HANDLE,
        "pengguna-17",
        False,
    )


def test_his_messages_and_his_calls_are_one_history(centre: object) -> None:
    assert write().caller == ring(number="0852-4187-2093").caller


def test_a_repeated_message_is_kept_once_even_after_its_conversation_has_ended(call_taker: User) -> None:
    call = answered(call_taker, gateway_id="wa-sama")
    assert write(gateway_id="wa-sama") == call
    actions.hang_up(call.pk, actor=call_taker)
    assert write(gateway_id="wa-sama") == call
    assert Message.objects.count() == Call.objects.count() == 1


def test_who_writes_again_after_the_end_begins_a_new_conversation_beside_the_last(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    first = answered(call_taker)
    actions.hang_up(first.pk, actor=call_taker)
    clock.shift(minutes(29))
    second = write("masih ada api")
    assert (second.follows, second.answered_at) == (first, None)
    actions.hang_up(actions.answer(second.pk, actor=call_taker).pk, actor=call_taker)
    clock.shift(minutes(31))
    assert write("hal lain").follows is None


def test_what_is_written_to_somebody_who_has_gone_home_rings_for_the_others(
    call_taker: User, second_call_taker: User
) -> None:
    first = answered(call_taker)
    call_taker.member.watches.update(ended_at=now())
    second = write("halo?")
    first.refresh_from_db()
    assert (second.follows, first.ended_at is None) == (first, False)
    assert actions.answer(second.pk, actor=second_call_taker).answered_by == second_call_taker


def test_what_lies_unanswered_with_somebody_who_has_gone_home_can_be_taken_over_with_its_report(
    call_taker: User, second_call_taker: User
) -> None:
    call = answered(call_taker)
    with pytest.raises(ValidationError, match="sudah dijawab Fitriani"):
        actions.answer(call.pk, actor=second_call_taker)
    call_taker.member.watches.update(ended_at=now())
    taken = actions.answer(call.pk, actor=second_call_taker)
    assert (taken.answered_by, taken.answered_at) == (second_call_taker, call.answered_at)
    assert Report.objects.get(call=call).taken_by == second_call_taker
    voice = actions.answer(ring().pk, actor=second_call_taker)
    second_call_taker.member.watches.update(ended_at=now())
    with pytest.raises(PermissionDenied):
        actions.answer(voice.pk, actor=call_taker)


def test_one_telephone_cannot_bury_the_others(clock: time_machine.Traveller, centre: object) -> None:
    for _one in range(MOST_PER_MINUTE):
        write()
    with pytest.raises(ValidationError, match="Ulangi setelah satu menit") as refused:
        write()
    assert refused.value.code == "too_many"
    assert write(sender="085299990000")
    clock.shift(seconds(61))
    assert write().messages.count() == MOST_PER_MINUTE + 1
    assert Call.objects.count() == 2


def test_a_clock_that_runs_ahead_has_not_written_in_the_future(centre: object) -> None:
    line = write(sent_at=now() + minutes(60)).messages.get()
    assert line.sent_at is not None and line.sent_at <= line.at


def test_only_a_gateway_may_bring_messages(call_taker: User, exchange: User) -> None:
    said = Incoming("sms", "0852", "halo", now(), "1")
    for actor in (call_taker, exchange):
        with pytest.raises(PermissionDenied):
            actions.take_message(said, actor=actor)
    gateway, _key = machine("pesan", "messages")
    assert actions.take_message(said, actor=gateway)[1]


# --- a call like any other -------------------------------------------------------------------------------------------


def test_a_conversation_is_never_abandoned_and_the_exchange_does_not_touch_it(centre: object) -> None:
    call = write()
    with pytest.raises(ValidationError) as refused:
        actions.hear(SwitchEvent("ended", call.switch_id, now()), actor=None)
    call.refresh_from_db()
    assert refused.value.code == "not_a_telephone_call"
    assert (call.ended_at, call.outcome) == (None, "")
    assert waiting(now()) == {}


def test_its_report_is_forwarded_as_a_message(call_taker: User) -> None:
    call = answered(call_taker)
    draft = Report.objects.get(call=call)
    sent = actions.forward(draft.pk, actor=call_taker, place_text="Jl. Bunga Seroja 17", category="kebakaran_rumah")
    call.refresh_from_db()
    assert sent.incident is not None
    assert (sent.source, sent.incident.source) == (Source.MESSAGE, Source.MESSAGE)
    assert (sent.incident.reported_at, call.outcome, call.ended_at) == (call.answered_at, CallOutcome.EMERGENCY, None)


@pytest.mark.parametrize("said", [{"category": "kdrt"}, {"category": "kebakaran_rumah", "is_confidential": True}])
def test_the_words_of_a_closed_case_leave_the_queue(call_taker: User, said: dict[str, Any]) -> None:
    call = answered(call_taker, text="suami saya memukul saya")
    assert queue.read([call.pk])[call.pk]["calls"]["thread"]["words"] == "suami saya memukul saya"
    draft = Report.objects.get(call=call)
    actions.save_draft(draft.pk, actor=call_taker, **said)
    assert queue.read([call.pk])[call.pk]["calls"]["thread"]["words"] == ""
    before = queue.versions()[call.pk]
    actions.forward(draft.pk, actor=call_taker, place_text="Jl. Bunga Seroja 17", **said)
    assert queue.read([call.pk])[call.pk]["calls"]["thread"]["words"] == ""
    assert queue.versions()[call.pk] > before, "the screens that show them are told"


def test_a_conversation_serves_who_rang_in_vain(call_taker: User) -> None:
    lost = ring(number="0852-4187-2093")
    actions.hear(SwitchEvent("ended", lost.switch_id, now()), actor=None)
    assert waiting(now())[lost.pk].served is None
    answered(call_taker)
    assert waiting(now())[lost.pk].served is not None


def test_an_open_conversation_serves_until_our_last_word_in_it(
    clock: time_machine.Traveller, gateway: Gateway, call_taker: User
) -> None:
    call = answered(call_taker)
    clock.shift(minutes(120))
    lost = ring(number="0852-4187-2093")
    clock.shift(seconds(40))
    actions.hear(SwitchEvent("ended", lost.switch_id, now()), actor=None)
    assert waiting(now())[lost.pk].served is None
    actions.write_back(call.pk, "Saya baca.", actor=call_taker)
    assert waiting(now())[lost.pk].served is not None


def test_closing_a_conversation_later_serves_nobody_who_rang_meanwhile(
    clock: time_machine.Traveller, gateway: Gateway, call_taker: User
) -> None:
    call = answered(call_taker)
    actions.write_back(call.pk, "Saya baca.", actor=call_taker)
    clock.shift(minutes(5))
    lost = ring(number="0852-4187-2093")
    clock.shift(seconds(40))
    actions.hear(SwitchEvent("ended", lost.switch_id, now()), actor=None)
    clock.shift(minutes(30))
    actions.hang_up(call.pk, actor=call_taker)
    assert waiting(now())[lost.pk].served is None


def test_an_outcome_is_not_taken_back_into_a_second_open_conversation(call_taker: User) -> None:
    call = answered(call_taker)
    actions.set_outcome(call.pk, "prank", actor=call_taker)
    write("bukan iseng")
    with pytest.raises(ValidationError, match="percakapan barunya"):
        actions.undo_outcome(call.pk, actor=call_taker)


def test_nor_is_it_when_the_sender_begins_the_next_at_that_very_moment(
    call_taker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = answered(call_taker)
    actions.set_outcome(call.pk, "prank", actor=call_taker)
    write("bukan iseng")
    monkeypatch.setattr(coding, "refuse_if_writing_again", lambda call: None)  # it looked a moment too early
    with pytest.raises(ValidationError, match="percakapan barunya") as refused:
        actions.undo_outcome(call.pk, actor=call_taker)
    assert refused.value.code == "too_late"


# --- what is written back --------------------------------------------------------------------------------------------


def test_an_answer_leaves_by_the_way_the_question_came(gateway: Gateway, call_taker: User) -> None:
    call = answered(call_taker)
    line = actions.write_back(call.pk, "  Di mana lokasi Anda?  ", actor=call_taker)
    assert (line.state, line.by) == (Delivery.QUEUED, call_taker)
    tasks.write_back()
    _headers, body = gateway.taken[0]
    assert body == {"to": "+6285241872093", "text": "Di mana lokasi Anda?", "key": line.key, "channel": "whatsapp"}
    line.refresh_from_db()
    assert (line.state, line.attempts) == (Delivery.SENT, 1)
    assert verbs(call.subject) == ["wrote", "answered", "replied", "delivered"]


def test_what_is_not_taken_is_tried_again_later_and_later_and_then_shown_as_failed(
    clock: time_machine.Traveller, gateway: Gateway, call_taker: User
) -> None:
    call = answered(call_taker)
    line = actions.write_back(call.pk, "halo", actor=call_taker)
    gateway.status = 500
    tried: list[int] = []
    for second in range(90):
        tasks.write_back()
        tried += [second] * (len(gateway.taken) - len(tried))
        clock.shift(seconds(1))
    line.refresh_from_db()
    assert tried == [0, 4, 12, 28, 60]
    assert (line.state, line.problem) == (Delivery.FAILED, "HTTPError")
    assert {body["key"] for _headers, body in gateway.taken} == {line.key}
    gateway.status = 202
    actions.resend(line.pk, actor=call_taker)
    tasks.write_back()
    line.refresh_from_db()
    assert (line.state, gateway.taken[-1][1]["key"]) == (Delivery.SENT, line.key)
    assert verbs(call.subject)[-3:] == ["undelivered", "resent", "delivered"]


def test_a_later_line_waits_for_the_one_before_it(
    clock: time_machine.Traveller, gateway: Gateway, call_taker: User
) -> None:
    call = answered(call_taker)
    gateway.status = 500
    actions.write_back(call.pk, "satu", actor=call_taker)
    actions.write_back(call.pk, "dua", actor=call_taker)
    tasks.write_back()
    gateway.status = 202
    clock.shift(seconds(5))
    tasks.write_back()
    assert [body["text"] for _headers, body in gateway.taken] == ["satu", "satu", "dua"]


def test_only_what_failed_is_sent_again(gateway: Gateway, call_taker: User) -> None:
    line = actions.write_back(answered(call_taker).pk, "halo", actor=call_taker)
    with pytest.raises(ValidationError, match="tidak gagal"):
        actions.resend(line.pk, actor=call_taker)


def test_without_a_gateway_nothing_is_promised(call_taker: User, settings: Settings) -> None:
    settings.NOTIFY_URL = ""
    call = answered(call_taker)
    with pytest.raises(ValidationError, match="gateway pesan belum disambungkan"):
        actions.write_back(call.pk, "halo", actor=call_taker)
    tasks.write_back()
    assert len(lines(call)) == 1


@pytest.mark.parametrize(
    ("text", "words"), [("   ", "Tulis balasannya"), ("a" * 1001, "Paling panjang 1000 huruf")], ids=["empty", "long"]
)
def test_an_answer_says_something_short(gateway: Gateway, call_taker: User, text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        actions.write_back(answered(call_taker).pk, text, actor=call_taker)


def test_only_who_has_it_in_hand_writes_back_and_only_until_the_end(
    gateway: Gateway, call_taker: User, second_call_taker: User, dispatcher: User
) -> None:
    call = answered(call_taker)
    with pytest.raises(PermissionDenied):
        actions.write_back(call.pk, "halo", actor=dispatcher)
    with pytest.raises(ValidationError, match="sedang ditangani"):
        actions.write_back(call.pk, "halo", actor=second_call_taker)
    with pytest.raises(ValidationError, match="panggilan suara"):
        actions.write_back(actions.answer(ring().pk, actor=call_taker).pk, "halo", actor=call_taker)
    actions.hang_up(call.pk, actor=call_taker)
    with pytest.raises(ValidationError, match="sudah ditutup"):
        actions.write_back(call.pk, "halo", actor=call_taker)


# --- at the same time ------------------------------------------------------------------------------------------------


def at_once(deed: Callable[[int], object], times: int) -> list[object]:
    """Do it from several threads at the same moment; what each got."""
    barrier, found = Barrier(times), []

    def run(number: int) -> None:
        barrier.wait(10)
        try:
            found.append(deed(number))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return found


@pytest.mark.django_db(transaction=True)
def test_messages_of_one_sender_at_the_same_moment_begin_one_conversation(centre: object) -> None:
    found = at_once(lambda number: write(f"baris {number % 4}", gateway_id=f"wa-{number % 4}").pk, 8)
    assert len(found) == 8 and len(set(found)) == 1
    call = Call.objects.get()
    assert (call.messages.count(), call.version) == (4, 4)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_hand_over_the_same_line(gateway: Gateway, call_taker: User) -> None:
    line = actions.write_back(answered(call_taker).pk, "halo", actor=call_taker)
    claimed = at_once(lambda _number: actions.claim_reply(), 4)
    assert [one.pk for one in claimed if isinstance(one, Message)] == [line.pk]
