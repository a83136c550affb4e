"""Settings of the peer's project."""

import os

SECRET_KEY = "a key for benchmarks only, and long enough to be taken for a real one"
INSTALLED_APPS = ["django.contrib.contenttypes", "post_office"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "peer",
        "USER": "postmortem",
        "HOST": os.environ["PEER_SOCKET"],
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
EMAIL_BACKEND = "post_office.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["PEER_PORT"])
POST_OFFICE = {
    "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    "BATCH_SIZE": 1000,
    "THREADS_PER_PROCESS": int(os.environ["PEER_THREADS"]),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
    {
        "BACKEND": "post_office.template.backends.post_office.PostOfficeTemplates",
        "NAME": "post_office",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": []},
    },
]
USE_TZ = True
