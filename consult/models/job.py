"""Work for the workers. A row first; a message only says "look again"."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, CodeField, TextField


class Job(models.Model):
    """One piece of background work, written in the transaction of the step that caused it.

    ``key`` makes it unique: the same work asked for twice is one row. A worker claims it by compare-and-set on
    ``attempts``, and ``run_after`` is then the end of its lease.
    """

    class Kind(models.TextChoices):
        RENDER = "render", _("Make a document")
        MAIL = "mail", _("Send a mail")
        CHANNEL = "channel", _("Tell by another channel")
        PLAN = "plan", _("Plan councils")
        CONVERT = "convert", _("Convert a Word file")
        BACKUP = "backup", _("Make a backup")
        TRIAL = "trial", _("Restore a backup into scratch")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    kind = CodeField(_("kind"), max_length=10, choices=Kind)
    key = CharField(_("key"), max_length=100, unique=True)
    state = CodeField(_("state"), max_length=10, choices=State, default=State.WAITING)
    dossier = models.ForeignKey(
        "Dossier", models.CASCADE, null=True, blank=True, related_name="jobs", verbose_name=_("dossier")
    )
    version = models.OneToOneField(
        "DocumentVersion", models.CASCADE, null=True, blank=True, related_name="job", verbose_name=_("document")
    )
    notification = models.OneToOneField(
        "Notification", models.CASCADE, null=True, blank=True, related_name="job", verbose_name=_("notice")
    )
    delivery = models.OneToOneField(
        "Delivery", models.CASCADE, null=True, blank=True, related_name="job", verbose_name=_("delivery")
    )
    plan = models.OneToOneField(
        "CouncilPlan", models.CASCADE, null=True, blank=True, related_name="job", verbose_name=_("plan of councils")
    )
    reading_copy = models.OneToOneField(
        "ReadingCopy", models.CASCADE, null=True, blank=True, related_name="job", verbose_name=_("reading copy")
    )
    rendering = models.OneToOneField(
        "TemplateRendering", models.CASCADE, null=True, blank=True, related_name="job", verbose_name=_("template")
    )
    task = models.ForeignKey(
        "Task", models.CASCADE, null=True, blank=True, related_name="jobs", verbose_name=_("step that waits for it")
    )
    run_after = models.DateTimeField(_("not before"), default=clock.now)
    dispatched_at = models.DateTimeField(_("a worker was called"), default=clock.now, editable=False)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    tried_since = models.DateTimeField(_("failing since"), null=True, blank=True, editable=False)
    error = TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    seconds = models.FloatField(_("seconds it took"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["run_after"], name="job_to_do", condition=models.Q(state__in=["waiting", "running"])),
            models.Index(fields=["-id"], name="job_given_up", condition=models.Q(state="failed")),
            models.Index(fields=["finished_at"], name="job_finished"),
        ]

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """When something that should happen again and again happened last: the sweep, the reminders, a backup."""

    class Name(models.TextChoices):
        SWEEP = "sweep", _("Sweep")
        REMIND = "remind", _("Reminders")
        TIDY = "tidy", _("Retention")
        BACKUP = "backup", _("Backup")
        STORE = "store", _("Files checked against the records")
        RENEW = "renew", _("Time stamps renewed")
        CONVERT = "convert", _("A converter of Word files is ready")

    name = CodeField(_("name"), max_length=20, choices=Name, unique=True)
    at = models.DateTimeField(_("time"))
    detail = CharField(_("detail"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.name} {clock.written(self.at)}"
