"""The ground in the admin: what an administrator may change, and what every change leaves behind."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from pytest_django import Settings

from agencies.models import Agency, Centre, LadderStep, Member, Place, Post, Role, Unit, Watch
from journal.models import Entry

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def office(settings: Settings) -> Client:
    """The browser of an administrator on watch."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    user = User.objects.create_superuser("admin")
    member = Member.objects.create(user=user, roles=[Role.ADMINISTRATOR])
    client = Client()
    client.force_login(user, backend=BACKEND)
    Watch.objects.create(
        member=member, roles=[Role.ADMINISTRATOR], session_key=client.session.session_key or "", started_at=now()
    )
    return client


@pytest.fixture
def fire_brigade() -> Agency:
    """An agency with one post."""
    agency = Agency.objects.create(code="DMK", name="Damkar", short_name="Damkar", glyph="flame")
    Post.objects.create(agency=agency, name="Mako", lat=-3.98, lng=122.5)
    return agency


@pytest.fixture
def operator() -> Member:
    """A call-taker on watch."""
    member = Member.objects.create(user=User.objects.create_user("fitriani"), roles=[Role.CALL_TAKER])
    Watch.objects.create(member=member, roles=[Role.CALL_TAKER], session_key="meja", started_at=now())
    return member


NO_TRACKERS = {"trackers-TOTAL_FORMS": 0, "trackers-INITIAL_FORMS": 0}


def change(client: Client, row: Member | Unit, **fields: object) -> int:
    """Send a change form; the status of the answer."""
    address = reverse(f"admin:agencies_{row.kind}_change", args=[row.pk])
    return client.post(address, {**NO_TRACKERS, **fields}).status_code


def test_every_page_of_the_ground_opens(office: Client, fire_brigade: Agency) -> None:
    for model, its_admin in admin.site._registry.items():
        if model._meta.app_label in ("agencies", "incidents", "journal"):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            assert (
                office.get(reverse(f"{name}_changelist"), {"q": "1"} if its_admin.search_fields else {}).status_code
                == 200
            )
            can_add = its_admin.has_add_permission(office.get(reverse("admin:index")).wsgi_request)
            assert office.get(reverse(f"{name}_add")).status_code == (200 if can_add else 403)
    assert office.get(reverse("admin:agencies_agency_change", args=[fire_brigade.pk])).status_code == 200


def test_a_member_gets_other_roles_through_the_action_and_his_watch_ends(office: Client, operator: Member) -> None:
    assert change(office, operator, roles=["dispatcher", "supervisor"], is_active="on", is_cleared="on") == 302
    operator.refresh_from_db()
    assert (operator.roles, operator.is_cleared) == (["dispatcher", "supervisor"], True)
    assert not operator.watches.filter(ended_at=None).exists()
    entry = Entry.objects.get(subject=operator.subject)
    assert (entry.verb, entry.actor) == ("changed", User.objects.get(username="admin"))


def test_a_member_may_be_shut_out(office: Client, operator: Member) -> None:
    change(office, operator, roles=["call_taker"])
    operator.user.refresh_from_db()
    assert not operator.user.is_active


def test_a_member_cannot_be_changed_without_a_watch_as_administrator(office: Client, operator: Member) -> None:
    Watch.objects.filter(member__user__username="admin").update(ended_at=now())
    assert change(office, operator, roles=["supervisor"], is_active="on") == 403
    operator.refresh_from_db()
    assert operator.roles == ["call_taker"]
    assert not Entry.objects.exists()


def test_a_member_needs_a_role(office: Client, operator: Member) -> None:
    assert change(office, operator, is_active="on") == 200
    operator.refresh_from_db()
    assert operator.roles == ["call_taker"]


def test_an_administrator_adds_a_member(office: Client, fire_brigade: Agency) -> None:
    user = User.objects.create_user("damkar")
    fields = {"user": user.pk, "roles": ["responder"], "agency": fire_brigade.pk}
    assert office.post(reverse("admin:agencies_member_add"), fields).status_code == 302
    member = Member.objects.get(user=user)
    assert (member.roles, member.agency, member.version) == (["responder"], fire_brigade, 1)
    assert Entry.objects.get(subject=member.subject).verb == "added"


