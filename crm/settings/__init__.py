"""Settings come from the environment and nothing else; a bad value stops the start.

What a shop decides (prices, stages, permissions, look) lives in `config/*.yaml`, not here.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent


def _flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value in {"1", "true"}


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def _words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            "DATABASE_URL must start with postgresql://: Reviva CRM runs on PostgreSQL only."
        )
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "crm",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "OPTIONS": options | {"options": SESSION_OPTIONS},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


DEBUG = _flag("CRM_DEBUG", default=False)
SECRET_KEY = os.environ.get("CRM_SECRET_KEY", "")
BASE_URL = os.environ.get("CRM_BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = _words("CRM_ALLOWED_HOSTS", urlsplit(BASE_URL).hostname or "localhost")
WEB_THREADS = _number("CRM_WEB_THREADS", 4)  # requests answered at once by one web process
TRUSTED_PROXIES = _words("CRM_TRUSTED_PROXIES")  # whose X-Forwarded-* headers are believed
CONFIG_DIR = Path(os.environ["CRM_CONFIG_DIR"]) if os.environ.get("CRM_CONFIG_DIR") else None
DEFAULTS_DIR = next(
    folder for folder in (ROOT / "config", PACKAGE / "config_defaults") if folder.is_dir()
)

# Work that outlives these is a bug: bulk work goes in chunks, and a forgotten transaction
# would hold locks that the counter is waiting for.
SESSION_OPTIONS = "-c idle_in_transaction_session_timeout=30s -c lock_timeout=4s -c timezone=UTC"
# `crm up` and the tests set this to the embedded server's socket when there is no other.
DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///crm"))}

INSTALLED_APPS = [
    "crm.apps.CRM",
    "crm.ui",
    "crm.criteria",
    "crm.activity",
    "crm.accounts",
    "crm.catalogue",
    "crm.customers",
    "crm.consent",
    "crm.pricing",
    "crm.leads",
    "crm.bookings",
    "crm.payments",
    "crm.interactions",
    "crm.lifecycle",
    "crm.transfer",
    "crm.realtime",
    "crm.integrations",
    "crm.dashboard",
    "crm.portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "ninja",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
]
AUTH_USER_MODEL = "accounts.Staff"
ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False  # a webhook's POST must never be answered with a redirect

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "crm.lib.problem.ProblemMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages halve; CSRF tokens are masked against BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "crm.accounts.limits.RateLimitMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crm.realtime.page.live_since",
            ],
        },
    }
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "crm.accounts.adapter.SignIn"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; allauth wants to know
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "crm.accounts.adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Reviva CRM"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
# Browsers allow passkeys without TLS on localhost only, which is where the demo runs.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://localhost")

SESSION_ENGINE = "crm.accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

_https = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"  # pages show the shop's zone, from config/business.yaml

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("CRM_STATIC_ROOT")  # where collectstatic puts them for a proxy
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
# The build names files after their content (app-1A2B3C4D.js): a browser may keep them.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/.+-[0-9A-Z]{8}\.\w+$"

# Keys a website may deliver with, besides API keys. Two of them while one replaces the other.
WEBHOOK_API_KEYS = _words("WEBHOOK_API_KEY")
REVIVATECH_API_KEY = os.environ.get("REVIVATECH_API_KEY", "")  # for asking its prices
# Stripe's own keys; `integrations.yaml` says whether it is used.
STRIPE_SECRET_KEY = os.environ.get("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = os.environ.get("STRIPE_WEBHOOK_SECRET", "")

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576  # a body above 1 MiB is refused with 413
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

CACHES = {
    # Rate limits are counted where every process sees them.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
    }
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("CRM_SMTP_HOST", "localhost")
EMAIL_PORT = _number("CRM_SMTP_PORT", 25)
DEFAULT_FROM_EMAIL = os.environ.get("CRM_EMAIL_FROM", "crm@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "procrastinate": {"level": "WARNING"},  # not each job's coming and going
        "django.request": {"level": "ERROR"},  # not each page that somebody mistyped
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("CRM_LOG_LEVEL", "INFO")},
}
