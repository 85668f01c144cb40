"""The agencies' ground: what is loaded, what is left alone, and the outlines that are made from centres."""

import filecmp
import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from shapely.geometry import Point, shape

from agencies import ground
from agencies.management.commands import make_areas
from agencies.models import Agency, Area, Centre, DutyPeriod, LadderStep, Place, Post, Seat, Unit
from agencies.outlines import REACH, around
from journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> list[ground.Tally]:
    """The ground, loaded once into an empty database."""
    return ground.load()


def test_the_city_has_eleven_kecamatan_and_sixty_five_kelurahan(loaded: list[ground.Tally]) -> None:
    assert Counter(Area.objects.values_list("level", flat=True)) == {"kecamatan": 11, "kelurahan": 65}
    assert not Area.objects.filter(level="kelurahan", parent=None).exists()
    assert not Area.objects.filter(outline=None).exists()
    assert str(Area.objects.get(code="74.71.06.1008")) == "Poasia · Abeli"


def test_an_agency_comes_with_posts_units_and_its_own_ladder(loaded: list[ground.Tally]) -> None:
    damkar = Agency.objects.get(code="DMK")
    assert damkar.posts.count() == 6
    assert list(damkar.units.values_list("call_sign", flat=True))[:2] == ["DMK-01", "DMK-02"]
    assert [step.after for step in LadderStep.objects.of(damkar.pk)] == [
        timedelta(0), timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)
    ]  # fmt: skip


def test_an_agency_without_a_ladder_climbs_the_centres(loaded: list[ground.Tally]) -> None:
    steps = LadderStep.objects.of(Agency.objects.get(code="PMI").pk)
    assert [step.title for step in steps][-1] == "Sekretaris Daerah"


def test_the_utilities_only_acknowledge_what_is_not_their_own_work(loaded: list[ground.Tally]) -> None:
    utilities = Agency.objects.filter(only_acknowledges=True)
    assert set(utilities.values_list("code", flat=True)) == {"PLN", "PDM"}


def test_the_police_climb_from_polsek_to_mabes(loaded: list[ground.Tally]) -> None:
    post: Post | None = Post.objects.get(name="Polsek Mandonga")
    names = []
    while post:
        names.append(post.name)
        post = post.parent
    assert names == ["Polsek Mandonga", "Polresta Kendari", "Polda Sulawesi Tenggara", "Mabes Polri"]
    ladder = LadderStep.objects.of(Agency.objects.get(code="POL").pk)
    assert [step.title.split()[1] for step in ladder] == ["Polsek", "Polresta", "Polda", "Komando"]


def test_a_unit_stands_at_its_post_and_is_on_duty_since_it_was_added(loaded: list[ground.Tally]) -> None:
    unit = Unit.objects.select_related("post").get(call_sign="AMB-05")
    assert unit.post is not None
    assert (unit.lat, unit.lng) == (unit.post.lat, unit.post.lng) == (-3.9981, 122.5482)
    assert DutyPeriod.objects.filter(unit=unit, ended_at=None).count() == 1
    assert Entry.objects.get(subject=unit.subject).verb == "added"
    assert unit.version == 1


def test_a_unit_off_duty_says_why_and_has_no_duty_period(loaded: list[ground.Tally]) -> None:
    unit = Unit.objects.get(call_sign="DMK-05")
    assert (unit.is_on_duty, unit.off_duty_reason) == (False, "rusak")
    assert not DutyPeriod.objects.filter(unit=unit).exists()


def test_every_telephone_number_is_plainly_an_example(loaded: list[ground.Tally]) -> None:
    for model in (Agency, Post, LadderStep):
        phones = list(model._default_manager.values_list("phone", flat=True))
        assert phones
        assert all(phone.startswith("0401-555-") for phone in phones)


def test_every_glyph_is_on_the_icon_sheet(loaded: list[ground.Tally]) -> None:
    sheet = (Path(ground.FOLDER).parent / "icons" / "sheet.svg").read_text(encoding="utf-8")
    for glyph in Agency.objects.values_list("glyph", flat=True):
        assert f'id="i-{glyph}"' in sheet


