"""What would be sent to an event that is only thought of, and the way there from the page of a plan."""

from __future__ import annotations

import re
from datetime import datetime, time
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from agencies.models import Agency, Centre, Unit
from incidents import actions
from incidents.models import Category
from incidents.plans import Plan
from tests import factories
from tests.incidents.plans import PUMPS, publish

pytestmark = pytest.mark.django_db

ASKED = "Apa yang dikirim rencana ini?"
NOON = datetime.fromisoformat("2026-01-10T12:00:40+08:00")
"""A Saturday."""


@pytest.fixture(autouse=True)
def noon(centre: object, clock: time_machine.Traveller) -> None:
    """It is noon in the centre's zone, which is not the zone of the server."""
    clock.move_to(NOON)


@pytest.fixture
def house(supervisor: User) -> Plan:
    """What a house on fire is sent."""
    return publish(supervisor)


@pytest.fixture
def night(supervisor: User, house: Plan) -> Plan:
    """What a house on fire is sent at night."""
    return publish(supervisor, title="Malam hari", starts=time(22), ends=time(5), needs=[PUMPS])


@pytest.fixture
def browser(supervisor: User) -> Client:
    """The supervisor's browser."""
    return factories.browser(supervisor)


def text(browser: Client, path: str) -> str:
    """A page."""
    return browser.get(f"/rencana/{path}").content.decode()


def way(browser: Client, row: Plan) -> str:
    """Where the button on the page of the plan leads; nothing if there is none."""
    page = text(browser, f"{row.pk}/")
    found = re.search(r'href="/rencana/(coba/\?[^"]*)"', page)
    assert bool(found) == (ASKED in page)
    return unescape(found[1]) if found else ""


def shown(page: str) -> str:
    """The plan by which a trial would be sent."""
    found = re.search(r"<h2><a [^>]*>([^<]*)</a>", page)
    return found[1] if found else ""


def test_the_trial_asks_for_a_higher_alarm_too(browser: Client, house: Plan) -> None:
    asked = "coba/?kind=kind:kebakaran_rumah&area=&at=2026-01-10T02:00"
    assert "diminta 2 pompa" in text(browser, asked) and "alarm 1<" in text(browser, asked)
    page = text(browser, f"{asked}&alarm=2")
    assert "diminta 3 pompa" in page and "Kurang 1 pompa Damkar: hanya 2 terdaftar" in page and "alarm 2<" in page


def test_the_trial_says_which_plan_holds_there_and_then(browser: Client, house: Plan, supervisor: User) -> None:
    publish(supervisor, title="Malam hari", starts=time(22), ends=time(5), needs=[PUMPS])
    asked = f"coba/?kind=kind:kebakaran_rumah&area={factories.WARD}&at=2026-01-10T"
    assert "Malam hari" in text(browser, f"{asked}02:00")
    page = text(browser, f"{asked}12:00")
    assert ">Rumah<" in page and "Malam hari" not in page
    assert "Tidak ada rencana yang berlaku" in text(browser, "coba/?kind=kind:begal&area=&at=2026-01-10T02:00")


def test_the_trial_says_what_is_skipped_and_why(browser: Client, house: Plan) -> None:
    Agency.objects.filter(code="POL").update(is_active=False)
    page = text(browser, "coba/?kind=kind:kebakaran_rumah&area=&at=2026-01-10T02:00")
    assert "“Rumah” lebih khusus, tetapi dilewati: Polresta tidak aktif lagi." in page


def test_the_trial_names_the_units_that_would_be_sent_now_and_who_is_passed_over(browser: Client, house: Plan) -> None:
    Unit.objects.filter(call_sign="DMK-02").update(is_on_duty=False, off_duty_reason="rusak")
    page = text(browser, f"coba/?kind=kind:kebakaran_rumah&area={factories.WARD}&at=2026-01-10T12:00")
    assert "DMK-01" in page and "diminta 2 pompa" in page and "±" in page
    assert "Kurang 1 pompa Damkar: 1 tidak siaga" in page
    assert "1 unit dilewati" in page and "tidak siaga (rusak)" in page


@pytest.mark.parametrize("query", ["kind=kind:x&at=2026-01-10T02:00", "kind=&at=", "at=kemarin&kind=kind:begal"])
def test_a_trial_that_cannot_be_asked_says_what_is_wrong(browser: Client, house: Plan, query: str) -> None:
    answer = browser.get(f"/rencana/coba/?{query}")
    assert answer.status_code == 200 and 'class="err"' in answer.content.decode()


def test_the_trial_begins_with_what_the_page_of_a_plan_hands_it(browser: Client, house: Plan) -> None:
    page = text(browser, "coba/?kind=kind:begal")
    assert 'value="kind:begal" selected' in page and 'class="err"' not in page


# --- from the page of a plan ------------------------------------------------------------------------------------------


def test_the_button_of_a_plan_for_the_night_opens_a_trial_at_night(browser: Client, night: Plan, house: Plan) -> None:
    assert way(browser, night) == f"coba/?plan={night.pk}&kind=kind:kebakaran_rumah&at=2026-01-10T22:00"
    page = text(browser, way(browser, night))
    assert shown(page) == "Malam hari" and "tidak berlaku untuk kejadian ini" not in page
    assert way(browser, house).endswith("&at=2026-01-10T12:00"), "it holds now"
    assert shown(text(browser, way(browser, house))) == "Rumah"


def test_the_hour_is_that_of_the_centres_clock(browser: Client, night: Plan) -> None:
    Centre.objects.update(time_zone="Asia/Jayapura")
    assert way(browser, night).endswith("at=2026-01-10T22:00")
    assert shown(text(browser, way(browser, night))) == "Malam hari"


