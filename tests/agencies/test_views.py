"""Beginning and ending a watch over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from agencies.actions import change_member
from agencies.models import Centre, Role, Seat, Watch
from tests import factories

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

SECRET = "kata-sandi-uji"


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """A password hash is slow on purpose; these tests are not about that."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def known(*roles: Role, username: str = "rahmawati", agency_code: str = "") -> User:
    """Somebody who can sign in with the password of these tests."""
    user = factories.member(username, "Wa Ode Rahmawati", *roles, agency_code=agency_code)
    user.set_password(SECRET)
    user.save(update_fields=["password"])
    return user


def seat() -> str:
    """The first desk."""
    return str(Seat.objects.get(name="Meja 01").pk)


def sign_in(client: Client, **typed: str) -> _MonkeyPatchedWSGIResponse:
    """Send the sign-in form."""
    return client.post("/masuk/", {"username": "rahmawati", "password": SECRET, **typed})


def test_a_dispatcher_begins_a_watch_at_his_desk_and_lands_on_the_board(centre: Centre) -> None:
    user = known(Role.CALL_TAKER, Role.DISPATCHER)
    client = Client()
    answer = sign_in(client, acting="dispatcher", seat=seat())
    assert answer.status_code == 302
    assert client.get("/").headers["Location"] == "/papan/"
    watch = Watch.objects.open().get(member__user=user)
    assert (watch.roles, watch.extension) == (["dispatcher"], "1001")
    assert watch.session_key == client.session.session_key


def test_both_roles_are_one_watch(centre: Centre) -> None:
    user = known(Role.CALL_TAKER, Role.DISPATCHER)
    sign_in(Client(), acting="both", seat=seat())
    assert Watch.objects.open().get(member__user=user).roles == ["call_taker", "dispatcher"]


def test_whoever_has_one_role_need_not_choose_it(centre: Centre) -> None:
    user = known(Role.DISPATCHER)
    sign_in(Client(), acting="call_taker", seat=seat())
    assert Watch.objects.open().get(member__user=user).roles == ["dispatcher"]


def test_an_agency_needs_neither_role_nor_seat(centre: Centre) -> None:
    known(Role.RESPONDER, agency_code="DMK")
    client = Client()
    assert sign_in(client).status_code == 302
    assert client.get("/").headers["Location"] == "/tugas/"


def test_a_supervisor_is_asked_for_the_role_that_the_first_page_does_not_offer(centre: Centre) -> None:
    user = known(Role.SUPERVISOR, Role.DISPATCHER)
    client = Client()
    answer = sign_in(client, acting="dispatcher", seat=seat())
    assert 'value="supervisor"' in answer.content.decode()
    assert not Watch.objects.open().exists()
    assert client.post("/masuk/", {"acting": "supervisor", "seat": seat()}).status_code == 302
    assert Watch.objects.open().get(member__user=user).roles == ["supervisor"]


def test_the_second_step_says_what_is_missing(centre: Centre) -> None:
    known(Role.SUPERVISOR, Role.DISPATCHER)
    client = Client()
    sign_in(client)
    answer = client.post("/masuk/", {})
    assert "Pilih peran untuk jaga ini." in answer.content.decode()
    assert answer.status_code == 200


def test_a_desk_role_without_a_seat_keeps_what_was_chosen(centre: Centre) -> None:
    known(Role.CALL_TAKER, Role.DISPATCHER)
    answer = sign_in(Client(), acting="both")
    assert answer.status_code == 200, "what is still missing is asked for, not refused"
    page = answer.content.decode()
    assert "Pilih meja tempat Anda duduk." in page
    assert 'value="both" checked' in page


def test_a_wrong_password_keeps_the_name_and_says_so(centre: Centre) -> None:
    known(Role.DISPATCHER)
    page = sign_in(Client(), password="salah").content.decode()
    assert "Nama pengguna atau kata sandi salah." in page
    assert 'value="rahmawati"' in page
    assert "salah" not in page.split('id="id_password"')[1].split(">")[0]


def test_guessing_is_locked_and_the_page_says_until_when(centre: Centre, clock: time_machine.Traveller) -> None:
    known(Role.DISPATCHER)
    client = Client()
    for _attempt in range(9):
        page = sign_in(client, password="salah").content.decode()
    assert "Terlalu banyak percobaan salah. Coba lagi pukul 02:05:00." in page
    clock.shift(301)
    assert sign_in(client, seat=seat()).status_code == 302


def test_an_account_without_a_member_is_told_whom_to_ask(centre: Centre) -> None:
    User.objects.create_user("rahmawati", password=SECRET)
    assert "belum terdaftar sebagai anggota" in sign_in(Client()).content.decode()


