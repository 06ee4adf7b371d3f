"""Entries of the journal."""

from confkit.domain.edit import Change
from confkit.domain.history import Entry
from confkit.services.as_json.values import Data, moment
from confkit.services.words import kind_of


def entry(one: Entry) -> Data:
    """An entry of the journal; ``changes`` names what was touched, not the values."""
    return {
        "number": one.number,
        "at": moment(one.at),
        "author": one.author,
        "kind": one.kind.value,
        "label": one.label,
        "target": one.target,
        "undone": one.undone,
        "changes": [_change(change) for change in one.edit.changes],
    }


def _change(change: Change) -> Data:
    action = "add" if change.before is None else "remove" if change.after is None else "change"
    fields = list(change.fields) if action == "change" else []
    return {"kind": kind_of(change.entity), "id": str(change.id), "action": action, "fields": fields}
