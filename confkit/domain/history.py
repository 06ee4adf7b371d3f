"""What the journal tells: who changed what, when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from confkit.domain.edit import Edit


class EntryKind(StrEnum):
    """Whether an entry is an edit of its own or takes one back or forth."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Headline:
    """What a list says of an entry; see ``Entry``. Its edit may hold thousands of changes: ``things`` counts them.

    ``undone_by`` is the number of the entry that took the edit back, None where nothing did or it was done again.
    """

    number: int
    at: datetime
    author: str
    kind: EntryKind
    label: str
    things: int
    target: int | None = None
    undone: bool = False
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal.

    ``number`` rises with each entry; ``at`` is aware; ``edit`` is what was written; ``target`` is the number of the
    edit that an undo or redo speaks of; ``undone`` says that this edit is taken back at present.
    """

    number: int
    at: datetime
    author: str
    kind: EntryKind
    edit: Edit
    target: int | None = None
    undone: bool = False

    @property
    def label(self) -> str:
        """What was done, in words."""
        return self.edit.label
