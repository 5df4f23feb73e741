"""Settings that every installation shares, taken from the environment only; production, debug and demo are off."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from spiral.config.rooms import LARGEST_BODIES, MOST_FILES, ROOMS, SHELLS

PACKAGE = Path(__file__).resolve().parent.parent
#: Each role turns on one of these in its own module.
DEBUG = DEMO = PRODUCTION = False
#: What this installation is in its region: the network's own ("hub") or one owner's ("node"; trust/access/viewer.py).
INSTALLATION = os.environ.get("SPIRAL_ROLE", "hub")
if INSTALLATION not in ("hub", "node"):
    raise ImproperlyConfigured(f"SPIRAL_ROLE={INSTALLATION}: hub or node")
DOCS = Path(os.environ.get("SPIRAL_DOCS", PACKAGE.parent.parent / "docs"))
VAR = Path(os.environ.get("SPIRAL_VAR", "var")).absolute()


def key_of_folder(name: str) -> str:
    """The key in the file ``name`` in ``VAR``, which the first process that asks creates. It is written whole, and
    readable by the server's own account only, before it gets its name."""
    path = VAR / name
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=VAR) as draft:  # readable for its owner only
            draft.write(secrets.token_urlsafe(50))
            draft.flush()
            os.fsync(draft.fileno())
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text().strip()


def audit_keys(otherwise: Callable[[], str]) -> list[str]:
    """The key that new events of the log are sealed with, then earlier keys. Raises ImproperlyConfigured."""
    key = os.environ.get("SPIRAL_AUDIT_KEY", "")
    if key and len(key) < 32:
        raise ImproperlyConfigured("SPIRAL_AUDIT_KEY: at least 32 characters")
    earlier = os.environ.get("SPIRAL_AUDIT_OLD_KEYS", "").split(",")
    return [key or otherwise(), *filter(None, map(str.strip, earlier))]


def _database() -> dict[str, object]:
    """SQLite in ``VAR`` unless SPIRAL_DATABASE_URL names a PostgreSQL database."""
    url = os.environ.get("SPIRAL_DATABASE_URL")
    if url:
        parts = urlsplit(url)
        if parts.scheme not in {"postgres", "postgresql"}:
            raise ImproperlyConfigured("SPIRAL_DATABASE_URL: postgresql://user:password@host:port/name")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": parts.port or "",
            "CONN_MAX_AGE": 60,
        }
    VAR.mkdir(parents=True, exist_ok=True)
    file = VAR / "spiral.sqlite3"
    # Nobody but the server's own account reads the database; SQLite gives its log the same rights.
    file.touch(mode=0o600)
    if file.stat().st_mode & 0o077:
        file.chmod(0o600)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # synchronous=FULL: what has been answered as saved is on the disk, whatever happens to the machine then
            # (decisions/0010). secure_delete: what is deleted (receipts, thin counts) is overwritten, not left in the
            # file. temp_store=MEMORY: nor in a file of SQLite's beside it.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000; "
            "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;",
        },
    }


