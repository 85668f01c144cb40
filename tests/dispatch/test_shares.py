"""How the work is shared out: taken or given, told to all, everybody's again when its holder goes off watch."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.timezone import now

from agencies.actions import sign_off, sign_on
from agencies.models import Seat, Watch
from dispatch import shares
from dispatch.actions import return_share, share_out
from dispatch.shares import Share
from tests.dispatch.test_races import at_once, books_add_up, one_winner
from tests.factories import browser, get, history, post, verbs
from tests.refusals import code_of, denied, fields_of, refusal

pytestmark = pytest.mark.django_db

DISTRICT = "74.71.08"


def watch(user: User) -> int:
    """The open watch of somebody, the newest where an older one was left open."""
    return Watch.objects.open().filter(member__user=user).latest("pk").pk


def signs_in_again(user: User, seat: str = "") -> int:
    """Somebody whose browser was closed without signing off; where he sat, or elsewhere."""
    before = Watch.objects.get(pk=watch(user))
    place = Seat.objects.get_or_create(name=seat)[0].pk if seat else before.seat_id
    key = f"again-{before.pk}"
    return sign_on(before.member_id, before.roles, actor=user, session_key=key, seat_id=place).pk


def offered(browser: Client) -> list[tuple[str, str, int]]:
    """To whom the panel can give: name, seat, watch."""
    return [(one["name"], one["seat"], one["watch"]) for one in get(browser, "board/shares/")[1]["holders"]]


def took(user: User, what: str = "area", code: str = DISTRICT) -> Share:
    """Somebody takes something for himself."""
    return share_out(what, code, watch(user), actor=user)


def held() -> list[tuple[str, str, str]]:
    """What the boards show: what, its name, its holder."""
    cards = [cards["desk"] for cards in shares.read(list(shares.versions())).values()]
    return sorted((card["what"], card["name"], card["holder"]) for card in cards)


def test_a_dispatcher_takes_a_district_and_an_agency(dispatcher: User) -> None:
    row = took(dispatcher)
    took(dispatcher, "agency", "DMK")
    assert held() == [("agency", "Damkar", "Rizal Asrun"), ("area", "Kendari Barat", "Rizal Asrun")]
    entry = history(row.subject)[0]
    facts = {"what": "area", "code": DISTRICT, "holder": dispatcher.member.pk}
    assert (entry.verb, entry.actor, entry.facts) == ("shared", dispatcher, facts)


def test_taking_it_twice_is_one(dispatcher: User) -> None:
    assert took(dispatcher) == took(dispatcher)
    assert Share.objects.count() == 1


def test_who_comes_second_is_told_who_has_it(dispatcher: User, second_dispatcher: User) -> None:
    took(dispatcher)
    with pytest.raises(ValidationError, match="Kendari Barat sudah dipegang Rizal Asrun"):
        took(second_dispatcher)
    assert code_of(took, second_dispatcher) == "already_held"


def test_the_shift_lead_gives_it_and_passes_it_on(dispatcher: User, second_dispatcher: User, supervisor: User) -> None:
    denied(share_out, "area", DISTRICT, watch(second_dispatcher), actor=dispatcher)
    first = share_out("area", DISTRICT, watch(dispatcher), actor=supervisor)
    share_out("area", DISTRICT, watch(second_dispatcher), actor=supervisor)
    assert held() == [("area", "Kendari Barat", "Wa Ode Rahmawati")]
    assert verbs(first.subject) == ["shared", "returned"]
    assert history(first.subject)[-1].facts == {"because": "passed_on"}


def test_its_holder_or_the_shift_lead_returns_it(dispatcher: User, second_dispatcher: User, supervisor: User) -> None:
    row = took(dispatcher)
    denied(return_share, row.pk, actor=second_dispatcher)
    return_share(row.pk, actor=dispatcher)
    assert held() == []
    assert code_of(return_share, row.pk, actor=supervisor) == "already_returned"
    return_share(took(dispatcher).pk, actor=supervisor)


def test_when_its_holder_goes_off_watch_it_is_everybodys_and_can_be_taken(
    dispatcher: User, second_dispatcher: User
) -> None:
    row = took(dispatcher)
    sign_off(watch(dispatcher), actor=dispatcher)
    assert held() == []
    took(second_dispatcher)
    assert held() == [("area", "Kendari Barat", "Wa Ode Rahmawati")]
    assert history(row.subject)[-1].facts == {"because": "off_watch"}


def test_only_what_is_there_goes_only_to_the_desk(
    dispatcher: User, supervisor: User, call_taker: User, damkar: User
) -> None:
    assert fields_of(took, dispatcher, "area", "74.71.08.1001") == ["code"]  # a kelurahan
    assert fields_of(took, dispatcher, "agency", "XYZ") == ["code"]
    assert code_of(share_out, "area", DISTRICT, watch(call_taker), actor=supervisor) == "not_on_watch"
    for user in (call_taker, damkar):
        denied(share_out, "area", DISTRICT, watch(user), actor=user)


def test_over_http_it_is_offered_taken_and_returned(desk: Client, second_dispatcher: User, supervisor: User) -> None:
    offer = get(desk, "board/shares/")[1]
    assert offer["areas"] == [{"code": DISTRICT, "name": "Kendari Barat"}]
    assert [one["name"] for one in offer["agencies"]] == ["Damkar", "Polresta", "Dishub"]
    assert [one["name"] for one in offer["holders"]] == ["Ahmad Rifai", "Rizal Asrun", "Wa Ode Rahmawati"]
    assert (offer["may_give"], get(browser(supervisor), "board/shares/")[1]["may_give"]) == (False, True)
    status, answer = post(desk, "board/shares/", {"what": "area", "code": DISTRICT})
    assert (status, answer["share"]["holder"]) == (201, "Rizal Asrun")
    assert answer["share"] in get(desk, "board/")[1]["cards"]
    other = browser(second_dispatcher)
    assert refusal(post(other, "board/shares/", {"what": "area", "code": DISTRICT})) == (409, "already_held")
    assert post(other, f"board/shares/{answer['share']['id']}/return/")[0] == 403
    for status in (200, 404):
        assert post(desk, f"board/shares/{answer['share']['id']}/return/")[0] == status


def test_who_signed_in_again_is_offered_once_for_each_seat_as_the_watch_that_is_alive(
    dispatcher: User, supervisor: User
) -> None:
    signs_in_again(dispatcher)
    alive = signs_in_again(dispatcher)
    rifai = ("Ahmad Rifai", "Meja 08", watch(supervisor))
    assert offered(browser(supervisor)) == [rifai, ("Rizal Asrun", "Meja 06", alive)]
    elsewhere = signs_in_again(dispatcher, "Meja 01")
    offer = offered(browser(supervisor))
    assert offer == [rifai, ("Rizal Asrun", "Meja 06", alive), ("Rizal Asrun", "Meja 01", elsewhere)]


def test_what_he_held_before_he_signed_in_again_is_his_until_he_signs_off(dispatcher: User, supervisor: User) -> None:
    took(dispatcher)
    signs_in_again(dispatcher)
    assert held() == [("area", "Kendari Barat", "Rizal Asrun")]
    sign_off(watch(dispatcher), actor=dispatcher)
    assert held() == []
    signs_in_again(dispatcher)
    assert held() == []


def test_taking_it_again_moves_it_to_the_newer_watch(dispatcher: User) -> None:
    first = took(dispatcher)
    alive = signs_in_again(dispatcher)
    second = took(dispatcher)
    assert (second.watch_id, held()) == (alive, [("area", "Kendari Barat", "Rizal Asrun")])
    assert history(first.subject)[-1].facts == {"because": "passed_on"}
    assert took(dispatcher) == second


def test_a_window_left_open_can_still_be_given_something(dispatcher: User) -> None:
    older = watch(dispatcher)
    signs_in_again(dispatcher)
    share_out("area", DISTRICT, older, actor=dispatcher)
    assert held() == [("area", "Kendari Barat", "Rizal Asrun")]


def test_a_watch_that_outlasted_every_session_holds_nothing(dispatcher: User, second_dispatcher: User) -> None:
    took(dispatcher)
    Watch.objects.filter(pk=watch(dispatcher)).update(started_at=now() - timedelta(days=2))
    assert held() == []
    took(second_dispatcher)
    assert held() == [("area", "Kendari Barat", "Wa Ode Rahmawati")]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_at_once_one_has_it(dispatcher: User, second_dispatcher: User) -> None:
    rows = at_once(partial(took, dispatcher), partial(took, second_dispatcher))
    _won, lost = one_winner(rows)
    assert lost[0].code == "already_held"
    assert len(held()) == 1
    books_add_up()
