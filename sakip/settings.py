"""Settings of Portal SAKIP. What an installation may choose comes from the environment (``.env.example``)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from sakip.env import Env, Mode

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env.load(BASE_DIR / ".env")

MODE = env.mode()
IS_PRODUCTION = MODE is Mode.PRODUCTION
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key(MODE, debug=DEBUG)
BEHIND_PROXY = env.flag("BEHIND_PROXY")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS") or ([] if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS")

# Applications -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "portal",
    "laporan",
    "kinerja",
    "anggaran",
    "renstra",
    "instansi",
    "sakip",
    "sakip.kit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Compression and secrets (BREACH): the CSRF token is masked anew for each answer, and Django pads what it
    # compresses by a random length.
    "django.middleware.gzip.GZipMiddleware",
    "sakip.middleware.HeadersMiddleware",
    "sakip.middleware.ZonaMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sakip.middleware.SessionLimitMiddleware",
    "sakip.middleware.RequestLimitMiddleware",
    "sakip.sesi.SessionRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "sakip.middleware.CostlyViewMiddleware",
]

ROOT_URLCONF = "sakip.urls"
WSGI_APPLICATION = "sakip.wsgi.application"
ASGI_APPLICATION = "sakip.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.kerangka",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database ---------------------------------------------------------------------------------------------------

SQLITE_OPTIONS: dict[str, Any] = {
    "timeout": 20,
    # A transaction takes the write lock when it starts: two writers queue instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
_database = DATABASES["default"]
_database.setdefault("OPTIONS", {})
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"].update(SQLITE_OPTIONS)
else:
    if env.flag("DATABASE_POOL"):
        # The pool keeps the connections, so Django must not (it refuses both together).
        _database["OPTIONS"]["pool"] = {
            "min_size": 1,
            "max_size": env.number("DATABASE_POOL_SIZE", 8, minimum=1),
        }
        _database["CONN_MAX_AGE"] = 0
    # Two test runs on one server keep apart by their suffix.
    _database["TEST"] = {"NAME": f"test_{_database['NAME']}{env.text('PYTEST_DB_SUFFIX')}"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language and time ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True

# Files ------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
NODE_MODULES = BASE_DIR / "node_modules"
_VENDOR = {
    "vendor/tabler": NODE_MODULES / "@tabler" / "core" / "dist",
    "vendor/htmx": NODE_MODULES / "htmx.org" / "dist",
    "vendor/ibm-plex-sans": NODE_MODULES / "@fontsource" / "ibm-plex-sans",
}
# Of the browser packages only what a page asks for.
PUBLISHED_VENDOR = [
    "vendor/tabler/css/tabler.min.css",
    "vendor/tabler/css/tabler.min.css.map",
    "vendor/htmx/htmx.min.js",
    "vendor/ibm-plex-sans/latin-[456]00.css",
    "vendor/ibm-plex-sans/files/ibm-plex-sans-latin-[456]00-normal.*",
]
STATICFILES_FINDERS = [
    "sakip.finders.PublishedFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [
    BASE_DIR / "static",
    *((prefix, path) for prefix, path in _VENDOR.items() if path.is_dir()),
]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = not IS_PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Issued reports and evidence. Never published by the web server: every download passes a view that checks the scope.
MEDIA_ROOT = Path(env.text("BERKAS_DIR", str(BASE_DIR / "berkas")))
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
BODY_LIMIT = 51 << 20  # bytes of a whole request: the largest PDF that is verified, and the form around it
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # the entry screen posts several fields for each indicator of an office

# Accounts and sessions --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "instansi.Pengguna"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "sakip.backends.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "sakip.sandi.MiripValidator"},
    {"NAME": "sakip.sandi.PanjangValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "sakip.sandi.UmumValidator"},
    {"NAME": "sakip.sandi.AngkaValidator"},
]
# Password of every demo account (muat_contoh); published, hence the accounts are refused in production.
SANDI_CONTOH = env.text("SANDI_CONTOH", "contoh-sakip-2026")

LOGIN_URL = "masuk"
LOGIN_REDIRECT_URL = "portal:beranda"
LOGOUT_REDIRECT_URL = "masuk"

SESSION_COOKIE_AGE = 30 * 60  # idle limit in seconds; SessionLimitMiddleware moves it on while the user works
SESSION_ABSOLUTE_AGE = 12 * 60 * 60  # seconds after signing in at which the session ends whatever happens
SESSION_RENEW_AFTER = 60  # seconds between two renewals, so that not every request writes
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # forms and htmx take the token from the page
CSRF_FAILURE_VIEW = "sakip.sesi.refuse_token"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "sakip.backends.get_client_address"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/terkunci.html"
AXES_DISABLE_ACCESS_LOG = True  # who signed in when is in jejak; a second copy with addresses is not kept
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# Security ---------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # icons inside the design kit's style sheet
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# The preload list binds a whole domain for good; that is for the owner of the domain to decide, not for one portal.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# Method and view of what starts a process of seconds (see CostlyViewMiddleware), and how many run at once.
COSTLY_VIEWS = frozenset(
    {
        ("GET", "portal:laporan_pratinjau"),
        ("HEAD", "portal:laporan_pratinjau"),
        ("POST", "portal:laporan_tetapkan"),
        ("POST", "portal:laporan_tanda_tangan"),
    }
)
COSTLY_TOGETHER = env.number("PDF_SEKALIGUS", 3, minimum=1)

# Root certificates (one PEM file) whose holders may sign reports. Production signs with no other certificate.
SERTIFIKAT_AKAR = env.text("SERTIFIKAT_AKAR")

if IS_PRODUCTION:
    # Off only for an installation inside a closed network without TLS; manage.py check --deploy then warns.
    _https = env.flag("HTTPS", default=True)
    SECURE_SSL_REDIRECT = _https
    SESSION_COOKIE_SECURE = _https
    CSRF_COOKIE_SECURE = _https
    if _https:  # a browser takes these names only from this very host, over TLS
        SESSION_COOKIE_NAME = "__Host-sesi"
        CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 365 * 24 * 60 * 60) if _https else 0
    SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
    SECURE_HSTS_PRELOAD = False
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Tables -----------------------------------------------------------------------------------------------------

DJANGO_TABLES2_TEMPLATE = "django_tables2/tabel.html"

# Logging: no names, addresses, NIP or form contents; the paths of this portal carry none of them. -----------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_request": {"()": "sakip.logs.WithoutRequestFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_request"]},
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": "INFO"},
        "django.server": {"handlers": ["console"], "propagate": False, "level": "INFO"},
        # The messages of axes name the user and the address.
        "axes": {"handlers": [], "propagate": False, "level": "CRITICAL"},
        "gunicorn.http.wsgi": {"level": "ERROR"},  # warns of every HEAD request
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
