"""An outcome that closes a call puts its line down too, once it cannot be taken back any more."""

from __future__ import annotations

import pytest
import time_machine
from channels.db import database_sync_to_async
from django.contrib.auth.models import User
from django.utils.timezone import now
from pytest_django import Settings

from agencies.models import Seat
from calls import actions, commands_live
from calls.actions.exchange import ONLY
from calls.actions.hearing import SwitchEvent
from calls.asterisk.client import Listener
from calls.commanding import ExchangeCommand, Result
from calls.models import Call
from calls.sentences import call_sentence
from journal.models import Timer
from journal.timers import fire_due
from reporting.invariants import violations
from tests.calls.recordings import said
from tests.calls.small_exchange import SmallExchange
from tests.calls.test_asterisk_client import has, play, until
from tests.calls.test_asterisk_commands import UID, result, rung, told
from tests.factories import history, ring, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(settings: Settings, clock: time_machine.Traveller, call_taker: User) -> Call:
    """A call of an exchange that is heard, answered at desk 3."""
    settings.ASTERISK_URL = "ami://cad:rahasia@127.0.0.1/?queue=112"
    actions.exchange_heard(actor=None)
    call = ring()
    Call.objects.filter(pk=call.pk).update(exchange=ONLY)
    return actions.answer(call.pk, actor=call_taker)


def later(clock: time_machine.Traveller, by: float) -> list[ExchangeCommand]:
    """What was asked of the exchange, so many seconds later, after the worker has looked; the exchange is heard."""
    clock.shift(by)
    actions.exchange_heard(actor=None)
    fire_due()
    return list(ExchangeCommand.objects.order_by("pk"))


