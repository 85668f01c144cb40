"""A report that turned out to be of another event gets an incident of its own."""

from __future__ import annotations

from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from calls import actions
from calls.models import Report, ReportLine
from incidents.actions import close, merge
from incidents.models import Incident
from tests.factories import browser, get, history, incident, minutes, pending, post, ring, verbs
from tests.refusals import code_of, denied, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def draft_of(actor: User, number: str) -> Report:
    """What is written down of an answered call."""
    return Report.objects.get(call=actions.answer(ring(number=number).pk, actor=actor))


@pytest.fixture
def first(call_taker: User) -> Report:
    """A fire that was called in."""
    draft = draft_of(call_taker, "0811-0000-0001")
    street, at = "Jl. Bunga Seroja 17", (-3.96, 122.53)
    kind = "kebakaran_rumah"
    return actions.forward(draft.pk, actor=call_taker, category=kind, place_text=street, lat=at[0], lng=at[1])


@pytest.fixture
def second(first: Report, call_taker: User, clock: time_machine.Traveller) -> Report:
    """A minute later somebody sees smoke; it is taken for the same."""
    clock.shift(60)
    draft = draft_of(call_taker, "0811-0000-0002")
    joined = actions.attach(draft.pk, first.incident_id or 0, actor=call_taker, words="asap di pasar", badly_hurt=2)
    clock.shift(30)
    return joined


def of(row: Report) -> Incident:
    """The incident of a report as it stands now."""
    return Incident.objects.get(reports=row)


def test_it_becomes_an_incident_with_its_own_clock_since_its_own_report(
    first: Report, second: Report, dispatcher: User
) -> None:
    old = of(first)
    actions.split_report(second.pk, actor=dispatcher)
    new = of(second)
    assert (new.number, new.reported_at) == (old.number + 1, now() - minutes(1.5) + minutes(1))
    assert pending(new)["arrive"] == [new.reported_at + minutes(7)]
    assert [note.text for note in new.notes.all()] == ["asap di pasar", "Korban: Luka berat 2"]
    assert (new.category, new.priority, new.place_text, new.lat) == (old.category, 1, old.place_text, old.lat)
    assert (of(first).report_count, of(first).reported_at, new.report_count) == (1, old.reported_at, 1)
    assert "asap di pasar" in [note.text for note in old.notes.all()], "it has been read there"


def test_all_three_journals_tell_it(first: Report, second: Report, dispatcher: User) -> None:
    old = of(first)
    actions.split_report(second.pk, actor=dispatcher)
    new = of(second)
    assert history(old.subject)[-1].facts == {
        "into": new.pk, "short": new.short_number, "report": second.pk, "reports": 1,
    }  # fmt: skip
    assert verbs(new.subject) == ["opened", "noted", "split_off"]
    assert history(new.subject)[-1].facts == {"of": old.pk, "short": old.short_number}
    moved = history(second.subject)[-1]
    assert (moved.verb, moved.actor, moved.facts) == ("moved", dispatcher, {"incident": new.pk, "was": old.pk})


def test_what_the_report_says_itself_goes_before_what_it_was_taken_for(
    first: Report, call_taker: User, dispatcher: User
) -> None:
    draft = draft_of(call_taker, "0811-0000-0002")
    fire, where = first.incident_id or 0, "Pasar Baru"
    actions.attach(draft.pk, fire, actor=call_taker, category="begal", place_text=where, lat=-3.97, lng=122.51)
    actions.split_report(draft.pk, actor=dispatcher)
    new = of(draft)
    assert (new.category.code, new.place_text, new.lat) == ("begal", "Pasar Baru", -3.97)


def test_merging_is_the_way_back_and_a_split_stands_in_the_way_of_unmerging(
    first: Report, second: Report, dispatcher: User
) -> None:
    other = incident()
    merge(other.pk, of(first).pk, actor=dispatcher)
    actions.split_report(second.pk, actor=dispatcher)
    assert code_of(actions.unmerge_incidents, other.pk, actor=dispatcher) == "moved_on"
    assert code_of(actions.detach, second.pk, actor=second.taken_by) == "not_attached"
    actions.merge_incidents(of(second).pk, of(first).pk, actor=dispatcher)
    assert list(of(first).reports.order_by("pk")) == [first, second]


