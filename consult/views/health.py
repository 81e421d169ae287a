"""What programs ask: is the process alive, is it ready, and how is the work going."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from consult.rules.text import same_secret
from consult.storage import space

from .methods import reads
from .metrics import WorkCollector

HEALTH = ("/healthz", "/readyz")


class HealthMiddleware:
    """Answers /healthz and /readyz before anything else: by any host name, without TLS, session or language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path_info == "/readyz":
            return _ready()
        return self.get_response(request)


def _ready() -> HttpResponse:
    """Ready when the database answers and has every table; the broker is not asked, since work goes on without it."""
    try:
        executor = MigrationExecutor(connection)
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"database": "does not answer"}, status=503)
    except Exception:  # a pool reports a dead database in its own way
        return JsonResponse({"database": "does not answer"}, status=503)
    if behind:
        return JsonResponse({"database": "waits for migrate"}, status=503)
    # Reading goes on without room, so this is said and does not take the process out of service.
    return JsonResponse({"database": "ok", **({"room": "little"} if space.is_low() else {})})


@reads
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus metrics, to whoever shows METRICS_TOKEN as a bearer token; to others the page does not exist."""
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not same_secret(shown, settings.METRICS_TOKEN):
        raise Http404
    registry = CollectorRegistry()
    registry.register(WorkCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@reads
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
