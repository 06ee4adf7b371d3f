"""Signing up for workshops and booking consultations: who comes, who waits, who moves up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from confkit.domain.edit import Change, Edit, cleaned
from confkit.domain.errors import InvalidValue, NotFound
from confkit.domain.event import Room
from confkit.domain.history import Entry
from confkit.domain.planning.attendance import attendance, free_slots, is_consultation, moved_on_list, moves_up
from confkit.domain.planning.consultations import row_of_times
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot
from confkit.domain.sign_up import SignUp
from confkit.domain.times import resolve_local
from confkit.domain.validation import field_problems
from confkit.services import words
from confkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SignedUp:
    """What signing up did; ``waiting`` is the place on the waiting list from 1, None for a place in the session."""

    entry: Entry
    sign_up: SignUp
    waiting: int | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What withdrawing did, and who has a place now that waited before."""

    entry: Entry
    sign_up: SignUp
    moved_up: tuple[SignUp, ...] = ()


@dataclass(frozen=True, slots=True)
class SignUpReport:
    """What a table of sign-ups brought; ``entry`` is None where nothing changed."""

    entry: Entry | None
    added: int
    withdrawn: int
    known: int
    problems: tuple[Problem, ...] = ()


def find_sign_up(programme: Programme, session: Session, text: str) -> SignUp:
    """Return who is on the list of a session by name, e-mail address or (the beginning of) id; raises NotFound."""
    own = [one for one in programme.sign_ups_of.get(session.id, ()) if not one.withdrawn]
    wanted = text.strip().casefold()
    plain = wanted.replace("-", "")
    found = [one for one in own if wanted in (one.name.casefold(), one.email.casefold())] or [
        one for one in own if len(plain) >= 4 and one.id.hex.startswith(plain)
    ]
    if len(found) == 1:
        return found[0]
    what = f"{text!r} means {len(found)} sign-ups" if found else f"nobody called {text!r} has signed up"
    raise NotFound(what, where=f"session “{session.title}”", fix="use the id; confkit signup list SESSION shows it")


def sign_up(
    ws: Workspace, programme: Programme, session: Session, name: str, email: str = "", *, slot: Slot | None = None
) -> SignedUp:
    """Put somebody on the list of a session, or book a slot of a consultation for them (the first free one).

    Who finds no place waits; a slot that is named and taken is waited for as well. Raises InvalidValue where the
    e-mail address is on the list already, and where a consultation has no slot that is free.
    """
    _refuse_twice(programme, session, email)
    if slot is not None and slot.session_id != session.id:
        raise InvalidValue("is no slot of this session", where="slot", fix="use one of its own")
    if slot is None and is_consultation(programme, session):
        slot = next(iter(free_slots(programme, session)), None)
        if slot is None:
            raise InvalidValue(
                "has no slot that is free",
                where=f"session “{session.title}”",
                fix="add a slot, or name one to wait for",
            )
    slot_id = slot.id if slot and is_consultation(programme, session) else None
    one = cleaned(SignUp(ws.new_id(), session.id, name, email, ws.now(), slot_id))
    entry = ws.apply(Edit(f"Sign up {one.name} for “{session.title}”", (Change(None, one),)))
    after = replace(programme, sign_ups=(*programme.sign_ups, one))
    for each in attendance(after, session):
        if one in each.waiting:
            return SignedUp(entry, one, each.waiting.index(one) + 1)
    return SignedUp(entry, one)


def _refuse_twice(programme: Programme, session: Session, email: str) -> None:
    for other in programme.sign_ups_of.get(session.id, ()):
        if email and not other.withdrawn and other.email.casefold() == email.strip().casefold():
            raise InvalidValue(
                f"{other.name} has signed up with this address already",
                where=f"session “{session.title}”",
                fix="nothing needs to be done",
            )


