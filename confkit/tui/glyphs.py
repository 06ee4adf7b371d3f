"""The glyphs that stand beside each colour, so that nothing is told by colour alone.

All of them are one cell wide in every terminal that follows Unicode's narrow reading of ambiguous widths.
"""

from confkit.domain.event import SessionKind
from confkit.domain.history import EntryKind
from confkit.domain.problem import Severity
from confkit.domain.session import Status
from confkit.domain.show import EpisodeState
from confkit.tui.tones import Tone

STATUS: dict[Status, tuple[str, Tone]] = {
    Status.SUBMITTED: ("○", Tone.MUTED),
    Status.ACCEPTED: ("◐", Tone.WARN),
    Status.CONFIRMED: ("●", Tone.GOOD),
    Status.WAITLISTED: ("◌", Tone.WARN),
    Status.REJECTED: ("✗", Tone.MUTED),
    Status.WITHDRAWN: ("↩", Tone.MUTED),
    Status.CANCELLED: ("⊘", Tone.BAD),
}

KIND: dict[SessionKind, str] = {
    SessionKind.TALK: "■",
    SessionKind.KEYNOTE: "★",
    SessionKind.PANEL: "▲",
    SessionKind.WORKSHOP: "◆",
    SessionKind.CONSULTATION: "◇",
    SessionKind.BREAK: "░",
    SessionKind.OTHER: "·",
}

SEVERITY: dict[Severity, tuple[str, Tone]] = {
    Severity.ERROR: ("✗", Tone.BAD),
    Severity.WARNING: ("!", Tone.WARN),
    Severity.HINT: ("·", Tone.MUTED),
}

EPISODE: dict[EpisodeState, tuple[str, Tone]] = {
    EpisodeState.DRAFT: ("○", Tone.MUTED),
    EpisodeState.SCHEDULED: ("◷", Tone.WARN),
    EpisodeState.PUBLISHED: ("●", Tone.GOOD),
    EpisodeState.RETRACTED: ("⊘", Tone.MUTED),
}

ENTRY: dict[EntryKind, tuple[str, Tone]] = {
    EntryKind.EDIT: ("•", Tone.PLAIN),
    EntryKind.UNDO: ("↶", Tone.MUTED),
    EntryKind.REDO: ("↷", Tone.MUTED),
}


def mark(worst: Severity | None) -> tuple[str, Tone]:
    """The sign of a row that something is wrong with; what it is stands in the detail."""
    return ("!" if worst else "", Tone.BAD if worst is Severity.ERROR else Tone.WARN)
