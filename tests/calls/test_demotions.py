"""A number that only plays: proposed, approved by a supervisor, over after a day; and what a number did before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.timezone import now

from agencies.models import Role
from calls import actions, queue
from calls.models import Call, Demotion, Report
from tests.factories import KEPT_SECRETS, browser, get, history, person, post, ring, verbs
from tests.refusals import code_of, denied

pytestmark = pytest.mark.django_db


@pytest.fixture
def prank(clock: time_machine.Traveller, call_taker: User) -> Call:
    """A call that turned out to be a prank."""
    call = actions.answer(ring().pk, actor=call_taker)
    return actions.set_outcome(call.pk, "prank", actor=call_taker)


@pytest.fixture
def proposal(prank: Call, call_taker: User) -> Demotion:
    """The number of that call, proposed for a day below the others."""
    return actions.propose_demotion(prank.pk, actor=call_taker)


def is_demoted() -> bool:
    """Whether the next call of that number stands below the others."""
    call = ring()
    card: dict[str, Any] = queue.read([call.pk])[call.pk]["calls"]
    return bool(card["is_demoted"])


def test_a_number_stands_lower_for_a_day_and_rings_on(
    clock: time_machine.Traveller, proposal: Demotion, supervisor: User
) -> None:
    assert not is_demoted()
    row = actions.approve_demotion(proposal.pk, actor=supervisor, version=1)
    row.refresh_from_db()
    assert (row.decided_by, row.decided_at) == (supervisor, now())
    assert is_demoted()
    assert Call.objects.ringing().count() == 2
    clock.shift(24 * 3600 - 1)
    assert is_demoted()
    clock.shift(1)
    assert not is_demoted()


def test_the_journal_names_number_and_call_by_their_keys_alone(
    prank: Call, proposal: Demotion, supervisor: User
) -> None:
    actions.approve_demotion(proposal.pk, actor=supervisor)
    actions.lift_demotion(proposal.pk, actor=supervisor)
    assert verbs(proposal.subject) == ["proposed", "approved", "lifted"]
    first, *rest = history(proposal.subject)
    assert first.facts == {"call": prank.pk, "number": prank.caller_id}
    assert not any(secret in str([one.facts for one in (first, *rest)]) for secret in KEPT_SECRETS)


def test_a_refused_proposal_changes_nothing_and_may_be_made_again(
    prank: Call, proposal: Demotion, call_taker: User, supervisor: User
) -> None:
    actions.refuse_demotion(proposal.pk, actor=supervisor)
    assert not is_demoted()
    assert code_of(actions.approve_demotion, proposal.pk, actor=supervisor) == "already_decided"
    assert actions.propose_demotion(prank.pk, actor=call_taker).pk != proposal.pk


def test_a_supervisor_ends_it_before_its_day_is_over(
    clock: time_machine.Traveller, proposal: Demotion, supervisor: User
) -> None:
    assert code_of(actions.lift_demotion, proposal.pk, actor=supervisor) == "already_over"
    actions.approve_demotion(proposal.pk, actor=supervisor)
    clock.shift(60)
    actions.lift_demotion(proposal.pk, actor=supervisor)
    assert not is_demoted()
    assert code_of(actions.lift_demotion, proposal.pk, actor=supervisor) == "already_over"


def test_who_may_propose_and_who_decides(
    prank: Call, call_taker: User, dispatcher: User, damkar: User, proposal: Demotion
) -> None:
    denied(actions.propose_demotion, prank.pk, actor=dispatcher)
    for actor in (call_taker, dispatcher, damkar):
        for decision in (actions.approve_demotion, actions.refuse_demotion, actions.lift_demotion):
            denied(decision, proposal.pk, actor=actor)


def test_nobody_decides_his_own_proposal(prank: Call, supervisor: User) -> None:
    row = actions.propose_demotion(prank.pk, actor=supervisor)
    assert code_of(actions.approve_demotion, row.pk, actor=supervisor) == "own_proposal"
    other = person("kedua", "Supervisor Kedua", Role.SUPERVISOR)
    assert actions.approve_demotion(row.pk, actor=other).decided_by == other


def test_only_a_marked_number_is_proposed_and_only_once(
    proposal: Demotion, prank: Call, call_taker: User, supervisor: User
) -> None:
    assert code_of(actions.propose_demotion, prank.pk, actor=call_taker) == "already_proposed"
    actions.approve_demotion(proposal.pk, actor=supervisor)
    assert code_of(actions.propose_demotion, prank.pk, actor=call_taker) == "already_proposed"
    assert code_of(actions.propose_demotion, ring(number="0812-1111-2222").pk, actor=call_taker) == "no_pranks"
    assert code_of(actions.propose_demotion, ring(number="").pk, actor=call_taker) == "no_number"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_propose_the_same_number_at_once_one_wins(call_taker: User, second_call_taker: User) -> None:
    rows = [(actions.answer(ring().pk, actor=one), one) for one in (call_taker, second_call_taker)]
    for call, taker in rows:
        actions.set_outcome(call.pk, "prank", actor=taker)

    def propose(row: tuple[Call, User]) -> str:
        try:
            actions.propose_demotion(row[0].pk, actor=row[1])
        except ValidationError as error:
            return str(error.code)
        finally:
            connection.close()
        return "proposed"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(propose, rows)) == ["already_proposed", "proposed"]


# --- over HTTP ------------------------------------------------------------------------------------------------------


def test_the_supervisors_page_shows_and_decides(proposal: Demotion, supervisor: User) -> None:
    office = browser(supervisor)
    page = office.get("/konsol/usulan/").content.decode()
    assert "0852-xx-2093" in page and "Menunggu keputusan" in page and "0852-4187-2093" not in page
    assert "Usulan nomor (1)" in office.get("/konsol/").content.decode()
    answer = office.post(f"/konsol/usulan/{proposal.pk}/approve/", {"version": 1}, follow=True)
    assert "Diturunkan" in answer.content.decode()
    stale = office.post(f"/konsol/usulan/{proposal.pk}/refuse/", {"version": 1}, follow=True).content.decode()
    assert "sudah diubah orang lain" in stale
    office.post(f"/konsol/usulan/{proposal.pk}/lift/", {"version": "x"})
    proposal.refresh_from_db()
    assert (proposal.version, is_demoted()) == (3, False)
    assert office.post("/konsol/usulan/999/approve/").status_code == 404
    assert office.get(f"/konsol/usulan/{proposal.pk}/approve/").status_code == 405


def test_the_page_is_for_supervisors_alone(proposal: Demotion, call_taker: User, dispatcher: User) -> None:
    for user in (call_taker, dispatcher):
        assert browser(user).get("/konsol/usulan/").status_code == 403
        assert browser(user).post(f"/konsol/usulan/{proposal.pk}/approve/").status_code == 403
    assert "Usulan nomor" not in browser(call_taker).get("/konsol/").content.decode()


def test_proposing_over_http(prank: Call, call_taker: User, dispatcher: User, damkar: User) -> None:
    console = browser(call_taker)
    assert post(console, f"calls/{prank.pk}/demotion/", {"version": 0})[1]["code"] == "changed"
    assert post(console, f"calls/{prank.pk}/demotion/") == (201, {"state": "waiting", "ends_at": None})
    assert post(console, f"calls/{prank.pk}/demotion/")[1]["code"] == "already_proposed"
    assert post(browser(dispatcher), f"calls/{prank.pk}/demotion/")[0] == 403
    assert post(browser(damkar), f"calls/{prank.pk}/demotion/")[0] == 404


# --- what a number did before ---------------------------------------------------------------------------------------


def test_the_story_of_a_number_is_its_last_calls_and_what_became_of_them(
    clock: time_machine.Traveller, prank: Call, call_taker: User
) -> None:
    actions.give_reason(prank.pk, "child", actor=call_taker)
    clock.shift(60)
    second = actions.answer(ring().pk, actor=call_taker)
    draft = Report.objects.get(call=second)
    actions.forward(draft.pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Uji")
    clock.shift(60)
    status, answer = get(browser(call_taker), f"calls/{ring().pk}/history/")
    assert (status, answer["demotion"]) == (200, None)
    fire, child = answer["calls"]
    assert (fire["label"], fire["incident"]["title"]) == ("Darurat", "Kebakaran rumah/bangunan")
    assert (child["label"], child["reason"], child["incident"]) == ("Iseng", "Anak-anak", None)
    assert child["answered_by"] == "Fitriani Halik"
    assert "0852" not in str(answer)


def test_a_confidential_case_is_told_to_the_cleared_only(
    clock: time_machine.Traveller, call_taker: User, supervisor: User
) -> None:
    call = actions.answer(ring().pk, actor=call_taker)
    draft = Report.objects.get(call=call)
    actions.forward(draft.pk, actor=call_taker, category="kdrt", place_text="Jl. Uji")
    clock.shift(60)
    later = ring()
    assert get(browser(call_taker), f"calls/{later.pk}/history/")[1]["calls"][0]["incident"] is None
    assert get(browser(supervisor), f"calls/{later.pk}/history/")[1]["calls"][0]["incident"]


def test_the_story_says_whether_the_number_stands_lower(
    proposal: Demotion, prank: Call, call_taker: User, supervisor: User, damkar: User
) -> None:
    console = browser(call_taker)
    assert get(console, f"calls/{prank.pk}/history/")[1]["demotion"] == {"state": "waiting", "ends_at": None}
    actions.approve_demotion(proposal.pk, actor=supervisor)
    assert get(console, f"calls/{prank.pk}/history/")[1]["demotion"]["state"] == "in_force"
    assert get(console, f"calls/{ring(number='').pk}/history/")[1] == {"calls": [], "demotion": None}
    assert get(browser(damkar), f"calls/{prank.pk}/history/")[0] == 404
