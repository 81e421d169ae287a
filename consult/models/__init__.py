"""The data of Consult. Models are thin: rules are in ``rules``, acts in ``actions``."""

from .council import Attendance, Council, Meeting, Review, Seat
from .document import Document, DocumentKind, DocumentVersion, Register, RegisterEntry
from .dossier import Attachment, Checked, Dossier, Outcome, Stage
from .event import Event
from .job import Job, Notification, Reminder
from .opinion import Opinion, Response
from .organisation import DayOff, EmulationCluster, Membership, Organisation
from .person import Expert, Field, Person
from .procedure import Procedure
from .process import Process, Task

__all__ = [
    "Attachment", "Attendance", "Checked", "Council", "DayOff", "Document", "DocumentKind", "DocumentVersion",
    "Dossier", "EmulationCluster", "Event", "Expert", "Field", "Job", "Meeting", "Membership", "Notification",
    "Opinion", "Organisation", "Outcome", "Person", "Procedure", "Process", "Register", "RegisterEntry", "Reminder",
    "Response", "Review", "Seat", "Stage", "Task",
]  # fmt: skip
