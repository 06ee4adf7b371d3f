"""Problems: what validators return instead of raising."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Severity(StrEnum):
    """How much a problem matters: an error stops a publish, a warning asks for a look, a hint may stay."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    ``code`` is stable and made of lower-case words (``room-overlap``), ``where`` names a file, field or session as the
    user knows it, ``fix`` says what to do, ``subjects`` are the ids of the things concerned.
    """

    code: str
    severity: Severity
    where: str
    message: str
    fix: str = ""
    subjects: tuple[UUID, ...] = ()

    @property
    def rank(self) -> tuple[int, str, str]:
        """Sort key: errors first, then by place and code."""
        return (_RANK[self.severity], self.where, self.code)
