"""A point as callers, colleagues and maps write it."""

import pytest

from agencies.coordinates import typed_point


@pytest.mark.parametrize(
    "typed",
    [
        "-3.98, 122.53",
        "-3,98 122,53",
        "-3,98, 122,53",
        "-3,98,122,53",
        "−3.98000 · 122.53000",
        "122.53;-3.98",
        " -3.98,122.53 ",
        "(-3.98, 122.53)",
        "-3.98° 122.53°",
    ],
)
def test_decimal_degrees_with_point_or_comma_and_in_either_order(typed: str) -> None:
    assert typed_point(typed) == (-3.98, 122.53)


@pytest.mark.parametrize(
    "typed",
    [
        """3°58'48"S 122°31'48"E""",
        "3° 58′ 48″ LS, 122° 31′ 48″ BT",
        """122°31'48"E 3°58'48"S""",
        "3°58.8'S 122°31.8'E",
        "S 3°58'48\" E 122°31'48\"",
        "3.98 LS 122.53 BT",
        "3°58'48''S,122°31'48''E",
    ],
)
def test_degrees_with_minutes_and_seconds_and_their_sides(typed: str) -> None:
    assert typed_point(typed) == pytest.approx((-3.98, 122.53))


def test_north_and_west_are_what_they_say() -> None:
    assert typed_point("1°30'LU 0°30'BB") == (1.5, -0.5)


@pytest.mark.parametrize(
    "link",
    [
        "https://www.google.com/maps/@-3.98,122.53,17z",
        "https://www.google.com/maps/place/X/@-3.9,122.5,17z/data=!3m1!4b1!4m6!8m2!3d-3.98!4d122.53",
        "https://maps.google.com/?q=-3.98,122.53",
        "https://maps.google.com/maps?q=-3.98%2C122.53&z=17",
        "https://www.google.com/maps/search/?api=1&query=-3.98,122.53",
        "https://www.google.com/maps/search/-3.98,+122.53?entry=tts",
        "https://www.google.com/maps?q=loc:-3.98,122.53",
        "https://www.openstreetmap.org/?mlat=-3.98&mlon=122.53#map=17/-3.9/122.5",
        "https://www.openstreetmap.org/#map=17/-3.98/122.53",
        "geo:-3.98,122.53?z=17",
        "http://maps.apple.com/?ll=-3.98,122.53",
    ],
)
def test_the_point_of_a_link_that_was_pasted(link: str) -> None:
    assert typed_point(link) == (-3.98, 122.53)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "3 98",
        "jl 3.98",
        "-3.98",
        "100.1, 200.2",
        "1042",
        "-3,98",
        "3°58'48\"S",
        "3°58'S 4°10'S",
        "https://maps.app.goo.gl/Abc123",
        "https://example.org/?q=kendari",
        "RT 3, 12",
        "95°10'S 122°10'E",
        "9" * 200,
    ],
)
def test_other_texts_are_no_point(typed: str) -> None:
    assert typed_point(typed) is None


def test_a_long_text_is_refused_at_once() -> None:
    assert typed_point("1° " * 60) is None
    assert typed_point("-3.9" + " " * 190 + "x") is None
