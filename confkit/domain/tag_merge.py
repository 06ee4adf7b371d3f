"""The merge of an episode's own fields with the tags of its audio file, which somebody else may change.

Each own field remembers what the tag said when it was edited. When a scan finds another value since, both sides have
changed, and a person has to choose; where only the file changed, the field that was not edited follows it by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from confkit.domain.bridge import date_of_tag
from confkit.domain.edit import Edit
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Recording, Tags
from confkit.domain.show import Episode, TagBasis

# The fields that an audio tag can fill, and that therefore have to be merged when both sides change.
TAG_FIELDS = ("title", "subtitle", "description", "people", "date", "season", "number", "language", "licence", "link")

# The code of the problem of a field that was changed on both sides.
TAG_CHANGED = "episode-tag-changed"

# Among what an episode is based on, this is no field: it names the edit by which confkit last wrote the file's tags, so
# that undo finds what the file said before (``confkit.services.tags_aside``).
WRITING = "writing"


@dataclass(frozen=True, slots=True)
class TagConflict:
    """A field that was edited here and in the file: what the file says now, and what it said before."""

    field: str
    own: object
    tag: str
    was: str


def tag_text(tags: Tags, field: str) -> str:
    """The value of a tag as text, to compare and to show."""
    value = getattr(tags, field)
    if field == "people":
        return ", ".join(credit.name for credit in tags.people)
    return "" if value is None else str(value)


def rebase(before: Episode, after: Episode, tags: Tags) -> Episode:
    """Return ``after`` with each own field that was edited based on the present ``tags``.

    Called for every edit of an episode, so that a later scan can tell who changed what.
    """
    kept = {basis.field: basis.value for basis in after.based_on}
    for field in TAG_FIELDS:
        own = getattr(after, field)
        if own is None:
            kept.pop(field, None)
        elif own != getattr(before, field) or field not in kept:
            kept[field] = tag_text(tags, field)
    return _with_basis(after, kept)


def settled(episode: Episode, fields: set[str], tags: Tags) -> Episode:
    """Return ``episode`` with its own values of ``fields`` kept against what the file says now."""
    kept = {basis.field: basis.value for basis in episode.based_on}
    kept |= {field: tag_text(tags, field) for field in fields if field in kept}
    return _with_basis(episode, kept)


def written(episode: Episode, tags: Tags, writing: UUID | None = None) -> Episode:
    """Return ``episode`` with every own field based on ``tags``, which confkit has written in the edit ``writing``."""
    kept = {field: tag_text(tags, field) for field in TAG_FIELDS if getattr(episode, field) is not None}
    before = str(writing) if writing else writing_of(episode)
    return _with_basis(episode, kept | ({WRITING: before} if before else {}))


def writing_of(episode: Episode) -> str:
    """The id of the edit by which confkit last wrote the tags of the episode's file; empty for none."""
    return next((basis.value for basis in episode.based_on if basis.field == WRITING), "")


def writing_in(edit: Edit) -> str:
    """The id under which is kept what ``edit`` wrote into files; empty where it wrote into none."""
    for change in edit.changes:
        if isinstance(change.before, Episode) and isinstance(change.after, Episode):
            now = writing_of(change.after)
            if now and now != writing_of(change.before):
                return now
    return ""


def _with_basis(episode: Episode, kept: dict[str, str]) -> Episode:
    basis = tuple(TagBasis(field, kept[field]) for field in (*TAG_FIELDS, WRITING) if field in kept)
    return episode if episode.based_on == basis else replace(episode, based_on=basis)


def tag_conflicts(episode: Episode, recording: Recording) -> Iterator[TagConflict]:
    """Return the fields that were edited in confkit and whose tags changed in the file since, to another value."""
    for basis in episode.based_on:
        if basis.field not in TAG_FIELDS:
            continue
        now = tag_text(recording.tags, basis.field)
        own = getattr(episode, basis.field)
        if own is None or now == basis.value or now == str(own) or (basis.field == "date" and date_of_tag(now) == own):
            continue
        yield TagConflict(basis.field, own, now, basis.value)


def merge_problems(episode: Episode, recording: Recording) -> tuple[Problem, ...]:
    """Return a problem for each of them that shows both values."""
    return tuple(
        Problem(
            TAG_CHANGED,
            Severity.WARNING,
            f"{recording.path}: {one.field}",
            f"edited here and in the file: here {_shown(one.own)}, file {one.tag!r} (was {one.was!r})",
            "choose one of the two: confkit episode merge",
            (episode.id,),
        )
        for one in tag_conflicts(episode, recording)
    )


def _shown(own: object) -> str:
    return "other people" if isinstance(own, tuple) else repr(str(own))