def test_known_posts_are_places_too_and_lie_in_the_kecamatan_of_their_address(loaded: list[ground.Tally]) -> None:
    where = {
        "Puskesmas Mata": "Kendari", "Puskesmas Kandai": "Kendari", "Puskesmas Benu-Benua": "Kendari Barat",
        "Puskesmas Kemaraya": "Kendari Barat", "Puskesmas Labibia": "Mandonga", "Puskesmas Puuwatu": "Puuwatu",
        "Puskesmas Mekar": "Kadia", "Puskesmas Perumnas": "Kadia", "Puskesmas Jati Raya": "Kadia",
        "Puskesmas Wua-Wua": "Wua-Wua", "Puskesmas Lepo-Lepo": "Baruga", "Puskesmas Mokoau": "Kambu",
        "Puskesmas Poasia": "Poasia", "Puskesmas Abeli": "Abeli", "Puskesmas Nambo": "Nambo",
    }  # fmt: skip
    places = Place.objects.filter(type="puskesmas").select_related("area__parent")
    assert {place.name: place.area.parent.name for place in places if place.area and place.area.parent} == where


def test_the_airport_lies_outside_the_city(loaded: list[ground.Tally]) -> None:
    assert Place.objects.get(name="Bandara Haluoleo").area is None


def test_a_second_load_adds_nothing(loaded: list[ground.Tally]) -> None:
    assert all(tally.added == tally.listed for tally in loaded)
    assert all(tally.added == 0 for tally in ground.load())


def test_a_second_load_keeps_what_a_supervisor_changed(loaded: list[ground.Tally]) -> None:
    Agency.objects.filter(code="DMK").update(phone="0401-555-9999", is_active=False)
    LadderStep.objects.filter(agency=None, level=1).update(after=timedelta(minutes=3))
    Area.objects.filter(code="74.71.04.1003").update(name="Anduonohu")
    Centre.objects.update(greeting="Selamat malam, 112.", last_number=1042)
    ground.load()
    assert Agency.objects.values_list("phone", "is_active").get(code="DMK") == ("0401-555-9999", False)
    assert LadderStep.objects.get(agency=None, level=1).after == timedelta(minutes=3)
    assert Area.objects.get(code="74.71.04.1003").name == "Anduonohu"
    assert Centre.objects.values_list("greeting", "last_number").get() == ("Selamat malam, 112.", 1042)


def test_a_second_load_brings_back_what_was_removed_and_nothing_else(loaded: list[ground.Tally]) -> None:
    Place.objects.filter(name="Kendari Beach").delete()
    added = {tally.subject: tally.added for tally in ground.load() if tally.added}
    assert added == {"Tempat": 1}


def test_a_seat_whose_extension_moved_to_another_desk_is_not_added_again(loaded: list[ground.Tally]) -> None:
    Seat.objects.filter(name="Meja 01").update(name="Meja Timur")
    ground.load()
    assert not Seat.objects.filter(name="Meja 01").exists()


def test_a_data_file_with_a_strange_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="sebentar"):
        ground.duration("sebentar")


def test_the_committed_outlines_are_what_the_centres_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ground.FOLDER / "areas.json", tmp_path)
    monkeypatch.setattr(make_areas, "FOLDER", tmp_path)
    call_command("make_areas")
    assert filecmp.cmp(tmp_path / "outlines.json", ground.FOLDER / "outlines.json", shallow=False)


def test_a_kelurahan_holds_its_own_centre_and_goes_no_further_than_its_reach(loaded: list[ground.Tally]) -> None:
    wards = list(Area.objects.filter(level="kelurahan"))
    plane = around([(ward.lat, ward.lng) for ward in wards])
    for ward in wards:
        assert ward.outline is not None
        outline, centre = plane.flat(shape(ward.outline)), plane.point(ward.lat, ward.lng)
        assert outline.is_valid
        assert outline.contains(centre)
        assert outline.hausdorff_distance(centre) < REACH + 5


def test_a_kecamatan_is_the_union_of_its_kelurahan(loaded: list[ground.Tally]) -> None:
    for district in Area.objects.filter(level="kecamatan").prefetch_related("parts"):
        assert district.outline is not None
        outline = shape(district.outline)
        assert outline.is_valid
        parts = [shape(part.outline) for part in district.parts.all() if part.outline]
        assert sum(part.area for part in parts) == pytest.approx(outline.area, rel=1e-3)
        assert all(outline.buffer(1e-5).contains(part) for part in parts)


def test_a_flat_map_measures_in_metres() -> None:
    plane = around([(-3.9, 122.4), (-4.1, 122.6)])
    one_minute_north = plane.point(-4.0, 122.5).distance(plane.point(-4.0 + 1 / 60, 122.5))
    assert one_minute_north == pytest.approx(1853, rel=0.005)
    assert plane.point(-4.0, 122.5) == Point(0, 0)
