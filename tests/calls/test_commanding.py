"""Asking the exchange: who may, when it is refused at once, where a transfer may go, what the console is told."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now
from pytest_django import Settings

from agencies.models import Agency, Centre, Seat, Watch
from calls import actions, commands_live
from calls.actions.exchange import ONLY
from calls.actions.hearing import SwitchEvent
from calls.book import Contact
from calls.commanding import LIVES, SETTLES, ExchangeCommand, Result
from calls.ends import ContactKind
from calls.models import Call, CallBack
from tests.dispatch.test_races import at_once
from tests.factories import browser, history, post, ring, verbs
from tests.refusals import code_of, denied, fields_of, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def asterisk(settings: Settings, clock: time_machine.Traveller) -> None:
    """An exchange that is heard."""
    settings.ASTERISK_URL = "ami://cad:rahasia@127.0.0.1/?queue=112"
    actions.exchange_heard(actor=None)


@pytest.fixture
def talk(asterisk: None, call_taker: User) -> Call:
    """A call of that exchange, answered at desk 3."""
    call = ring()
    Call.objects.filter(pk=call.pk).update(exchange=ONLY)
    return actions.answer(call.pk, actor=call_taker)


def test_a_command_is_a_row_and_a_line_in_the_calls_journal_and_pressed_twice_it_is_one(
    talk: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    row = actions.command_exchange(talk.pk, "resume", actor=call_taker)
    assert (row.extension, row.result, row.expires_at - row.asked_at) == ("1003", "", LIVES)
    assert verbs(talk.subject)[-1] == "commanded"
    assert history(talk.subject)[-1].facts == {"command": row.pk, "asked": "resume"}
    assert str(row) == f"resume {talk.pk} "
    again = actions.command_exchange(talk.pk, "resume", actor=call_taker)
    assert again == row and ExchangeCommand.objects.count() == 1
    actions.settle_command(row.pk, Result.DONE, actor=None)
    assert actions.command_exchange(talk.pk, "resume", actor=call_taker) == row, "a second press"
    clock.shift(3)
    assert actions.command_exchange(talk.pk, "resume", actor=call_taker) != row


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_what_became_of_a_command_is_told_once_also_when_it_is_asked_anew_at_that_moment(
    talk: Call, call_taker: User, clock: time_machine.Traveller, _round: int
) -> None:
    row = actions.command_exchange(talk.pk, "resume", actor=call_taker)
    clock.shift(LIVES)
    actions.exchange_heard(actor=None)
    at_once(
        partial(actions.settle_command, row.pk, Result.DONE, actor=None),
        partial(actions.command_exchange, talk.pk, "resume", actor=call_taker),
    )
    assert verbs(row.subject).count("settled") == 1


def test_a_lost_exchange_is_asked_nothing(talk: Call, call_taker: User, clock: time_machine.Traveller) -> None:
    clock.shift(16)
    assert code_of(actions.command_exchange, talk.pk, "hold", actor=call_taker) == "exchange_lost"


def test_without_an_exchange_there_is_nothing_to_ask(talk: Call, call_taker: User, settings: Settings) -> None:
    settings.ASTERISK_URL = ""
    assert code_of(actions.command_exchange, talk.pk, "hold", actor=call_taker) == "no_exchange"


def test_only_whoever_has_the_call_commands_it(
    talk: Call, second_call_taker: User, dispatcher: User, call_taker: User
) -> None:
    assert code_of(actions.command_exchange, talk.pk, "hang_up", actor=second_call_taker) == "already_answered"
    denied(actions.command_exchange, talk.pk, "hang_up", actor=dispatcher)
    assert fields_of(actions.command_exchange, talk.pk, "explode", actor=call_taker) == ["verb"]


def test_a_call_that_is_not_the_exchanges_or_whose_caller_has_gone_is_not_commanded(
    talk: Call, call_taker: User
) -> None:
    Call.objects.update(exchange=None)
    assert code_of(actions.command_exchange, talk.pk, "hold", actor=call_taker) == "not_on_exchange"
    Call.objects.update(exchange=ONLY, hung_up_at=now())
    assert code_of(actions.command_exchange, talk.pk, "hold", actor=call_taker) == "already_ended"


def test_without_a_desk_there_is_no_telephone_to_ring(talk: Call, call_taker: User) -> None:
    Watch.objects.update(seat=None)
    assert code_of(actions.command_exchange, talk.pk, "resume", actor=call_taker) == "no_seat"
    assert actions.command_exchange(talk.pk, "hold", actor=call_taker).extension == ""


def test_calling_back_is_for_whoever_took_the_call_back_on(talk: Call, call_taker: User) -> None:
    assert code_of(actions.command_exchange, talk.pk, "call_back", actor=call_taker) == "not_taken"


# --- the key for calling back: the call-back is taken on, then the exchange is asked to ring the desk -----------------


@pytest.fixture
def lost(asterisk: None, centre: Centre) -> Call:
    """A caller who rang in vain."""
    call = ring()
    return actions.hear(SwitchEvent("ended", call.switch_id, now()), actor=None)


def calls_back(user: User, call: Call) -> tuple[int, dict[str, Any]]:
    """What the console's key does, up to the answer of the exchange."""
    client = browser(user)
    taken = post(client, f"calls/{call.pk}/callback/")
    return post(client, f"calls/{call.pk}/exchange/", {"verb": "call_back"}) if taken[0] == 200 else taken