def test_the_button_of_a_plan_for_some_days_and_a_place_carries_both(
    browser: Client, house: Plan, supervisor: User
) -> None:
    row = publish(supervisor, title="Senin", weekdays=[0], area=factories.WARD)
    assert way(browser, row).endswith(f"&area={factories.WARD}&at=2026-01-12T00:00")
    assert shown(text(browser, way(browser, row))) == "Senin"


def test_the_button_of_a_plan_for_a_group_opens_a_trial_of_a_kind_that_has_no_plan_of_its_own(
    browser: Client, house: Plan, supervisor: User
) -> None:
    row = publish(supervisor, title="Lainnya", category="", group="uji")
    assert "kind=kind:begal&" in way(browser, row)
    assert shown(text(browser, way(browser, row))) == "Lainnya"


def test_a_plan_that_others_always_go_before_says_so_in_place_of_the_button(
    browser: Client, house: Plan, supervisor: User
) -> None:
    row = publish(supervisor, title="Lainnya", category="", group="uji")
    Category.objects.exclude(code="kebakaran_rumah").update(is_active=False)
    assert way(browser, row) == ""
    assert "rencana yang lebih khusus selalu mendahuluinya, yaitu “Rumah”." in text(browser, f"{row.pk}/")
    Agency.objects.filter(code="POL").update(is_active=False)
    actions.withdraw_plan(house.pk, actor=supervisor)
    row = publish(supervisor, row, title="Semua", category="", group="uji", needs=[PUMPS])
    assert shown(text(browser, way(browser, row))) == "Semua"


def test_a_plan_for_a_kind_that_is_no_longer_used_says_so(browser: Client, house: Plan) -> None:
    Category.objects.filter(code="kebakaran_rumah").update(is_active=False)
    assert way(browser, house) == ""
    assert "jenis kejadian rencana ini tidak dipakai lagi" in text(browser, f"{house.pk}/")


def test_what_is_broken_or_holds_no_more_offers_no_trial_of_itself(
    browser: Client, house: Plan, supervisor: User
) -> None:
    new = publish(supervisor, house, needs=[PUMPS])
    assert way(browser, house) == "" and way(browser, new)
    Agency.objects.filter(code="DMK").update(is_active=False)
    assert way(browser, new) == ""


# --- by another plan than the one asked for ---------------------------------------------------------------------------


def said(browser: Client, row: Plan, query: str) -> str:
    """Why the trial shows another plan than this one."""
    found = re.search(
        r"<span>(“[^<]* tidak berlaku untuk kejadian ini: [^<]*)</span>", text(browser, f"coba/?plan={row.pk}&{query}")
    )
    return found[1].split(": ", 1)[1] if found else ""


FIRE, DAY, DARK = "kind=kind:kebakaran_rumah", "at=2026-01-10T12:00", "at=2026-01-10T23:00"


def test_the_trial_says_why_it_shows_another_plan(browser: Client, night: Plan, house: Plan, supervisor: User) -> None:
    assert said(browser, night, f"{FIRE}&area=&{DARK}") == ""
    assert said(browser, night, f"{FIRE}&area=&{DAY}") == "berlaku pada jam lain (Setiap hari 22:00–05:00)."
    assert (
        said(browser, house, f"{FIRE}&area=&{DARK}")
        == "didahului “Malam hari”, yang ditulis khusus untuk jam atau hari ini."
    )
    other = "berlaku untuk jenis kejadian lain (Kebakaran rumah/bangunan)."
    assert said(browser, house, f"kind=kind:begal&area=&{DAY}") == other
    ward = publish(supervisor, title="Kemaraya", area=factories.WARD)
    assert said(browser, ward, f"{FIRE}&area=&{DAY}") == "berlaku di wilayah lain (Kemaraya · Kendari Barat)."
    assert (
        said(browser, house, f"{FIRE}&area={factories.WARD}&{DAY}")
        == "didahului “Kemaraya”, yang ditulis khusus untuk wilayah ini."
    )
    group = publish(supervisor, title="Lainnya", category="", group="uji")
    assert (
        said(browser, group, f"{FIRE}&area=&{DAY}")
        == "didahului “Rumah”, yang ditulis khusus untuk jenis kejadian ini."
    )


def test_the_trial_says_that_the_plan_asked_for_holds_no_more(browser: Client, house: Plan, supervisor: User) -> None:
    new = publish(supervisor, house, needs=[PUMPS])
    assert said(browser, house, f"{FIRE}&area=&{DAY}") == "sudah diganti versi 2."
    Agency.objects.filter(code="DMK").update(is_active=False)
    page = text(browser, f"coba/?plan={new.pk}&{FIRE}&area=&{DAY}")
    assert "“Rumah” v2 tidak berlaku untuk kejadian ini: dilewati, Damkar tidak aktif lagi." in page
    assert "lebih khusus, tetapi dilewati" not in page, "once is enough"
    actions.withdraw_plan(new.pk, actor=supervisor)
    assert said(browser, new, f"{FIRE}&area=&{DAY}") == "sudah dicabut."


def test_the_plan_asked_for_stays_with_the_form(browser: Client, night: Plan) -> None:
    page = text(browser, way(browser, night))
    assert f'<input type="hidden" name="plan" value="{night.pk}">' in page and ASKED in page
    for query in ("plan=", "plan=x", "plan=99999999999999999999", "plan=²"):
        answer = browser.get(f"/rencana/coba/?{query}&{FIRE}&{DAY}")
        assert answer.status_code == 200 and 'name="plan"' not in answer.content.decode()