def test_signing_in_changes_the_session_key(centre: Centre) -> None:
    known(Role.DISPATCHER)
    client = Client()
    client.get("/masuk/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    sign_in(client, seat=seat())
    assert client.session.session_key != session.session_key


def test_one_comes_back_to_the_page_one_was_sent_from(centre: Centre) -> None:
    known(Role.DISPATCHER)
    client = Client()
    assert client.get("/riwayat/?q=api").headers["Location"] == "/masuk/?next=%2Friwayat%2F%3Fq%3Dapi"
    answer = sign_in(client, seat=seat(), next="/riwayat/?q=api")
    assert answer.headers["Location"] == "/riwayat/?q=api"


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org/", "/konsol/", "/tidak-ada/"])
def test_one_is_not_sent_to_other_sites_nor_to_pages_of_other_roles(centre: Centre, wanted: str) -> None:
    known(Role.DISPATCHER)
    assert sign_in(Client(), seat=seat(), next=wanted).headers["Location"] == "/"


def test_the_desk_is_proposed_the_next_time(centre: Centre) -> None:
    known(Role.CALL_TAKER, Role.DISPATCHER)
    client = Client()
    sign_in(client, acting="both", seat=seat())
    client.post("/keluar/")
    page = client.get("/masuk/").content.decode()
    assert 'value="both" checked' in page
    assert f'value="{seat()}" selected' in page


def test_signing_out_ends_the_watch_and_locks_its_pages(dispatcher: User) -> None:
    client = factories.browser(dispatcher)
    assert client.get("/riwayat/").status_code == 200
    assert client.post("/keluar/").headers["Location"] == "/masuk/"
    assert not Watch.objects.open().exists()
    assert client.get("/riwayat/").status_code == 302


def test_signing_out_takes_a_button_not_a_link(dispatcher: User) -> None:
    assert factories.browser(dispatcher).get("/keluar/").status_code == 405


def test_a_page_from_before_the_last_sign_in_is_said_to_be_old_and_does_nothing(centre: Centre) -> None:
    known(Role.DISPATCHER)
    client = Client(enforce_csrf_checks=True)
    client.get("/masuk/")
    before = client.cookies["csrftoken"].value
    assert sign_in(client, seat=seat(), csrfmiddlewaretoken=before).status_code == 302
    answer = client.post("/keluar/", {"csrfmiddlewaretoken": before})
    assert (answer.status_code, "sudah usang" in answer.content.decode()) == (403, True)
    assert Watch.objects.open().exists()


def test_a_changed_role_locks_the_pages_at_once(dispatcher: User, administrator: User) -> None:
    client = factories.browser(dispatcher)
    member = dispatcher.member
    change_member(
        member.pk, actor=administrator, roles=[Role.CALL_TAKER], agency_id=None, is_cleared=False, is_active=True
    )
    assert client.get("/riwayat/").headers["Location"].startswith("/masuk/")


def test_a_deactivated_account_is_locked_out_at_once(dispatcher: User) -> None:
    client = factories.browser(dispatcher)
    User.objects.filter(pk=dispatcher.pk).update(is_active=False)
    assert client.get("/riwayat/").headers["Location"].startswith("/masuk/")


def test_the_theme_is_kept_with_the_person(dispatcher: User) -> None:
    client = factories.browser(dispatcher)
    assert 'data-theme="dark"' in client.get("/riwayat/").content.decode()
    assert client.post("/tema/", {"theme": "light", "next": "/riwayat/"}).headers["Location"] == "/riwayat/"
    assert 'data-theme="light"' in client.get("/riwayat/").content.decode()


def test_an_unknown_theme_changes_nothing(dispatcher: User) -> None:
    client = factories.browser(dispatcher)
    client.post("/tema/", {"theme": "pink", "next": "//example.org/"})
    assert 'data-theme="dark"' in client.get("/riwayat/").content.decode()


def test_the_page_shows_what_works_and_the_demo_only_with_demo_data(centre: Centre) -> None:
    page = Client().get("/masuk/").content.decode()
    assert "Keadaan sistem" in page
    assert "Bunyikan panggilan uji" not in page
    Centre.objects.update(is_demo=True)
    assert "Bunyikan panggilan uji" in Client().get("/masuk/").content.decode()


def test_the_browsers_language_does_not_decide(centre: Centre) -> None:
    answer = Client(headers={"Accept-Language": "en-US,en"}).get("/masuk/")
    assert '<html lang="id"' in answer.content.decode()


def test_english_can_be_chosen(centre: Centre) -> None:
    client = Client()
    client.post("/bahasa/setlang/", {"language": "en", "next": "/masuk/"})
    assert '<html lang="en"' in client.get("/masuk/").content.decode()


def test_no_page_holds_what_the_content_policy_forbids(dispatcher: User) -> None:
    for page in ("/masuk/", "/riwayat/"):
        html = factories.browser(dispatcher).get(page, follow=True).content.decode()
        assert " style=" not in html
        assert " onclick=" not in html
        assert "<script>" not in html
