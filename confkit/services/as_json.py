"""Domain to plain data for ``--json``: field names that scripts rely on, documented in docs/json.md.

Times are ISO 8601 with offset, dates ISO 8601, durations numbers of seconds, ids strings; what is unknown is null
(numbers, times, references) or empty (text, lists). Private facts (a person's e-mail and notes, a session's internal
notes) are only in the functions that say so.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from confkit.domain.arrival import Arrival
from confkit.domain.bridge import EpisodeView
from confkit.domain.edit import Change
from confkit.domain.event import Event, Link, Room, SessionType, Track, Window
from confkit.domain.history import Entry
from confkit.domain.person import Credit, Person
from confkit.domain.podcasting import FeedText, RemoteFeed
from confkit.domain.problem import Problem
from confkit.domain.programme import Programme
from confkit.domain.recording import Chapter, Recording
from confkit.domain.review import Review
from confkit.domain.session import Session, Slot
from confkit.domain.show import Show
from confkit.domain.sign_up import SignUp
from confkit.services.tag_merging import own_in_words
from confkit.services.words import WORDS, kind_of

if TYPE_CHECKING:
    from confkit.domain.planning.day import Missing, RoomNow, Running
    from confkit.domain.planning.quotas import Usage
    from confkit.domain.planning.ranking import Ranked
    from confkit.domain.tag_merge import TagConflict
    from confkit.services.artwork import PictureReport
    from confkit.services.tagging import TagPlan
    from confkit.services.transcripts import EpisodeTranscript
    from confkit.storage.search import Hit

Data: TypeAlias = dict[str, Any]


def seconds(length: timedelta | None) -> float | None:
    """A duration in seconds, to the millisecond; whole ones as an int."""
    if length is None:
        return None
    value = round(length.total_seconds(), 3)
    return int(value) if value == int(value) else value


def moment(value: datetime | None) -> str | None:
    """A time as ISO 8601 with offset."""
    return value.isoformat() if value is not None else None


def event(one: Event) -> Data:
    """An event by itself."""
    return {
        "id": str(one.id),
        "slug": one.slug,
        "title": one.title,
        "subtitle": one.subtitle,
        "description": one.description,
        "zone": one.zone,
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat(),
        "day_change": one.day_change.isoformat("minutes"),
        "language": one.language,
        "location": one.location,
        "url": one.url,
        "organizer": one.organizer,
        "email": one.email,
        "licence": one.licence,
        "links": _links(one.links),
        "series": one.series,
        "severities": [{"rule": own.rule, "severity": own.severity.value} for own in one.severities],
        "options": {
            "walking": seconds(one.options.walking),
            "changeover": seconds(one.options.changeover),
            "sessions_a_day": one.options.sessions_a_day,
            "sessions_in_a_row": one.options.sessions_in_a_row,
            "rest": seconds(one.options.rest),
            "blind": one.options.blind,
            "lowest_score": one.options.lowest_score,
            "highest_score": one.options.highest_score,
        },
        "lengths": [{"length": seconds(own.length), "number": own.number} for own in one.lengths],
    }


def programme(whole: Programme) -> Data:
    """An event with its rooms, tracks, types and sessions."""
    return event(whole.event) | {
        "rooms": [room(one) for one in whole.rooms],
        "tracks": [track(one) for one in whole.tracks],
        "types": [session_type(one) for one in whole.types],
        "sessions": [session(whole, one) for one in whole.sessions],
    }


def room(one: Room) -> Data:
    """A room."""
    return {
        "id": str(one.id),
        "name": one.name,
        "position": one.position,
        "capacity": one.capacity,
        "equipment": list(one.equipment),
        "description": one.description,
        "availability": _windows(one.availability),
        "ways": [{"room_id": str(way.room_id), "duration": way.minutes * 60} for way in one.ways],
        "parallel": one.parallel,
    }


def track(one: Track) -> Data:
    """A track."""
    return {
        "id": str(one.id),
        "name": one.name,
        "position": one.position,
        "colour": one.colour,
        "description": one.description,
        "quota": seconds(one.quota),
        "quota_number": one.quota_number,
        "rooms": [str(id) for id in one.rooms],
    }


def session_type(one: SessionType) -> Data:
    """A type of session."""
    return {
        "id": str(one.id),
        "name": one.name,
        "kind": one.kind.value,
        "length": seconds(one.length),
        "quota": seconds(one.quota),
        "quota_number": one.quota_number,
    }


def session(whole: Programme, one: Session) -> Data:
    """A session with the names of what it refers to and its slots; without internal notes."""
    kind = whole.type.get(one.type_id) if one.type_id else None
    theme = whole.track.get(one.track_id) if one.track_id else None
    return {
        "id": str(one.id),
        "event": whole.event.slug,
        "title": one.title,
        "subtitle": one.subtitle,
        "status": one.status.value,
        "type": kind.name if kind else None,
        "track": theme.name if theme else None,
        "people": _people(whole, one),
        "duration": seconds(whole.length(one)),
        "slots": [slot(whole, placed) for placed in whole.slots_of.get(one.id, ())],
        "abstract": one.abstract,
        "description": one.description,
        "language": one.language,
        "level": one.level.value,
        "tags": list(one.tags),
        "links": _links(one.links),
        "expected_audience": one.expected_audience,
        "capacity": one.capacity,
        "equipment": list(one.equipment),
        "consent": one.consent.value,
        "licence": one.licence,
        "stream": one.stream,
        "not_with": [str(id) for id in one.not_with],
    }


def session_with_notes(whole: Programme, one: Session) -> Data:
    """A session with its internal notes."""
    return session(whole, one) | {"notes": one.notes}


def slot(whole: Programme, one: Slot) -> Data:
    """Where and when a session takes place."""
    place = whole.room.get(one.room_id) if one.room_id else None
    return {
        "id": str(one.id),
        "start": moment(one.start),
        "end": moment(one.end),
        "room": place.name if place else None,
        "pinned": one.pinned,
    }


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


def sign_up(one: SignUp) -> Data:
    """Somebody who signed up, without the e-mail address."""
    return {
        "id": str(one.id),
        "session": str(one.session_id),
        "slot": str(one.slot_id) if one.slot_id else None,
        "name": one.name,
        "added": moment(one.added),
        "withdrawn": one.withdrawn,
        "attended": one.attended,
    }


def arrival(whole: Programme, one: Arrival) -> Data:
    """Somebody who has arrived."""
    person = whole.person.get(one.person_id)
    return {
        "id": str(one.id),
        "event": whole.event.slug,
        "person": {"id": str(one.person_id), "name": person.name if person else ""},
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


def room_now(whole: Programme, one: "RoomNow") -> Data:
    """What runs in a room, and what comes next."""
    return {
        "room": one.room.name if one.room else None,
        "now": [_running(whole, each) for each in one.now],
        "next": _running(whole, one.next) if one.next else None,
    }


def _running(whole: Programme, one: "Running") -> Data:
    return {"id": str(one.session.id), "title": one.session.title, "slot": slot(whole, one.slot)}


def missing(one: "Missing") -> Data:
    """Somebody who is needed soon and has not arrived."""
    return {
        "person": {"id": str(one.person.id), "name": one.person.name},
        "session": str(one.session.id),
        "title": one.session.title,
        "start": moment(one.slot.start),
    }


def person(one: Person) -> Data:
    """A person as the public may know them."""
    return {
        "id": str(one.id),
        "name": one.name,
        "organisation": one.organisation,
        "biography": one.biography,
        "picture": one.picture,
        "links": _links(one.links),
    }


def person_with_private(one: Person) -> Data:
    """A person with e-mail, availability and notes: for the organizer only."""
    return person(one) | {
        "email": one.email,
        "notes": one.notes,
        "apart": [str(id) for id in one.apart],
        "availability": [
            {"event_id": str(part.event_id), "windows": _windows(part.windows)} for part in one.availability
        ],
    }


def show(one: Show) -> Data:
    """A show by itself."""
    return {
        "id": str(one.id),
        "slug": one.slug,
        "title": one.title,
        "guid": str(one.guid),
        "description": one.description,
        "language": one.language,
        "author": one.author,
        "owner_name": one.owner_name,
        "owner_email": one.owner_email,
        "categories": list(one.categories),
        "explicit": one.explicit,
        "kind": one.kind.value,
        "medium": one.medium,
        "url": one.url,
        "artwork": one.artwork,
        "copyright": one.copyright,
        "licence": one.licence,
        "location": one.location,
        "locked": one.locked,
        "complete": one.complete,
        "block": one.block,
        "new_feed_url": one.new_feed_url,
        "funding": _links(one.funding),
        "recurrence": one.recurrence,
        "rhythm": one.rhythm,
        "seasons": [{"number": season.number, "name": season.name} for season in one.seasons],
        "podroll": [_remote_feed(feed) for feed in one.podroll],
        "publisher": _remote_feed(one.publisher) if one.publisher else None,
        "texts": _texts(one.texts),
        "series": one.series,
        "private": one.is_private,
    }


def _remote_feed(feed: RemoteFeed) -> Data:
    return {"guid": feed.guid, "url": feed.url, "title": feed.title, "medium": feed.medium}


def _texts(texts: Iterable[FeedText]) -> list[Data]:
    return [{"value": text.value, "purpose": text.purpose} for text in texts]


def episode(view: EpisodeView) -> Data:
    """An episode with every field resolved; ``sources`` says where each value comes from."""
    audio = view.audio
    return {
        "id": str(view.id),
        "show": view.show.slug,
        "guid": view.episode.guid,
        "title": view.title,
        "subtitle": view.subtitle,
        "description": view.description,
        "people": _credits(view.people),
        "date": moment(view.date.astimezone(UTC)),
        "state": view.episode.state.value,
        "kind": view.kind.value,
        "season": view.season,
        "number": view.number,
        "language": view.language,
        "licence": view.licence,
        "link": view.link,
        "explicit": view.explicit,
        "path": view.episode.file,
        "url": view.episode.remote.url if view.episode.remote else None,
        "duration": seconds(audio.duration) if audio else None,
        "size": audio.size if audio else None,
        "type": audio.media_type if audio else None,
        "chapters": _chapters(view.chapters),
        "display": view.episode.display,
        "image": view.episode.image,
        "soundbites": [
            {"start": seconds(one.start), "duration": seconds(one.length), "title": one.title}
            for one in view.episode.soundbites
        ],
        "discussions": [
            {
                "url": one.url,
                "protocol": one.protocol,
                "account": one.account,
                "account_url": one.account_url,
                "priority": one.priority,
            }
            for one in view.episode.discussions
        ],
        "texts": _texts(view.episode.texts),
        "session": str(view.episode.session_id) if view.episode.session_id else None,
        "sources": {name: source.value for name, source in view.sources.items()},
    }


def alternate(one: Recording) -> Data:
    """Another encoding of an episode, a file beside its own."""
    return {"path": one.path, "type": one.media_type, "size": one.size, "bitrate": one.bitrate}


def chapters(view: EpisodeView) -> list[Data]:
    """The chapters of an episode, in time order."""
    return _chapters(view.chapters)


def transcript(view: EpisodeView, one: "EpisodeTranscript", persons: Iterable[Person]) -> Data:
    """A transcript of an episode; ``person`` is the id of the speaker, where somebody known has that name."""
    ids: dict[str, str | None] = {}
    for person in persons:
        # Two of one name: it can't be said who it is.
        ids[person.name] = None if person.name in ids else str(person.id)
    return {
        "episode": str(view.id),
        "path": one.path,
        "type": one.form.media_type,
        "language": one.transcript.language,
        "timed": one.transcript.is_timed,
        "cues": [
            {
                "start": seconds(cue.start),
                "end": seconds(cue.end),
                "speaker": cue.speaker,
                "person": ids.get(cue.speaker),
                "text": cue.text,
            }
            for cue in one.transcript.cues
        ],
    }


def recording(one: Recording) -> Data:
    """An audio file as the scan read it."""
    tags, cover = one.tags, one.cover
    return {
        "path": one.path,
        "title": tags.title,
        "people": _credits(tags.people),
        "duration": seconds(one.duration),
        "size": one.size,
        "type": one.media_type,
        "chapters": _chapters(one.chapters),
        "subtitle": tags.subtitle,
        "show": tags.show,
        "date": tags.date,
        "season": tags.season,
        "number": tags.number,
        "description": tags.description,
        "language": tags.language,
        "licence": tags.licence,
        "link": tags.link,
        "bitrate": one.bitrate,
        "cover": {"type": cover.media_type, "size": cover.size, "width": cover.width, "height": cover.height}
        if cover
        else None,
        "problems": [problem(found) for found in one.problems],
    }


def artwork(report: "PictureReport", show: Show, episode: UUID | None = None) -> Data:
    """The picture that stands for a show or an episode; null where nobody could look at it."""
    found = report.picture
    return {
        "show": show.slug,
        "episode": str(episode) if episode else None,
        "kind": report.source.kind.value,
        "path": report.source.path,
        "type": found.media_type if found else None,
        "width": found.width if found else None,
        "height": found.height if found else None,
        "colours": found.colours.value if found else None,
        "depth": found.depth if found else None,
        "size": found.size if found else None,
        "problems": [problem(one) for one in report.problems],
    }


def tag_changes(plan: "TagPlan", problems: Iterable[Problem]) -> Data:
    """What writing tags changes in a file."""
    return {
        "episode": str(plan.view.id),
        "path": plan.path,
        "changes": [{"field": one.field, "old": one.old, "new": one.new} for one in plan.changes],
        "problems": [problem(one) for one in problems],
    }


def tag_conflict(view: EpisodeView, one: "TagConflict") -> Data:
    """A field that was edited here and in the audio file."""
    return {"field": one.field, "here": own_in_words(view, one), "file": one.tag, "was": one.was}


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


def hit(one: "Hit", slugs: Mapping[UUID, str]) -> Data:
    """A thing that a search found; ``slugs`` are the short names of the events."""
    return {
        "kind": WORDS[one.kind],
        "id": str(one.id),
        "event": slugs.get(one.event_id) if one.event_id else None,
        "title": one.title,
        "snippet": one.snippet,
    }


def _people(whole: Programme, one: Session) -> list[Data]:
    return [
        {"id": str(part.person_id), "name": whole.person[part.person_id].name, "role": part.role.value}
        for part in one.participants
        if part.person_id in whole.person
    ]


def _credits(people: Iterable[Credit]) -> list[Data]:
    return [{"name": one.name, "role": one.role.value, "url": one.url} for one in people]


def _chapters(chapters: Iterable[Chapter]) -> list[Data]:
    return [
        {
            "start": seconds(one.start),
            "end": seconds(one.end),
            "title": one.title,
            "url": one.url,
            "image": one.image,
            "hidden": one.hidden,
        }
        for one in chapters
    ]


def _links(links: Iterable[Link]) -> list[Data]:
    return [{"url": one.url, "title": one.title} for one in links]


def _windows(windows: Iterable[Window]) -> list[Data]:
    return [{"start": moment(one.start), "end": moment(one.end)} for one in windows]
