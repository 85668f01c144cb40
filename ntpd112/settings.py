"""Settings: the only file that reads the environment. It supplies values; behaviour is the same everywhere."""

import re
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ntpd112.choices import NAMES
from ntpd112.content import policy
from ntpd112.outside import Environment
from ntpd112.tiles import origin_of

# --- environment ---------------------------------------------------------------------------------------------------
BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()
DEBUG = env.bool("DEBUG", default=False)
VERSION = "0.1.0"

# --- security ------------------------------------------------------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BEHIND_TLS = env.bool("BEHIND_TLS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31536000 * BEHIND_TLS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "ntpd112.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 14  # a long shift and its hand-over
X_FRAME_OPTIONS = "DENY"
MAP_TILES_URL = env.str("MAP_TILES_URL", default="")
MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", default="")
TILES_ORIGIN = origin_of(MAP_TILES_URL)
CONTENT_SECURITY_POLICY = policy(TILES_ORIGIN)
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("Argon2", "PBKDF2")]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 1 / 12  # hours: five minutes; a locked-out operator at night must not wait for the day
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "ntpd112.middleware.client_address"
AXES_VERBOSE = False

# --- apps ----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "ntpd112.apps.WiringConfig",
    "demo",
    "reporting",
    "calls",
    "dispatch",
    "incidents",
    "agencies",
    "journal",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "ntpd112.apps.SignInsConfig",
    "js_lib_leaflet",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]
MIDDLEWARE = [
    "ntpd112.middleware.HealthFirst",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ntpd112.middleware.OwnDevicesOnly",
    "ntpd112.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "ntpd112.middleware.PlacesFirst",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "ntpd112.middleware.InCentreTime",
    "ntpd112.middleware.OnWatch",
    "ntpd112.idempotency.FirstAnswer",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "ntpd112.urls"
ASGI_APPLICATION = "ntpd112.asgi.application"
WSGI_APPLICATION = "ntpd112.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ntpd112.context.frame",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "sign_in"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["agencies.tokens.TokenAuthentication", "agencies.tokens.WatchAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["agencies.typed.JsonBody"],
    "DEFAULT_SCHEMA_CLASS": "ntpd112.schema.Schema",
    "EXCEPTION_HANDLER": "ntpd112.api.refusal",
    "UNICODE_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "NTPD 112",
    "VERSION": VERSION,
    "SERVE_INCLUDE_SCHEMA": False,
    "OAS_VERSION": "3.1.0",
    "ENUM_NAME_OVERRIDES": NAMES,
}

# --- database ------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"].update(
    CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=0),  # 0 under ASGI: each request has a thread of its own
    CONN_HEALTH_CHECKS=True,
    TEST={"NAME": "test_ntpd112"},
)
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c lock_timeout=4s -c idle_in_transaction_session_timeout=10s -c timezone=UTC"
)
# A server that has fallen silent must not hold a request for minutes: seconds, milliseconds.
DATABASES["default"]["OPTIONS"] |= {"connect_timeout": 5, "tcp_user_timeout": 10_000}
REDIS_URL = env.str("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- channels ------------------------------------------------------------------------------------------------------
# No channel layer: the hub hears the database itself, so a dead Redis never darkens a board.

# --- celery --------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker that gives up on Redis would take the timers with it
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 5, "socket_timeout": 30}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- time and language ---------------------------------------------------------------------------------------------
TIME_ZONE = "UTC"  # stored so; shown in the centre's zone (ntpd112.middleware.InCentreTime)
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- static --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ntpd112.static.ModuleManifestStorage"},
}

# --- outside -------------------------------------------------------------------------------------------------------
NOTIFY_URL = env.web_address("NOTIFY_URL")
NOTIFY_TOKEN = env.str("NOTIFY_TOKEN", default="")
ASTERISK_URL = env.str("ASTERISK_URL", default="")
GEOCODER_URL = env.web_address("GEOCODER_URL")
ROUTING_URL = env.web_address("ROUTING_URL")
ASTERISK_CONTEXT = env.str("ASTERISK_CONTEXT", default="ntpd112")
ASTERISK_TELEPHONE = env.str("ASTERISK_TELEPHONE", default="") or "PJSIP/{extension}"
PSEUDO_NUMBERS = re.compile(pattern) if (pattern := env.str("PSEUDO_NUMBERS", default="")) else None
RECORDINGS_SOURCE = env.str("RECORDINGS_SOURCE", default="")
RECORDINGS_DIR = Path(env.str("RECORDINGS_DIR", default=str(BASE_DIR / ".state" / "recordings")))
RECORDINGS_KEYS = env.list("RECORDINGS_KEYS", default=[])
ATTACHMENTS_DIR = Path(env.str("ATTACHMENTS_DIR", default=str(BASE_DIR / ".state" / "attachments")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024 + 1024  # an attachment is the whole body; Caddy holds all else to 1 MB

# --- logging -------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"refused": {"()": "ntpd112.logs.RefusedInOneLine"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refused"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"daphne.http_protocol": {"level": "WARNING"}, "axes": {"level": "ERROR"}},
}
