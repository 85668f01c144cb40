"""Who of the desk has which incident open: said every few seconds, shown to the others, gone within seconds."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from agencies.models import Watch
from dispatch import presence
from dispatch.actions import show_presence
from dispatch.presence import KEPT, Presence, initials_of
from incidents.models import Incident
from tests.factories import browser, get, history, post
from tests.refusals import code_of, denied, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SAY = "board/presence/"


def shown() -> list[dict[str, Any]]:
    """The cards that boards show now."""
    return [cards["desk"] for cards in presence.read(list(presence.versions())).values()]


def test_what_lies_open_is_shown_to_the_others_with_name_and_desk(
    desk: Client, fire: Incident, dispatcher: User
) -> None:
    assert post(desk, SAY, {"incident": fire.pk})[0] == 200
    watch = Watch.objects.get(member__user=dispatcher)
    card = {"kind": "presence", "id": watch.pk, "version": 1, "user_id": dispatcher.pk, "incident": fire.pk}
    assert shown() == [{**card, "name": "Rizal Asrun", "initials": "RA", "seat": "Meja 06"}]
    assert shown()[0] in get(desk, "board/")[1]["cards"]


def test_a_click_is_in_no_journal_and_changes_no_card(desk: Client, fire: Incident) -> None:
    before = fire.version
    post(desk, SAY, {"incident": fire.pk})
    fire.refresh_from_db()
    assert (fire.version, len(history(fire.subject))) == (before, before)


def test_another_incident_is_news_and_the_same_again_is_not(desk: Client, fire: Incident, lamp: Incident) -> None:
    versions: list[int] = []
    for pk in (fire.pk, fire.pk, lamp.pk, fire.pk):
        post(desk, SAY, {"incident": pk})
        versions += presence.versions().values()
    assert versions == [1, 1, 2, 3]


def test_it_is_gone_when_it_is_left_or_no_longer_said_and_comes_back_as_news(
    desk: Client, fire: Incident, clock: time_machine.Traveller
) -> None:
    post(desk, SAY, {"incident": fire.pk})
    post(desk, SAY, {"incident": None})
    assert shown() == []
    post(desk, SAY, {"incident": fire.pk})
    assert presence.versions().popitem()[1] == 3
    clock.shift(KEPT)
    assert shown() == []
    post(desk, SAY, {"incident": fire.pk})  # the line was away for a while
    assert presence.versions().popitem()[1] == 4


def test_it_ends_with_the_watch(desk: Client, fire: Incident, dispatcher: User) -> None:
    post(desk, SAY, {"incident": fire.pk})
    Watch.objects.filter(member__user=dispatcher).update(ended_at=fire.reported_at)
    assert shown() == []


def test_old_rows_are_dropped(
    desk: Client, fire: Incident, second_dispatcher: User, clock: time_machine.Traveller
) -> None:
    post(desk, SAY, {"incident": fire.pk})
    clock.shift(3601)
    post(browser(second_dispatcher), SAY, {"incident": fire.pk})
    assert Presence.objects.count() == 1


def test_of_a_confidential_incident_it_tells_nothing_but_its_number(case: Incident, supervisor: User) -> None:
    post(browser(supervisor), SAY, {"incident": case.pk})
    assert sorted(shown()[0]) == ["id", "incident", "initials", "kind", "name", "seat", "user_id", "version"]


def test_only_the_desk_says_it_and_only_for_its_own_watch(
    desk: Client, fire: Incident, dispatcher: User, damkar: User, call_taker: User
) -> None:
    watch = Watch.objects.get(member__user=dispatcher)
    for user in (damkar, call_taker):
        assert post(browser(user), SAY, {"incident": None})[0] == 403
        denied(show_presence, watch.pk, fire.pk, actor=user)
    assert refusal(post(desk, SAY, {"incident": 0})) == (404, "not_found")
    assert post(desk, SAY, {"incident": "x"})[0] == 400


def test_another_of_the_desk_does_not_say_it_for_him(fire: Incident, dispatcher: User, second_dispatcher: User) -> None:
    watch = Watch.objects.get(member__user=dispatcher)
    assert code_of(show_presence, watch.pk, fire.pk, actor=second_dispatcher) == "not_yours"


@pytest.mark.parametrize(("name", "initials"), [("Wa Ode Rahmawati", "WR"), ("Rizal", "R"), ("", "")])
def test_initials_are_of_the_first_and_the_last_word(name: str, initials: str) -> None:
    assert initials_of(name) == initials
