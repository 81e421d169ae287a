"""Every address of Consult. Whatever is not named here does not exist."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.contrib import admin
from django.urls import path, re_path

from consult.views import (
    accounts,
    demo,
    dossiers,
    files,
    health,
    keys,
    letters,
    notices,
    office,
    operations,
    papers,
    people,
    procedure,
    registers,
    reviewers,
    steps,
    submitting,
    texts,
    verify,
    work,
)

urlpatterns = [
    path("", work.my_work, name="my_work"),
    # dossiers
    path("dossiers/", dossiers.dossiers, name="dossiers"),
    path("dossiers/new/", submitting.begin, name="begin"),
    path("dossiers/<int:pk>/", dossiers.dossier, name="dossier"),
    path("dossiers/<int:pk>/made/", dossiers.dossier_papers, name="dossier_papers"),
    path("dossiers/<int:pk>/procedure/", procedure.procedure_of, name="procedure_of"),
    path("dossiers/<int:pk>/describe/", submitting.describe, name="describe"),
    path("dossiers/<int:pk>/papers/", submitting.papers, name="papers"),
    path("dossiers/<int:pk>/files/<slug:item>/", submitting.upload, name="upload"),
    path("dossiers/<int:pk>/remove/<int:attachment>/", submitting.remove_file, name="remove_file"),
    path("dossiers/<int:pk>/send/", submitting.send, name="send"),
    path("dossiers/<int:pk>/discard/", submitting.discard, name="discard"),
    path("dossiers/<int:pk>/withdraw/", dossiers.withdraw, name="withdraw"),
    path("dossiers/<int:pk>/cancel/", dossiers.cancel, name="cancel"),
    path("dossiers/<int:pk>/no-answer/", dossiers.go_on_without, name="go_on_without"),
    path("dossiers/<int:pk>/department/", letters.ask_department, name="ask_department"),
    path("dossiers/<int:pk>/payments/", letters.payment_list, name="payment_list"),
    path("dossiers/<int:pk>/confidential/", letters.classify, name="classify"),
    path("dossiers/<int:pk>/openings/", dossiers.openings, name="openings"),
    path("steps/<int:pk>/letter/", letters.remind_by_letter, name="remind_by_letter"),
    # steps
    path("steps/<int:pk>/", steps.task, name="task"),
    path("steps/<int:pk>/save/", steps.save_review, name="save_review"),
    path("steps/<int:pk>/text/", texts.save_text, name="save_text"),
    path("dossiers/<int:pk>/versions/<slug:kind>/", texts.versions, name="versions"),
    path("reviews/<int:pk>/replace/", reviewers.replace_reviewer, name="replace_reviewer"),
    path("reviews/<int:pk>/excuse/", reviewers.excuse_reviewer, name="excuse_reviewer"),
    path("reviews/<int:pk>/extend/", reviewers.extend_review, name="extend_review"),
    path("reviews/<int:pk>/invite-again/", reviewers.invite_again, name="invite_again"),
    # files
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("files/<int:pk>/read/", files.read_attachment, name="read_attachment"),
    path("papers/<int:pk>/", files.paper, name="paper"),
    path("papers/<int:pk>/again/", files.make_again, name="make_again"),
    path("papers/<int:pk>/signatures/", papers.signatures, name="signatures"),
    path("papers/<int:pk>/signed/", papers.bring_signed, name="bring_signed"),
    path("papers/<int:pk>/revoke/", papers.revoke, name="revoke"),
    path("papers/<int:pk>/docx/", papers.as_docx, name="docx"),
    path("jobs/<int:pk>/retry/", files.retry_job, name="retry_job"),
    # the office
    path("registers/", registers.registers, name="registers"),
    path("registers/in/", registers.incoming, name="incoming"),
    path("registers/<int:pk>/void/", registers.void_entry, name="void_entry"),
    path("registers/<slug:direction>/<slug:form>/", registers.register_file, name="register_file"),
    path("office/", office.heading, name="office"),
    path("office/grounds/", office.grounds, name="office_grounds"),
    path("office/signers/", office.signers, name="office_signers"),
    path("office/rates/", office.rates, name="office_rates"),
    path("office/papers/", office.wordings, name="office_wordings"),
    path("office/papers/<slug:kind>/", office.wording, name="office_wording"),
    path("office/papers/<slug:kind>/preview/", office.preview, name="office_preview"),
    path("office/keys/", keys.keys, name="keys"),
    path("office/keys/<slug:whose>/forget/", keys.drop_key, name="drop_key"),
    path("office/roots/<int:pk>/remove/", keys.drop_root, name="drop_root"),
    path("office/operations/", operations.operations, name="operations"),
    path("office/retention/", operations.retention, name="retention"),
    path("procedure/", procedure.procedure, name="procedure"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/<int:pk>/", notices.open_notice, name="open_notice"),
    # anyone who holds a paper
    path("v/", verify.verify, name="verify"),
    path("v/<slug:code>/", verify.verify_code, name="verify_code"),
    # accounts
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path("sign-up/", account.signup, name="account_signup"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    # allauth builds this address by putting "UID-KEY" in and replacing it.
    re_path(
        r"^password/set/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/set/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("password/new/", account.password_set, name="account_set_password"),
    path("password/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("people/<int:pk>/data/", people.data, name="personal_data"),
    path("people/<int:pk>/data/file/", people.export, name="export_personal_data"),
    path("people/<int:pk>/data/erase/", people.erase, name="erase_personal_data"),
    # the second factor
    path("second-factor/", factors.index, name="mfa_index"),
    path("second-factor/code/", factors.authenticate, name="mfa_authenticate"),
    path("second-factor/again/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/recovery/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("second-factor/keys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("second-factor/keys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("second-factor/keys/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second-factor/keys/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("second-factor/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("sign-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("language/", accounts.set_language, name="set_language"),
    # the demo; these answer 404 in any other mode
    path("demo/", demo.accounts, name="demo"),
    path("demo/mails/", demo.mails, name="mails"),
    path("demo/<int:pk>/", demo.sign_in, name="demo_sign_in"),
    path("metrics", health.metrics, name="metrics"),
    path("administration/", admin.site.urls),
]
