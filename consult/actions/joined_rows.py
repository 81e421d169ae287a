"""What becomes of every row that names a person, when a second account of theirs is joined with the one that remains.

Each column that points at ``Person`` stands in exactly one of these lists; a test finds the columns and compares.
"""

from __future__ import annotations

# Taken over by the account that remains: what waits for the person, what is theirs, and what rules ask about who did it.
MOVED = (
    "consult.Absence.person", "consult.AccessRequest.decided_by", "consult.Attachment.uploaded_by",
    "consult.Call.closed_by", "consult.ChangeProposal.decided_by", "consult.ChangeProposal.person",
    "consult.ChangeProposal.proposed_by", "consult.Council.approved_by", "consult.Council.approved_for",
    "consult.Council.proposed_by", "consult.CouncilChange.decided_by", "consult.CouncilChange.proposed_by",
    "consult.CouncilPlan.asked_by", "consult.DataRequest.closed_by", "consult.DataRequest.entered_by",
    "consult.DataRequest.handler", "consult.DataRequest.person", "consult.DepartmentRequest.recorded_by",
    "consult.Document.addressee", "consult.Document.revoked_by", "consult.Document.signer",
    "consult.DocumentSignature.person", "consult.DocumentTemplate.uploaded_by", "consult.DocumentVersion.brought_by",
    "consult.Dossier.responsible", "consult.Dossier.submitter", "consult.Draft.saved_by", "consult.ExpertFile.uploaded_by",
    "consult.ExpertProposal.decided_by", "consult.ExpertProposal.proposed_by", "consult.ExtraWork.entered_by",
    "consult.ExtraWork.person", "consult.GroupReport.saved_by", "consult.HalfSentFile.person", "consult.Meeting.minuted_by",
    "consult.Meeting.signed_by", "consult.Notification.person", "consult.Opinion.approved_by", "consult.Opinion.drafted_by",
    "consult.Opinion.signed_by", "consult.Opinion.signed_for", "consult.PaperEntry.person", "consult.Passing.given_to",
    "consult.PayeeDetails.entered_by", "consult.PaymentLine.person", "consult.Person.joined_into",
    "consult.ReceivedMail.settled_by", "consult.Response.written_by", "consult.SampleFile.uploaded_by",
    "consult.Seat.person", "consult.Seat.released_by", "consult.SeatChange.comes", "consult.Sending.recorded_by",
    "consult.SheetImport.read_by", "consult.SignerCertificate.added_by", "consult.SignerCertificate.person",
    "consult.SigningKey.added_by", "consult.StandIn.ended_by", "consult.StandIn.named_by", "consult.StandIn.person",
    "consult.StepReturn.by", "consult.Subordination.asked_by", "consult.Subordination.confirmed_by",
    "consult.SupplementRequest.answered_by", "consult.SupplementRequest.asked_by", "consult.Task.assignee",
    "consult.Task.owner", "consult.Tie.declared_by", "consult.TrustedRoot.added_by", "consult.YearlyTask.entered_by",
    "consult.YearlyTask.responsible",
)  # fmt: skip
# Taken over where the account that remains has none of its own for the same thing; else it stays with the closed account.
# The columns beside the person that say what the same thing is.
MOVED_UNLESS_THERE = {
    "consult.Call.person": ("dossier", "closed_at"),
    "consult.Address.person": ("channel",),
    "consult.PayeeDetails.person": (),
    "consult.SeenPreview.person": ("dossier", "kind", "title"),
    "consult.Signatory.person": ("union",),
    "consult.StandingMember.person": ("council",),
    "consult.SigningKey.person": ("union",),
}
# Put together, each in its own way.
JOINED = ("consult.Expert.person", "consult.Membership.person")
# Sealed, or guarded by the database: they go on naming the account by which it was done.
KEPT = (
    "admin.LogEntry.user", "consult.ConfidentialAccess.person", "consult.Dispatch.written_by", "consult.Event.person",
    "consult.IncomingFile.uploaded_by", "consult.IncomingLetter.entered_by", "consult.IncomingLetter.received_by",
    "consult.LetterCorrection.corrected_by", "consult.LetterVoid.voided_by", "consult.PaperEntry.entered_by",
    "consult.PostalNotice.sent_by", "consult.Passing.written_by", "consult.Payout.recorded_by",
    "consult.RegisterEntry.given_by", "consult.RegisterEntry.voided_by",
)  # fmt: skip
# What opens the account that is closed: ended with it.
ENDED = (
    "account.EmailAddress.user", "consult.Person_groups.person", "consult.Person_user_permissions.person",
    "mfa.Authenticator.user", "usersessions.UserSession.user",
)  # fmt: skip
# Rows of a table that another list names already, seen through what viewflow calls them.
SAME_ROW = ("viewflow.Task.owner",)
