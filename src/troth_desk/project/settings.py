"""Django's settings of the desk; what differs between desks comes from ``configuration``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from troth_desk.project import configuration, logs

BASE_DIR = Path(__file__).resolve().parents[1]
DATA_DIRECTORY = configuration.data_directory()
ADDRESS = configuration.address() or "http://127.0.0.1:8000"
"""Where people reach the desk: scheme, host and port, without a path."""

ATTACHMENTS_FOLDER = DATA_DIRECTORY / "attachments"
"""Files of reporters, encrypted. Several machines share it."""
ATTACHMENT_KEY = configuration.kept_secret(configuration.ATTACHMENT_KEY, "attachments")

ADVISORIES = os.environ.get(configuration.ADVISORIES, "")
"""The index of advisories that the desk looks into, as ``troth advisories update`` makes it; "" where there is none."""
AUDITS = configuration.audits()
AUDITS_FOLDER = os.environ.get(configuration.AUDITS_FOLDER) or str(DATA_DIRECTORY / "audits")
REPOSITORIES = configuration.secret(configuration.REPOSITORIES)

METRICS_TOKEN = configuration.secret(configuration.METRICS_TOKEN)
REQUESTS_A_MINUTE = configuration.requests_a_minute()

BACKUPS_FOLDER = configuration.secret(configuration.BACKUPS)
"""Where the worker writes a backup a day; "" where nobody named a folder."""

DEBUG = False
SECRET_KEY = configuration.kept_secret(configuration.SECRET, "session")
SIGNING_KEY = configuration.kept_secret(configuration.SIGNING_KEY, "signing.pem", configuration.signing_key)
RETIRED_KEYS = configuration.retired_keys()
OPENPGP_FOLDER = DATA_DIRECTORY / "keys" / "openpgp"
"""OpenPGP keys, one an organisation, made where none was given."""
OPENPGP_KEY = configuration.secret(configuration.OPENPGP_KEY)
"""The OpenPGP key of every organisation of this desk, where one was given: armoured, without a passphrase."""
HTTPS = ADDRESS.startswith("https://")
ALLOWED_HOSTS = configuration.hosts(ADDRESS)
CSRF_TRUSTED_ORIGINS = [ADDRESS]
INSIDE = configuration.listed(configuration.INSIDE)
"""What ``outward`` may ask although it is not public."""
ROOT_URLCONF = "troth_desk.project.urls"
WSGI_APPLICATION = "troth_desk.project.wsgi.application"
DATABASES: dict[str, Any] = {"default": configuration.database()}
TROTH_DESK_ROLE = os.environ.get(configuration.ROLE) or configuration.APPLICATION_ROLE
globals().update(configuration.mail())
MAILBOX = configuration.secret(configuration.MAILBOX)
"""Where mail is fetched from; see ``mailbox.source``."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "troth_desk.ledger",
    "troth_desk.tenants",
    "troth_desk.people",
    "troth_desk.policies",
    "troth_desk.notices",
    "troth_desk.webhooks",
    "troth_desk.deadlines",
    "troth_desk.cases",
    "troth_desk.scans",
    "troth_desk.findings",
    "troth_desk.watch",
    "troth_desk.reviews",
    "troth_desk.incidents",
    "troth_desk.publishing",
    "troth_desk.audits",
    "troth_desk.proofs",
    "troth_desk.reporting",
    "troth_desk.intake",
    "troth_desk.mailbox",
    "troth_desk.channels",
    "troth_desk.hosted",
    "troth_desk.promises",
    "troth_desk.today",
    "troth_desk.faces",
    "troth_desk.backups",
]
MIDDLEWARE = [
    "troth_desk.project.observing.Observed",
    "troth_desk.project.entrance.Entrance",
    "troth_desk.project.observing.Paced",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "troth_desk.people.middleware.SeenMiddleware",
    "troth_desk.people.middleware.ConfirmMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "troth_desk.project.refusals.ErrorsOfPrograms",
    "troth_desk.tenants.middleware.TenantMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "people" / "templates"],  # before the pages of allauth, which they replace
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "troth_desk.faces.context.desk",
            ],
        },
    },
]
FORM_RENDERER = "troth_desk.faces.renderer.DeskForms"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{each}"}
    for each in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {  # NIST SP 800-63B-4 §3.1.1.2: 15 characters where a password may be the only factor
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    }
]
ACCOUNT_ADAPTER = "troth_desk.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "troth_desk.people.forms.PlainLoginForm",
    "change_password": "troth_desk.people.forms.PlainChangeForm",
    "reset_password": "troth_desk.people.forms.PlainResetForm",
    "add_email": "troth_desk.people.forms.PlainEmailForm",
}
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ALLAUTH_TRUSTED_PROXY_COUNT = int(configuration.secret(configuration.PROXIES) or 0)
MFA_ADAPTER = "troth_desk.people.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "troth_desk.people.forms.AddPasskeyForm"}
MFA_TOTP_ISSUER = "Troth desk"
MFA_TOTP_TOLERANCE = 1
OIDC = configuration.oidc()
"""The login provider of the team, None where there is none; see ``people.provider``."""
SOCIALACCOUNT_ADAPTER = "troth_desk.people.provider.SocialAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
FACTOR_KEY = configuration.kept_secret(configuration.FACTOR_KEY, "factors")
"""What the secrets of authenticator apps are encrypted with in the database."""
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 7 * 24 * 3600
CACHES = {
    "default": {  # in the database, so that every process counts the same failed logins
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

GITHUB = configuration.secret(configuration.GITHUB)
"""Which repositories' private reports become cases of which projects, and by which tokens."""
GITHUB_API = os.environ.get(configuration.GITHUB_API) or "https://api.github.com"
WEBHOOK_KEY = configuration.kept_secret(configuration.WEBHOOK_KEY, "webhooks")
"""What the secrets of webhooks are encrypted with in the database."""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *([OIDC["page"]] if OIDC else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
LOGGING = logs.LOGGING
STATIC_URL = "/static/"
STATIC_ROOT = str(DATA_DIRECTORY / "static")
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "troth_desk.project.static.DigestStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # what other hosts of the domain do is not the desk's to decide
    "security.W021",  # nor is a list that is built into browsers
    "security.W008",  # the proxy before the desk redirects: plain HTTP reaches the desk from it alone
]
# A browser takes a cookie of such a name only over https and from this very host (RFC 6265bis §4.1.3.2).
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-sessionid", "__Host-csrftoken") if HTTPS else ("sessionid", "csrftoken")
)
DEVICE_COOKIE_NAME = "__Host-device" if HTTPS else "device"
"""Tells a browser that somebody came in by from others; it opens nothing (``people.devices``)."""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 2**20
"""Bytes of the texts of a form; files are sealed while they stream and count otherwise (``intake.limits``)."""