def test_agency_staff_have_an_agency_and_ride_with_its_units_only(office: Client, fire_brigade: Agency) -> None:
    user = User.objects.create_user("damkar")
    strange = Unit.objects.create(agency=Agency.objects.create(code="XYZ", name="Lain"), call_sign="XYZ-01")
    address, said = reverse("admin:agencies_member_add"), {"user": user.pk, "roles": ["responder"]}
    without = office.post(address, said)
    assert "Pilih instansinya" in without.content.decode()
    other = office.post(address, said | {"agency": fire_brigade.pk, "unit": strange.pk})
    assert "Pilih unit instansinya sendiri" in other.content.decode()
    assert not Member.objects.filter(user=user).exists()


def test_the_first_administrator_is_made_without_a_watch_and_nobody_after_him(office: Client) -> None:
    Member.objects.all().delete()
    founder, second = User.objects.get(username="admin"), User.objects.create_user("lain")
    address = reverse("admin:agencies_member_add")
    assert office.post(address, {"user": founder.pk, "roles": ["administrator"]}).status_code == 302
    assert office.post(address, {"user": second.pk, "roles": ["supervisor"]}).status_code == 403
    assert list(Member.objects.values_list("user", flat=True)) == [founder.pk]


def test_a_unit_is_never_deleted_neither_alone_nor_with_others(office: Client, fire_brigade: Agency) -> None:
    engine = Unit.objects.create(agency=fire_brigade, call_sign="DMK-01")
    assert office.post(reverse("admin:agencies_unit_delete", args=[engine.pk]), {"post": "yes"}).status_code == 403
    many = {"action": "delete_selected", "_selected_action": [engine.pk], "post": "yes"}
    office.post(reverse("admin:agencies_unit_changelist"), many)
    assert Unit.objects.filter(pk=engine.pk).exists()


def test_a_new_unit_starts_off_duty_at_its_post(office: Client, fire_brigade: Agency) -> None:
    post = fire_brigade.posts.get()
    fields: dict[str, object] = {
        "agency": fire_brigade.pk,
        "post": post.pk,
        "call_sign": "DMK-09",
        "capability": "tangga",
        **NO_TRACKERS,
    }
    assert office.post(reverse("admin:agencies_unit_add"), fields).status_code == 302
    unit = Unit.objects.get()
    assert (unit.is_on_duty, unit.off_duty_reason, unit.lat, unit.lng) == (False, "unit baru", -3.98, 122.5)
    assert Entry.objects.get(subject=unit.subject).verb == "added"


def test_a_change_of_a_unit_is_journalled_and_leaves_its_duty_alone(office: Client, fire_brigade: Agency) -> None:
    unit = Unit.objects.create(agency=fire_brigade, call_sign="DMK-01", lat=-4.0, lng=122.6)
    assert change(office, unit, agency=fire_brigade.pk, call_sign="DMK-11", capability="pompa", is_on_duty="") == 302
    unit.refresh_from_db()
    assert (unit.call_sign, unit.is_on_duty, unit.lat, unit.version) == ("DMK-11", True, -4.0, 1)
    assert Entry.objects.get(subject=unit.subject).facts == {"fields": ["call_sign", "capability"]}


def test_a_place_is_found_by_its_new_name(office: Client) -> None:
    fields = {"name": "Pasar Baru Wua-Wua", "type": "pasar", "aliases": "Pasar Wua2", "lat": "-3.99", "lng": "122.48"}
    assert office.post(reverse("admin:agencies_place_add"), fields).status_code == 302
    assert Place.objects.get().search == "pasar baru wua wua pasar wua wua"


def test_there_is_one_centre_and_it_stays(office: Client) -> None:
    centre = Centre.objects.create(name="NTPD 112", region="Kendari", code="KDI", lat=-3.98, lng=122.53)
    assert office.get(reverse("admin:agencies_centre_add")).status_code == 403
    assert office.get(reverse("admin:agencies_centre_delete", args=[centre.pk])).status_code == 403


def test_the_parent_of_a_post_is_one_of_its_own_agency(office: Client, fire_brigade: Agency) -> None:
    other = Agency.objects.create(code="PSC", name="PSC 119", short_name="PSC 119", glyph="med")
    Post.objects.create(agency=other, name="Pos PSC")
    page = office.get(reverse("admin:agencies_agency_change", args=[fire_brigade.pk])).content.decode()
    assert ">Mako</option>" in page
    assert ">Pos PSC</option>" not in page