def test_it_rings_the_desk_of_whoever_took_it_and_the_number_is_his_alone(lost: Call, call_taker: User) -> None:
    status, body = calls_back(call_taker, lost)
    assert (status, body["command"]["verb"], body["command"]["result"]) == (201, "call_back", "")
    assert ExchangeCommand.objects.get().extension == "1003"
    assert "5241872093" not in json.dumps(body) + "".join(str(one.facts) for one in history(lost.subject))


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Result.REFUSED, "Sentral menolak perintah ini. Kerjakan lewat telepon meja."),
        (Result.LOST, "Sambungan ke sentral putus di tengah perintah. Periksa telepon meja dan kerjakan di sana."),
    ],
)
def test_what_the_exchange_says_to_it_is_on_the_console_in_a_sentence_and_the_call_back_stays_in_hand(
    lost: Call, call_taker: User, result: Result, words: str
) -> None:
    command = calls_back(call_taker, lost)[1]["command"]
    actions.settle_command(command["id"], result, actor=None)
    told = commands_live.read([command["id"]])[command["id"]]["calls"]
    assert (told["result"], told["asked_by_id"]) == (result, call_taker.pk)
    assert words in browser(call_taker).get("/konsol/").content.decode()
    assert CallBack.objects.get(call=lost).taken_by == call_taker


def test_whoever_ended_his_own_talk_rings_its_caller_at_once_while_it_has_no_outcome(
    talk: Call, call_taker: User, second_call_taker: User
) -> None:
    assert code_of(actions.command_exchange, talk.pk, "call_back", actor=call_taker) == "not_taken"
    actions.hang_up(talk.pk, actor=call_taker)
    row = actions.command_exchange(talk.pk, "call_back", actor=call_taker)
    assert (row.verb, row.extension, row.target) == ("call_back", "1003", "")
    assert code_of(actions.command_exchange, talk.pk, "call_back", actor=second_call_taker) == "not_taken"
    actions.settle_command(row.pk, Result.REFUSED, actor=None)
    actions.set_outcome(talk.pk, "prank", actor=call_taker)
    assert code_of(actions.command_exchange, talk.pk, "call_back", actor=call_taker) == "not_taken"


def test_a_caller_without_a_number_is_not_rung_again(talk: Call, call_taker: User) -> None:
    Call.objects.filter(pk=talk.pk).update(caller=None)
    actions.hang_up(talk.pk, actor=call_taker)
    assert code_of(actions.command_exchange, talk.pk, "call_back", actor=call_taker) == "not_taken"


def test_a_colleague_who_was_first_is_named(lost: Call, call_taker: User, second_call_taker: User) -> None:
    calls_back(call_taker, lost)
    status, body = calls_back(second_call_taker, lost)
    assert (status, body["code"]) == (409, "already_taken")
    assert body["detail"].startswith("Nomor ini sedang ditelepon balik Fitriani Halik sejak pukul")


def test_with_the_exchange_away_the_desk_telephone_is_named_and_the_call_back_stays_in_hand(
    lost: Call, call_taker: User
) -> None:
    actions.exchange_lost(actor=None)
    status, body = calls_back(call_taker, lost)
    assert (status, body["code"]) == (409, "exchange_lost")
    assert body["detail"] == "Sentral telepon sedang terputus; kerjakan lewat telepon meja."
    assert CallBack.objects.get(call=lost).taken_by == call_taker


