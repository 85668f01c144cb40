"""The month over HTTP: the figures as built, for whom they are, and how much of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from reporting import actions
from reporting.models import Report
from tests.factories import browser, get, machine_client
from tests.reporting.months import december, january

pytestmark = pytest.mark.django_db

# Session, account, centre, watch; standing twice, the centre's zone, the report.
QUERIES = 6


@pytest.fixture
def report(centre: object) -> Report:
    """January's report."""
    return january()


def january_for(client: Client) -> dict[str, Any]:
    """What this client is answered."""
    status, answer = get(client, "reports/2026-01/")
    assert status == 200
    return answer


def refusal(client: Client, key: str = "2026-01") -> tuple[int, str]:
    """Status and code; a detail in words must be there."""
    status, answer = get(client, f"reports/{key}/")
    assert answer["detail"]
    return status, answer["code"]


def test_a_month_as_it_was_built(report: Report, supervisor: User) -> None:
    answer = january_for(browser(supervisor))
    assert set(answer) == {"month", "revision", "built_at", "published_at", "figures"}
    assert (answer["month"], answer["revision"], answer["published_at"]) == ("2026-01", 1, None)
    assert answer["figures"] == report.figures
    assert answer["figures"]["calls"]["offered"] == 9
    assert answer["built_at"].endswith("Z")


def test_the_last_revision_is_given(report: Report, administrator: User) -> None:
    actions.publish(report.pk, actor=administrator)
    actions.build("2026-01", actor=administrator)
    answer = january_for(browser(administrator))
    assert (answer["revision"], answer["published_at"]) == (2, None)


def test_a_published_month_says_since_when(report: Report, administrator: User) -> None:
    before = now()
    actions.publish(report.pk, actor=administrator)
    assert january_for(browser(administrator))["published_at"] >= before.isoformat()[:19]


def test_the_centres_head_reads_all_and_an_agencys_head_his_own(report: Report, centre_head: User, head: User) -> None:
    assert january_for(browser(centre_head))["figures"] == report.figures
    own = january_for(browser(head))["figures"]
    assert own["agency"] == "DMK"
    assert [row["code"] for row in own["agencies"]] == ["DMK"]
    assert not {"calls", "outcomes", "categories", "districts", "incidents", "within_limit"} & set(own)
    assert "POL" not in str(own["trend"])


def test_it_is_not_for_those_who_work_on_the_cases(
    report: Report, call_taker: User, dispatcher: User, damkar: User
) -> None:
    for user in (call_taker, dispatcher, damkar):
        assert refusal(browser(user)) == (403, "forbidden")
    assert refusal(machine_client("pabx", "telephony")) == (403, "forbidden")
    assert refusal(Client())[0] == 401


@pytest.mark.parametrize("key", ["2026-02", "2026-13", "2026-1", "januari", "0000-01"])
def test_a_month_without_a_report_is_not_found(report: Report, supervisor: User, key: str) -> None:
    assert refusal(browser(supervisor), key) == (404, "not_found")


def test_more_months_cost_no_more_queries(
    centre: object, supervisor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    december()
    january()
    client = browser(supervisor)
    for key in ("2025-12", "2026-01"):
        with django_assert_num_queries(QUERIES):
            client.get(f"/api/v1/reports/{key}/")
