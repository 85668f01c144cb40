"""How a request of the API says who it is: a machine's token, or the session of an open watch."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from agencies.actions import hash_of
from agencies.models import Token


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token …` of a machine account."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """The machine's account; refuses an unknown or revoked key."""
        scheme, _space, key = get_authorization_header(request).decode(errors="replace").partition(" ")
        if scheme.lower() != "token":
            return None
        token = Token.objects.filter(hash=hash_of(key.strip()), revoked_at=None).select_related("user").first()
        if token is None or not token.user.is_active:
            raise AuthenticationFailed(_("Token tidak dikenal atau sudah dicabut."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Makes a missing sign-in a 401."""
        return "Token"


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
