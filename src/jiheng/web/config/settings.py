"""Django's settings. What differs from place to place comes from the environment; everything else is the same everywhere."""

from __future__ import annotations

import os
from pathlib import Path

from jiheng.web.config.home import database, earlier_keys, home, secret_key
from jiheng.web.config.identity import openid_connect
from jiheng.web.config.mail import mail_server, site_address

WEB = Path(__file__).resolve().parents[1]
HOME = home()

DEBUG = False
SECRET_KEY = secret_key(HOME)
SECRET_KEY_FALLBACKS = earlier_keys(HOME)  # what they signed or sealed is still read
ALLOWED_HOSTS = [name for name in os.environ.get("JIHENG_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if name]
CSRF_TRUSTED_ORIGINS = [name for name in os.environ.get("JIHENG_ORIGINS", "").split(",") if name]
BEHIND_PROXY = os.environ.get("JIHENG_PROXY") == "1"  # then the proxy's word on address and https is taken

AREAS = [
    "accounts",
    "audit",
    "organizations",
    "review",
    "notices",
    "attachments",
    "regulation",
    "goals",
    "execution",
    "monitoring",
    "self_evaluation",
    "evaluation",
    "rectification",
    "results",
    "disclosure",
    "analytics",
    "api",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "ninja",  # for its page of the API, which then needs nothing from elsewhere
    "jiheng.web.ui",
    *(f"jiheng.web.{area}" for area in AREAS if (WEB / area / "apps.py").exists()),
    "allauth.account",  # asked for by socialaccount; its pages are not used
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiheng.web.ui.middleware.ContentSecurityPolicy",
    "jiheng.web.ui.middleware.PlainQuestion",
    "jiheng.web.ui.waiting.CountAfterActs",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jiheng.web.audit.middleware.Origin",
    "jiheng.web.accounts.middleware.IdleTimeout",
    "jiheng.web.accounts.middleware.Language",
    "jiheng.web.accounts.middleware.PasswordFirst",
    "allauth.account.middleware.AccountMiddleware",
    "jiheng.web.ui.errors.ConflictPage",
]
ROOT_URLCONF = "jiheng.web.config.urls"
WSGI_APPLICATION = "jiheng.web.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jiheng.web.ui.context.frame",
                "jiheng.web.notices.context.bell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "jiheng.web.ui.templatetags.ui",
                "jiheng.web.ui.templatetags.addresses",
            ],
        },
    }
]
FORM_RENDERER = "jiheng.web.ui.widgets.WidgetRenderer"

DATABASES = {"default": database(HOME)}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "goals:overview"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("login", "name", "email")}),
    )
]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
SOCIALACCOUNT_ADAPTER = "jiheng.web.accounts.provider.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = openid_connect()
SOCIALACCOUNT_LOGIN_ON_GET = True  # it only leads to the provider; a form could not, for our own policy on content
IDLE_TIMEOUT = 30 * 60  # seconds; 等保 asks for one
ANALYTICS_KEPT = 60  # times as long as it took to count
WAITING_FRESH = 60  # seconds that the numbers in the side bar may be old
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if os.environ.get("JIHENG_HTTPS") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600

MAIL = mail_server()  # None: nothing is mailed, and everything else works
SITE_ADDRESS = site_address()

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [WEB / "locale"]
TIME_ZONE = os.environ.get("JIHENG_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # straight from the package: nothing is to be collected on the machine
WHITENOISE_ALLOW_ALL_ORIGINS = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("JIHENG_LOG_LEVEL", "WARNING")},
}
