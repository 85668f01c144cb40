"""How the API describes itself: names of nested serializers, repeated requests, and the ways to sign in."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction

from ntpd112.idempotency import LONGEST_KEY, UNKEPT

KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
    "description": (
        "A key of your own making, new for each intention. Sent again with the same body it is not done again: "
        "the first answer is given once more, for a day."
    ),
}
REPLAY = {
    "schema": {"type": "string", "enum": ["true"]},
    "description": "This is the first answer to the Idempotency-Key, given once more.",
}
REUSED = (
    "What was asked does not fit what stands now. With an Idempotency-Key also `key_reused`: the key came before with "
    "another body or address; `in_progress`: its first request is still at work."
)


def repeatable(operation: dict[str, Any]) -> dict[str, Any]:
    """The description of a POST with what `ntpd112/idempotency.py` does for every one of them."""
    answers = operation["responses"]
    for status, said in answers.items():
        if int(status) < 500 and int(status) not in UNKEPT:
            said["headers"] = {**said.get("headers", {}), "Idempotent-Replay": REPLAY}
    if "409" in answers:
        answers["409"]["description"] = REUSED
    return {**operation, "parameters": [*operation.get("parameters", []), KEY]}


class Schema(AutoSchema):
    """The library's description, with `CallCoding.Input` called `CallCodingInput`: nested names repeat."""

    def get_operation(self, *args: Any, **more: Any) -> dict[str, Any] | None:
        """One endpoint; every POST may be sent again under its key."""
        operation: dict[str, Any] | None = super().get_operation(*args, **more)
        return repeatable(operation) if operation and self.method == "POST" else operation

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
