"""Django's settings, made from the environment and the town's own file. 「设置」

Nothing is read from a town unless WOLAIBAN_TOWN names one, so that tests and `--help` need none.
"""

import os
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from wolaiban.lib import clock

from . import environment as env

ROOM = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.read_environment()
TOWN_FOLDER = ENVIRONMENT.town
TOWN = env.read_town(TOWN_FOLDER)

SECRET_KEY = env.secret_key(ENVIRONMENT)
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.hosts
PUBLIC_URL = ENVIRONMENT.public_url.rstrip("/")
_SECURE = PUBLIC_URL.startswith("https://")
if PUBLIC_URL:
    ALLOWED_HOSTS += [urlsplit(PUBLIC_URL).hostname or ""]
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

DATABASES = {"default": env.database(ENVIRONMENT)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because threads cannot share a database in memory; one a process, because several suites may run at once.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"wolaiban-{os.getpid()}.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # First, because its templates stand before those of the sign-in library.
    "wolaiban.web.shared",
    "wolaiban.web.hall",
    "wolaiban.web.desk",
    "wolaiban.web.office",
    "wolaiban.people",
    "wolaiban.promises",
    "wolaiban.partners",
    "wolaiban.clockwork",
    "wolaiban.api",
    "wolaiban.statistics",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "wolaiban.config.urls"
WSGI_APPLICATION = "wolaiban.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "wolaiban.web.shared.context.place",
            ]
        },
    }
]

# Language and time: Chinese is the language the texts are written in, English is complete.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOM / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = TOWN.get("zone", "Asia/Shanghai")
if start := env.moved_start(ENVIRONMENT, TOWN):
    clock.move_to(start, since=ENVIRONMENT.now_since, speed=ENVIRONMENT.now_speed)
elif TOWN_FOLDER and env.shares_a_clock(TOWN_FOLDER, TOWN):
    clock.follow(TOWN_FOLDER / clock.FILE)

# The function that does what falls due, run by `serve` beside the web: (stop: threading.Event) -> None.
CLOCKWORK = "wolaiban.clockwork.loop.run_loop"

# Sign-in: login name and password, a second factor for who wants it; accounts are opened by the operator only.
AUTH_USER_MODEL = "people.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": _VALIDATION + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name", "email")},
    },
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "wolaiban.people.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "wolaiban.people.signin.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Headers: nothing from another host, ever.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
if ENVIRONMENT.behind_proxy:
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = _SECURE
    SECURE_REDIRECT_EXEMPT = [r"^(api/v1/)?healthz$"]

# How many filings and files an hour the public may send, and how many lost codes ask for; 0: no limit. Kept low for
# what one person can mean to do.
LIMITS_AN_HOUR = {
    "filing": {"address": ENVIRONMENT.filings_per_address, "phone": ENVIRONMENT.filings_per_phone},
    "upload": {"address": ENVIRONMENT.files_per_address, "megabytes": ENVIRONMENT.files_mb_per_address},
    "resend": {"address": ENVIRONMENT.codes_per_address},
}
FILES_MB_WAITING = ENVIRONMENT.files_mb_waiting
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "wolaiban.config.uploads.Quota",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
TRUSTED_PROXIES = 1 if ENVIRONMENT.behind_proxy else 0

# Files: `serve` gathers them under names that carry their digest; without that they are served as they lie.
STATIC_URL = "/static/"
STATIC_ROOT = (TOWN_FOLDER or Path(tempfile.gettempdir()) / f"wolaiban-{os.getpid()}") / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "wolaiban.config.static.GatheredStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = (TOWN_FOLDER or Path(tempfile.gettempdir()) / f"wolaiban-{os.getpid()}") / "files"

# What leaves the house: see clockwork/channels. Without a server the sign-in library prints its letters.
SMTP_URL, SMS_URL, SMS_TOKEN = ENVIRONMENT.smtp_url, ENVIRONMENT.sms_url, ENVIRONMENT.sms_token
PING_URL = ENVIRONMENT.ping_url
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if SMTP_URL:
    _mail = urlsplit(SMTP_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or (465 if _mail.scheme == "smtps" else 25)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from or "wolaiban@localhost"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