SECRET_KEY = os.environ.get("SPIRAL_SECRET_KEY", "")
#: Not SECRET_KEY, which may be changed at any time: the log is checked with these for ever (docs/drift.md). Each role
#: says where a key comes from that the environment does not name.
AUDIT_KEYS: list[str] = []
ALLOWED_HOSTS = os.environ.get("SPIRAL_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
if origins := os.environ.get("SPIRAL_ORIGINS"):
    CSRF_TRUSTED_ORIGINS = origins.split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "spiral.ground",
    "spiral.exchange",
    "spiral.trust.access",
    "spiral.trust.audit",
    "spiral.trust.people",
    "spiral.trust.networks",
    "spiral.trust.undo",
    "spiral.see.results",
    *ROOMS[INSTALLATION],
    # After our own apps, so that our templates for the account pages are found first.
    "allauth",
    "allauth.account",
]
MIDDLEWARE = [
    "spiral.ground.middleware.make_room",
    "spiral.ground.middleware.trust_named_proxies",
    "django.middleware.security.SecurityMiddleware",
    "spiral.ground.middleware.keep_private_when_signed_in",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "spiral.ground.middleware.refuse_over_limits",
    "spiral.ground.addresses.redirect_old_words",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "spiral.trust.access.requests.with_viewer",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "spiral.trust.people.browsers.remember",
    "spiral.ground.middleware.retry_forgetting",
]
SHELL = SHELLS[INSTALLATION]
ROOT_URLCONF = f"spiral.config.urls_{INSTALLATION}"
WSGI_APPLICATION = "spiral.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "spiral.ground.context.surroundings",
                "spiral.trust.people.context.reader",
                "spiral.trust.undo.offers.offers",
            ],
            "builtins": [
                "django.templatetags.cache",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "spiral.ground.templatetags.spiral",
                "spiral.ground.templatetags.components",
                "spiral.ground.templatetags.blocks",
                "spiral.exchange.templatetags.exchange",
            ],
        },
    }
]
DATABASES = {"default": _database()}
#: Content of public pages, kept by each process in its own memory (see/results/views/kept.py): three entries a page, at
#: most some 100 kB, so that all pages of a region in both languages have room.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2400}}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People ---------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "spiral.trust.people.adapter.InvitedOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
#: people/attempts.py counts instead, in the database for every worker: allauth's count let a stranger shut others out.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "change_password": "spiral.trust.people.forms_account.NewPasswordForm",
    "reauthenticate": "spiral.trust.people.forms_account.ConfirmForm",
    "reset_password_from_key": "spiral.trust.people.forms_account.PasswordByLinkForm",
    "set_password": "spiral.trust.people.forms_account.PasswordForm",
    "login": "spiral.trust.people.forms_account.SignInForm",
    "request_login_code": "spiral.trust.people.forms_account.CodeForm",
    "reset_password": "spiral.trust.people.forms_account.ForgottenPasswordForm",
}
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
EMAIL_BACKEND = os.environ.get("SPIRAL_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = os.environ.get("SPIRAL_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SPIRAL_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SPIRAL_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SPIRAL_EMAIL_PASSWORD", "")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("SPIRAL_EMAIL_FROM", "spiral@localhost")

# The region: another region is configuration and data, not code (P8) --------------------------------------------------
REGION_NAME = os.environ.get("SPIRAL_REGION_NAME", "Skaraborg")
NETWORK_NAME = os.environ.get("SPIRAL_NETWORK_NAME", "SKIS")
REGION_GROUP = os.environ.get("SPIRAL_REGION_GROUP", "G116238")
#: Who sees cost and quality side by side (R8): "members" or "public".
COST_VISIBLE_TO = os.environ.get("SPIRAL_COST_VISIBLE_TO", "members")

# Language and time ----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("svenska")), ("en", _("engelska"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# Files ----------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
#: Keys to what is sealed in the database (ground/sealed.py); shared by the servers that share a database, in no backup.
SEALED_KEYS = Path(os.environ.get("SPIRAL_KEYS", VAR / "keys")).absolute()
WHITENOISE_USE_FINDERS = True
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

# Security -------------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
#: Bytes of a body: with a file in it, and without.
LARGEST_BODY = int(os.environ.get("SPIRAL_LARGEST_BODY", LARGEST_BODIES[INSTALLATION]))
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = MOST_FILES[INSTALLATION]
if INSTALLATION == "node":
    # Pupils' files are never laid in a temporary folder: what is uploaded stays in memory until it is sealed.
    FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY
#: The owner whose node this is: its code in the register (a municipality's, or an owner's number), and its name.
OWNER = os.environ.get("SPIRAL_OWNER", "")
OWNER_NAME = os.environ.get("SPIRAL_OWNER_NAME", "")
#: The address of the other installation: a node's of its hub, and in the demo the hub's of its node.
BESIDE = os.environ.get("SPIRAL_BESIDE", "")
#: Signs in on a laptop; empty everywhere else (config/laptop.py).
LAPTOP_TOKEN = ""
#: Pupils at home: the folder of encrypted batches, and the key that opens them, which no backup of the folder has.
PUPILS = Path(os.environ.get("SPIRAL_PUPILS", VAR / "pupils")).absolute()
PUPIL_KEY = Path(os.environ.get("SPIRAL_PUPIL_KEY", VAR / "pupil_key")).absolute()
CSRF_FAILURE_VIEW = "spiral.ground.views.expired_form"
#: The addresses of proxies in front of us, the only ones believed about where a visitor comes from:
#: "127.0.0.1,10.0.0.0/8", "unix" for one that speaks through a socket file.
TRUSTED_PROXIES = [name.strip() for name in os.environ.get("SPIRAL_TRUSTED_PROXIES", "").split(",") if name.strip()]
for _name in TRUSTED_PROXIES:
    if _name != "unix":
        try:
            ip_network(_name, strict=False)
        except ValueError as error:
            raise ImproperlyConfigured(f"SPIRAL_TRUSTED_PROXIES: {_name} is no address or network") from error
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"refusals_in_one_line": {"()": "spiral.config.log.RefusalsInOneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["refusals_in_one_line"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
