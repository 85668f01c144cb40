"""Notes as lines: each with its time and name, corrected but never erased, and told to the incident one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from calls import actions
from calls.lines import LONGEST_LINE, MOST_LINES
from calls.models import Report
from calls.queue import draft_card
from dispatch.board import read
from incidents import actions as incidents
from incidents.models import Incident
from tests.factories import browser, get, history, incident, post, ring, seconds, told, verbs
from tests.refusals import fields_of

pytestmark = pytest.mark.django_db

PLACED: dict[str, Any] = {"place_text": "Jl. Uji", "category": "kebakaran_rumah"}


def line(text: str, *, at: datetime | None = None, corrects: Any = None) -> dict[str, Any]:
    """A line as the console sends it."""
    return {"key": uuid4(), "text": text, "at": at or now(), "corrects": corrects}


@pytest.fixture
def draft(clock: time_machine.Traveller, call_taker: User) -> Report:
    """The report of a call that has just been answered."""
    return Report.objects.get(call=actions.answer(ring().pk, actor=call_taker))


def texts(draft: Report) -> list[tuple[str, str | None]]:
    """The lines of a draft as the console gets them: the text and the text that it corrects."""
    rows = draft_card(draft)["lines"]
    by_key = {row["key"]: row["text"] for row in rows}
    return [(row["text"], by_key.get(row["corrects"])) for row in rows]


def test_a_line_has_its_moment_and_its_name(clock: time_machine.Traveller, draft: Report, call_taker: User) -> None:
    clock.shift(30)
    said = line("tabrakan motor")
    clock.shift(5)
    actions.save_draft(draft.pk, actor=call_taker, lines=[said])
    (row,) = draft_card(draft)["lines"]
    assert (row["at"], row["by"], row["text"]) == (now() - seconds(5), "Fitriani Halik", "tabrakan motor")
    assert (verbs(draft.subject)[-1], history(draft.subject)[-1].facts) == ("drafted", {"fields": ["lines"]})


def test_a_line_that_comes_twice_at_once_is_one_line(draft: Report, call_taker: User) -> None:
    said = line("tabrakan motor")
    actions.save_draft(draft.pk, actor=call_taker, lines=[said, dict(said)])
    assert texts(draft) == [("tabrakan motor", None)]


def test_a_line_sent_again_is_one_line(draft: Report, call_taker: User) -> None:
    said = line("tabrakan motor")
    for _time in range(2):
        actions.save_draft(draft.pk, actor=call_taker, lines=[said])
    assert texts(draft) == [("tabrakan motor", None)]
    assert verbs(draft.subject) == ["drafted"]


def test_lines_of_two_tabs_stand_together_in_the_order_of_their_moments(
    clock: time_machine.Traveller, draft: Report, call_taker: User
) -> None:
    clock.shift(10)
    early = line("kata tab pertama")
    clock.shift(10)
    actions.save_draft(draft.pk, actor=call_taker, lines=[line("kata tab kedua")])
    actions.save_draft(draft.pk, actor=call_taker, lines=[early])
    assert [text for text, _corrects in texts(draft)] == ["kata tab pertama", "kata tab kedua"]


def test_a_wrong_clock_of_the_browser_dates_no_line_before_the_report_or_after_now(
    clock: time_machine.Traveller, draft: Report, call_taker: User
) -> None:
    clock.shift(60)
    hour = seconds(3600)
    said = [line("terlalu dini", at=now() - hour), line("terlalu nanti", at=now() + hour)]
    actions.save_draft(draft.pk, actor=call_taker, lines=said)
    assert [row["at"] for row in draft_card(draft)["lines"]] == [draft.started_at, now()]


def test_a_correction_strikes_a_line_through_and_both_stay(draft: Report, call_taker: User) -> None:
    wrong = line("dua korban")
    actions.save_draft(draft.pk, actor=call_taker, lines=[wrong])
    actions.save_draft(draft.pk, actor=call_taker, lines=[line("tiga korban", corrects=wrong["key"])])
    assert texts(draft) == [("dua korban", None), ("tiga korban", "dua korban")]


def test_of_two_corrections_of_one_line_the_second_corrects_the_first(draft: Report, call_taker: User) -> None:
    wrong = line("dua korban")
    more = [line("tiga korban", corrects=wrong["key"]), line("empat korban", corrects=wrong["key"])]
    actions.save_draft(draft.pk, actor=call_taker, lines=[wrong, *more])
    assert texts(draft) == [("dua korban", None), ("tiga korban", "dua korban"), ("empat korban", "tiga korban")]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ([line("a" * (LONGEST_LINE + 1))], "words"),
        ([line("  ")], "words"),
        ([line("koreksi", corrects=uuid4())], "lines"),
        ([line("a") for _one in range(MOST_LINES + 1)], "lines"),
    ],
)
def test_what_is_no_line_is_refused(draft: Report, call_taker: User, said: list[dict[str, Any]], field: str) -> None:
    assert fields_of(actions.save_draft, draft.pk, actor=call_taker, lines=said) == [field]


def test_the_incident_has_each_line_and_what_was_not_entered_yet_as_the_last(
    clock: time_machine.Traveller, draft: Report, call_taker: User
) -> None:
    clock.shift(10)
    wrong = line("dua korban")
    clock.shift(10)
    right = line("tiga korban", corrects=wrong["key"])
    clock.shift(10)
    row = actions.forward(draft.pk, actor=call_taker, lines=[wrong, right], words="jalan macet", **PLACED)
    assert row.incident is not None
    notes = row.incident.notes.select_related("correction")
    assert [(note.text, note.written_at, note.is_struck) for note in notes] == [
        ("dua korban", now() - seconds(20), True),
        ("tiga korban", now() - seconds(10), False),
        ("jalan macet", now(), False),
    ]
    assert {note.author for note in notes} == {call_taker}


def test_a_joined_report_brings_its_lines(draft: Report, call_taker: User) -> None:
    fire = incident(words="")
    actions.attach(draft.pk, fire.pk, actor=call_taker, lines=[line("api membesar"), line("ada anak di dalam")])
    assert [note.text for note in fire.notes.all()] == ["api membesar", "ada anak di dalam"]


def test_agency_and_desk_see_which_line_is_struck(draft: Report, call_taker: User, dispatcher: User) -> None:
    wrong = line("dua korban")
    said = [wrong, line("tiga korban", corrects=wrong["key"])]
    row = actions.forward(draft.pk, actor=call_taker, lines=said, **PLACED)
    assert row.incident_id
    told(row.incident, dispatcher, agencies=("DMK",))  # type: ignore[arg-type]
    cards = read([row.incident_id])[row.incident_id]
    (damkar,) = [card for audience, card in cards.items() if audience.startswith("agency:")]
    seen = [("dua korban", True, False), ("tiga korban", False, True)]
    assert [(note["text"], note["is_struck"], note["is_correction"]) for note in damkar["notes"]] == seen
    _status, body = get(browser(dispatcher), f"incidents/{row.incident_id}/journal/")
    assert [(note["text"], note["is_struck"], note["is_correction"]) for note in body["notes"]] == seen


def test_the_incidents_page_strikes_it_through(draft: Report, call_taker: User) -> None:
    wrong = line("dua korban")
    said = [wrong, line("tiga korban", corrects=wrong["key"])]
    row = actions.forward(draft.pk, actor=call_taker, lines=said, **PLACED)
    page = browser(call_taker).get(f"/kejadian/{row.incident_id}/").content.decode()
    assert "“dua korban” · dicoret, lihat koreksinya" in page
    assert "Koreksi: “tiga korban”" in page


def test_nobody_can_erase_a_line_of_an_incident(draft: Report, call_taker: User, dispatcher: User) -> None:
    row = actions.forward(draft.pk, actor=call_taker, lines=[line("dua korban")], **PLACED)
    assert row.incident_id
    incidents.change(row.incident_id, actor=dispatcher, place_text="Jl. Lain")
    assert Incident.objects.get().notes.filter(text="dua korban").exists()


# --- over HTTP ------------------------------------------------------------------------------------------------------


def sent(text: str, **more: Any) -> dict[str, Any]:
    """A line in JSON."""
    return {"key": str(uuid4()), "text": text, "at": now().isoformat(), **more}


def test_the_console_gets_back_what_it_entered(draft: Report, call_taker: User) -> None:
    said = sent("satu orang pingsan")
    status, body = post(browser(call_taker), f"reports-drafts/{draft.pk}/", {"lines": [said]})
    (row,) = body["report"]["lines"]
    assert (status, row["key"], row["text"]) == (200, said["key"], "satu orang pingsan")
    assert get(browser(call_taker), "reports-drafts/")[1]["drafts"][0]["lines"] == [row]


@pytest.mark.parametrize(
    "wrong", [{"key": "x"}, {"at": "kemarin"}, {"text": ""}, {"text": "a" * 4001}, {"corrects": "x"}]
)
def test_a_garbled_line_is_a_clear_400(draft: Report, call_taker: User, wrong: dict[str, Any]) -> None:
    status, body = post(browser(call_taker), f"reports-drafts/{draft.pk}/", {"lines": [{**sent("a"), **wrong}]})
    assert (status, list(body["fields"])) == (400, ["lines"])


# --- who reports ----------------------------------------------------------------------------------------------------


def test_the_relation_is_one_of_the_list(draft: Report, call_taker: User) -> None:
    assert actions.save_draft(draft.pk, actor=call_taker, relation="family").relation_text == "Keluarga"
    assert fields_of(actions.save_draft, draft.pk, actor=call_taker, relation="tukang bakso") == ["relation"]


def test_a_relation_from_before_the_list_stays(draft: Report, call_taker: User) -> None:
    Report.objects.filter(pk=draft.pk).update(relation="Tetangga")
    row = actions.save_draft(draft.pk, actor=call_taker, relation="Tetangga", words="api")
    assert (row.relation, row.relation_text) == ("Tetangga", "Tetangga")
