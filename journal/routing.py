"""The addresses of the live screens."""

from typing import Any

from channels.sessions import CookieMiddleware
from django.urls import re_path

from journal.consumers import screen

sockets: list[Any] = [re_path(r"^ws/(?P<stream>board|calls|agency|wall)/$", CookieMiddleware(screen))]
