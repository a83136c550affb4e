"""How the parts are wired and started."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
