"""Beginning and ending a watch, the theme, and the way to one's first page."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from agencies.actions import set_theme, sign_off, sign_on
from agencies.forms import Choice, SignInForm, WatchForm, choices_of
from agencies.models import Member, Role, Seat
from agencies.pages import PAGES, PageRequest, open_to

REMEMBERED = "meja"  # the cookie by which a desk's computer proposes its role and its seat
REMEMBERED_S = 365 * 24 * 3600
WALL_S = 365 * 24 * 3600  # a wall hangs there; who takes it down ends its account's watch


@require_safe
@never_cache
def home(request: PageRequest) -> HttpResponse:
    """The first page of this watch."""
    pages = open_to(request.watch.roles if request.watch else ())
    return redirect(pages[0].name if pages else "sign_in")


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: PageRequest) -> HttpResponse:
    """Who is there, as what, at which desk; whoever is on watch already goes on to his page."""
    if request.watch is not None:
        return redirect("home")
    if request.user.is_authenticated:
        return go_on(request, request.user)
    form = SignInForm(posted(request), initial=remembered(request))
    if form.is_valid():
        user = authenticate(request, username=form.cleaned_data["username"], password=form.cleaned_data["password"])
        if isinstance(user, User) and Member.objects.filter(user=user).exists():
            login(request, user)
            return begin(request, user, form)
        form.add_error(None, refusal(request, user))
    # Our page says when to try again, better than the answer the lock-out would put in its place.
    request.axes_locked_out = False
    return render(request, "agencies/sign_in.html", {"form": form}, status=422 if form.errors else 200)


def posted(request: PageRequest) -> QueryDict | None:
    """What was sent, even if it is empty; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def refusal(request: PageRequest, user: object) -> str:
    """Why this name and password open nothing."""
    if user is not None:
        return _("Akun ini belum terdaftar sebagai anggota pusat panggilan. Hubungi administrator.")
    if not getattr(request, "axes_locked_out", False):
        return _("Nama pengguna atau kata sandi salah. Periksa lalu coba lagi.")
    last = AccessAttempt.objects.filter(
        username=request.POST.get("username", ""), ip_address=get_client_ip_address(request)
    ).first()
    pause = get_cool_off(request)
    if last is None or pause is None:
        return _("Terlalu banyak percobaan salah. Hubungi administrator.")
    until = f"{localtime(last.attempt_time + pause):%H:%M:%S}"
    return _("Terlalu banyak percobaan salah. Coba lagi pukul %(time)s.") % {"time": until}


def go_on(request: PageRequest, user: User) -> HttpResponse:
    """The second step, for whoever has given his password but has more to choose than the first page offers."""
    member = Member.objects.filter(user=user).first()
    if member is None:
        logout(request)
        return redirect("sign_in")
    form = WatchForm(posted(request), choices=choices_of(member), initial=remembered(request))
    if form.is_valid():
        return begin(request, user, form)
    return render(request, "agencies/sign_in.html", {"form": form, "member": member})


def begin(request: PageRequest, user: User, form: WatchForm) -> HttpResponse:
    """Open the watch, or ask for what is still missing."""
    member = Member.objects.get(user=user)
    choice, seat = form.chosen(member), form.cleaned_data["seat"]
    if choice is None:
        return ask(request, member, "acting", "" if isinstance(form, SignInForm) else _("Pilih peran untuk jaga ini."))
    try:
        sign_on(
            member.pk,
            choice.roles,
            actor=user,
            session_key=request.session.session_key or "",
            seat_id=seat.pk if seat and choice.needs_seat else None,
        )
    except ValidationError as error:
        return ask(request, member, "seat" if error.code == "seat_needed" else None, error)
    if choice.roles == {Role.WALL}:
        request.session.set_expiry(WALL_S)
    return remember(redirect(destination(request, choice.roles)), choice, seat)


def ask(request: PageRequest, member: Member, field: str | None, why: str | ValidationError) -> HttpResponse:
    """The second step, with what was chosen and what is wrong with it; what is only missing is no refusal."""
    form = WatchForm(request.POST, choices=choices_of(member))
    form.full_clean()
    if why:
        form.add_error(field, why)
    return render(request, "agencies/sign_in.html", {"form": form, "member": member}, status=200 if field else 422)


def remembered(request: PageRequest) -> dict[str, str]:
    """What was chosen last on this computer."""
    acting, _dot, seat = request.COOKIES.get(REMEMBERED, "").partition(".")
    return {"acting": acting, "seat": seat if seat.isdigit() else ""}


def remember(response: HttpResponse, choice: Choice, seat: Seat | None) -> HttpResponse:
    """Propose the same desk next time."""
    if choice.needs_seat and seat:
        value = f"{choice.code}.{seat.pk}"
        response.set_cookie(REMEMBERED, value, max_age=REMEMBERED_S, httponly=True, samesite="Lax")
    return response


def destination(request: PageRequest, roles: frozenset[str]) -> str:
    """Where the person was going, if it is ours and his role opens it; else his first page."""
    wanted = request.POST.get("next", "")
    home = reverse("home")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return home
    try:
        name = resolve(urlsplit(wanted).path).url_name
    except Resolver404:
        return home
    barred = {page.name for page in PAGES} - {page.name for page in open_to(roles)}
    return home if name in barred else wanted


@require_POST
def sign_out(request: PageRequest) -> HttpResponse:
    """End the watch; its pages and sockets close at once."""
    if request.watch is not None:
        sign_off(request.watch.pk, actor=request.watch.member.user)
    logout(request)
    return redirect("sign_in")


@require_POST
def theme(request: PageRequest) -> HttpResponse:
    """Keep the choice of dark or light, and go back to where it was made."""
    if request.watch is not None:
        with suppress(ValidationError):
            set_theme(request.watch.member_id, request.POST.get("theme", ""), actor=request.watch.member.user)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if safe else "home")