def book(ws: Workspace, programme: Programme, one: SignUp, slot: Slot) -> Entry:
    """Book another slot of a consultation for somebody who is on its list; raises InvalidValue where it is taken."""
    session = programme.session[one.session_id]
    if slot.session_id != session.id:
        raise InvalidValue("is no slot of this session", where="slot", fix="use one of its own")
    if slot not in free_slots(programme, session):
        raise InvalidValue("is taken", where=f"slot {slot.start:%Y-%m-%d %H:%M}", fix="choose one that is free")
    label = f"Book {words.moment(slot.start)} of “{session.title}” for {one.name}"
    return ws.apply(Edit(label, (Change(one, replace(one, slot_id=slot.id)),)))


def withdraw(ws: Workspace, programme: Programme, one: SignUp) -> Withdrawn:
    """Take somebody off the list of a session; who waited first has the place now."""
    session = programme.session[one.session_id]
    after = replace(one, withdrawn=True)
    entry = ws.apply(Edit(f"Withdraw {one.name} from “{session.title}”", (Change(one, after),)))
    others = tuple(after if each.id == one.id else each for each in programme.sign_ups)
    return Withdrawn(entry, after, moves_up(programme, replace(programme, sign_ups=others), session.id))


def move_waiting(ws: Workspace, programme: Programme, one: SignUp, by: int) -> Entry:
    """Move somebody on the waiting list, by so many places (negative: up); raises InvalidValue if they don't wait."""
    session = programme.session[one.session_id]
    own = next((each for each in attendance(programme, session) if one in each.waiting), None)
    if own is None:
        raise InvalidValue(
            f"{one.name} does not wait",
            where=f"session “{session.title}”",
            fix="only the waiting list can be reordered",
        )
    changes = tuple(Change(*pair) for pair in moved_on_list(own.waiting, one, by, behind=own.taking_part))
    way = "up" if by < 0 else "down"
    return ws.apply(Edit(f"Move {one.name} {way} on the waiting list of “{session.title}”", changes))


def mark_attended(ws: Workspace, programme: Programme, ones: Sequence[SignUp], *, attended: bool = True) -> Entry:
    """Say of people on a list that they came, or that they did not; those of whom it is said already stay so."""
    if not ones:
        raise InvalidValue("nobody is named", where="sign-ups", fix="name at least one")
    title = programme.session[ones[0].session_id].title
    changes = tuple(Change(one, replace(one, attended=attended)) for one in ones if one.attended is not attended)
    who = ones[0].name if len(ones) == 1 else f"{len(ones)} people"
    return ws.apply(Edit(f"{who} {'came' if attended else 'did not come'} to “{title}”", changes))


def add_slots(
    ws: Workspace,
    programme: Programme,
    session: Session,
    start: datetime,
    end: datetime,
    length: timedelta,
    pause: timedelta = timedelta(0),
    *,
    room: Room | None = None,
) -> Entry:
    """Give a session a row of slots to be booked, as many as fit between two aware times; raises InvalidValue.

    Those that it has at the same times already stay as they are.
    """
    zone = programme.zone
    times = row_of_times(start.astimezone(zone), end.astimezone(zone), length, pause)
    present = {(slot.start.timestamp(), slot.room_id) for slot in programme.slots_of.get(session.id, ())}
    room_id = room.id if room else None
    slots = [
        Slot(ws.new_id(), session.id, begins, ends, room_id)
        for begins, ends in times
        if (begins.timestamp(), room_id) not in present
    ]
    place = f"{room.name}, " if room else ""
    number = f"{len(slots)} slot{'' if len(slots) == 1 else 's'}"
    label = f"Add {number} to “{session.title}”, {place}{words.moment(times[0][0])}–{times[-1][1]:%H:%M}"
    return ws.apply(Edit(label, tuple(Change(None, slot) for slot in slots)))


def addresses(programme: Programme, session: Session) -> tuple[str, ...]:
    """Return the e-mail addresses of those who have a place, then of those who wait, each once."""
    lists = attendance(programme, session)
    everybody = [one for each in lists for one in each.taking_part] + [one for each in lists for one in each.waiting]
    return tuple(dict.fromkeys(one.email for one in everybody if one.email))


