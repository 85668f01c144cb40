"""An answer calls for an agency: on the console, before the report is sent, on the board, and kept with the edition."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency
from agencies.permissions import standing
from calls import actions, early
from calls.actions.protocols import Asked
from calls.calling import called_by, read
from calls.models import Report
from calls.questions import Protocol, Question
from dispatch import journal_view
from incidents.models import Incident
from tests.calls.protocols import METER, SAFE, TRAPPED, ids, publish
from tests.factories import agency, browser, get, ring
from tests.refusals import fields_of

pytestmark = pytest.mark.django_db

RESCUE = replace(TRAPPED, agency="PSC", agency_reply="yes", agency_when="ada yang terjebak")
METERED = replace(METER, agency="PLN", agency_reply="no", agency_when="listrik belum dimatikan")
SMOKE = Asked("Ada yang sesak?", "yes", 1, agency="PSC", agency_reply="yes", agency_when="ada yang sesak")


@pytest.fixture(autouse=True)
def others(centre: object) -> None:
    """Two agencies that no kind of event here calls for."""
    for code, name in (("PSC", "PSC 119"), ("PLN", "PLN")):
        Agency.objects.create(code=code, name=name, short_name=name, glyph="med", order=9)


@pytest.fixture
def asked(supervisor: User) -> list[str]:
    """The ids of four questions for fires, two of which call for an ambulance and one for the power company."""
    return [str(pk) for pk in ids(publish(supervisor, questions=[RESCUE, SMOKE, SAFE, METERED]))]


@pytest.fixture
def draft(call_taker: User) -> Report:
    """A house on fire."""
    row = Report.objects.get(call=actions.answer(ring().pk, actor=call_taker))
    return actions.save_draft(row.pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Contoh 1")


def shown(draft: Report, user: User) -> dict[str, tuple[str, bool]]:
    """Of each agency on the console: why, and whether it waits for an answer."""
    status, answer = get(browser(user), f"reports-drafts/{draft.pk}/proposals/")
    assert status == 200
    return {one["agency"]: (one["reason"], one["waits"]) for one in answer["proposals"]}


def early_of(draft: Report) -> list[str]:
    """Whom the board is told before the report is sent."""
    found: list[str] = early.read([draft.pk])[draft.pk]["desk+closed"]["agencies"]
    return found


def board_of(incident: Incident, dispatcher: User) -> dict[str, tuple[str, bool]]:
    """Of each agency on the board: why, and whether the call-taker means it."""
    rows = journal_view.picture(incident, standing(dispatcher))["suggestions"]
    return {one["agency"]: (one["reason"], one["is_proposed"]) for one in rows}


def test_who_waits_for_an_answer_is_shown_with_what_he_waits_for(
    draft: Report, asked: list[str], call_taker: User
) -> None:
    found = shown(draft, call_taker)
    assert found["DMK"] == ("instansi utama", False)
    assert found["POL"] == ("ikut diberi tahu", False)
    assert found["PSC"][0].startswith("bila ada yang terjebak atau ada yang sesak")
    assert found["PLN"][0].startswith("bila listrik belum dimatikan")
    assert (found["PSC"][1], found["PLN"][1]) == (True, True)
    assert early_of(draft) == ["Damkar", "Polresta"]


@pytest.mark.parametrize(("reply", "waits"), [("yes", False), ("no", True), ("unknown", True)])
def test_the_reply_calls_and_no_other_does(
    draft: Report, asked: list[str], call_taker: User, reply: str, waits: bool
) -> None:
    actions.save_draft(draft.pk, actor=call_taker, answers={asked[0]: reply})
    assert shown(draft, call_taker)["PSC"][1] is waits
    assert ("PSC 119" in early_of(draft)) is not waits


def test_a_reply_that_alarms_nobody_may_call_too(draft: Report, asked: list[str], call_taker: User) -> None:
    actions.save_draft(draft.pk, actor=call_taker, answers={asked[3]: "no", asked[0]: "yes", asked[1]: "yes"})
    found = shown(draft, call_taker)
    assert found["PLN"][0].startswith("listrik belum dimatikan")
    assert found["PSC"][0].startswith("ada yang terjebak, ada yang sesak")


def test_one_also_told_by_his_kind_waits_too_and_one_who_leads_never(
    draft: Report, call_taker: User, supervisor: User
) -> None:
    police = replace(RESCUE, agency="POL")
    publish(supervisor, questions=[police, replace(SAFE, agency="DMK", agency_reply="yes", agency_when="aman")])
    found = shown(draft, call_taker)
    assert (found["POL"][1], found["DMK"]) == (True, ("instansi utama", False))
    assert early_of(draft) == ["Damkar"]


def test_on_the_board_he_stands_with_the_reason_like_the_others(
    draft: Report, asked: list[str], call_taker: User, dispatcher: User
) -> None:
    actions.save_draft(draft.pk, actor=call_taker, answers={asked[0]: "yes"})
    incident = actions.forward(draft.pk, actor=call_taker).incident
    assert incident is not None
    assert incident.called == [["PSC", agency("PSC").short_name, "ada yang terjebak"]]
    found = board_of(incident, dispatcher)
    assert found["PSC"][0].startswith("ada yang terjebak")
    assert "PLN" not in found


def test_one_who_waits_and_is_ticked_by_hand_is_on_the_board(
    draft: Report, asked: list[str], call_taker: User, dispatcher: User
) -> None:
    actions.save_draft(draft.pk, actor=call_taker, proposed="DMK,PLN")
    assert len(early_of(draft)) == 2
    incident = actions.forward(draft.pk, actor=call_taker).incident
    assert incident is not None
    found = board_of(incident, dispatcher)
    assert found["PLN"][0].startswith("bila listrik belum dimatikan")
    assert {code for code, (_why, is_meant) in found.items() if is_meant} == {"DMK", "PLN"}


def test_an_answer_after_a_tick_by_hand_ticks_whom_it_calls_for_once(
    draft: Report, asked: list[str], call_taker: User
) -> None:
    actions.save_draft(draft.pk, actor=call_taker, proposed="DMK")
    assert actions.save_draft(draft.pk, actor=call_taker, answers={asked[0]: "yes"}).proposed == "DMK,PSC"
    actions.save_draft(draft.pk, actor=call_taker, proposed="DMK")
    assert actions.save_draft(draft.pk, actor=call_taker, answers={asked[1]: "yes"}).proposed == "DMK"
    actions.save_draft(draft.pk, actor=call_taker, proposed="-")
    assert actions.save_draft(draft.pk, actor=call_taker, answers={asked[3]: "no"}).proposed == "PLN"


@pytest.mark.parametrize("proposed", ["", "BPB"])
def test_who_ticked_nobody_for_this_kind_has_all_of_them_ticked_anyway(
    draft: Report, asked: list[str], call_taker: User, proposed: str
) -> None:
    actions.save_draft(draft.pk, actor=call_taker, proposed=proposed)
    row = actions.save_draft(draft.pk, actor=call_taker, answers={asked[0]: "yes"})
    assert row.proposed == proposed
    assert len(early_of(draft)) == 3


def test_a_second_report_calls_for_more_and_takes_that_back(
    draft: Report, asked: list[str], call_taker: User, second_call_taker: User
) -> None:
    incident = actions.forward(draft.pk, actor=call_taker).incident
    assert incident is not None
    other = Report.objects.get(call=actions.answer(ring(number="0811-2222-3333").pk, actor=second_call_taker))
    actions.save_draft(other.pk, actor=second_call_taker, category="kebakaran_rumah")
    actions.save_draft(other.pk, actor=second_call_taker, answers={asked[3]: "no"})
    actions.attach(other.pk, incident.pk, actor=second_call_taker)
    assert [code for code, _name, _why in Incident.objects.get(pk=incident.pk).called] == ["PLN"]
    actions.detach(other.pk, actor=second_call_taker)
    assert Incident.objects.get(pk=incident.pk).called == []


def test_what_was_answered_of_another_kind_calls_for_nobody(draft: Report, asked: list[str], call_taker: User) -> None:
    actions.save_draft(draft.pk, actor=call_taker, answers={asked[0]: "yes"})
    actions.save_draft(draft.pk, actor=call_taker, category="begal")
    assert called_by(read(draft)) == []


def test_many_drafts_ask_no_more_than_one(draft: Report, asked: list[str], call_taker: User) -> None:
    for pk in range(3):
        row = Report.objects.get(call=actions.answer(ring(number=f"0811-0000-000{pk}").pk, actor=call_taker))
        actions.save_draft(row.pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Contoh 2")
        actions.save_draft(row.pk, actor=call_taker, answers={asked[0]: "yes"})
    counts = []
    for ids_of in ([row.pk], list(Report.objects.values_list("pk", flat=True))):
        with CaptureQueriesContext(connection) as seen:
            early.read(ids_of)
        counts.append(len(seen))
    assert counts[0] == counts[1]


# --- the supervisor's editor ----------------------------------------------------------------------------------------


def test_an_edition_keeps_whom_it_calls_and_another_word_is_another_edition(supervisor: User) -> None:
    row = publish(supervisor, questions=[RESCUE])
    assert publish(supervisor, row, questions=[RESCUE]) == row
    second = publish(supervisor, row, questions=[replace(RESCUE, agency_when="ada orang di dalam")])
    assert (second.edition, second.questions.get().agency_when) == (2, "ada orang di dalam")
    assert Question.objects.get(protocol=row).agency_when == "ada yang terjebak"
    bare = publish(supervisor, second, questions=[TRAPPED]).questions.get()
    assert (bare.agency, bare.agency_reply, bare.agency_when) == (None, "", "")


@pytest.mark.parametrize(
    "said", [{"agency": "QQQ"}, {"agency_reply": ""}, {"agency_reply": "unknown"}, {"agency_when": "a" * 41}]
)
def test_what_calls_nobody_well_is_refused(supervisor: User, said: dict[str, Any]) -> None:
    found = fields_of(actions.publish_protocol, None, actor=supervisor, **asks(replace(RESCUE, **said)))
    assert found == ["questions"]


def asks(*questions: Asked) -> dict[str, Any]:
    """A protocol with these questions."""
    return {"title": "Asap", "sop": "", "categories": ["kebakaran_rumah"], "questions": questions}


def test_the_editor_offers_agencies_and_keeps_what_was_typed(supervisor: User) -> None:
    row = publish(supervisor, questions=[RESCUE])
    client = browser(supervisor)
    html = client.get(f"/protokol/{row.pk}/ubah/").content.decode()
    assert '<option value="PSC" selected>' in html
    assert 'value="ada yang terjebak"' in html
    said = {
        "title": "Kebakaran",
        "sop": "Utamakan orang.",
        "categories": ["kebakaran_rumah"],
        "q-TOTAL_FORMS": "1",
        "q-INITIAL_FORMS": "0",
        "q-0-text": "Ada asap?",
        "q-0-agency": "PLN",
    }
    answer = client.post(f"/protokol/{row.pk}/ubah/", said)
    assert answer.status_code == 422
    assert "Pilih jawaban yang memanggil instansi ini." in answer.content.decode()
    answer = client.post(f"/protokol/{row.pk}/ubah/", {**said, "q-0-agency_reply": "no", "q-0-agency_when": "api"})
    assert answer.status_code == 302
    question = Protocol.objects.get(is_current=True).questions.get()
    assert question.agency is not None
    assert (question.agency.code, question.agency_reply, question.agency_when) == ("PLN", "no", "api")
    assert "bila Tidak: api" in client.get(answer["Location"]).content.decode()
