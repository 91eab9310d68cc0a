"""Settings. Everything a place may change comes from the environment; `docs/users/install.md` lists it.

BATEA_MODE         development (default), demo or production
BATEA_DATA         folder of the database, attachments and secret key (default ./data)
BATEA_DATABASE_URL empty for SQLite, or postgresql://user:password@host:port/name
BATEA_SECRET_KEY   kept in the data folder when not given
BATEA_HOSTS        comma-separated names the server answers to
BATEA_PROXIES      how many proxies stand in front (0 by default)
BATEA_HTTPS        1 (default in production) or 0
BATEA_SERVER       address that messages give for this server, such as https://batea.example.org
BATEA_EMAIL_HOST   mail server; _PORT (25), _USER, _PASSWORD, _TLS (0 or 1), _FROM belong to it
BATEA_EMAIL_REPLY  address whose mail is piped into `batea workshop receive-mail`; empty: no answers by e-mail
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from .databases import database

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
MODE = os.environ.get("BATEA_MODE", "development")
DATA = Path(os.environ.get("BATEA_DATA", "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True, mode=0o750)
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
HTTPS = os.environ.get("BATEA_HTTPS", "1" if PRODUCTION else "0") == "1"
DEBUG = False


def kept_secret_key() -> str:
    """The installation's own key, made once and readable by its user alone."""
    path = DATA / "secret.key"
    if not path.exists():
        try:
            with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(get_random_secret_key() + get_random_secret_key())
        except FileExistsError:  # another process made it in this moment
            pass
    return path.read_text().strip()


SECRET_KEY = os.environ.get("BATEA_SECRET_KEY") or kept_secret_key()
ALLOWED_HOSTS = os.environ.get("BATEA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host not in {"*", ""}]
SERVER = os.environ.get(
    "BATEA_SERVER", f"https://{ALLOWED_HOSTS[0]}" if HTTPS else "http://127.0.0.1:8000"
).rstrip("/")

INSTALLED_APPS = [
    "batea.programmes",
    "batea.guidance",
    "batea.evidence",
    "batea.registry",
    "batea.surveys",
    "batea.toolbox",
    "batea.phase1_getting_started",
    "batea.phase2_strategy",
    "batea.phase3_implementation",
    "batea.learning",
    "batea.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "batea.web.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "batea.web.middleware.language_of_account",
    "batea.web.middleware.refusals",
    "batea.web.middleware.programme_scope",
]

ROOT_URLCONF = "batea.web.urls"
WSGI_APPLICATION = "batea.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "batea.web.furniture.furniture",
            ],
        },
    }
]
FORM_RENDERER = "batea.web.forms.BateaRenderer"

DATABASES = {"default": database(os.environ.get("BATEA_DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if PRODUCTION:  # limits on guessing must be shared by all workers
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache",
        # At the usual 300 a flood from as many addresses would wipe out what was counted of the others.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }

# Signing in ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "programmes.Account"
AUTHENTICATION_BACKENDS = [
    "batea.web.accounts.SignIn",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "programmes:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "batea.web.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, who knows the person
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/10m/key"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("BATEA_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = False
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Batea"

# E-mail ---------------------------------------------------------------------------------------------------------
# Without a mail server, what would be sent is printed; the demo writes it into the folder "outbox" beside its data.
EMAIL_WAY = "smtp" if "BATEA_EMAIL_HOST" in os.environ else "filebased" if DEMO else "console"
EMAIL_BACKEND = os.environ.get("BATEA_EMAIL_BACKEND", f"django.core.mail.backends.{EMAIL_WAY}.EmailBackend")
EMAIL_HOST = os.environ.get("BATEA_EMAIL_HOST", "localhost")
EMAIL_FILE_PATH = DATA / "outbox"
EMAIL_PORT = int(os.environ.get("BATEA_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("BATEA_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("BATEA_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("BATEA_EMAIL_TLS", "0") == "1"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("BATEA_EMAIL_FROM", "batea@localhost")
EMAIL_REPLY_TO = os.environ.get("BATEA_EMAIL_REPLY", "" if PRODUCTION else DEFAULT_FROM_EMAIL)

# Sessions, headers --------------------------------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REDIRECT_EXEMPT = [r"^health$"]
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# A tool's grid of five hundred rows and forty columns is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 25_000
# One submission of a phone may carry many photos; forms of pages carry few and are held to their own fields.
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_PERMISSIONS = 0o640
LARGEST_ATTACHMENT = 20 * 1024 * 1024  # bytes
LARGEST_SENT = 40 * 1024 * 1024  # bytes of one request of a phone, all its parts together
LARGEST_BUNDLE = 200 * 1024 * 1024  # bytes

# Words ----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("es", _("Spanish")), ("en", _("English")), ("pt", _("Portuguese")), ("fr", _("French"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "batea.web.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
ATTACHMENTS = DATA / "attachments"
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
CASES = ROOT / "cases"
COUNTRIES = ROOT / "countries"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    # Anybody can send a wrong host name; the answer is 400, and a log full of it helps nobody.
    "loggers": {"django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
