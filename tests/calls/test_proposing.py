"""Whom the call-taker sees recommended, and what of it the dispatcher is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from agencies.models import Post
from agencies.permissions import standing
from calls import actions
from calls.models import Report
from dispatch import journal_view
from tests.calls.protocols import ids, publish
from tests.factories import WARD, agency, browser, get, post, ring, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(call_taker: User) -> Report:
    """A house on fire, at a known point."""
    row = Report.objects.get(call=actions.answer(ring().pk, actor=call_taker))
    place: dict[str, Any] = {
        "place_text": "Jl. Contoh 1",
        "lat": -3.96,
        "lng": 122.53,
        "area": WARD,
    }
    return actions.save_draft(row.pk, actor=call_taker, category="kebakaran_rumah", **place)


def shown(draft: Report, user: User) -> list[tuple[str, str | None, str, bool]]:
    """What the console is told."""
    status, answer = get(browser(user), f"reports-drafts/{draft.pk}/proposals/")
    assert status == 200
    return [(one["agency"], one["unit"], one["reason"], one["is_proposed"]) for one in answer["proposals"]]


def test_leads_and_those_also_told_are_shown_with_the_reason(draft: Report, call_taker: User) -> None:
    assert shown(draft, call_taker) == [
        ("DMK", "DMK-01", "instansi utama", False),
        ("DMK", "DMK-02", "instansi utama", False),
        ("POL", "POL-01", "ikut diberi tahu", False),
    ]


def test_alarming_answers_are_part_of_the_reason_of_those_who_lead(
    draft: Report, call_taker: User, supervisor: User
) -> None:
    trapped, safe, _meter = ids(publish(supervisor))
    actions.save_draft(draft.pk, actor=call_taker, answers={str(safe): "yes", str(trapped): "yes"})
    assert [reason for _agency, _unit, reason, _is_meant in shown(draft, call_taker)] == [
        "instansi utama · Ada orang terjebak? Ya",
        "instansi utama · Ada orang terjebak? Ya",
        "ikut diberi tahu",
    ]


def test_an_agency_without_a_free_unit_is_shown_with_the_post_of_the_area(draft: Report, call_taker: User) -> None:
    for name, lat in (("Polsek Baruga", -3.96), ("Polsek Kemaraya", -4.0)):
        Post.objects.create(agency=agency("POL"), name=name, lat=lat, lng=122.53)
    type(unit("POL-01")).objects.filter(call_sign="POL-01").update(is_on_duty=False)
    assert shown(draft, call_taker)[-1] == ("POL", None, "ikut diberi tahu · Polsek Kemaraya · tanpa unit siaga", False)


def test_nobody_is_recommended_before_the_kind_stands(draft: Report, call_taker: User) -> None:
    actions.save_draft(draft.pk, actor=call_taker, category="")
    assert shown(draft, call_taker) == []


def test_whom_the_call_taker_left_ticked_is_marked_on_the_board_and_nobody_is_assigned(
    draft: Report, call_taker: User, dispatcher: User
) -> None:
    status, answer = post(browser(call_taker), f"reports-drafts/{draft.pk}/", {"proposed": "DMK"})
    assert (status, answer["report"]["proposed"]) == (200, "DMK")
    incident = actions.forward(draft.pk, actor=call_taker).incident
    assert incident is not None and not incident.assignments.exists()
    marks = {
        one["agency"]: one["is_proposed"] for one in journal_view.picture(incident, standing(dispatcher))["suggestions"]
    }
    assert marks == {"DMK": True, "POL": False}


def test_none_of_them_is_a_proposal_too(draft: Report, call_taker: User) -> None:
    actions.save_draft(draft.pk, actor=call_taker, proposed="-")
    assert not any(is_proposed for _agency, _unit, _reason, is_proposed in shown(draft, call_taker))


@pytest.mark.parametrize("text", ["dmk", "DMK;POL", "DMK,", "<b>", "TOOLONG", "DMK POL"])
def test_what_is_no_list_of_codes_is_refused_with_the_field(draft: Report, call_taker: User, text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.save_draft(draft.pk, actor=call_taker, proposed=text)
    assert list(refused.value.message_dict) == ["proposed"]


def test_a_draft_of_another_and_another_role_are_not_answered(
    draft: Report, supervisor: User, dispatcher: User
) -> None:
    path = f"reports-drafts/{draft.pk}/proposals/"
    assert [get(browser(one), path)[0] for one in (supervisor, dispatcher)] == [404, 403]
