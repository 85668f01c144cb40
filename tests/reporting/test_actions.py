"""How a month is built, built again, published, and never built twice by accident."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import now

from agencies.models import Agency, Member, Role, Watch
from journal.models import Entry
from reporting import actions, tasks
from reporting.models import Report
from tests.reporting import rows
from tests.reporting.rows import AFTER, JANUARY, NOON, call, incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground() -> None:
    rows.city()


@pytest.fixture(autouse=True)
def february(ground: None) -> object:
    with time_machine.travel(AFTER, tick=False):
        yield


def person(name: str, *roles: str, agency: str = "") -> User:
    """Somebody on watch in these roles."""
    user = User.objects.create(username=name, first_name=name)
    of = Agency.objects.get(code=agency) if agency else None
    member = Member.objects.create(user=user, roles=list(roles), agency=of)
    Watch.objects.create(member=member, roles=list(roles), session_key=name, started_at=now())
    return user


def test_a_built_month_is_one_row_with_its_figures_and_one_entry() -> None:
    call()
    report = actions.build("2026-01", actor=None)
    assert (report.month, report.revision, report.built_at) == (JANUARY.first, 1, AFTER)
    assert report.figures["calls"]["offered"] == 1
    entry = Entry.objects.get(subject=report.subject)
    assert (entry.verb, entry.number, entry.facts) == ("built", 1, {"revision": 1})


def test_building_an_unpublished_month_again_replaces_its_figures() -> None:
    actions.build("2026-01", actor=None)
    call()
    report = actions.build("2026-01", actor=None)
    assert Report.objects.count() == 1
    assert (report.revision, report.version, report.figures["calls"]["offered"]) == (1, 2, 1)


def test_a_published_report_never_changes_and_is_followed_by_a_revision() -> None:
    first = actions.build("2026-01", actor=None)
    actions.publish(first.pk, actor=person("sup", Role.SUPERVISOR))
    call()
    second = actions.build("2026-01", actor=None)
    assert second.revision == 2
    assert Report.objects.get(pk=first.pk).figures["calls"]["offered"] == 0
    assert second.figures["calls"]["offered"] == 1


def test_publishing_twice_is_refused() -> None:
    report = actions.build("2026-01", actor=None)
    supervisor = person("sup", Role.SUPERVISOR)
    actions.publish(report.pk, actor=supervisor)
    with pytest.raises(ValidationError) as refused:
        actions.publish(report.pk, actor=supervisor)
    assert refused.value.code == "already_published"
    assert Entry.objects.filter(subject=report.subject, verb="published").count() == 1


def test_a_head_reads_reports_but_neither_builds_nor_publishes_them() -> None:
    report = actions.build("2026-01", actor=None)
    head = person("kadis", Role.HEAD)
    with pytest.raises(PermissionDenied):
        actions.build("2026-01", actor=head)
    with pytest.raises(PermissionDenied):
        actions.publish(report.pk, actor=head)
    assert Entry.objects.filter(subject=report.subject).count() == 1


def test_a_running_month_is_not_built() -> None:
    with pytest.raises(ValidationError) as refused:
        actions.build("2026-02", actor=None)
    assert refused.value.code == "not_over"
    assert not Report.objects.exists()


def test_the_trend_is_what_the_reports_before_said() -> None:
    for months in range(8, 0, -1):
        actions.build(str(JANUARY.moved(-months)), actor=None)
    report = actions.build("2026-01", actor=None)
    keys = [past["month"] for past in report.figures["trend"]]
    assert keys == ["2025-08", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01"]


def test_the_daily_task_builds_each_full_month_with_something_on_record_once() -> None:
    call(at=NOON - timedelta(days=62))
    incident(at=NOON)
    call(at=AFTER)
    assert tasks.build_missing() == ["2025-11 r1", "2026-01 r1"]
    assert tasks.build_missing() == []


def test_nothing_on_record_is_nothing_to_build() -> None:
    assert tasks.build_missing() == []


def test_the_command_builds_a_month_or_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    call()
    call_command("build_report", "--missing")
    call_command("build_report", "2026-01")
    assert capsys.readouterr().out == "2026-01 revisi 1\n2026-01 revisi 1\n"


@pytest.mark.parametrize(("month", "words"), [("2026-02", "belum selesai"), ("Januari", "2026-01")])
def test_the_command_says_in_one_line_why_it_cannot(month: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("build_report", month)


@pytest.mark.django_db(transaction=True)
def test_two_building_the_same_month_at_once_leave_one_report() -> None:
    call()
    together = Barrier(2)
    failures: list[BaseException] = []

    def builder() -> None:
        try:
            together.wait()
            actions.build("2026-01", actor=None)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=builder) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    report = Report.objects.get()
    assert failures == []
    assert report.version == Entry.objects.filter(subject=report.subject).count() == 2
