"""How the API describes itself: names of nested serializers, and the two ways to sign in."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction


class Schema(AutoSchema):
    """The library's description, with `CallCoding.Input` called `CallCodingInput`: nested names repeat."""

    def get_serializer_name(self, serializer: Any, direction: Direction) -> str:
        """A name that no other serializer has."""
        return str(type(serializer).__qualname__).replace(".", "")


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A machine's key."""

    target_class = "agencies.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """`Authorization: Token …`."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token …`, made by `manage.py issue_token`.",
        }


class DeviceScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A machine's key where an app cannot send our header."""

    target_class = "agencies.tokens.KeyOfDevice"
    name = "device"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """The key as the password of Basic authentication, or as `token` in the address."""
        return {"type": "http", "scheme": "basic", "description": "The key as password; the name is the device's own."}


class WatchScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A browser's session."""

    target_class = "agencies.tokens.WatchAuthentication"
    name = "watch"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """The session's cookie; a POST needs the CSRF header as well."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