@pytest.mark.parametrize(
    ("typed", "kept"), [("6,14,22", [6, 14, 22]), ("7,24", [7, 14, 21]), ("7,7", [7, 14, 21]), ("", [7, 14, 21])]
)
def test_the_hours_of_the_watches_are_different_hours_of_a_day(office: Client, typed: str, kept: list[int]) -> None:
    centre = Centre.objects.create(name="NTPD 112", region="Kendari", code="KDI", lat=-3.98, lng=122.53)
    fields = (
        "name",
        "region",
        "code",
        "time_zone",
        "time_zone_label",
        "greeting",
        "lat",
        "lng",
        "zoom",
        "climbs_after_s",
        "surge_calls_area",
        "surge_calls_all",
        "surge_window_min",
    )
    said = {name: getattr(centre, name) for name in fields}
    office.post(reverse("admin:agencies_centre_change", args=[centre.pk]), {**said, "shift_hours": typed})
    centre.refresh_from_db()
    assert centre.shift_hours == kept


def posts_shown(client: Client, **asked: str) -> list[str]:
    """The names in the list of posts."""
    page = client.get(reverse("admin:agencies_post_changelist"), asked)
    return [post.name for post in page.context["cl"].result_list]


def test_posts_are_found_by_their_name_and_by_their_agency(office: Client, fire_brigade: Agency) -> None:
    clinic = Agency.objects.create(code="PSC", name="PSC 119", short_name="PSC 119", glyph="med")
    Post.objects.create(agency=clinic, name="Pos Poasia")
    assert posts_shown(office, q="poasia") == posts_shown(office, q="psc") == ["Pos Poasia"]
    assert posts_shown(office, agency__id__exact=str(fire_brigade.pk)) == ["Mako"]


def test_a_post_is_added_and_then_put_below_one_of_its_own_agency_only(office: Client, fire_brigade: Agency) -> None:
    clinic = Agency.objects.create(code="PSC", name="PSC 119", short_name="PSC 119", glyph="med")
    foreign = Post.objects.create(agency=clinic, name="Pos PSC")
    said = {"agency": fire_brigade.pk, "name": "Pos Poasia", "phone": "0401-3120113"}
    assert office.post(reverse("admin:agencies_post_add"), said).status_code == 302
    post = Post.objects.get(name="Pos Poasia")
    address = reverse("admin:agencies_post_change", args=[post.pk])
    assert office.post(address, {**said, "parent": foreign.pk}).status_code == 200
    assert office.post(address, {**said, "parent": fire_brigade.posts.get(name="Mako").pk}).status_code == 302
    post.refresh_from_db()
    assert post.parent == fire_brigade.posts.get(name="Mako")


def test_a_post_that_stands_stays_its_agencys_and_is_not_deleted_on_its_page(
    office: Client, fire_brigade: Agency
) -> None:
    clinic = Agency.objects.create(code="PSC", name="PSC 119", short_name="PSC 119", glyph="med")
    post = fire_brigade.posts.get()
    said = {"agency": clinic.pk, "name": "Markas"}
    assert office.post(reverse("admin:agencies_post_change", args=[post.pk]), said).status_code == 302
    assert office.post(reverse("admin:agencies_post_delete", args=[post.pk]), {"post": "yes"}).status_code == 403
    post.refresh_from_db()
    assert (post.name, post.agency) == ("Markas", fire_brigade)


PLACE = {"name": "Pasar Baru", "type": "pasar", "lat": "-3.99", "lng": "122.48"}


def complaints(client: Client, model: str, said: dict[str, object]) -> dict[str, list[str]]:
    """What the form for a new row complains of, field by field."""
    answer = client.post(reverse(f"admin:{model}_add"), said)
    return dict(answer.context["adminform"].form.errors) if answer.status_code == 200 else {}


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ({"lat": "95"}, {"lat": ["Lintang dari -90 sampai 90."]}),
        (
            {"lat": "-91", "lng": "181"},
            {"lat": ["Lintang dari -90 sampai 90."], "lng": ["Bujur dari -180 sampai 180."]},
        ),
        ({"lat": "-90", "lng": "180"}, {}),
    ],
)
def test_a_place_stands_on_the_earth(office: Client, point: dict[str, str], said: dict[str, list[str]]) -> None:
    assert complaints(office, "agencies_place", {**PLACE, **point}) == said