def test_the_exchange_is_asked_once_the_outcome_can_no_longer_be_taken_back(
    talk: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    actions.set_outcome(talk.pk, "prank", actor=call_taker)
    assert later(clock, 6.9) == []
    [row] = later(clock, 0.2)
    assert (row.call, row.verb, row.asked_by) == (talk, "hang_up", call_taker)
    entry = history(talk.subject)[-1]
    assert (entry.verb, entry.actor, entry.facts) == ("commanded", None, {"command": row.pk, "asked": "hang_up"})
    assert list(violations()) == []


@pytest.mark.parametrize("deed", ["undo", "emergency"])
def test_a_line_that_is_wanted_again_stays(
    talk: Call, call_taker: User, clock: time_machine.Traveller, deed: str
) -> None:
    actions.set_outcome(talk.pk, "prank", actor=call_taker)
    clock.shift(6)
    if deed == "undo":
        actions.undo_outcome(talk.pk, actor=call_taker)
    else:
        actions.set_outcome(talk.pk, "emergency", actor=call_taker)
    assert later(clock, 60) == [] and not Timer.objects.exists()


def test_an_outcome_that_keeps_its_report_keeps_its_line(
    talk: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    actions.set_outcome(talk.pk, "complaint", actor=call_taker)
    assert later(clock, 60) == []


def test_a_line_the_exchange_has_put_down_is_left_alone(
    talk: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    actions.set_outcome(talk.pk, "prank", actor=call_taker)
    actions.hear(SwitchEvent("ended", talk.switch_id, now()), actor=None)
    assert later(clock, 60) == [] and not Timer.objects.exists()


def test_a_call_of_no_exchange_of_ours_promises_nothing(talk: Call, call_taker: User, settings: Settings) -> None:
    Call.objects.update(exchange=None)
    actions.set_outcome(talk.pk, "prank", actor=call_taker)
    actions.undo_outcome(talk.pk, actor=call_taker)
    Call.objects.update(exchange=ONLY)
    settings.ASTERISK_URL = ""
    actions.set_outcome(talk.pk, "prank", actor=call_taker)
    assert not Timer.objects.exists()


def test_a_caller_who_was_passed_on_talks_on_but_not_one_who_went_to_a_desk_of_ours(
    talk: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    outside = ExchangeCommand.objects.create(
        call=talk,
        verb="transfer",
        target="0408241112",
        asked_by=call_taker,
        asked_at=now(),
        expires_at=now(),
        settled_at=now(),
        result=Result.DONE,
    )
    actions.set_outcome(talk.pk, "wrong_area", actor=call_taker)
    assert later(clock, 8) == [outside]
    actions.set_outcome(talk.pk, "complaint", actor=call_taker)
    Call.objects.update(ended_at=None, transferred_to=Seat.objects.get(name="Meja 04").extension)
    ExchangeCommand.objects.update(target="1004")
    actions.set_outcome(talk.pk, "wrong_area", actor=call_taker)
    assert [one.verb for one in later(clock, 8)] == ["transfer", "hang_up"]


def test_while_the_exchange_is_away_it_is_asked_later_and_not_for_ever(
    talk: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    actions.set_outcome(talk.pk, "prank", actor=call_taker)
    actions.exchange_lost(actor=None)
    clock.shift(8)
    fire_due()
    assert not ExchangeCommand.objects.exists()
    assert [one.verb for one in later(clock, 15)] == ["hang_up"]
    for _again in range(40):
        asked = later(clock, 15)
    assert 2 <= len(asked) <= 21 and not Timer.objects.exists()
    assert {one.result for one in asked[:-1]} == {Result.EXPIRED}


@pytest.mark.parametrize("result", [Result.REFUSED, Result.LOST, Result.DONE, Result.GONE])
def test_a_line_that_is_up_still_is_told_to_whoever_closed_the_call_and_journalled_once(
    talk: Call, call_taker: User, clock: time_machine.Traveller, result: str
) -> None:
    actions.set_outcome(talk.pk, "prank", actor=call_taker)
    [first] = later(clock, 8)
    actions.settle_command(first.pk, result, actor=None)
    told = commands_live.read([first.pk])[first.pk]["calls"]
    assert (told["is_promised"], told["asked_by_id"], told["result"]) == (True, call_taker.pk, result)
    is_up = result in (Result.REFUSED, Result.LOST)
    assert verbs(talk.subject).count("still_up") == is_up
    second = later(clock, 15)[-1]
    actions.settle_command(second.pk, result, actor=None)
    assert verbs(talk.subject).count("still_up") == is_up, "once since the outcome"


def test_a_command_nobody_sent_is_told_although_it_is_known_only_with_the_next(
    talk: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    actions.set_outcome(talk.pk, "prank", actor=call_taker)
    [first] = later(clock, 8)
    later(clock, 15)
    assert commands_live.read([first.pk])[first.pk]["calls"]["result"] == Result.EXPIRED
    entry = next(one for one in history(talk.subject) if one.verb == "still_up")
    assert entry.facts == {"command": first.pk, "result": "expired"}
    sentence = call_sentence(entry, talk)
    assert sentence and sentence.text == "Sentral tidak memutus sambungan setelah hasil panggilan disimpan; dicoba lagi"


def test_what_a_listener_that_died_left_behind_is_told_by_the_next_and_the_last_try_is_written_down(
    talk: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    actions.set_outcome(talk.pk, "prank", actor=call_taker)
    later(clock, 8)
    actions.take_command(actor=None)
    clock.shift(11)
    assert actions.give_up_commands(actor=None) == 1
    assert verbs(talk.subject)[-1] == "still_up"
    later(clock, 400)
    assert verbs(talk.subject)[-2:] == ["left_up", "commanded"] and not Timer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_on_a_real_line_the_caller_is_hung_up_and_asked_for_once(call_taker: User, settings: Settings) -> None:
    settings.ASTERISK_URL = "ami://cad:rahasia@127.0.0.1/?queue=psap112"

    async def story(pabx: SmallExchange, listener: Listener) -> None:
        call = await rung(pabx, call_taker)
        await database_sync_to_async(actions.set_outcome)(call.pk, "prank", actor=call_taker)
        await told(lambda: Timer.objects.update(due_at=now(), next_try_at=now()))
        await told(fire_due)
        await until(result(verb="hang_up"))
        [sent] = pabx.asked_for("Hangup")
        assert (sent.get("Channel"), sent.get("Cause")) == (UID, "16")
        pabx.channels, pabx.waiting = [], []
        pabx.tell(said("Hangup", Uniqueid=UID))
        await until(has(outcome="prank", hung_up_at__isnull=False))
        await told(lambda: Timer.objects.update(due_at=now(), next_try_at=now()))
        await told(fire_due)
        assert not await told(Timer.objects.exists) and len(pabx.asked_for("Hangup")) == 1

    play(story)
