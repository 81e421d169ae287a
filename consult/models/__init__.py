"""The data of Consult. Models are thin: rules are in ``rules``, acts in ``actions``."""

from .channel import Address, Channel, Delivery
from .council import Council, GroupReport, Review, ReviewFile, Seat
from .department import DepartmentRequest
from .document import Document, DocumentKind, DocumentVersion, IncomingPaper, Register, RegisterEntry
from .dossier import Attachment, Checked, Dossier, Outcome, Stage
from .event import Event, HistoryHead, Opening
from .expert import Absence, Expert, ExpertFile, ExpertImport, Field, Tie
from .job import Job, Notification, Pulse, Reminder
from .meeting import Attendance, Availability, Ballot, Entry, Guest, Meeting, Motion, Slot
from .office import LegalGround, PaperText, Rate, Retention, Seal, Signatory, SigningKey, TrustedRoot
from .opinion import Draft, Opinion, Response
from .organisation import DayOff, EmulationCluster, Membership, Organisation
from .person import Person
from .procedure import Procedure
from .process import Process, Task
from .registry import ExpertProposal, Standing
from .stored import LostFile, StoreWalk

__all__ = [
    "Absence", "Address", "Attachment", "Attendance", "Availability", "Ballot", "Channel", "Checked", "Council", "DayOff",
    "Delivery", "DepartmentRequest", "Document", "DocumentKind", "DocumentVersion", "Dossier", "Draft",
    "EmulationCluster", "Entry", "Event", "Expert", "ExpertFile", "ExpertImport", "ExpertProposal", "Field",
    "GroupReport", "Guest", "HistoryHead", "IncomingPaper", "Job", "LegalGround", "LostFile", "Meeting",
    "Membership", "Motion", "Notification", "Opening", "Opinion", "Organisation", "Outcome", "PaperText", "Person",
    "Procedure", "Process", "Pulse", "Rate", "Register", "RegisterEntry", "Reminder", "Response", "Retention",
    "Review", "ReviewFile", "Seal", "Seat", "Signatory", "SigningKey", "Slot", "Stage", "Standing", "StoreWalk",
    "Task", "Tie", "TrustedRoot",
]  # fmt: skip
