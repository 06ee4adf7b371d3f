"""What a check or a search found."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from confkit.domain.problem import Problem
from confkit.services.as_json.values import Data
from confkit.services.words import WORDS

if TYPE_CHECKING:
    from confkit.storage.search import Hit


def problem(one: Problem) -> Data:
    """A finding of a check."""
    return {
        "code": one.code,
        "severity": one.severity.value,
        "where": one.where,
        "message": one.message,
        "fix": one.fix,
        "subjects": [str(subject) for subject in one.subjects],
    }


def hit(one: "Hit", slugs: Mapping[UUID, str]) -> Data:
    """A thing that a search found; ``slugs`` are the short names of the events."""
    return {
        "kind": WORDS[one.kind],
        "id": str(one.id),
        "event": slugs.get(one.event_id) if one.event_id else None,
        "title": one.title,
        "snippet": one.snippet,
    }
