"""The data of Consult. Models are thin: rules are in ``rules``, acts in ``actions``."""

from .council import Council, GroupReport, Review, ReviewFile, ReviewRemark, Seat
from .department import DepartmentRequest
from .document import (
    Document,
    DocumentKind,
    DocumentVersion,
    IncomingPaper,
    NumberedKind,
    Register,
    RegisterEntry,
    ReminderLetter,
)
from .dossier import Attachment, CompletenessCheck, Dossier, Outcome, Stage, SupplementRequest
from .event import ConfidentialAccess, Event, HistoryHead
from .expert import Absence, Expert, ExpertFile, ExpertImport, SubjectArea, Tie
from .job import Heartbeat, Job
from .meeting import Attendance, Availability, Ballot, Entry, Guest, Meeting, Motion, Slot
from .notifications import Address, Channel, Delivery, Notification, Reminder
from .office import LegalGround, PaperText, Rate, Retention, Seal, Signatory, SigningKey, TrustedRoot
from .opinion import Draft, Opinion, Response
from .organisation import DayOff, EmulationCluster, Membership, Organisation
from .payment import PaymentLine
from .person import Person
from .procedure import Procedure
from .process import Process, StepReturn, Task
from .registry import ExpertProposal, UnionJudgement
from .stored import LostFile, StoreWalk

__all__ = [
    "Absence", "Address", "Attachment", "Attendance", "Availability", "Ballot", "Channel", "CompletenessCheck",
    "ConfidentialAccess", "Council", "DayOff", "Delivery", "DepartmentRequest", "Document", "DocumentKind",
    "DocumentVersion", "Dossier", "Draft", "EmulationCluster", "Entry", "Event", "Expert", "ExpertFile",
    "ExpertImport", "ExpertProposal", "GroupReport", "Guest", "Heartbeat", "HistoryHead", "IncomingPaper", "Job",
    "LegalGround", "LostFile", "Meeting", "Membership", "Motion", "Notification", "NumberedKind", "Opinion", "Organisation",
    "Outcome", "PaperText", "PaymentLine", "Person", "Procedure", "Process", "Rate", "Register", "RegisterEntry", "Reminder",
    "ReminderLetter", "Response", "Retention", "Review", "ReviewFile", "ReviewRemark", "Seal", "Seat", "Signatory",
    "SigningKey", "Slot", "Stage", "StepReturn", "StoreWalk", "SubjectArea", "SupplementRequest", "Task", "Tie", "TrustedRoot",
    "UnionJudgement",
]  # fmt: skip
