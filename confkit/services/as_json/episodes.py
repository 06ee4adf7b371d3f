"""Episodes: their fields, chapters, transcripts, recordings, and their tags in the audio."""

from collections.abc import Iterable
from datetime import UTC
from typing import TYPE_CHECKING

from confkit.domain.bridge import EpisodeView
from confkit.domain.person import Person
from confkit.domain.problem import Problem
from confkit.domain.recording import Recording
from confkit.services.as_json.findings import problem
from confkit.services.as_json.values import Data, credited, listed_chapters, moment, seconds, texts
from confkit.services.tag_merging import own_in_words

if TYPE_CHECKING:
    from confkit.domain.tag_merge import TagConflict
    from confkit.services.tagging import TagPlan
    from confkit.services.transcripts import EpisodeTranscript


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
        "people": credited(view.people),
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
        "chapters": listed_chapters(view.chapters),
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
        "texts": texts(view.episode.texts),
        "session": str(view.episode.session_id) if view.episode.session_id else None,
        "sources": {name: source.value for name, source in view.sources.items()},
    }


def alternate(one: Recording) -> Data:
    """Another encoding of an episode, a file beside its own."""
    return {"path": one.path, "type": one.media_type, "size": one.size, "bitrate": one.bitrate}


def chapters(view: EpisodeView) -> list[Data]:
    """The chapters of an episode, in time order."""
    return listed_chapters(view.chapters)


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
        "people": credited(tags.people),
        "duration": seconds(one.duration),
        "size": one.size,
        "type": one.media_type,
        "chapters": listed_chapters(one.chapters),
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
