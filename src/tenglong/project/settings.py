"""Settings. What a county may set comes from the environment; the defaults run on one machine with nothing else."""

import os
from datetime import timedelta
from pathlib import Path

from tenglong.core.errors import Refused
from tenglong.project.database import database

CHECKOUT = Path(__file__).resolve().parents[3]
DEMO = os.environ.get("TENGLONG_DEMO") == "1"  # sign in as any of the named people, without a password
HOME = Path(os.environ.get("TENGLONG_HOME", CHECKOUT / "var" / ("demo" if DEMO else "county")))
try:
    HOME.mkdir(parents=True, exist_ok=True)
except OSError:
    raise Refused(f"不能启动：建不了文件夹 {HOME}。请查对 TENGLONG_HOME 和权限。") from None
FILES_ROOT = HOME / "files"
STATIC_BUILD = Path(os.environ.get("TENGLONG_STATIC", CHECKOUT / "build" / "static"))
MECHANISMS_ROOT = Path(os.environ.get("TENGLONG_MECHANISMS", CHECKOUT / "mechanisms"))


def _secrets() -> list[str]:
    """The signing key: from the environment, or made once and kept beside the database.

    While a restore is under way, a second one: that of the other county (operations/restoring.py).
    """
    if given := os.environ.get("TENGLONG_SECRET_KEY"):
        return [given]
    path = HOME / "secret-key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key  # noqa: PLC0415

        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().split("\n")


SECRET_KEY, *SECRET_KEY_FALLBACKS = _secrets()
DEBUG = os.environ.get("TENGLONG_DEBUG") == "1"
ADDRESS = os.environ.get("TENGLONG_ADDRESS", "http://127.0.0.1:8000")  # under which papers link to the screens
ALLOWED_HOSTS = os.environ.get("TENGLONG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "axes",
    "tenglong.records.audit",
    "tenglong.records.people",
    "tenglong.records.regions",
    "tenglong.records.clients",
    "tenglong.records.files",
    "tenglong.records.ledgers",
    "tenglong.records.registry",
    "tenglong.records.links",
    "tenglong.records.imports",
    "tenglong.records.mechanisms",
    "tenglong.records.cases",
    "tenglong.records.scores",
    "tenglong.records.measures",
    "tenglong.records.flows",
    "tenglong.records.rounds",
    "tenglong.api",
    "tenglong.records.handovers",
    "tenglong.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tenglong.web.middleware.LanguageMiddleware",
    "tenglong.web.middleware.OriginMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tenglong.web.entrance.sessions.SessionEndMiddleware",
    "tenglong.web.middleware.AskedOnceMiddleware",
    "tenglong.web.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "tenglong.project.urls"
WSGI_APPLICATION = "tenglong.project.wsgi.application"
AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "sign-in"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "tenglong.web.entrance.second.CodeBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name")},
    },
]
AXES_USERNAME_FORM_FIELD = "username"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody locks a colleague out from another desk
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the moment that was told holds
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # the sentence is the sign-in page's own, so its middleware is not needed
CSRF_FAILURE_VIEW = "tenglong.web.refusals.forbidden"
DATABASES = {"default": database(os.environ.get("TENGLONG_DATABASE_URL", ""), HOME)}
DATABASE_AT = database  # what an address of a database means, for moving there
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE = timedelta(minutes=int(os.environ.get("TENGLONG_SESSION_IDLE_MINUTES", "120")))
SESSION_COOKIE_AGE = 3600 * int(os.environ.get("TENGLONG_SESSION_HOURS", "12"))  # from signing in, used or not
OIDC = {  # the county's or province's own sign-in, by OpenID Connect; without an issuer there is no such door
    "issuer": os.environ.get("TENGLONG_OIDC_ISSUER", "").rstrip("/"),
    "client": os.environ.get("TENGLONG_OIDC_CLIENT", ""),
    "secret": os.environ.get("TENGLONG_OIDC_SECRET", ""),
    "claim": os.environ.get("TENGLONG_OIDC_CLAIM", "preferred_username"),  # holds the login of a person here
    "label": os.environ.get("TENGLONG_OIDC_LABEL", "统一身份认证"),
    "adds": os.environ.get("TENGLONG_OIDC_ADDS") == "1",  # whoever is unknown is added, without any role
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "tenglong.web.frame.frame",
            ],
            "builtins": ["tenglong.web.templatetags.tenglong"],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [CHECKOUT / "build" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"

HTTPS = os.environ.get("TENGLONG_HTTPS") == "1"  # a web server with TLS stands before it and says so in a header
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "worker-src": ["'self'", "blob:"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
}
API_REQUESTS_A_MINUTE = int(os.environ.get("TENGLONG_API_REQUESTS_A_MINUTE", "600"))  # of one key
WEBHOOK_HOSTS = frozenset(os.environ.get("TENGLONG_WEBHOOK_HOSTS", "").split(",")) - {""}  # may be inside, without TLS
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024
