"""HTTP and WebSocket in one application: Django for pages and commands, the hub's sockets for pushing."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

from ntpd112.serving import StaticFirst
from ntpd112.warm import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntpd112.settings")
http = get_asgi_application()

from journal.routing import sockets  # noqa: E402 - the apps must be loaded first

application = ProtocolTypeRouter(
    {"http": StaticFirst(http), "websocket": AllowedHostsOriginValidator(URLRouter(sockets))}
)
warm_up()
