"""The data of Consult. Models are thin: rules are in ``rules``, acts in ``actions``."""

from .access_request import AccessRequest
from .backup import Backup
from .call import Call
from .change_proposal import ChangeProposal
from .council import Council, GroupReport, Review, ReviewFile, ReviewRemark, Seat
from .council_change import CouncilChange, SeatChange
from .data_request import DataProtection, DataRequest
from .department import DepartmentRequest
from .dispatch import Recipient, Sending
from .document import (
    Dispatch,
    Document,
    DocumentKind,
    DocumentVersion,
    IncomingLetter,
    NumberedKind,
    Passing,
    Register,
    RegisterEntry,
    ReminderLetter,
)
from .dossier import Attachment, CompletenessCheck, Dossier, Outcome, Stage, SupplementRequest, files_that_stand
from .event import ConfidentialAccess, Event, HistoryHead
from .expert import Absence, Expert, ExpertFile, SubjectArea, Tie
from .half_sent import FilePiece, HalfSentFile
from .job import Heartbeat, Job
from .mail import Mail, MailWording, OfficeMail
from .mailbox import Mailbox, ReceivedFile, ReceivedMail
from .meeting import Attendance, Availability, Ballot, Entry, Guest, Meeting, Motion, Slot
from .notifications import Address, Channel, Delivery, Notification, Reminder
from .office import DocumentWording, LegalGround, Rate, Retention, Seal, Signatory, SigningKey, TrustedRoot
from .opinion import Draft, Opinion, Response
from .organisation import DayOff, Division, EmulationCluster, Membership, Organisation
from .paper import IncomingFile, LetterCorrection, LetterVoid, PaperEntry, PostalNotice
from .payment import ExtraWork, PayeeDetails, PaymentLine, Payout, TaxTerms
from .person import Person
from .plan import CouncilPlan
from .preview import SeenPreview
from .procedure import DossierKind, Procedure, SampleFile
from .process import Process, StepReturn, Task
from .reading_copy import ReadingCopy
from .registry import ExpertProposal, UnionJudgement
from .setup import OfficeSetup
from .sheet_import import SheetImport
from .signatures import DocumentSignature, SignerCertificate
from .stand_in import StandIn
from .standing import StandingCouncil, StandingMember
from .stored import LostFile, StoreWalk
from .subordination import Subordination
from .template import DocumentTemplate, TemplateRendering
from .yearly_task import YearlyTask

__all__ = [
    "Absence",
    "AccessRequest",
    "Address",
    "Attachment",
    "Attendance",
    "Availability",
    "Backup",
    "Ballot",
    "Call",
    "ChangeProposal",
    "Channel",
    "CompletenessCheck",
    "ConfidentialAccess",
    "Council",
    "CouncilChange",
    "CouncilPlan",
    "DataProtection",
    "DataRequest",
    "DayOff",
    "Delivery",
    "DepartmentRequest",
    "Dispatch",
    "Division",
    "Document",
    "DocumentKind",
    "DocumentSignature",
    "DocumentTemplate",
    "DocumentVersion",
    "DocumentWording",
    "Dossier",
    "DossierKind",
    "Draft",
    "EmulationCluster",
    "Entry",
    "Event",
    "Expert",
    "ExpertFile",
    "ExpertProposal",
    "ExtraWork",
    "FilePiece",
    "GroupReport",
    "Guest",
    "HalfSentFile",
    "Heartbeat",
    "HistoryHead",
    "IncomingFile",
    "IncomingLetter",
    "Job",
    "LegalGround",
    "LetterCorrection",
    "LetterVoid",
    "LostFile",
    "Mail",
    "MailWording",
    "Mailbox",
    "Meeting",
    "Membership",
    "Motion",
    "Notification",
    "NumberedKind",
    "OfficeMail",
    "OfficeSetup",
    "Opinion",
    "Organisation",
    "Outcome",
    "PaperEntry",
    "Passing",
    "PayeeDetails",
    "PaymentLine",
    "Payout",
    "Person",
    "PostalNotice",
    "Procedure",
    "Process",
    "Rate",
    "ReadingCopy",
    "ReceivedFile",
    "ReceivedMail",
    "Recipient",
    "Register",
    "RegisterEntry",
    "Reminder",
    "ReminderLetter",
    "Response",
    "Retention",
    "Review",
    "ReviewFile",
    "ReviewRemark",
    "SampleFile",
    "Seal",
    "Seat",
    "SeatChange",
    "SeenPreview",
    "Sending",
    "SheetImport",
    "Signatory",
    "SignerCertificate",
    "SigningKey",
    "Slot",
    "Stage",
    "StandIn",
    "StandingCouncil",
    "StandingMember",
    "StepReturn",
    "StoreWalk",
    "SubjectArea",
    "Subordination",
    "SupplementRequest",
    "Task",
    "TaxTerms",
    "TemplateRendering",
    "Tie",
    "TrustedRoot",
    "UnionJudgement",
    "YearlyTask",
    "files_that_stand",
]
