"""WSGI entry point, served by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from config.memory import keep_flat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
keep_flat()

application = get_wsgi_application()
