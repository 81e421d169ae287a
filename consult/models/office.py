"""What an office keeps for its documents: signers, grounds, standing texts, rates, and the means of signing."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.rules.authority import Authority as AuthorityCode
from consult.rules.authority import signature_lines

from .council import Seat
from .document import DocumentKind
from .fields import CharField, CodeField, JSONField, TextField

if TYPE_CHECKING:
    from .organisation import Organisation


def picture_path(row: Signatory | Seal, _filename: str) -> str:
    return f"signing/{row.union_id}/{uuid.uuid4().hex}.png"


class Signatory(models.Model):
    """A person who signs for the union, by which authority and under which title."""

    class Authority(models.TextChoices):
        OWN = AuthorityCode.OWN, _("In their own capacity")
        TM = AuthorityCode.TM, _("TM. – on behalf of a body")
        KT = AuthorityCode.KT, _("KT. – for the head, as deputy")
        TL = AuthorityCode.TL, _("TL. – by order")
        Q = AuthorityCode.Q, _("Q. – acting")
        TUQ = AuthorityCode.TUQ, _("TUQ. – by authorisation")

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="signatories", verbose_name=_("union"))
    person = models.ForeignKey("Person", models.CASCADE, related_name="signs_for", verbose_name=_("person"))
    authority = CodeField(_("authority"), max_length=3, choices=Authority, blank=True, default="")
    principal = CharField(
        _("for whom"), max_length=100, blank=True, help_text=_("As in “KT. Chủ tịch”, “TM. Ban Thường vụ”.")
    )
    title = CharField(_("office held"), max_length=100, help_text=_("As in “Phó Chủ tịch”."))
    picture = models.FileField(_("picture of the signature"), upload_to=picture_path, max_length=300, blank=True)

    class Meta:
        verbose_name = _("signer")
        verbose_name_plural = _("signers")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["union", "person"], name="signatory_one_per_person")]

    def __str__(self) -> str:
        return f"{' '.join(self.lines)} {self.person}"

    @property
    def lines(self) -> list[str]:
        """Authority and title as documents print them above the signature."""
        return signature_lines(AuthorityCode(self.authority), self.principal, self.title)


class LegalGroundQuerySet(models.QuerySet):
    def in_force(self, union: Organisation, day: date) -> LegalGroundQuerySet:
        """The union's grounds that are valid on ``day``."""
        begun = models.Q(valid_from=None) | models.Q(valid_from__lte=day)
        going = models.Q(valid_to=None) | models.Q(valid_to__gte=day)
        return self.filter(begun, going, union=union)


class LegalGround(models.Model):
    """Căn cứ: a legal text that the union's decisions and reports cite while it is valid.

    ``key`` names the part of the procedure that rests on it; what no ground is known for has none.
    """

    class Key(models.TextChoices):
        INTAKE = "intake", _("Intake and completeness")
        COUNCIL = "council", _("Council formation")
        REVIEW = "review", _("Reviews of experts")
        MEETING = "meeting", _("The council's meeting")
        OPINION = "opinion", _("Opinion issuance")
        RESPONSE = "response", _("Response to the opinion")
        ARCHIVE = "archive", _("Archiving")

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="grounds", verbose_name=_("union"))
    text = CharField(_("text"), max_length=600, help_text=_("Begins with “Căn cứ”."))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    position = models.PositiveIntegerField(_("order"), default=0)
    key = CodeField(
        _("basis of"),
        max_length=20,
        choices=Key,
        blank=True,
        default="",
        help_text=_(
            "The steps of the procedure that are based on this text; the procedure's page shows it beside them."
        ),
    )

    objects = LegalGroundQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal ground")
        verbose_name_plural = _("legal grounds")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="legal_ground_dates_in_order",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.UniqueConstraint(
                fields=["union", "key"], condition=~models.Q(key=""), name="legal_ground_one_per_key"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class DocumentWording(models.Model):
    """A union's own wording of one kind of document: standing sentences and recipients. What is absent takes its default."""

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="wordings", verbose_name=_("union"))
    kind = CodeField(_("kind"), max_length=30, choices=DocumentKind)
    sentences = JSONField(_("standing sentences"), default=dict, blank=True)
    recipients = TextField(_("recipients"), blank=True, help_text=_("One per line."))

    class Meta:
        verbose_name = _("wording of a document")
        verbose_name_plural = _("wordings of documents")
        constraints = [models.UniqueConstraint(fields=["union", "kind"], name="document_wording_one_per_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Rate(models.Model):
    """What the union pays for one act in one seat, in đồng; the acts in ``WITHOUT_SEAT`` have one rate, whoever does them."""

    class Act(models.TextChoices):
        MEETING = "meeting", _("Attending a meeting")
        REVIEW = "review", _("Writing a review")
        GUEST = "guest", _("Attending a meeting as a guest")
        COMMENT = "comment", _("Written comment of a member")
        REPORT = "report", _("Writing a report")
        HALL = "hall", _("Hire of a hall")
        PRINT = "print", _("Printing and copying")

    WITHOUT_SEAT = (Act.GUEST, Act.COMMENT, Act.REPORT, Act.HALL, Act.PRINT)

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="rates", verbose_name=_("union"))
    act = CodeField(_("act"), max_length=10, choices=Act)
    seat = CodeField(_("seat"), max_length=20, choices=Seat.Kind, blank=True)
    amount = models.PositiveIntegerField(_("amount in đồng"))

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        ordering = ["act", "id"]
        constraints = [models.UniqueConstraint(fields=["union", "act", "seat"], name="rate_one_per_act")]

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.get_act_display(), self.get_seat_display()))) + f": {self.amount}"


