"""`manage.py load_ground`: what incidents are classified and timed by."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import combinations
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from agencies import ground
from agencies.models import Agency, Unit
from incidents import ground as incidents_ground
from incidents.choosing import is_same_ground
from incidents.clocks import CLOCKS, applying
from incidents.models import Category, Disposition, Standard, Track
from incidents.plans import Plan

pytestmark = pytest.mark.django_db


def load() -> list[str]:
    """What the command prints, line by line."""
    out = StringIO()
    call_command("load_ground", stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def loaded() -> list[str]:
    """The whole ground, loaded once."""
    return load()


def limit(clock: str, track: str, priority: int, category: str = "") -> timedelta | None:
    """What the loaded standards promise."""
    row = applying(
        list(Standard.objects.all()),
        clock,
        track=track,
        priority=priority,
        category_id=Category.objects.get(code=category).pk if category else None,
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return row.limit if row else None


def test_the_command_says_one_line_for_each_subject(loaded: list[str]) -> None:
    assert loaded[2] == "Instansi: 20 ditambahkan, 0 sudah ada"
    assert len(loaded) == 17


def test_a_second_run_adds_nothing(loaded: list[str]) -> None:
    assert all(": 0 ditambahkan, " in line for line in load())


def test_every_category_has_a_lead_and_a_glyph_of_the_icon_sheet(loaded: list[str]) -> None:
    sheet = (Path(ground.FOLDER).parent / "icons" / "sheet.svg").read_text(encoding="utf-8")
    for category in Category.objects.prefetch_related("leads"):
        assert category.leads.all(), category.code
        assert f'id="i-{category.glyph}"' in sheet, category.code


def test_every_category_has_words_that_callers_use(loaded: list[str]) -> None:
    for category in Category.objects.all():
        assert all(word.strip() for word in category.words.split(",")), category.code


def test_categories_from_before_there_were_words_get_them_and_a_supervisors_stay(loaded: list[str]) -> None:
    Category.objects.filter(code="pencurian").update(words="")
    Category.objects.filter(code="banjir").update(words="air bah")
    load()
    assert "maling" in Category.objects.get(code="pencurian").words
    assert Category.objects.get(code="banjir").words == "air bah"


def test_a_house_fire_calls_damkar_and_tells_the_others(loaded: list[str]) -> None:
    fire = Category.objects.get(code="kebakaran_rumah")
    assert [agency.code for agency in fire.leads.all()] == ["DMK"]
    assert {agency.code for agency in fire.also_told.all()} == {"POL", "PSC", "PLN", "PDM", "SPP"}
    assert (fire.priority, fire.track, fire.apco_code) == (1, Track.EMERGENCY, "FSTRU")


def test_violence_at_home_against_children_and_suicide_are_confidential(loaded: list[str]) -> None:
    confidential = Category.objects.filter(is_confidential=True).values_list("code", flat=True)
    assert set(confidential) == {"kdrt", "kekerasan_anak", "kekerasan_seksual", "bunuh_diri"}


def test_services_are_never_urgent(loaded: list[str]) -> None:
    assert set(Category.objects.filter(track=Track.SERVICE).values_list("priority", flat=True)) == {4}


def test_dispositions_carry_two_digit_codes_for_export(loaded: list[str]) -> None:
    codes = dict(Disposition.objects.values_list("code", "apco_code"))
    assert codes["duplikat"] == "22"
    assert all(len(code) == 2 and code.isdigit() for code in codes.values())


def test_emergencies_are_accepted_in_minutes_by_priority_and_services_in_hours(loaded: list[str]) -> None:
    minutes = [limit("accept", "emergency", priority) for priority in (1, 2, 3, 4)]
    assert minutes == [timedelta(minutes=m) for m in (1, 1, 3, 15)]
    assert limit("accept", "service", 4, "lampu_jalan") == timedelta(hours=4)


def test_seven_minutes_run_for_the_first_three_priorities_of_the_emergency_track_alone(loaded: list[str]) -> None:
    assert [limit("arrive", "emergency", priority) for priority in (1, 2, 3)] == [timedelta(minutes=7)] * 3
    assert limit("arrive", "emergency", 4) is None
    assert limit("arrive", "service", 4) is None
    assert set(Standard.objects.filter(clock="arrive").values_list("percentile", flat=True)) == {80}


def test_a_service_is_finished_in_days_by_category(loaded: list[str]) -> None:
    days = {"lampu_jalan": 3, "pangkas_pohon": 3, "sampah": 2, "jalan_rusak": 14, "pipa_air": 7}
    for category, allowed in days.items():
        assert limit("finish", "service", 4, category) == timedelta(days=allowed)


def test_calls_are_answered_in_ten_seconds_and_forwarded_in_ninety(loaded: list[str]) -> None:
    assert limit("answer", "emergency", 1) == timedelta(seconds=10)
    assert limit("forward", "service", 4) == timedelta(seconds=90)
    assert limit("tell", "emergency", 2) == timedelta(seconds=60)


def test_every_standard_times_a_clock_that_exists_and_is_marked_as_an_example(loaded: list[str]) -> None:
    assert set(Standard.objects.values_list("clock", flat=True)) == set(CLOCKS)
    assert set(Standard.objects.values_list("is_example", flat=True)) == {True}
    assert limit("accept", "emergency", 1) and not applying(
        list(Standard.objects.all()), "accept", track="emergency", priority=1, category_id=None,
        at=datetime(2025, 6, 9, 15, 59, tzinfo=UTC),
    )  # fmt: skip


def test_a_second_run_keeps_what_a_supervisor_changed(loaded: list[str]) -> None:
    fire = Category.objects.get(code="kebakaran_rumah")
    fire.leads.set([Agency.objects.get(code="BPB")])
    Category.objects.filter(pk=fire.pk).update(priority=2, name="Kebakaran")
    Standard.objects.filter(clock="arrive", priority=1).update(limit=timedelta(minutes=10))
    load()
    fire.refresh_from_db()
    assert (fire.priority, fire.name, [lead.code for lead in fire.leads.all()]) == (2, "Kebakaran", ["BPB"])
    assert limit("arrive", "emergency", 1) == timedelta(minutes=10)


def test_a_category_that_was_given_another_code_is_not_added_again(loaded: list[str]) -> None:
    Category.objects.filter(code="lampu_jalan").update(code="pju")
    assert all(": 0 ditambahkan, " in line for line in load())


def test_a_load_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down() -> None:
        raise IntegrityError

    monkeypatch.setattr(incidents_ground, "load", break_down)
    with pytest.raises(IntegrityError):
        load()
    assert not Agency.objects.exists()


def test_the_example_plans_ask_for_kinds_of_unit_that_there_are_and_are_marked_as_examples(loaded: list[str]) -> None:
    there = {(unit.agency_id, unit.capability) for unit in Unit.objects.all()}
    plans = list(Plan.objects.current().whole())
    assert len(plans) > 10 and not any(plan.approved_at or plan.gone for plan in plans)
    for plan in plans:
        asked = {(need.agency_id, need.capability) for need in plan.needs.all() if need.capability}
        assert asked <= there and plan.needed(1), plan.code


def test_no_two_example_plans_are_for_the_same_ground(loaded: list[str]) -> None:
    assert not any(is_same_ground(one, other) for one, other in combinations(Plan.objects.current(), 2))


def test_a_plan_that_was_withdrawn_is_not_loaded_again(loaded: list[str]) -> None:
    Plan.objects.filter(code="banjir").update(is_current=False)
    load()
    assert Plan.objects.filter(code="banjir").count() == 1
    assert not Plan.objects.current().filter(code="banjir").exists()
