"""Setting one field of many sessions as one edit."""

from collections.abc import Sequence

from confkit.domain.edit import Change, Edit
from confkit.domain.errors import InvalidValue
from confkit.domain.history import Entry
from confkit.domain.session import Session
from confkit.services.field import FieldKind
from confkit.services.field_items import join_items, split_items
from confkit.services.forms import FormContext, fields_of, fill
from confkit.services.workspace import Workspace

# What is worth setting for many at once; titles, abstracts and people belong to one session each.
FIELDS = (
    *("status", "type", "track", "tags", "language", "level", "licence", "consent"),
    *("minutes", "audience", "capacity", "equipment", "stream"),
)


def set_for_all(ws: Workspace, sessions: Sequence[Session], field: str, text: str) -> Entry:
    """Set a field of all ``sessions``, which are of one event, to what ``text`` means in a form.

    Lists (tags, equipment) know two more forms: ``+audio, +care`` adds, ``-audio`` takes away. Sessions that say so
    already are left alone; the number of the entry is 0 where that is all of them. Raises InvalidValue.
    """
    if not sessions:
        raise InvalidValue("no session is named", where="sessions", fix="choose at least one")
    if field not in FIELDS:
        raise InvalidValue(f"{field!r} can't be set for many", where="field", fix=f"use one of {', '.join(FIELDS)}")
    programme = ws.repository.programme(sessions[0].event_id)
    if any(session.event_id != programme.event.id for session in sessions):
        raise InvalidValue("are of several events", where="sessions", fix="choose those of one event")
    context = FormContext(programme.zone, programme, ws.repository.persons())
    is_list = next(one for one in fields_of(Session) if one.name == field).kind is FieldKind.LIST
    changes = []
    for session in sessions:
        own = _changed_list(getattr(session, field), text) if is_list else text
        filled = fill(session, {field: own}, context, new_id=ws.new_id)
        for problem in filled.problems:
            raise InvalidValue(problem.message, where=problem.where, fix=problem.fix)
        change = Change(session, filled.entity)
        if change.fields:
            changes.append(change)
    told = text if len(text) <= 40 else f"{text[:39]}…"
    count = f"{len(sessions)} session{'' if len(sessions) == 1 else 's'}"
    label = f"Set {field} to “{told}” for {count}" if text.strip() else f"Clear {field} of {count}"
    return ws.apply(Edit(label, tuple(changes)))


def _changed_list(present: Sequence[str], text: str) -> str:
    items = split_items(text)
    if not items or not all(len(item) > 1 and item[0] in "+-" for item in items):
        return text
    kept = list(present)
    for item in items:
        name = item[1:].strip()
        if item[0] == "+" and name not in kept:
            kept.append(name)
        elif item[0] == "-":
            kept = [one for one in kept if one.casefold() != name.casefold()]
    return join_items(kept)