def test_what_is_not_split(first: Report, second: Report, dispatcher: User, call_taker: User, damkar: User) -> None:
    for actor in (call_taker, damkar):
        denied(actions.split_report, second.pk, actor=actor)
    assert code_of(actions.split_report, second.pk, actor=dispatcher, version=77) == "changed"
    draft = draft_of(call_taker, "0811-0000-0003")
    assert code_of(actions.split_report, draft.pk, actor=dispatcher) == "not_attached"
    alone = actions.forward(draft.pk, actor=call_taker, category="begal", place_text="Jl. Uji")
    assert code_of(actions.split_report, alone.pk, actor=dispatcher) == "only_report"
    close(of(first).pk, "nihil", actor=dispatcher)
    assert code_of(actions.split_report, second.pk, actor=dispatcher) == "already_closed"


def test_a_confidential_one_is_split_by_the_cleared_and_stays_confidential(
    first: Report, second: Report, dispatcher: User, supervisor: User
) -> None:
    Incident.objects.filter(pk=of(first).pk).update(is_confidential=True)
    assert code_of(actions.split_report, second.pk, actor=dispatcher) == "not_cleared"
    actions.split_report(second.pk, actor=supervisor)
    assert of(second).is_confidential


# --- over HTTP ------------------------------------------------------------------------------------------------------


def test_the_board_lists_the_reports_masked_and_splits_one(first: Report, second: Report, dispatcher: User) -> None:
    desk, old = browser(dispatcher), of(first)
    status, answer = get(desk, f"incidents/{old.pk}/reports/")
    assert (status, [row["id"] for row in answer["reports"]]) == (200, [first.pk, second.pk])
    line = answer["reports"][1]
    assert (line["words"], line["victims"], line["taker"]) == ("asap di pasar", ["Luka berat 2"], "Fitriani Halik")
    assert "0811-0000-0002" not in repr(answer) and line["caller"]
    status, answer = post(desk, f"incidents/{old.pk}/splitting/", {"report": second.pk, "version": old.version})
    assert (status, answer["target"]["id"]) == (201, of(second).pk)
    assert refusal(post(desk, f"incidents/{old.pk}/splitting/", {"report": second.pk})) == (404, "not_found")


def test_what_a_caller_said_is_also_in_the_lines_of_its_notes_that_stand(
    first: Report, second: Report, call_taker: User, dispatcher: User
) -> None:
    def note(text: str, corrects: ReportLine | None = None) -> ReportLine:
        facts = {"author": call_taker, "written_at": now(), "text": text, "corrects": corrects}
        return ReportLine.objects.create(report=second, key=uuid4(), **facts)

    struck = note("dua lantai")
    note("api dari dapur")
    note("tiga lantai", corrects=struck)
    lines = get(browser(dispatcher), f"incidents/{of(second).pk}/reports/")[1]["reports"]
    assert [line["words"] for line in lines] == ["", "asap di pasar · api dari dapur · tiga lantai"]


def test_of_a_reporter_who_asked_to_be_kept_secret_not_even_a_masked_number_is_listed(
    first: Report, dispatcher: User
) -> None:
    Report.objects.filter(pk=first.pk).update(hides_reporter=True)
    (line,) = get(browser(dispatcher), f"incidents/{of(first).pk}/reports/")[1]["reports"]
    assert (line["caller"], line["is_hidden"]) == ("", True)


def test_reports_are_for_intake_and_desk_and_confidential_ones_for_the_cleared(
    first: Report, dispatcher: User, damkar: User, centre_head: User, supervisor: User
) -> None:
    path = f"incidents/{of(first).pk}/reports/"
    for user in (damkar, centre_head):
        assert refusal(get(browser(user), path)) == (403, "forbidden")
    Incident.objects.filter(pk=of(first).pk).update(is_confidential=True)
    assert get(browser(dispatcher), path) == (200, {"reports": []})
    assert len(get(browser(supervisor), path)[1]["reports"]) == 1
