"""How the parts are put together: settings, addresses, processes, set-up."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
