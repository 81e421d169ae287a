"""The Celery application. A message only says "look again": the work itself is a row in the database."""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, task_postrun, task_prerun
from django.conf import settings
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("consult")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["consult"])
# Celery closes the database's connections after every task, and most messages have nothing left to do: what they would
# cost is a new connection each. Django's own rules hold instead, as for a request.
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize // 2


def keep_good_connections(*, task: Any, **_more: Any) -> None:
    """Close connections that are broken or too old, and have the others proven before they are used again."""
    if not task.request.is_eager:
        close_old_connections()


def want_a_broker(**_more: Any) -> None:
    """End a worker or beat that nobody could call. Raises ``SystemExit``."""
    if not settings.DISPATCH_JOBS:
        raise SystemExit("REDIS_URL is not set, so no message would come here. Start `manage.py work` instead.")


celeryd_init.connect(want_a_broker)
beat_init.connect(want_a_broker)
task_prerun.connect(keep_good_connections)
task_postrun.connect(keep_good_connections)
