"""Answering and publishing at the same moment, with real threads and real commits."""

from __future__ import annotations

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from calls import actions
from calls.protocols import protocol_of
from calls.questions import Protocol
from tests.calls.protocols import METER, SAFE, ids, publish
from tests.dispatch.test_races import at_once
from tests.factories import history

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_tabs_answer_one_report_and_nothing_is_lost(supervisor: User, call_taker: User) -> None:
    first, second, third = ids(publish(supervisor))
    draft = actions.start_report("radio", actor=call_taker)
    said = [{first: "yes", second: "no"}, {second: "yes", third: "unknown"}]
    tasks = [
        partial(actions.save_draft, draft.pk, actor=call_taker, answers={str(key): reply for key, reply in one.items()})
        for one in said
    ]
    at_once(*tasks)
    kept = dict(draft.answers.values_list("question_id", "reply"))
    assert kept[first] == "yes" and kept[third] == "unknown" and kept[second] in ("yes", "no")
    draft.refresh_from_db()
    assert draft.version == len(history(draft.subject)) == 3


def test_an_edition_published_while_a_report_is_answered_leaves_the_report_its_own(
    supervisor: User, call_taker: User
) -> None:
    old = publish(supervisor)
    draft = actions.start_report("radio", actor=call_taker)
    answers = {str(ids(old)[0]): "yes"}
    at_once(
        partial(actions.save_draft, draft.pk, actor=call_taker, category="kebakaran_rumah", answers=answers),
        partial(publish, supervisor, old, questions=[METER]),
    )
    draft.refresh_from_db()
    assert Protocol.objects.current().get().edition == 2
    assert protocol_of(draft) == old


def test_of_two_supervisors_who_edit_one_edition_one_is_told(supervisor: User) -> None:
    old = publish(supervisor)
    found = at_once(
        partial(publish, supervisor, old, questions=[METER]), partial(publish, supervisor, old, questions=[SAFE])
    )
    assert [one.code for one in found if isinstance(one, ValidationError)] == ["changed"]
    assert Protocol.objects.current().get().edition == Protocol.objects.count() == 2


def test_two_protocols_begun_at_once_share_no_kind_of_event(supervisor: User) -> None:
    found = at_once(partial(publish, supervisor, title="Api"), partial(publish, supervisor, title="Asap"))
    assert sum(isinstance(one, ValidationError) for one in found) == 1
    assert Protocol.objects.count() == 1
