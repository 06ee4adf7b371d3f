"""What was proposed: reviews, rankings, and how much of what is planned is chosen."""

from typing import TYPE_CHECKING

from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.services.as_json.values import Data, moment, seconds

if TYPE_CHECKING:
    from confkit.domain.planning.quotas import Usage
    from confkit.domain.planning.ranking import Ranked


def review(whole: Programme, one: Review) -> Data:
    """What a reviewer thinks of a session: for the organizer only."""
    reviewer = whole.person.get(one.person_id)
    return {
        "id": str(one.id),
        "session": str(one.session_id),
        "person": {"id": str(one.person_id), "name": reviewer.name if reviewer else ""},
        "score": one.score,
        "comment": one.comment,
        "at": moment(one.at),
    }


def ranked(one: "Ranked") -> Data:
    """A session in a ranking, with the scores that count."""
    return {
        "id": str(one.session.id),
        "title": one.session.title,
        "status": one.session.status.value,
        "place": one.place,
        "value": one.value,
        "scores": list(one.scores),
        "left_out": one.left_out,
    }


def usage(one: "Usage") -> Data:
    """How much is chosen of a track, type or length."""
    return {
        "kind": one.kind,
        "name": one.name,
        "sessions": one.count,
        "chosen": seconds(one.chosen),
        "submitted": seconds(one.submitted),
        "quota": seconds(one.quota),
        "quota_number": one.number,
    }
