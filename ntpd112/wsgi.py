"""HTTP alone, for gunicorn in production."""

import os

from django.core.wsgi import get_wsgi_application

from ntpd112.warm import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntpd112.settings")
application = get_wsgi_application()
warm_up()
