"""Two windows write one report: of two words for one field neither is lost, also when both are saved in one moment."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.timezone import now

from calls import actions
from calls.models import Report
from incidents.models import Incident
from reporting.invariants import violations
from tests.calls.protocols import ids, publish
from tests.dispatch.test_races import at_once
from tests.factories import browser, get, post, verbs


@pytest.fixture
def draft(call_taker: User) -> Report:
    """A report by radio of which something is known."""
    row = actions.start_report("radio", actor=call_taker)
    return actions.save_draft(row.pk, actor=call_taker, words="asap", lat=-3.97, lng=122.51, category="begal")


def save(draft: Report, actor: User, bases: dict[str, Any], **fields: Any) -> str:
    """Save what was seen otherwise; answers the code of the refusal, "" if it was taken."""
    try:
        actions.save_draft(draft.pk, actor=actor, bases=bases, **fields)
    except ValidationError as error:
        return error.code or ""
    return ""


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_in_one_moment_one_is_refused_and_saved_after_it_has_seen_the_other(
    draft: Report, call_taker: User
) -> None:
    words = ["dua korban", "tiga korban"]
    found = at_once(*(partial(save, draft, call_taker, {"words": "asap"}, words=one) for one in words))
    assert sorted(map(str, found)) == ["", "overtaken"]
    draft.refresh_from_db()
    kept, lost = draft.words, words[1 - words.index(draft.words)]
    assert verbs(draft.subject) == ["started", "drafted", "drafted"]
    assert save(draft, call_taker, {"words": kept}, words=lost) == ""


@pytest.mark.django_db(transaction=True)
def test_two_saves_of_different_fields_in_one_moment_are_both_taken(draft: Report, call_taker: User) -> None:
    said: list[dict[str, Any]] = [{"words": "dua korban"}, {"landmark": "pasar"}]
    bases = {"words": "asap", "landmark": ""}
    found = at_once(*(partial(save, draft, call_taker, {name: bases[name] for name in one}, **one) for one in said))
    draft.refresh_from_db()
    assert (found, draft.words, draft.landmark) == (["", ""], "dua korban", "pasar")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "base", "value", "code"),
    [
        ("words", "asap", "asap tebal", ""),
        ("words", "", "asap", ""),  # the same word, from both
        ("words", "", "api", "overtaken"),
        ("lat", -3.97, -3.98, ""),
        ("lat", None, -3.98, "overtaken"),
        ("category", "begal", "kebakaran_rumah", ""),
        ("category", "", "kebakaran_rumah", "overtaken"),
        ("priority", None, 1, ""),
        ("area", "", "", ""),
        ("is_confidential", True, False, ""),
        ("is_confidential", True, True, "overtaken"),
    ],
)
def test_a_field_is_written_over_only_by_who_saw_it(
    draft: Report, call_taker: User, field: str, base: object, value: object, code: str
) -> None:
    fields = {field: value, **({"lng": 122.6} if field == "lat" else {})}
    status, body = post(browser(call_taker), f"reports-drafts/{draft.pk}/", {**fields, "bases": {field: base}})
    assert (status, body.get("code", "")) == ((409, code) if code else (200, ""))
    if code:
        assert body["detail"] == "Isian yang sama baru saja diubah di jendela lain. Muat ulang untuk melihat keduanya."


@pytest.mark.django_db
def test_an_answer_is_written_over_only_by_who_saw_it(draft: Report, call_taker: User, supervisor: User) -> None:
    key = str(ids(publish(supervisor))[0])
    window = browser(call_taker)
    address, seen = f"reports-drafts/{draft.pk}/", f"answer:{key}"
    assert post(window, address, {"answers": {key: "yes"}, "bases": {seen: ""}})[0] == 200
    assert post(window, address, {"answers": {key: "no"}, "bases": {seen: ""}})[1]["code"] == "overtaken"
    assert post(window, address, {"answers": {key: "no"}, "bases": {seen: "yes"}})[0] == 200


@pytest.mark.django_db
def test_who_does_not_say_what_he_saw_writes_over_it(draft: Report, call_taker: User) -> None:
    window = browser(call_taker)
    assert post(window, f"reports-drafts/{draft.pk}/", {"words": "api"})[0] == 200
    strange = {"words": ["x"], "id": 1, "answers": {}, "answer:x": "yes"}
    assert post(window, f"reports-drafts/{draft.pk}/", {"landmark": "pasar", "bases": strange})[0] == 200


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["forwarding", "attaching"])
def test_words_that_a_report_on_its_way_writes_over_go_with_it_as_a_line(
    draft: Report, call_taker: User, verb: str
) -> None:
    """Another window saved them in the same second; nobody is left to choose."""
    other = actions.start_report("radio", actor=call_taker)
    robbed = actions.forward(other.pk, actor=call_taker, category="begal", place_text="Pasar").incident
    assert robbed is not None
    body: dict[str, Any] = {"words": "dua pelaku", "place_text": "Pasar Baru", "bases": {"words": "", "place_text": ""}}
    if verb == "attaching":
        body["incident"] = robbed.pk
    assert post(browser(call_taker), f"reports-drafts/{draft.pk}/{verb}/", body)[0] == 201
    draft.refresh_from_db()
    assert [line.text for line in draft.lines.all()] == ["asap"]
    incident = Incident.objects.get(reports=draft)
    assert {"asap", "dua pelaku"} <= {note.text for note in incident.notes.all()}
    assert list(violations()) == []


@pytest.mark.django_db
def test_words_that_go_on_in_the_new_ones_are_not_said_twice(draft: Report, call_taker: User) -> None:
    actions.forward(draft.pk, actor=call_taker, bases={"words": ""}, words="asap tebal", place_text="Pasar")
    assert list(draft.lines.all()) == []
    assert get(browser(call_taker), "reports-drafts/")[1]["drafts"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["forwarding", "attaching"])
@pytest.mark.parametrize(
    ("saved", "line", "told"),
    [
        ("dua pelaku", "dua pelaku", ["dua pelaku"]),
        ("dua pel ", "dua pelaku", ["dua pelaku"]),  # saved in the middle of a word
        ("asap dari dapur", "dua pelaku", ["dua pelaku", "asap dari dapur"]),  # really another window's
    ],
)
def test_words_saved_a_moment_before_they_became_a_line_are_said_once(
    call_taker: User, verb: str, saved: str, line: str, told: list[str]
) -> None:
    """The field saves itself while Ctrl+Enter or F5 makes a line of it, and the browser has not heard that it did."""
    other = actions.start_report("radio", actor=call_taker)
    robbed = actions.forward(other.pk, actor=call_taker, category="begal", place_text="Pasar").incident
    assert robbed is not None
    draft = actions.start_report("radio", actor=call_taker)
    actions.save_draft(draft.pk, actor=call_taker, bases={"words": ""}, words=saved)
    body: dict[str, Any] = {"words": "", "category": "begal", "place_text": "Pasar", "bases": {"words": ""}}
    body["lines"] = [{"key": str(uuid4()), "text": line, "at": now().isoformat()}]
    if verb == "attaching":
        body["incident"] = robbed.pk
    assert post(browser(call_taker), f"reports-drafts/{draft.pk}/{verb}/", body)[0] == 201
    assert sorted(row.text for row in draft.lines.all()) == sorted(told)
    notes = Incident.objects.get(reports=draft).notes.all()
    assert sorted(note.text for note in notes) == sorted(told)


@pytest.mark.django_db
def test_a_place_that_is_written_over_is_kept_also_when_a_line_names_it(draft: Report, call_taker: User) -> None:
    actions.save_draft(draft.pk, actor=call_taker, place_text="Pasar")
    line = {"key": uuid4(), "text": "api di Pasar", "at": now()}
    actions.forward(draft.pk, actor=call_taker, bases={"place_text": ""}, place_text="Tugu", lines=[line])
    assert sorted(row.text for row in draft.lines.all()) == ["Pasar", "api di Pasar"]
