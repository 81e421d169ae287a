"""The Celery application. A message only says "look again": the work itself is a row in the database."""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import task_postrun, task_prerun
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("consult")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["workflows"])
# Celery closes the database's connections after every task, and most messages have nothing left to do: what they would
# cost is a new connection each. Django's own rules hold instead, as for a request.
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize // 2


def keep_good_connections(*, task: Any, **_more: Any) -> None:
    """Close connections that are broken or too old, and have the others proven before they are used again."""
    if not task.request.is_eager:
        close_old_connections()


task_prerun.connect(keep_good_connections)
task_postrun.connect(keep_good_connections)
