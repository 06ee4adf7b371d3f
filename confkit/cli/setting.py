"""Setting a field of many things at once, as ``confkit person set``, ``room set`` and ``episode set`` do."""

from collections.abc import Sequence
from uuid import UUID

from confkit.cli.output import say
from confkit.cli.problems import talk_about
from confkit.domain.edit import Entity
from confkit.services.planning import bulk
from confkit.services.workspace import Workspace


def set_all(opened: Workspace, things: Sequence[Entity], field: str, value: str, *, event: UUID | None = None) -> None:
    """Set a field of all of them as one edit; say what was done and what stays as it is. Raises InvalidValue."""
    done = bulk.set_for_all(opened, tuple(dict.fromkeys(things)), field, value, event=event)
    talk_about((*done.refused, *done.notes))
    say(done.entry.label if done.entry.number else "nothing changed: it says so already")
