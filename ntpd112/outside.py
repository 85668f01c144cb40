"""Addresses of servers outside the house, from the environment: a slip is refused at the start, not at night."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env


class Environment(Env):  # type: ignore[misc]  # the library says nothing of its types
    """What the machine says."""

    def web_address(self, name: str) -> str:
        """The address in this variable, "" for none; ImproperlyConfigured when nothing on the web has such a one."""
        address = str(self.str(name, default=""))
        if address and not _is_on_the_web(address):
            raise ImproperlyConfigured(
                f"{name}={address}: tulis satu alamat http:// atau https://, misalnya"
                " https://server.example.go.id/jalan, atau kosongkan."
            )
        return address


def _is_on_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and " " not in address
    except ValueError:
        return False
