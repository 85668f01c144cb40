"""The accounts of the demo."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from agencies.models import Centre, Member, Role
from demo.people import PASSWORD
from journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> None:
    """Kendari without people."""
    call_command("load_ground", stdout=StringIO())


def people() -> list[list[str]]:
    """What the command prints: role, account, password."""
    out = StringIO()
    call_command("demo_people", stdout=out)
    return [line.split("\t") for line in out.getvalue().splitlines()]


def test_everybody_is_printed_with_role_account_and_password(city: None) -> None:
    lines = people()
    assert ["Penerima Panggilan + Dispatcher", "wa.rahmawati", PASSWORD] in lines
    assert ["Petugas OPD · Damkar", "damkar", PASSWORD] in lines
    assert len(lines) == User.objects.count() == Member.objects.count()


def test_everybody_can_sign_in_with_the_printed_password(city: None) -> None:
    people()
    assert User.objects.values("password").distinct().count() == 1
    assert User.objects.get(username="fitriani").check_password(PASSWORD)


def test_every_role_has_somebody(city: None) -> None:
    people()
    assert {role for roles in Member.objects.values_list("roles", flat=True) for role in roles} == set(Role)


def test_each_is_what_the_demo_needs(city: None) -> None:
    people()
    damkar = Member.objects.select_related("agency").get(user__username="damkar")
    assert damkar.agency and damkar.agency.code == "DMK"
    assert damkar.unit is None  # whichever unit the visitor sends, this telephone rings
    assert Member.objects.get(user__username="kadis").agency is None
    assert Member.objects.get(user__username="ahmad.rifai").is_cleared
    admin = User.objects.get(username="admin")
    assert admin.is_staff and admin.is_superuser
    assert User.objects.filter(is_superuser=True).count() == 1


def test_the_centre_is_a_demo_from_then_on(city: None) -> None:
    assert not Centre.objects.get().is_demo
    people()
    assert Centre.objects.get().is_demo


def test_a_second_run_changes_nobody(city: None) -> None:
    people()
    Member.objects.filter(user__username="fitriani").update(roles=[Role.DISPATCHER])
    user = User.objects.get(username="fitriani")
    user.set_password("lain")
    user.save()
    entries = Entry.objects.count()
    people()
    assert Member.objects.get(user__username="fitriani").roles == [Role.DISPATCHER]
    assert User.objects.get(username="fitriani").check_password("lain")
    assert Entry.objects.count() == entries


def test_each_member_begins_with_one_entry(city: None) -> None:
    people()
    for member in Member.objects.all():
        assert [entry.verb for entry in Entry.objects.filter(subject=member.subject)] == ["added"]
        assert member.version == 1


def test_a_centre_where_people_work_gets_no_accounts_with_a_known_password(city: None) -> None:
    Member.objects.create(user=User.objects.create_user("ibu.kepala"), roles=[Role.SUPERVISOR])
    with pytest.raises(CommandError, match="sudah dipakai sungguhan"):
        people()
    assert not User.objects.filter(username="admin").exists()
    assert not Centre.objects.get().is_demo


def test_without_the_ground_it_says_what_to_do_first() -> None:
    with pytest.raises(CommandError, match="load_ground"):
        people()
