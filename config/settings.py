"""Every setting, in one file; what differs between installations is read from the environment (config/env.py)."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env
from config.database import database
from config.servers import sockets

BASE_DIR = env.ROOT
#: What this installation keeps in files: the embedded servers' data, built static files.
DATA_FOLDER = env.folder("DATA_FOLDER", ".data")

# Who we are
SECRET_KEY = env.secret("SECRET_KEY")
#: Fernet keys that seal stored passwords; the first seals, all open.
SEALING_KEYS = env.keys("SEALING_KEYS")
DEBUG = env.boolean("DEBUG", False)
#: The port of the web server, for those who start it.
PORT = env.integer("PORT", 8000, least=1)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
#: Behind a proxy that speaks HTTPS to the browser: secure cookies, HSTS, redirects.
HTTPS = env.boolean("HTTPS", False)
#: The name server asked about a sender's domain; empty: those of the system.
DNS_SERVER = env.text("DNS_SERVER", "")
#: May people without a login use the "explain this error" box?
EXPLAIN_PUBLIC = env.boolean("EXPLAIN_PUBLIC", False)
#: Shows the demo's logins and "Fix it" buttons.
DEMO = env.boolean("DEMO", False)
#: Seconds a worker may keep silent before its jobs are given to others.
LEASE_SECONDS = env.integer("LEASE_SECONDS", 60, least=1)
#: Seconds between two sweeps.
SWEEP_SECONDS = env.integer("SWEEP_SECONDS", 5, least=1)
#: Where the demo's sandbox listens for orders; empty: there is none.
SANDBOX_URL = env.text("SANDBOX_URL", "")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "django_htmx",
    # After auth: the groups are made when the permissions are there.
    "delivery",
    "diagnostics",
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
    "delivery.middleware.ViewerTimeZone",
    "config.middleware.private",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
            ]
        },
    }
]

# What we keep
_EMBEDDED = sockets(DATA_FOLDER)
DATABASES = {
    "default": database(
        env.url("DATABASE_URL", _EMBEDDED.database_url, schemes=("postgresql", "postgres")),
        pool=env.integer("DATABASE_POOL_SIZE", 16),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.url("REDIS_URL", _EMBEDDED.redis_url, schemes=("redis", "rediss", "unix"))
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# Who may come in
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Pages hold the token, so that no script has to read it from the cookie.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
# Who watches the processes asks them directly, not through the proxy.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Static files: our own, and those that set-up copied from packages
STATIC_URL = "static/"
STATIC_ROOT = env.folder("STATIC_ROOT", str(DATA_FOLDER / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Celery: doors, not a queue (the queue is PostgreSQL)
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 1, "visibility_timeout": 300}
CELERY_TASK_PUBLISH_RETRY = False
# A knock that one worker keeps for later is an account that the others, who have time, do not serve.
CELERY_WORKER_DISABLE_PREFETCH = True
CELERY_BEAT_SCHEDULER = "config.beat.Scheduler"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "delivery.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": max(SWEEP_SECONDS, 5)}},
}

_LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", among=("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stdout"}},
    "root": {"handlers": ["out"], "level": _LOG_LEVEL},
    "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
}
SILENCED_SYSTEM_CHECKS = [] if HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]
