"""How a request of the API says who it is: a machine's token, or the session of an open watch."""

from __future__ import annotations

from base64 import b64decode

from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from agencies.actions.standing import hash_of
from agencies.models import Token
from agencies.permissions import stand_on_token

# Written out, as each position of a unit asks it; of the account only what a machine's is asked for.
LIVING = """
SELECT token.id, token.user_id, token.hash, token.scopes, token.created_at, token.revoked_at,
       account.id, account.username, account.first_name, account.last_name, account.is_active
FROM agencies_token token JOIN auth_user account ON account.id = token.user_id
WHERE token.hash = %s AND token.revoked_at IS NULL AND account.is_active
"""
OF_TOKEN = ("id", "user_id", "hash", "scopes", "created_at", "revoked_at")
OF_ACCOUNT = ("id", "username", "first_name", "last_name", "is_active")


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token …` of a machine account."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """The machine's account; refuses an unknown or revoked key."""
        key = key_in(request)
        return self._owner(key) if key is not None else None

    def _owner(self, key: str) -> tuple[User, Token]:
        token = living(key)
        if token is None:
            raise AuthenticationFailed(_("Token tidak dikenal atau sudah dicabut."))
        stand_on_token(token.user, token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Makes a missing sign-in a 401."""
        return "Token"


def key_in(request: Request | HttpRequest) -> str | None:
    """The key a request carries; None if it brings none of ours."""
    header = get_authorization_header(request).decode(errors="replace")  # type: ignore[arg-type]
    scheme, _space, key = header.partition(" ")
    return key.strip() if scheme.lower() == "token" else None


def living(key: str) -> Token | None:
    """The token of a key that opens something still."""
    with connection.cursor() as cursor:
        cursor.execute(LIVING, [hash_of(key)])
        row = cursor.fetchone()
    if row is None:
        return None
    token = Token.from_db(connection.alias, OF_TOKEN, row[: len(OF_TOKEN)])
    token.user = User.from_db(connection.alias, OF_ACCOUNT, row[len(OF_TOKEN) :])
    return token


class WatchAuthentication(SessionAuthentication):
    """The browser's session, as long as its watch is open."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """The person on watch in this session, as the middleware found it; nobody once the watch has ended."""
        answer = super().authenticate(request)
        if answer is None:
            return None
        if getattr(request._request, "watch", None) is None:
            raise AuthenticationFailed(_("Jaga Anda sudah berakhir. Masuk lagi untuk melanjutkan."))
        return answer

    def enforce_csrf(self, request: Request) -> None:
        """Refuses what another site may have made the browser send; why is for developers, what to do for people."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise PermissionDenied(
                _("Permintaan ini tidak membawa tanda CSRF dari halaman kami. Muat ulang halaman, lalu ulangi.")
            ) from None


class KeyOfDevice(TokenAuthentication):
    """The same key where an app cannot send our header: as a Basic password, or as `token` in the address."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """The machine's account; the name beside a Basic password is the device's own and no matter of ours."""
        key = _key_of_device(request)
        return super().authenticate(request) or (self._owner(key) if key else None)


def _key_of_device(request: Request) -> str:
    scheme, _space, coded = get_authorization_header(request).decode(errors="replace").partition(" ")
    if scheme.lower() != "basic":
        return request.query_params.get("token", "")
    try:
        return b64decode(coded, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""
