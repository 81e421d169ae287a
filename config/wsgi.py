"""WSGI entry point, served by gunicorn."""

import ctypes
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# glibc gives threads heaps of their own, up to eight a core, and each keeps the most that one request ever took in it:
# a process of eight threads grows for hours. Two heaps are full soon. Before the threads begin, hence here.
M_ARENA_MAX, HEAPS = -8, 2
_mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
if _mallopt is not None:
    _mallopt(M_ARENA_MAX, HEAPS)

application = get_wsgi_application()
