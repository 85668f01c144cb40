"""Finding a place by what a caller says, and the kelurahan of a point."""

import time

import pytest
from pytest_django import DjangoAssertNumQueries
from shapely.geometry import box, mapping

from agencies import ground
from agencies.models import Area, Place
from agencies.places import AreaMap, area_at, inside_service_area, matching, normal, searchable, typed_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> None:
    """Kendari."""
    ground.load()


def names(text: str) -> list[str]:
    """What a search proposes, in order."""
    return [hit.name for hit in matching(text)]


def test_a_name_is_found_however_it_is_spelt_or_begun(city: None) -> None:
    meant = {
        "Anduonohu": "Andonohu",
        "andonohu": "Andonohu",
        "Lepo-lepo": "Lepo Lepo",
        "lepolepo": "Lepo Lepo",
        "wua wua": "Wua Wua",
        "WUA-WUA": "Wua Wua",
        "wua2": "Wua Wua",
        "Kessilampe": "Kassilampe",
        "wawowanggu": "Wowawanggu",
        "bungku toko": "Bungkutoko",
        "pudai": "Puday",
        "benua nirae": "Benuanirae",
        "kota lama": "Kendari Caddi",
        "rs bhayangkara": "RS Bhayangkara",
        "pkm mata": "Puskesmas Mata",
        "mata puskesmas": "Puskesmas Mata",
        "pusk labi": "Puskesmas Labibia",
        "eks mtq": "Tugu Religi",
        "jl. abdullah silondae": "Menara Balai Kota",
    }
    assert {typed: names(typed)[0] for typed in meant} == meant


def test_a_small_typing_error_still_finds_it(city: None) -> None:
    meant = {
        "kemaraia": "Kemaraya",
        "lipo plasa": "Lippo Plaza Kendari",
        "bahtramas": "RSU Bahteramas",
        "rahandona": "Rahandouna",
        "masjit al alam": "Masjid Al-Alam",
    }
    assert {typed: names(typed)[0] for typed in meant} == meant


def test_a_kelurahan_goes_before_the_kecamatan_of_its_name_and_both_before_what_lies_there(city: None) -> None:
    hits = matching("mandonga")
    assert [(hit.name, hit.type) for hit in hits[:3]] == [
        ("Mandonga", "kelurahan"), ("Mandonga", "kecamatan"), ("Polsek Mandonga", "kantor polisi")
    ]  # fmt: skip
    assert len(hits) == 8


def test_a_hit_says_kelurahan_and_kecamatan_and_whether_its_point_is_only_the_middle_of_an_area(city: None) -> None:
    clinic, station = matching("puskesmas poasia")[0], matching("polsek poasia")[0]
    assert str(clinic.area) == "Wundumbatu · Poasia"
    assert (clinic.lat, clinic.lng, clinic.is_approximate) == (-3.9981, 122.5482, False)
    assert station.is_approximate


def test_places_of_an_area_are_found_by_its_name(city: None) -> None:
    assert "Kolam Retensi Boulevard" in names("lepo lepo")


def test_nothing_is_proposed_for_nothing(city: None) -> None:
    for nothing in ("", " ", "-", "a", "qqqqqqq"):
        assert matching(nothing) == []


def test_typed_coordinates_are_a_place(city: None) -> None:
    [hit] = matching("-3,98 122,53")
    assert (hit.name, hit.lat, hit.lng, hit.type) == ("-3.98000, 122.53000", -3.98, 122.53, "koordinat")
    assert str(hit.area) == "Korumba · Mandonga"


@pytest.mark.parametrize(
    "typed", ["-3.98, 122.53", "-3,98 122,53", "−3.98000 · 122.53000", "122.53;-3.98", " -3.98,122.53 "]
)
def test_coordinates_are_understood_with_point_or_comma_and_in_either_order(typed: str) -> None:
    assert typed_point(typed) == (-3.98, 122.53)


@pytest.mark.parametrize("typed", ["3 98", "jl 3.98", "-3.98", "100.1, 200.2", "1042"])
def test_other_figures_are_no_coordinates(typed: str) -> None:
    assert typed_point(typed) is None


def test_a_search_asks_twice_and_again_only_when_no_name_has_the_words(
    city: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        matching("puskesmas")
    with django_assert_num_queries(4):
        matching("puskesnas")


def test_a_search_costs_less_than_fifty_milliseconds_of_the_server(city: None) -> None:
    took = []
    for _again in range(5):
        started = time.process_time()
        matching("andonuhu")
        took.append(time.process_time() - started)
    assert min(took) < 0.05


def test_a_point_lies_in_the_kelurahan_whose_centre_is_nearest(city: None) -> None:
    area, is_approximate = area_at(-3.9673, 122.5136)
    assert str(area) == "Mandonga · Mandonga"
    assert is_approximate, "the outlines of the demo are not surveyed"


def test_a_surveyed_outline_is_believed(city: None) -> None:
    Area.objects.filter(code="74.71.01.1005").update(is_approximate=False)
    assert area_at(-3.9673, 122.5136)[1] is False


def test_a_point_just_outside_every_outline_belongs_to_the_nearest_and_is_approximate() -> None:
    square = mapping(box(122.5, -4.0, 122.51, -3.99))
    ward = Area(name="Uji", level="kelurahan", lat=-3.995, lng=122.505, outline=square, is_approximate=False)
    areas = AreaMap([ward])
    assert areas.at(-3.995, 122.505) == (ward, False)
    assert areas.at(-3.995, 122.523) == (ward, True)
    assert areas.at(-3.995, 122.524) == (None, True)


def test_the_city_ends_before_its_neighbours(city: None) -> None:
    assert inside_service_area(-3.9762, 122.5871), "the bridge over the bay"
    assert not inside_service_area(-4.0817, 122.4172), "the airport, Konawe Selatan"
    assert not inside_service_area(-3.9153, 122.6244), "Soropia, Konawe"


def test_without_any_outline_no_area_is_proposed() -> None:
    assert area_at(-3.98, 122.53) == (None, True)


def test_names_are_compared_without_accents_signs_and_capitals() -> None:
    assert normal("  Jl. H.E.A. Mokodompit—Café ") == "jl h e a mokodompit cafe"
    assert normal("Lepo2, RT2") == "lepo lepo rt2"


def test_what_is_searched_fits_its_column() -> None:
    place = Place(name="n" * 120, aliases=["a" * 120] * 5)
    assert len(searchable(place.name, place.aliases, None)) == 400