@pytest.mark.parametrize(
    ("point", "wrong"),
    [
        ({"lat": "-3.98"}, {"lng": ["Isi lintang dan bujur, atau kosongkan keduanya."]}),
        ({"lng": "122.5"}, {"lat": ["Isi lintang dan bujur, atau kosongkan keduanya."]}),
        ({"lat": "utara", "lng": "122.5"}, {"lat": ["Masukkan sebuah bilangan."]}),
        ({}, {}),
    ],
)
def test_a_post_stands_somewhere_or_nowhere_but_not_at_half_a_point(
    office: Client, fire_brigade: Agency, point: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    said = {"agency": fire_brigade.pk, "name": "Pos Poasia", **point}
    assert complaints(office, "agencies_post", said) == wrong
    assert Post.objects.filter(name="Pos Poasia").exists() == (not wrong)


def test_a_post_that_is_there_already_is_said_to_be_there(office: Client, fire_brigade: Agency) -> None:
    said: dict[str, object] = {"agency": fire_brigade.pk, "name": "Mako"}
    assert complaints(office, "agencies_post", said) == {"__all__": ["Pos dengan Instansi dan Nama ini sudah ada."]}


@pytest.mark.parametrize(
    ("level", "after", "said"),
    [
        (2, "-00:01:00", ["Waktu ini tidak boleh negatif."]),
        (2, "00:00:30", ["Tingkat 2 (00:30) tidak boleh lebih cepat daripada tingkat 1 (01:00)."]),
        (0, "00:02:00", ["Tingkat 1 (01:00) tidak boleh lebih cepat daripada tingkat 0 (02:00)."]),
        (2, "00:01:00", []),
        (3, "3 00:00:00", []),
    ],
)
def test_a_ladder_rises_with_time(
    office: Client, fire_brigade: Agency, level: int, after: str, said: list[str]
) -> None:
    first = LadderStep.objects.create(agency=fire_brigade, level=1, after=timedelta(minutes=1), title="Danru")
    LadderStep.objects.create(level=0, after=timedelta(hours=1), title="Operator pusat")
    rung: dict[str, object] = {"agency": fire_brigade.pk, "level": level, "after": after, "title": "Kabid"}
    assert complaints(office, "agencies_ladderstep", rung).get("after", []) == said
    same: dict[str, object] = {"agency": fire_brigade.pk, "level": 1, "after": "00:00:10", "title": "Danru"}
    address = reverse("admin:agencies_ladderstep_change", args=[first.pk])
    assert office.post(address, same).status_code == 302


@pytest.mark.parametrize(
    ("first", "second", "kept"), [("00:05:00", "00:09:00", [5, 9]), ("00:05:00", "00:04:00", [1, 2])]
)
def test_the_rungs_of_an_agency_are_judged_as_they_will_stand_together(
    office: Client, fire_brigade: Agency, first: str, second: str, kept: list[int]
) -> None:
    rungs = [
        LadderStep.objects.create(agency=fire_brigade, level=level, after=timedelta(minutes=level), title="Danru")
        for level in (1, 2)
    ]
    said: dict[str, object] = {
        name: getattr(fire_brigade, name) for name in ("code", "name", "short_name", "glyph", "order")
    }
    said |= {"posts-TOTAL_FORMS": 0, "posts-INITIAL_FORMS": 0, "ladder-TOTAL_FORMS": 2, "ladder-INITIAL_FORMS": 2}
    for at, (rung, after) in enumerate(zip(rungs, (first, second), strict=True)):
        row = {"id": rung.pk, "agency": fire_brigade.pk, "level": rung.level, "after": after, "title": rung.title}
        said |= {f"ladder-{at}-{name}": value for name, value in row.items()}
    office.post(reverse("admin:agencies_agency_change", args=[fire_brigade.pk]), said)
    minutes = [step.after // timedelta(minutes=1) for step in LadderStep.objects.order_by("level")]
    assert minutes == kept


def test_lists_speak_indonesian(office: Client, fire_brigade: Agency, operator: Member) -> None:
    LadderStep.objects.create(agency=fire_brigade, level=1, after=timedelta(days=3), title="Danru")
    LadderStep.objects.create(agency=fire_brigade, level=2, after=timedelta(seconds=-1), title="Kabid")
    page = office.get(reverse("admin:agencies_ladderstep_changelist")).content.decode()
    assert ">3 hari<" in page and ">−00:01<" in page
    page = office.get(reverse("admin:agencies_member_changelist")).content.decode()
    assert ">Penerima Panggilan<" in page and "call_taker" not in page
    page = office.get(reverse("admin:index")).content.decode()
    assert "Percobaan masuk" in page and "Axes" not in page
