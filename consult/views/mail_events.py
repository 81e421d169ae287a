"""The address to which a mail provider posts what became of our mails."""

from __future__ import annotations

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from consult.actions.mail_events import note_event

from .methods import changes

SHAPES = {"postmark": PostmarkTrackingWebhookView, "brevo": BrevoTrackingWebhookView}
USER = "consult"


@csrf_exempt
@changes
def mail_events(request: HttpRequest) -> HttpResponse:
    """Note what the provider says, if it shows MAIL_WEBHOOK_SECRET as a password; to others the page does not exist.

    503 asks for the same once more, later.
    """
    shape = SHAPES.get(settings.MAIL_WEBHOOK)
    if shape is None or not settings.MAIL_WEBHOOK_SECRET:
        raise Http404
    reader = shape(webhook_secret=f"{USER}:{settings.MAIL_WEBHOOK_SECRET}")
    try:
        reader.run_validators(request)
    except AnymailWebhookValidationFailure as fault:
        raise Http404 from fault
    try:
        events = reader.parse_events(request)
    except (ValueError, KeyError, TypeError, AttributeError, AnymailConfigurationError):
        return HttpResponse("not in the provider's shape\n", status=400, content_type="text/plain")
    noted = [note_event(event) for event in events]
    return HttpResponse(status=200 if all(noted) else 503)
