"""What telephones say of their place: both versions of the SMS, the HTTPS form, and every way to get them wrong."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calls.aml import HTTPS, WHO, Unreadable, read_https, read_sms, unpacked
from calls.positions import Fix, Message, Method

# The example of the standard, 131 letters long.
ONE = (
    'A"ML=1;lt=+48.902963;lg=+2.516582;rd=1964;top=20220210134654;lc=95;pm=G;si=234302543446355;'
    "ei=357365093474415;mcc=208;mnc=01;ml=131"
)
TWO = (
    'A"ML=2;en=112;et=1644500814;lo=-3.98123,122.51234,15;lt=10;lc=90;lz=12.5,3;ls=W;'
    "ei=357365093474415;nc=51010;hc=51010;lg=id"
)
FORM: dict[str, Any] = {
    "v": "1",
    "device_number": "+6285241872093",
    "location_latitude": "-3.98123",
    "location_longitude": "122.51234",
    "location_time": "1644500824000",
    "location_accuracy": "12.5",
    "location_source": "WIFI",
    "location_certainty": "95",
    "location_altitude": "3",
    "device_imei": "357365093474415",
    "device_imsi": "510102543446355",
    "cell_network_mcc": "510",
    "cell_network_mnc": "10",
    "hmac": "0123",
}


def one(length: int | None = None, **changed: str | None) -> str:
    """A message of version 1 with some keys changed or left out, and its true length unless another is given."""
    values = {"lt": "-3.98123", "lg": "+122.51234", "rd": "12", "top": "20220210134654", "lc": "95", "pm": "W"}
    said = {key: value for key, value in {**values, **changed}.items() if value is not None}
    body = 'A"ML=1;' + ";".join(f"{key}={value}" for key, value in said.items()) + ";ml="
    return f"{body}{length or len(body) + len(str(len(body)))}"


def two(**changed: str | None) -> str:
    """A message of version 2 with some keys changed or left out."""
    values = {"en": "112", "et": "1644500814", "lo": "-3.98123,122.51234,15", "lt": "10", "lc": "90", "ls": "F"}
    said = {key: value for key, value in {**values, **changed}.items() if value is not None}
    return 'A"ML=2;' + ";".join(f"{key}={value}" for key, value in said.items()) + ";lg=id"


def fix_in(text: str) -> Fix:
    """The position that a message must have."""
    found = read_sms(text).fix
    assert found is not None
    return found


def fault_of(text: str) -> str:
    """The key that is named as unreadable."""
    with pytest.raises(Unreadable) as refused:
        read_sms(text)
    assert refused.value.text
    return refused.value.field


# --- version 1 ------------------------------------------------------------------------------------------------------


def test_the_example_of_the_standard_is_read_whole_and_its_subscriber_is_not_kept() -> None:
    found = read_sms(ONE)
    fix = Fix(48.902963, 2.516582, 1964, 95, Method.GNSS, datetime(2022, 2, 10, 13, 46, 54, tzinfo=UTC))
    assert found == Message(fix, imei="35736509347441", network="20801")
    assert "234302543446355" not in repr(found)


@pytest.mark.parametrize("lat", ["-3.98123", "+3.98123", "3.98123"])
def test_a_sign_may_be_there_or_not(lat: str) -> None:
    assert fix_in(one(lt=lat)).lat == float(lat)


def test_south_of_the_equator_is_not_north_of_it() -> None:
    assert (fix_in(one()).lat, fix_in(one()).lng) == (-3.98123, 122.51234)


@pytest.mark.parametrize(
    "changed",
    [
        {"lt": "+00.000000", "lg": "+000.000000", "rd": "N", "pm": "N"},
        {"lt": "0", "lg": "0"},
        {"lt": "-0.0", "lg": "+0.0"},
        {"lt": "", "lg": ""},
        {"lt": None, "lg": None},
        {"lt": "N", "lg": "N"},
        {"pm": "N"},
    ],
)
def test_a_handset_that_found_nothing_has_no_place_and_never_the_gulf_of_guinea(changed: dict[str, Any]) -> None:
    assert read_sms(one(**changed)) == Message(None)


def test_a_place_on_the_equator_is_a_place() -> None:
    assert fix_in(one(lt="+0.000000", lg="+109.33")).lat == 0


@pytest.mark.parametrize(("lt", "lg"), [("-3.9", None), (None, "122.5"), ("", "122.5")])
def test_half_a_place_is_a_damaged_message(lt: str | None, lg: str | None) -> None:
    assert fault_of(one(lt=lt, lg=lg)) in ("lt", "lg")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"lt": "-91"}, "lt"),
        ({"lg": "180.5"}, "lg"),
        ({"lg": "id"}, "lg"),
        ({"lt": "nan"}, "lt"),
        ({"lt": "1e3"}, "lt"),
        ({"lt": "inf"}, "lt"),
        ({"lt": "-3,98123"}, "lt"),
        ({"lt": "-٣.٩"}, "lt"),
        ({"rd": "-5"}, "rd"),
        ({"rd": "9999999"}, "rd"),
        ({"rd": "wide"}, "rd"),
        ({"top": "2022-02-10"}, "top"),
        ({"top": "20221310134654"}, "top"),
        ({"lc": "101"}, "lc"),
        ({"lc": "-1"}, "lc"),
        ({"lc": "sure"}, "lc"),
    ],
)
def test_what_cannot_be_read_is_named(changed: dict[str, Any], field: str) -> None:
    assert fault_of(one(**changed)) == field


def test_what_is_not_said_is_not_known() -> None:
    assert fix_in(one(rd=None, top=None, lc=None, pm=None)) == Fix(-3.98123, 122.51234)
    assert fix_in(one(rd="0")).radius_m is None, "no handset knows its place to nothing"
    assert fix_in(one(rd="N")).radius_m is None
    assert fix_in(one(pm="U")).method == fix_in(one(pm="Z")).method == Method.UNKNOWN


def test_a_clock_that_was_never_set_tells_no_time() -> None:
    assert fix_in(one(top="19800106000000")).positioned_at is None


def test_a_message_of_another_length_than_it_says_is_doubtful_but_a_place_all_the_same() -> None:
    assert not read_sms(one()).is_doubtful
    assert read_sms(one(length=99)).is_doubtful
    assert read_sms(one().replace("-3.98123", "-3.9812")).is_doubtful, "a digit was lost on the way"
    assert read_sms(one().replace(";rd", ";???;rd")).is_doubtful
    assert fix_in(one(length=99)).lat == -3.98123


@pytest.mark.parametrize("cut", range(8, len(ONE)))
def test_a_message_that_was_cut_off_never_puts_the_caller_elsewhere(cut: int) -> None:
    try:
        found = read_sms(ONE[:cut])
    except Unreadable:
        return
    assert found.fix is None or (found.fix.lat, found.fix.lng) == (48.902963, 2.516582)
    if found.fix:
        assert found.fix.radius_m in (None, 1964)
        assert found.fix.confidence in (None, 95)
    assert ONE[:cut].endswith(("ml=1", "ml=13")) <= found.is_doubtful


def test_a_key_said_twice_with_two_values_is_refused_and_with_one_is_not() -> None:
    assert fault_of('A"ML=1;lt=-3.9;lg=122.5;lt=-4.9;rd=5;') == "text"
    assert fix_in('A"ML=1;lt=-3.9;lg=122.5;lt=-3.9;rd=5;').lat == -3.9


# --- the header and what gateways do to it --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "gateway",
    [
        lambda text: f"  {text}\r\n",
        lambda text: f"\ufeff{text}\0",
        lambda text: text.replace('"', "&quot;"),
        lambda text: text.replace('"', "”"),
        lambda text: text.replace('"', "'"),
        lambda text: text.replace(";", " ; "),
        lambda text: text.replace("lt=", "LT="),
        lambda text: text.replace('"', ""),
    ],
)
def test_what_gateways_do_to_a_message_does_not_lose_the_caller(gateway: Any) -> None:
    assert (fix_in(gateway(ONE)).lat, fix_in(gateway(ONE)).radius_m) == (48.902963, 1964)


@pytest.mark.parametrize("text", ["", "tolong", "ML=1;lt=1;lg=2;", 'B"ML=1;', 'A"ML=;', 'A"ML=1lt=3', "x" * 641])
def test_what_is_no_message_of_a_handset_is_said_to_be_none(text: str) -> None:
    assert fault_of(text) == "text"


@pytest.mark.parametrize("version", ["0", "3", "11"])
def test_a_version_of_another_time_is_not_guessed_at(version: str) -> None:
    assert fault_of(ONE.replace("ML=1", f"ML={version}")) == "text"


def packed(text: str) -> bytes:
    """A text as telephones pack it: seven bits a letter."""
    bits = 0
    for place, letter in enumerate(text):
        bits |= ord(letter) << (7 * place)
    return bits.to_bytes((len(text) * 7 + 7) // 8, "little")


@pytest.mark.parametrize("text", [ONE, TWO, ONE + ";", one(), two()])
def test_a_data_message_says_the_same_as_a_text_message(text: str) -> None:
    assert unpacked(packed(text)) == text
    assert read_sms(unpacked(packed(text))) == read_sms(text)


def test_the_letters_that_fill_the_last_octet_are_no_part_of_the_text() -> None:
    assert unpacked(packed("1234567\r")) == "1234567"
    assert unpacked(b"") == ""


def test_letters_are_unpacked_as_the_standard_packs_them() -> None:
    assert unpacked(bytes.fromhex("E8329BFD4697D9EC37")) == "hellohello"


# --- version 2 ------------------------------------------------------------------------------------------------------


def test_in_version_2_lt_is_seconds_and_lg_a_language() -> None:
    fix = Fix(-3.98123, 122.51234, 15, 90, Method.WIFI, datetime(2022, 2, 10, 13, 47, 4, tzinfo=UTC))
    assert read_sms(TWO) == Message(fix, "", "35736509347441", network="51010", home="51010", language="id")


def test_the_same_keys_mean_other_things_in_the_other_version() -> None:
    assert fault_of(ONE.replace("ML=1", "ML=2").replace(";rd", ";lo=1,2,3;et=1644500814;rd")) == "lt"
    assert fault_of(TWO.replace("ML=2", "ML=1")) == "lg", "a language is no longitude"


def test_a_position_from_before_the_call_says_so() -> None:
    assert fix_in(two(lt="-3600")).positioned_at == datetime(2022, 2, 10, 12, 46, 54, tzinfo=UTC)


def test_without_the_start_or_the_seconds_the_time_is_not_known() -> None:
    assert fix_in(two(lt=None)).positioned_at is None
    assert fix_in(two(et=None)).positioned_at is None


def test_milliseconds_since_1970_are_understood_too() -> None:
    assert fix_in(two(et="1644500814000")).positioned_at == fix_in(two()).positioned_at


@pytest.mark.parametrize("lo", [None, "", ",,", "N", "0,0,0", "0.0,0.0", "N,N,N"])
def test_version_2_has_its_own_ways_to_say_that_there_is_no_place(lo: str | None) -> None:
    assert read_sms(two(lo=lo)).fix is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"lo": "-3.98"}, "lo_lng"),
        ({"lo": "-3.98,122.5,15,9"}, "lo"),
        ({"lo": "-98.1,122.5,15"}, "lo_lat"),
        ({"lo": "a,b,c"}, "lo_lat"),
        ({"lo": "-3.98,122.5,-1"}, "lo_m"),
        ({"et": "-5"}, "et"),
        ({"et": "gestern"}, "et"),
        ({"et": "99999999999999"}, "et"),
        ({"lt": "1.5"}, "lt"),
        ({"lt": "999999999"}, "lt"),
    ],
)
def test_what_cannot_be_read_of_version_2_is_named(changed: dict[str, Any], field: str) -> None:
    assert fault_of(two(**changed)) == field


# --- HTTPS ----------------------------------------------------------------------------------------------------------


def test_a_form_says_who_and_where_and_when() -> None:
    fix = Fix(-3.98123, 122.51234, 12.5, 95, Method.WIFI, datetime(2022, 2, 10, 13, 47, 4, tzinfo=UTC))
    found = read_https(FORM)
    assert found == Message(fix, number="+6285241872093", imei="35736509347441", network="51010")
    assert "510102543446355" not in repr(found)


def test_numbers_of_json_are_read_as_texts_are() -> None:
    said = FORM | {
        "location_latitude": -3.98123,
        "location_longitude": 122.51234,
        "location_time": 1644500824000,
        "location_accuracy": 12.5,
        "location_certainty": 95,
    }
    assert read_https(said) == read_https(FORM)


@pytest.mark.parametrize(
    "changed",
    [
        {"location_latitude": 0, "location_longitude": 0.0},
        {"location_latitude": "", "location_longitude": ""},
        {"location_latitude": None, "location_longitude": None},
    ],
)
def test_a_form_without_a_place_has_none(changed: dict[str, Any]) -> None:
    found = read_https(FORM | changed)
    assert (found.fix, found.number) == (None, "+6285241872093")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"location_latitude": "abc"}, "location_latitude"),
        ({"location_latitude": True}, "location_latitude"),
        ({"location_latitude": [1]}, "location_latitude"),
        ({"location_latitude": float("inf")}, "location_latitude"),
        ({"location_latitude": float("nan")}, "location_latitude"),
        ({"location_latitude": 1e300}, "location_latitude"),
        ({"location_longitude": ""}, "location_longitude"),
        ({"location_longitude": "1" * 41}, "location_longitude"),
        ({"location_accuracy": "-1"}, "location_accuracy"),
        ({"location_accuracy": "100001"}, "location_accuracy"),
        ({"location_certainty": "200"}, "location_certainty"),
        ({"location_time": "kemarin"}, "location_time"),
        ({"device_number": {"a": 1}}, "device_number"),
        ({"device_number": "1" * 41}, "device_number"),
    ],
)
def test_the_field_of_a_form_that_cannot_be_read_is_named(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_https(FORM | changed)
    assert refused.value.field == field


def test_a_code_that_is_none_is_left_out() -> None:
    found = read_https(FORM | {"device_imei": "x", "cell_network_mcc": "5", "cell_network_mnc": "10"})
    assert (found.imei, found.network) == ("", "")


# --- anything at all ------------------------------------------------------------------------------------------------

letters = st.text(alphabet=string.printable + "٣½​\0", max_size=60)
values = st.one_of(letters, st.integers().map(str), st.floats().map(str), st.just("-3.9,122.5,10"))
keys = st.sampled_from(["lt", "lg", "lo", "rd", "top", "lc", "pm", "ls", "et", "ei", "mcc", "mnc", "nc", "hc", "ml"])
made = st.builds(
    lambda version, said, ending: f'A"ML={version};' + ";".join(f"{key}={value}" for key, value in said) + ending,
    st.sampled_from(["1", "2"]),
    st.lists(st.tuples(keys, values), max_size=12),
    st.sampled_from(["", ";", "\r\n"]),
)


def is_a_place(found: Message) -> bool:
    """Whether what was read is nowhere, or on the globe and not at zero."""
    fix = found.fix
    return fix is None or (abs(fix.lat) <= 90 and abs(fix.lng) <= 180 and (fix.lat, fix.lng) != (0, 0))


@settings(max_examples=200, deadline=None)
@given(st.one_of(letters, made))
@example('A"ML=1;lt=9999999999999999;lg=1;')
@example('A"ML=2;et=253402300800;lt=31536000;lo=1,1,1;')
@example('A"ML=1;top=00000101000000;lt=1;lg=1;')
def test_no_message_whatever_it_says_breaks_the_reader(text: str) -> None:
    try:
        assert is_a_place(read_sms(text))
    except Unreadable as refused:
        assert refused.field and refused.text


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_no_data_message_breaks_the_reader(octets: bytes) -> None:
    try:
        assert is_a_place(read_sms(unpacked(octets)))
    except Unreadable as refused:
        assert refused.field


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), letters), lambda inner: st.lists(inner, max_size=2)
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([*HTTPS, *WHO, "hmac"]), anything))
def test_no_form_breaks_the_reader(said: dict[str, Any]) -> None:
    try:
        assert is_a_place(read_https(said))
    except Unreadable as refused:
        assert refused.field in (*HTTPS, *WHO)
