"""Incidents in the admin: what happened is only read, and confidential incidents are there for the cleared alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.utils import timezone
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


STANDARD = {"clock": "arrive", "limit": "00:07:00", "percentile": "90", "valid_from_0": "2026-02-01"}


def complaints(member: Member, **said: str) -> dict[str, list[str]]:
    """What the form for a standard complains of."""
    request = RequestFactory().get("/admin/")
    request.user = member.user
    filled = {**STANDARD, "valid_from_1": "00:00:00", **said}
    form = site._registry[Standard].get_form(request)(filled)
    return {name: [str(one) for one in words] for name, words in form.errors.items()}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"limit": "00:00:00"}, {"limit": ["Batas harus lebih dari nol."]}),
        ({"limit": "-00:01:00"}, {"limit": ["Batas harus lebih dari nol."]}),
        ({"percentile": "0"}, {"percentile": ["Isi 1 sampai 100."]}),
        ({"percentile": "101"}, {"percentile": ["Isi 1 sampai 100."]}),
        ({"percentile": "100"}, {}),
        ({"valid_from_0": "2026-01-31"}, {}),
        ({"valid_from_0": "2026-01-10", "valid_from_1": "23:00:00"}, {}),
        (
            {"valid_from_0": "2026-01-11"},
            {"valid_from": ["Standar yang sama sudah ada sejak hari ini. Ubah yang sudah ada."]},
        ),
        ({"valid_from_0": "2026-01-11", "priority": "1"}, {}),
    ],
)
def test_a_standard_can_be_kept_and_is_one_only_for_its_day(
    administrator: Member, said: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    """16:00 UTC of the 10th is midnight in the centre: the row that is there begins on the 11th."""
    at = datetime(2026, 1, 10, 16, 0, tzinfo=UTC)
    Standard.objects.create(clock="arrive", limit=timedelta(minutes=7), valid_from=at)
    with timezone.override("Asia/Makassar"):
        assert complaints(administrator, **said) == wrong


def test_a_standard_is_named_in_indonesian(administrator: Member) -> None:
    row = Standard(clock="finish", limit=timedelta(days=3), valid_from=AT)
    assert (str(row), site._registry[Standard].span(row)) == ("selesai 3 hari", "3 hari")  # type: ignore[attr-defined]
