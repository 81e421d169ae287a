"""The only place that wires the parts together."""

from celery_app import app as celery_app

__all__ = ["celery_app"]
