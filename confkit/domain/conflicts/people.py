"""The rules for a person: there when needed, and not in too many sessions."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from confkit.domain.conflicts.rule import Found, Look, Placed, Registry, Scope, covered
from confkit.domain.problem import Severity
from confkit.domain.times import programme_day

RULES = Registry()


@RULES.rule("person-unavailable", Scope.PERSON, Severity.WARNING, "move the session, or ask for another time")
def _unavailable(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A person is in sessions only while they are available."""
    allowed = look.person_spans(key)
    if allowed is None:
        return
    for one in slots:
        if not covered(one.start, one.end, allowed):
            message = f"is not available for “{one.session.title}”"
            where = f"{look.programme.person[key].name}, {one.when}"
            yield Found(where, message, (one.session.id, key), (one.slot.id,))


@RULES.rule("person-without-availability", Scope.PERSON, None, "ask when they can take part")
def _nobody_asked(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """Of everybody in the schedule it is known when they are available."""
    if slots and look.person_spans(key) is None:
        yield Found(look.programme.person[key].name, "did not say when they are available", (key,))


@RULES.rule("person-busy-day", Scope.PERSON, Severity.HINT, "move one of them to another day, or find somebody else")
def _busy(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A person has not too many sessions a day."""
    if len(slots) <= look.options.sessions_a_day:
        return
    days: dict[date, list[Placed]] = {}
    for one in slots:
        days.setdefault(programme_day(one.slot.start, look.event.day_change), []).append(one)
    for day, of_day in days.items():
        sessions = tuple(dict.fromkeys(one.session.id for one in of_day))
        if len(sessions) > look.options.sessions_a_day:
            where = f"{look.programme.person[key].name}, {day}"
            message = f"has {len(sessions)} sessions on this day"
            yield Found(where, message, (*sessions, key), tuple(one.slot.id for one in of_day))


@RULES.rule("person-in-a-row", Scope.PERSON, Severity.HINT, "leave a rest between two of them")
def _in_a_row(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A person has a rest after some sessions in a row."""
    most, rest = look.options.sessions_in_a_row, look.options.rest.total_seconds()
    if len(slots) <= most:
        return
    row: list[Placed] = []
    for one in (*slots, None):
        if one is not None and (not row or one.start - max(each.end for each in row) < rest):
            row.append(one)
            continue
        # Sessions at the same time are another conflict; in a row are those that begin when others ended.
        count = _after_each_other(row)
        if count > most:
            where = f"{look.programme.person[key].name}, {row[0].when}"
            message = f"has {count} sessions in a row, without a rest of {look.options.rest.seconds // 60} minutes"
            sessions = tuple(dict.fromkeys(each.session.id for each in row))
            yield Found(where, message, (*sessions, key), tuple(each.slot.id for each in row))
        row = [one] if one is not None else []


def _after_each_other(row: Sequence[Placed]) -> int:
    """Return how many of ``row``, in order of start, one person can be in without overlap."""
    count, until = 0, float("-inf")
    for one in sorted(row, key=lambda each: each.end):
        if one.start >= until:
            count, until = count + 1, one.end
    return count