def import_sign_ups(ws: Workspace, programme: Programme, session: Session, data: bytes, where: str) -> SignUpReport:
    """Bring in the sign-ups of a table as one edit, in its order; who is on the list (by e-mail, else name) stays.

    A row that says withdrawn takes who is on the list off it. Raises FormatError, InvalidValue for a consultation.
    """
    from confkit.codecs.people_csv import read_sign_ups_csv

    if is_consultation(programme, session):
        raise InvalidValue("is booked slot by slot", where=f"session “{session.title}”", fix="use confkit signup add")
    sheet = read_sign_ups_csv(data, where)
    problems = list(sheet.problems)
    known = {_key(one): one for one in programme.sign_ups_of.get(session.id, ()) if not one.withdrawn}
    changes: list[Change] = []
    last = ws.now()
    taken: set[datetime] = set()
    for row in sheet.rows:
        added = row.added or last
        if added.tzinfo is None:
            added = resolve_local(added, programme.zone).instant
        while added.astimezone(UTC) in taken:  # a table that says the day only: the rows are in order
            added += timedelta(microseconds=1)
        taken.add(added.astimezone(UTC))
        if row.added is None:  # they came in the order of the rows
            last += timedelta(microseconds=1)
        one = cleaned(SignUp(ws.new_id(), session.id, row.name, row.email, added.astimezone(UTC), None, row.withdrawn))
        wrong = field_problems(one)
        if wrong:
            message = f"“{row.name}” is left out: {wrong[0].where} {wrong[0].message}"
            place = f"{where}, line {row.line}"
            problems.append(Problem("sheet-row-left-out", Severity.WARNING, place, message, wrong[0].fix))
            continue
        before = known.get(_key(one))
        if before is None:
            known[_key(one)] = one
            changes.append(Change(None, one))
        elif one.withdrawn and not before.withdrawn and before not in (change.after for change in changes):
            changes.append(Change(before, replace(before, withdrawn=True)))
    added_count = sum(change.before is None for change in changes)
    entry = None
    if changes:
        label = f"Import {added_count} sign-up{'' if added_count == 1 else 's'} for “{session.title}” from {where}"
        entry = ws.apply(Edit(label, tuple(changes)))
    gone = len(changes) - added_count
    return SignUpReport(entry, added_count, gone, len(sheet.rows) - len(changes), tuple(problems))


def _key(one: SignUp) -> str:
    return (one.email or one.name).casefold()


def standing(programme: Programme, session: Session) -> dict[UUID, str]:
    """Return in words how everybody on the lists of a session stands: has a place, waits, withdrew."""
    found: dict[UUID, str] = {}
    for each in attendance(programme, session):
        found |= {one.id: "has a place" for one in each.taking_part}
        found |= {one.id: f"waits ({number})" for number, one in enumerate(each.waiting, 1)}
    return {one.id: found.get(one.id, "withdrew") for one in programme.sign_ups_of.get(session.id, ())}


def export_sign_ups(programme: Programme, sessions: Iterable[Session]) -> bytes:
    """Return everybody on the lists of ``sessions`` as a table with e-mail addresses: for the organizers only."""
    from confkit.codecs.people_csv import write_sign_ups_csv

    slots = {slot.id: f"{slot.start:%Y-%m-%d %H:%M}" for slot in programme.slots}

    def rows() -> Iterable[tuple[Session, SignUp, str, str]]:
        for session in sessions:
            stands = standing(programme, session)
            for one in programme.sign_ups_of.get(session.id, ()):
                yield session, one, slots.get(one.slot_id, "") if one.slot_id else "", stands[one.id]

    return write_sign_ups_csv(rows())


def save_sign_ups(programme: Programme, session: Session, path: Path) -> None:
    """Write the list of a session into a file: a table, or for ``.txt`` and ``.html`` one to print; raises WriteError.

    Only the table holds e-mail addresses.
    """
    from confkit.files import atomic_write

    match path.suffix.casefold():
        case ".txt" | ".html" | ".htm":
            from confkit.services.planning.printing import sign_up_list

            data = sign_up_list(programme, session, "text" if path.suffix.casefold() == ".txt" else "html")
        case _:
            data = export_sign_ups(programme, (session,))
    atomic_write(path, data)
