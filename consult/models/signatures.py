"""Whose certificates are known, and which signatures the files of documents carry."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult import clock

from .fields import CharField, TextField


class SignerCertificate(models.Model):
    """A certificate that is known to be a person's or, without a person, the union's own."""

    union = models.ForeignKey(
        "Organisation", models.CASCADE, related_name="signer_certificates", verbose_name=_("union")
    )
    person = models.ForeignKey(
        "Person", models.CASCADE, null=True, blank=True, related_name="signer_certificates", verbose_name=_("person")
    )
    fingerprint = CharField("SHA-256", max_length=64)
    subject = CharField(_("certificate of"), max_length=300)
    issuer = CharField(_("issued by"), max_length=300)
    serial = CharField(_("serial number"), max_length=60)
    not_after = models.DateTimeField(_("valid to"))
    added_by = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("certificate of a signer")
        verbose_name_plural = _("certificates of signers")
        ordering = ["subject", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["union", "fingerprint"], name="signer_certificate_one_per_fingerprint")
        ]

    def __str__(self) -> str:
        return self.subject


class DocumentSignature(models.Model):
    """One electronic signature of a file, as it was found when the file was kept: of a person or, without one, of the union.

    ``issuer_reason`` says why it counts although the union does not trust the issuer of its certificate. ``signed_at`` is
    the time of the stamp where ``stamped``, else what the signer's machine said.
    """

    version = models.ForeignKey(
        "DocumentVersion", models.CASCADE, related_name="signatures", verbose_name=_("version of a document")
    )
    place = models.PositiveSmallIntegerField(_("place among the signatures"))
    person = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    subject = CharField(_("certificate of"), max_length=300)
    issuer = CharField(_("issued by"), max_length=300)
    serial = CharField(_("serial number"), max_length=60)
    fingerprint = CharField("SHA-256", max_length=64)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    stamped = models.BooleanField(_("proven by a time stamp"), default=False)
    issuer_reason = TextField(_("why the issuer is accepted"), blank=True)

    class Meta:
        verbose_name = _("signature of a document")
        verbose_name_plural = _("signatures of documents")
        ordering = ["version", "place"]
        constraints = [models.UniqueConstraint(fields=["version", "place"], name="document_signature_one_per_place")]

    def __str__(self) -> str:
        return self.subject
