"""Incidents in the admin: what happened is only read, and confidential incidents are there for the cleared alone."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.utils.timezone import now

from agencies.models import Agency, Member, Role, Watch
from incidents.models import Assignment, Category, Escalation, Incident, Note, Standard
from journal.models import Entry

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 10, 14, 0, tzinfo=UTC)
HAPPENED = (Incident, Assignment, Escalation, Note, Entry)


@pytest.fixture
def administrator() -> Member:
    """An administrator on watch who is not cleared for confidential incidents."""
    member = Member.objects.create(user=User.objects.create_superuser("admin"), roles=[Role.ADMINISTRATOR])
    Watch.objects.create(member=member, roles=member.roles, session_key="kantor", started_at=now())
    return member


@pytest.fixture
def incidents() -> tuple[Incident, Incident]:
    """An open incident and a confidential one, each with all that belongs to it."""
    return happen(1, is_confidential=False), happen(2, is_confidential=True)


def happen(number: int, *, is_confidential: bool) -> Incident:
    """An incident with an assignment, an escalation, a note and an entry."""
    category, _created = Category.objects.get_or_create(code="uji", defaults={"track": "emergency", "priority": 1})
    agency, _created = Agency.objects.get_or_create(code="POL")
    incident = Incident.objects.create(
        number=number, opened_on=AT.date(), track="emergency", category=category, priority=1, source="call",
        is_confidential=is_confidential, place_text="Jl. Uji", reported_at=AT, located_at=AT, classified_at=AT,
        opened_at=AT, forwarded_at=AT,
    )  # fmt: skip
    Assignment.objects.create(incident=incident, agency=agency, notified_at=AT)
    Escalation.objects.create(incident=incident, clock="arrive", level=1, raised_at=AT)
    Note.objects.create(incident=incident, written_at=AT, text="uji")
    Entry.objects.create(subject=incident.subject, number=1, happened_at=AT, recorded_at=AT, verb="opened")
    return incident


def seen(member: Member) -> dict[str, int]:
    """How many rows of each kind the admin lists for somebody."""
    request = RequestFactory().get("/admin/")
    request.user = member.user
    return {model.__name__: site._registry[model].get_queryset(request).count() for model in HAPPENED}


def test_confidential_incidents_and_all_that_belongs_to_them_are_hidden(
    administrator: Member, incidents: tuple[Incident, Incident]
) -> None:
    assert seen(administrator) == {"Incident": 1, "Assignment": 1, "Escalation": 1, "Note": 1, "Entry": 1}


def test_the_cleared_see_confidential_incidents(administrator: Member, incidents: tuple[Incident, Incident]) -> None:
    Member.objects.update(is_cleared=True)
    assert set(seen(administrator).values()) == {2}


def test_nobody_adds_changes_or_deletes_what_happened(administrator: Member) -> None:
    request = RequestFactory().get("/admin/")
    request.user = administrator.user
    for model in HAPPENED:
        its_admin = site._registry[model]
        assert its_admin.has_view_permission(request)
        assert not its_admin.has_add_permission(request)
        assert not its_admin.has_change_permission(request)
        assert not its_admin.has_delete_permission(request)


def test_categories_and_dispositions_are_switched_off_rather_than_deleted(administrator: Member) -> None:
    request = RequestFactory().get("/admin/")
    request.user = administrator.user
    assert site._registry[Category].has_change_permission(request)
    assert not site._registry[Category].has_delete_permission(request)


def test_a_standard_times_one_of_the_clocks(administrator: Member) -> None:
    request = RequestFactory().get("/admin/")
    request.user = administrator.user
    form = site._registry[Standard].get_form(request)()
    assert '<option value="arrive">tiba</option>' in str(form["clock"])