def test_a_transfer_goes_to_an_agency_a_neighbour_or_a_colleague(talk: Call, call_taker: User) -> None:
    contact = Contact.objects.create(kind=ContactKind.NEIGHBOUR, name="112 Konawe", phone="(0408) 241-112 / 113")
    seat, agency = Seat.objects.get(name="Meja 04"), Agency.objects.get(code="DMK")
    for to, target, name in (
        (("agency", agency.pk), "113", "Damkar"),
        (("contact", contact.pk), "0408241112", "112 Konawe"),
        (("seat", seat.pk), "1004", "Meja 04"),
    ):
        row = actions.command_exchange(talk.pk, "transfer", actor=call_taker, to=to)
        assert (row.target, row.target_name) == (target, name)
        actions.settle_command(row.pk, Result.REFUSED, actor=None)


def test_a_transfer_needs_somewhere_to_go(talk: Call, call_taker: User) -> None:
    own = Seat.objects.get(name="Meja 03")
    lamp = Agency.objects.get(code="DHB")
    referral = Contact.objects.create(kind=ContactKind.REFERRAL, name="LAPOR!", phone="1708")
    for to in (None, ("seat", own.pk), ("seat", 0), ("agency", lamp.pk), ("contact", referral.pk), ("moon", 1)):
        assert fields_of(actions.command_exchange, talk.pk, "transfer", actor=call_taker, to=to) == ["to"]


def test_what_nobody_sent_or_answered_is_given_up_and_may_be_asked_again(
    talk: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    hold = actions.command_exchange(talk.pk, "hold", actor=call_taker)
    end = actions.command_exchange(talk.pk, "hang_up", actor=call_taker)
    assert [actions.take_command(actor=None), actions.take_command(actor=None)] == [hold, end]
    assert actions.take_command(actor=None) is None
    late = actions.command_exchange(talk.pk, "resume", actor=call_taker)
    clock.shift(SETTLES.total_seconds())
    assert actions.take_command(actor=None) is None
    assert actions.give_up_commands(actor=None) == 3
    results = [ExchangeCommand.objects.get(pk=one.pk).result for one in (hold, end, late)]
    assert results == [Result.LOST, Result.LOST, Result.EXPIRED]
    assert actions.settle_command(hold.pk, Result.DONE, actor=None).result == Result.LOST
    assert verbs(hold.subject) == ["asked", "sent", "settled"]


def test_one_that_was_not_sent_in_its_time_makes_way_for_the_next(
    talk: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    first = actions.command_exchange(talk.pk, "hold", actor=call_taker)
    clock.shift(6)
    second = actions.command_exchange(talk.pk, "hold", actor=call_taker)
    first.refresh_from_db()
    assert (first.result, second.result, first.pk == second.pk) == (Result.EXPIRED, "", False)


def test_consoles_are_told_what_came_of_it_and_of_no_number(talk: Call, call_taker: User, settings: Settings) -> None:
    row = actions.command_exchange(
        talk.pk, "transfer", actor=call_taker, to=("agency", Agency.objects.get(code="DMK").pk)
    )
    actions.settle_command(row.pk, Result.GONE, actor=None)
    [(pk, made)] = commands_live.read([row.pk]).items()
    assert commands_live.versions() == {pk: made["calls"]["version"]}
    assert (made["calls"]["result"], made["calls"]["target_name"]) == ("gone", "Damkar")
    assert "113" not in json.dumps(made, default=str)
    settings.ASTERISK_URL = ""
    assert commands_live.versions() == {}


def test_the_address_asks_and_refuses_in_words(talk: Call, call_taker: User, clock: time_machine.Traveller) -> None:
    client, path = browser(call_taker), f"calls/{talk.pk}/exchange/"
    status, body = post(client, path, {"verb": "hold"})
    assert (status, body["command"]["verb"], body["command"]["result"]) == (201, "hold", "")
    status, body = post(client, path, {"verb": "transfer", "to": "seat"})
    assert (status, list(body["fields"])) == (400, ["to"])
    clock.shift(20)
    assert refusal(post(client, path, {"verb": "resume"})) == (409, "exchange_lost")
