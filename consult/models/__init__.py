"""The data of Consult. Models are thin: rules are in ``rules``, acts in ``actions``."""

from .council import Attendance, Council, Meeting, Review, Seat
from .document import Document, DocumentKind, DocumentVersion, IncomingPaper, Register, RegisterEntry
from .dossier import Attachment, Checked, Dossier, Outcome, Stage
from .event import Event, HistoryHead, Opening
from .expert import Absence, Expert, ExpertFile, ExpertImport, Field, Tie
from .job import Job, Notification, Pulse, Reminder
from .office import LegalGround, PaperText, Rate, Retention, Seal, Signatory, SigningKey, TrustedRoot
from .opinion import Draft, Opinion, Response
from .organisation import DayOff, EmulationCluster, Membership, Organisation
from .person import Person
from .procedure import Procedure
from .process import Process, Task

__all__ = [
    "Absence", "Attachment", "Attendance", "Checked", "Council", "DayOff", "Document", "DocumentKind",
    "DocumentVersion", "Dossier", "Draft", "EmulationCluster", "Event", "Expert", "ExpertFile", "ExpertImport",
    "Field", "HistoryHead", "IncomingPaper", "Job", "LegalGround", "Meeting", "Membership", "Notification",
    "Opening", "Opinion", "Organisation", "Outcome", "PaperText", "Person", "Procedure", "Process", "Pulse", "Rate",
    "Register", "RegisterEntry", "Reminder", "Response", "Retention", "Review", "Seal", "Seat", "Signatory",
    "SigningKey", "Stage", "Task", "Tie", "TrustedRoot",
]  # fmt: skip
