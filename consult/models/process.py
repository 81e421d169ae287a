"""What viewflow keeps of the procedure: processes and tasks, bound to their dossier."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess, AbstractTask

from consult import clock

from .fields import CharField, JSONField, TextField


class Process(AbstractProcess):
    """A dossier's walk through DossierFlow, or one review's through ReviewFlow."""

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="processes", verbose_name=_("dossier"))
    review = models.OneToOneField(
        "Review", models.CASCADE, null=True, blank=True, related_name="process", verbose_name=_("review")
    )
    decision = CharField(_("last decision"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")


class Task(AbstractTask):
    """One step of a process. Human steps carry who may act and until when."""

    process = models.ForeignKey(Process, models.CASCADE, verbose_name=_("process"))
    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="tasks", verbose_name=_("dossier"))
    # Viewflow's own task table is there too; without these its reverse names would clash with ours.
    owner = models.ForeignKey("Person", models.SET_NULL, null=True, blank=True, related_name="+")
    owner_permission_content_type = models.ForeignKey(
        "contenttypes.ContentType", models.CASCADE, null=True, blank=True, related_name="+"
    )
    actor = CharField(_("who acts"), max_length=20, blank=True)
    assignee = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="assigned_tasks", verbose_name=_("person")
    )
    node = CharField(_("step"), max_length=50, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    # In working days from its opening, written down when days off first move the deadline.
    term = models.PositiveIntegerField(_("term"), null=True, blank=True, editable=False)
    # How often the deadline was moved: calendars take over what has a higher number than what they hold.
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    next_reminder_on = models.DateField(_("next reminder"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), default=clock.now)
    data = JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["process", "node"],
                condition=models.Q(status="NEW") & ~models.Q(node=""),
                name="task_one_open_per_step",
            )
        ]
        indexes = [
            models.Index(fields=["actor", "status", "dossier"], name="task_inbox"),
            models.Index(fields=["assignee", "status"], name="task_of_person"),
            models.Index(
                fields=["next_reminder_on"], name="task_reminders", condition=models.Q(next_reminder_on__isnull=False)
            ),
        ]

    def save(self, *args, **kwargs) -> None:
        if not self.dossier_id:
            self.dossier = self.process.dossier
        super().save(*args, **kwargs)

    @property
    def is_late(self) -> bool:
        return bool(self.due_on and self.due_on < clock.today())


class StepReturn(models.Model):
    """That whoever decides a step sent back what was submitted to them, and why. ``node`` is the step that was decided.

    ``meeting`` is the one whose minutes came back.
    """

    dossier = models.ForeignKey("Dossier", models.CASCADE, related_name="returns", verbose_name=_("dossier"))
    node = CharField(_("step"), max_length=50)
    meeting = models.ForeignKey(
        "Meeting", models.CASCADE, null=True, blank=True, related_name="returns", verbose_name=_("meeting")
    )
    remarks = TextField(_("remarks"))
    by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("sent back by"))
    at = models.DateTimeField(_("time"), default=clock.now)

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.dossier_id} · {self.node}"