class Seal(models.Model):
    """The picture of a union's seal, in red."""

    union = models.OneToOneField("Organisation", models.CASCADE, related_name="seal", verbose_name=_("union"))
    picture = models.FileField(_("picture of the seal"), upload_to=picture_path, max_length=300)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self) -> str:
        return str(self.union)


class SigningKey(models.Model):
    """A means of signing electronically: of a person who signs for the union, or, without a person, of the union itself.

    A PKCS#12 file lies here encrypted together with its password; of a PKCS#11 token only the names are kept.
    """

    class Kind(models.TextChoices):
        PKCS12 = "pkcs12", _("File (PKCS#12)")
        PKCS11 = "pkcs11", _("Token (PKCS#11)")

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="signing_keys", verbose_name=_("union"))
    person = models.ForeignKey(
        "Person", models.CASCADE, null=True, blank=True, related_name="signing_keys", verbose_name=_("person")
    )
    kind = CodeField(_("kind"), max_length=10, choices=Kind)
    secret = models.BinaryField(_("encrypted key"), blank=True, editable=False)
    label = CharField(_("label of the key on the token"), max_length=100, blank=True)
    subject = CharField(_("certificate of"), max_length=300)
    issuer = CharField(_("issued by"), max_length=300)
    serial = CharField(_("serial number"), max_length=60)
    not_before = models.DateTimeField(_("valid from"))
    not_after = models.DateTimeField(_("valid to"))
    added_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        constraints = [
            models.UniqueConstraint(fields=["union", "person"], name="signing_key_one_per_person"),
            models.UniqueConstraint(
                fields=["union"], condition=models.Q(person=None), name="signing_key_one_of_the_union"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_kind_display()})"


class TrustedRoot(models.Model):
    """A root certificate that the union trusts when it judges signatures."""

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="trusted_roots", verbose_name=_("union"))
    pem = TextField(_("certificate (PEM)"))
    subject = CharField(_("certificate of"), max_length=300)
    fingerprint = CharField("SHA-256", max_length=64)
    not_after = models.DateTimeField(_("valid to"))
    added_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("trusted root")
        verbose_name_plural = _("trusted roots")
        ordering = ["subject"]
        constraints = [
            models.UniqueConstraint(fields=["union", "fingerprint"], name="trusted_root_one_per_fingerprint")
        ]

    def __str__(self) -> str:
        return self.subject


class Retention(models.Model):
    """How long the union keeps what no law asks it to keep. What is absent takes its default."""

    class What(models.TextChoices):
        NOTICES = "notices", _("Notices and their mails")
        DRAFTS = "drafts", _("Drafts never submitted")
        # The value that the database's guard of the log reads.
        ACCESS_LOG = "openings", _("Who opened confidential dossiers")

    union = models.ForeignKey("Organisation", models.CASCADE, related_name="retentions", verbose_name=_("union"))
    what = CodeField(_("what"), max_length=20, choices=What)
    days = models.PositiveIntegerField(_("days"))

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        constraints = [models.UniqueConstraint(fields=["union", "what"], name="retention_one_per_kind")]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.days}"
