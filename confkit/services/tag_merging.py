"""Settling what was edited here and in the audio file's tags meanwhile: keeping the one value, or taking the other."""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from confkit.domain.bridge import EpisodeView, date_of_tag
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import NotFound
from confkit.domain.history import Entry
from confkit.domain.person import Participant, Person
from confkit.domain.tag_merge import TagConflict, rebase, settled, tag_conflicts
from confkit.services import lookup
from confkit.services.words import plain
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.domain.recording import Recording


def conflicts_of(view: EpisodeView) -> tuple[TagConflict, ...]:
    """Return the fields of an episode that were changed on both sides."""
    return tuple(tag_conflicts(view.episode, view.recording)) if view.recording else ()


def own_in_words(view: EpisodeView, one: TagConflict) -> str:
    """What was edited here, as a person reads it."""
    return ", ".join(credit.name for credit in view.people) if one.field == "people" else plain(one.own)


def settle(ws: Workspace, view: EpisodeView, *, keep: Collection[str] = (), take: Collection[str] = ()) -> Entry:
    """Keep the episode's own values of the fields in ``keep``, and take the file's of those in ``take``; one edit.

    Raises NotFound for a field that was not changed on both sides.
    """
    open_fields = {conflict.field for conflict in conflicts_of(view)}
    for field in (*keep, *take):
        if field not in open_fields:
            raise NotFound(
                f"{field} was not changed in both places", where=view.title, fix=_one_of(sorted(open_fields - {field}))
            )
    recording = view.recording
    assert recording is not None  # else nothing would be open
    new_persons: list[Person] = []
    values = {field: _taken(ws, view, recording, field, new_persons) for field in take}
    after = settled(view.episode, set(keep), recording.tags)
    after = rebase(after, replace(after, **values), recording.tags)
    label = f"Merge “{view.title}” with its file"
    return ws.apply(Edit(label, (*(Change(None, person) for person in new_persons), Change(view.episode, after))))


def _one_of(fields: list[str]) -> str:
    return f"choose among: {', '.join(fields)}" if fields else "nothing needs to be done"


def _taken(ws: Workspace, view: EpisodeView, recording: "Recording", field: str, new_persons: list[Person]) -> Any:
    """The own value that shows what the file says; None follows it, where no session comes first."""
    if view.talk is None:
        return None
    value = getattr(recording.tags, field)
    if field == "date":
        return date_of_tag(value)
    if field != "people":
        return value
    known = {person.name.casefold(): person for person in reversed(lookup.persons(ws))}
    parts = []
    for credit in value:
        person = known.get(credit.name.casefold())
        if person is None:
            person = known[credit.name.casefold()] = Person(ws.new_id(), credit.name)
            new_persons.append(person)
        parts.append(Participant(person.id, credit.role))
    return tuple(parts)
