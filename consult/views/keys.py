"""The means of signing: one's own key, the body's key and seal, and which roots the union trusts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consult.access import check_union, organisations_as
from consult.actions import certificates
from consult.actions import keys as actions
from consult.actions.office import save_seal
from consult.forms.keys import CertificateForm, KeyForm, RootForm, SealForm
from consult.models import Organisation, Person, Seal, Signatory, SignerCertificate, SigningKey, TrustedRoot
from consult.refusals import NotAllowed, told_by

from .methods import changes, reads_and_changes
from .shared import person_of, post_data

FORMS: dict[str, Any] = {
    "own": KeyForm, "body": KeyForm, "seal": SealForm, "root": RootForm, "certificate": CertificateForm,
}  # fmt: skip
KEEPERS = ("clerk", "leader", "officer", "administrator")


def _union(person: Person) -> Organisation:
    mine = organisations_as(person, *KEEPERS)
    union = Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION).order_by("pk").first()
    if union is None:
        raise NotAllowed("not_signing", _("Keys are kept by the people of a union who sign."))
    return union


@login_required
@reads_and_changes
def keys(request: HttpRequest) -> HttpResponse:
    """What this person may keep; a key that was brought in is never shown again."""
    person = person_of(request)
    union = _union(person)
    sent = request.POST.get("form", "")
    forms = {
        name: form(
            post_data(request) if name == sent else None, request.FILES or None, auto_id=f"{name}_%s",
            **({"people": certificates.signers_of(union)} if name == "certificate" else {}),
        )
        for name, form in FORMS.items()
    }  # fmt: skip
    form = forms.get(sent)
    if request.method == "POST" and form is not None and form.is_valid():
        with told_by(form):
            _keep(sent, form.cleaned_data, union, person)
            messages.success(request, _("Saved."))
            return redirect("keys")
    context = {
        "section": "keys",
        "union": union,
        "forms": forms,
        "signatory": Signatory.objects.filter(union=union, person=person).first(),
        "own": SigningKey.objects.filter(union=union, person=person).first(),
        "body": SigningKey.objects.filter(union=union, person=None).first(),
        "seal": Seal.objects.filter(union=union).first(),
        "roots": union.trusted_roots.all(),
        "certificates": union.signer_certificates.select_related("person"),
        "may_own": check_union(person, "key.own", union.pk),
        "may_body": check_union(person, "key.body", union.pk),
        "may_register": check_union(person, "certificate.register", union.pk),
        "may_edit": check_union(person, "office.edit", union.pk),
    }
    return render(request, "pages/office/keys.html", context, status=422 if form and form.errors else 200)


def _keep(what: str, data: dict[str, Any], union: Organisation, person: Person) -> None:
    if what == "seal":
        save_seal(union=union, picture=data["picture"], by=person)
    elif what == "root":
        actions.trust_root(union=union, content=data["file"].read(), by=person)
    elif what == "certificate":
        certificates.register_beforehand(union=union, person=data["person"], content=data["file"].read(), by=person)
    else:
        file = data.get("file")
        actions.save_key(
            union=union,
            person=person if what == "own" else None,
            by=person,
            pkcs12=file.read() if file else b"",
            password=data.get("password", ""),
            label=data.get("label", ""),
        )


@login_required
@changes
def drop_key(request: HttpRequest, whose: str) -> HttpResponse:
    """Forget one's own key, or as clerk the body's."""
    person = person_of(request)
    actions.drop_key(union=_union(person), person=person if whose == "own" else None, by=person)
    messages.success(request, _("The key has been deleted."))
    return redirect("keys")


@login_required
@changes
def drop_root(request: HttpRequest, pk: int) -> HttpResponse:
    """Trust a root no longer."""
    person = person_of(request)
    union = _union(person)
    root = get_object_or_404(TrustedRoot, pk=pk, union=union)
    actions.drop_root(root=root, by=person)
    messages.success(request, _("This certificate is no longer trusted."))
    return redirect("keys")


@login_required
@changes
def drop_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Know a signer's certificate no longer."""
    person = person_of(request)
    certificate = get_object_or_404(SignerCertificate, pk=pk, union=_union(person))
    certificates.drop(certificate=certificate, by=person)
    messages.success(request, _("This certificate is no longer registered."))
    return redirect("keys")
