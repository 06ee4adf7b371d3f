"""``confkit episode``: the items of a show."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import click

from confkit.cli import artwork, releasing, tagging
from confkit.cli.command import Noun, json_option, workspace
from confkit.cli.fields import FieldVerb, context_for, submit
from confkit.cli.output import Column, say, tell_facts, tell_json, tell_table
from confkit.cli.values import EPISODE, SESSION, SHOW, short_id
from confkit.domain.bridge import EpisodeView, Source
from confkit.domain.errors import UsageError
from confkit.domain.podcasting import RemoteAudio
from confkit.domain.show import Episode
from confkit.services import as_json, editing, lookup
from confkit.services.alternates import alternates_of
from confkit.services.forms import FormContext
from confkit.services.workspace import Workspace

_COLUMNS = (
    Column("ID"),
    Column("DATE"),
    Column("STATE"),
    Column("LENGTH", right=True),
    Column("TITLE", cut=2),
    Column("PEOPLE", cut=1),
    Column("FILE", cut=1),
)


@click.group("episode", cls=Noun)
def command() -> None:
    """List and edit the episodes of a show."""


for _command in (
    tagging.command,
    artwork.cover,
    releasing.publish,
    releasing.schedule,
    releasing.retract,
    releasing.number,
    releasing.merge,
):
    command.add_command(_command)


@command.command("list", examples="confkit episode list ward-rounds --json")
@click.argument("show", type=SHOW)
@json_option
def list_(show: str, in_json: bool) -> None:
    """List the episodes of SHOW, newest first."""
    with workspace() as opened:
        found = lookup.episodes(opened, lookup.find_show(opened, show))
    if in_json:
        tell_json([as_json.episode(view) for view in found])
        return
    tell_table(
        _COLUMNS,
        (
            (
                short_id(view),
                f"{view.date:%Y-%m-%d}",
                view.episode.state.value,
                clock(view.recording.duration) if view.recording else "no audio",
                view.title,
                ", ".join(credit.name for credit in view.people),
                view.episode.file,
            )
            for view in found
        ),
        empty=f"no episodes; put audio into episodes/{show}/ and run “confkit scan”",
    )


def clock(length: timedelta) -> str:
    """Return a length as ``1:02:03`` or ``2:03``."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@command.command(examples="confkit episode show 7b1e55d0")
@click.argument("episode", type=EPISODE)
@json_option
def show(episode: str, in_json: bool) -> None:
    """Show EPISODE, and where each value comes from.

    EPISODE is an id, its beginning, a guid, a file or the title.
    """
    with workspace() as opened:
        view = lookup.find_episode(opened, episode)
        others = alternates_of(opened, view)
    if in_json:
        tell_json(as_json.episode(view) | {"alternates": [as_json.alternate(one) for one in others]})
        return
    recording = view.recording
    facts = {
        "title": view.title,
        "subtitle": view.subtitle,
        "people": ", ".join(f"{credit.name} ({credit.role.value})" for credit in view.people),
        "date": f"{view.date:%Y-%m-%d %H:%M} (UTC{view.date:%z})",
        "season": str(view.season or ""),
        "number": str(view.number or ""),
        "language": view.language,
        "licence": view.licence,
        "link": view.link,
        "explicit": "yes" if view.explicit else "no",
        "chapters": "\n".join(f"{clock(chapter.start)} {chapter.title}" for chapter in view.chapters),
        "description": view.description,
    }
    tell_facts(
        {
            "Id": str(view.id),
            "Show": view.show.title,
            "Guid": view.episode.guid,
            "State": view.episode.state.value,
            "Kind": view.kind.value,
            "File": view.episode.file,
            "Audio": f"{clock(recording.duration)}, {recording.size:,} bytes, {recording.media_type}"
            if recording
            else _elsewhere(view),
            "Also as": "\n".join(
                f"{one.path} ({one.size:,} bytes, {one.media_type}, {one.bitrate // 1000} kbit/s)" for one in others
            ),
            "Session": f"{view.talk.session.title} ({short_id(view.talk.session)})" if view.talk else "",
        }
        | {name.capitalize(): _with_source(view, name, value) for name, value in facts.items()},
        title=view.title,
    )


def _elsewhere(view: EpisodeView) -> str:
    audio = view.audio
    return f"{audio.url}, {audio.size:,} bytes, {audio.media_type}" if isinstance(audio, RemoteAudio) else "missing"


def _with_source(view: EpisodeView, name: str, value: str) -> str:
    source = view.sources.get(name, Source.NONE)
    if not value or source in (Source.NONE, Source.EPISODE):
        return value
    name_of_source = "file beside the audio" if source is Source.SIBLING else source.value
    return f"{value}{chr(10) if chr(10) in value else ' '}(from the {name_of_source})"


@command.command(
    cls=FieldVerb,
    kind=Episode,
    examples="confkit episode add ward-rounds --session 3f9a2c1b\n"
    "confkit episode add ward-rounds --file ward-rounds/006.mp3 --state draft",
)
@click.argument("show", type=SHOW)
@json_option
def add(show: str, in_json: bool, **fields: Any) -> None:
    """Add an episode to SHOW, a draft if nothing else is said.

    An audio file that is put into the show's folder becomes an episode by itself; this is for one that is planned, such
    as the recording of a session.
    """
    with workspace() as opened:
        found = lookup.find_show(opened, show)
        blank = editing.new_episode(opened, found.id)
        submit(opened, None, blank, fields, _context(opened, found.event_id))
        if in_json:
            tell_json(as_json.episode(lookup.episode_view(opened, blank.id)))


@command.command(
    cls=FieldVerb,
    kind=Episode,
    examples='confkit episode edit 7b1e55d0 --title "Stories from patients"\nconfkit episode edit 7b1e55d0 --title ""',
)
@click.argument("episode", type=EPISODE)
@json_option
def edit(episode: str, in_json: bool, **fields: Any) -> None:
    """Change fields of EPISODE.

    One option for each field; “-” reads it from stdin. A field with an empty value follows the session, the tags of the
    audio or the show again.
    """
    with workspace() as opened:
        view = lookup.find_episode(opened, episode)
        submit(opened, view.episode, view.episode, fields, _context(opened, _event_of(view)))
        if in_json:
            tell_json(as_json.episode(lookup.episode_view(opened, view.id)))


def _event_of(view: EpisodeView) -> UUID | None:
    return view.talk.event.id if view.talk else view.show.event_id


def _context(opened: Workspace, event_id: UUID | None) -> FormContext:
    """Times are in the zone of the event the episode comes from; any session can be linked."""
    programmes = [opened.repository.programme(event.id) for event in lookup.events(opened)]
    programme = next((one for one in programmes if one.event.id == event_id), None)
    known = context_for(opened, programme, zone=None if programme else ZoneInfo("UTC"))
    sessions = tuple(session for one in programmes for session in one.sessions)
    return FormContext(known.zone, programme, known.persons, sessions)


@command.command("set", examples="confkit episode set season 2 7b1e55d0 9c2f1a44")
@click.argument("field", metavar="FIELD")
@click.argument("value")
@click.argument("episodes", type=EPISODE, nargs=-1, required=True, metavar="EPISODE…")
@json_option
def set_(field: str, value: str, episodes: tuple[str, ...], in_json: bool) -> None:
    """Set FIELD of each EPISODE to VALUE, as one edit.

    FIELD is state, season, kind, explicit, licence or language. An empty VALUE clears it, so that it comes from the
    session, the tags or the show again. An episode that can't enter the feed keeps its state.
    """
    from confkit.cli.setting import set_all

    with workspace() as opened:
        found = dict.fromkeys(lookup.find_episode(opened, episode).episode for episode in episodes)
        set_all(opened, tuple(found), field, value)
        after = [lookup.episode_view(opened, one.id) for one in found]
    if in_json:
        tell_json([as_json.episode(view) for view in after])


@command.command(examples="confkit episode remove 7b1e55d0")
@click.argument("episode", type=EPISODE)
def remove(episode: str) -> None:
    """Remove EPISODE.

    One that was in the feed, or whose audio is still there, is retracted instead: its guid must not be used again, and
    the next scan would find the audio anew.
    """
    with workspace() as opened:
        say(editing.remove(opened, lookup.find_episode(opened, episode).episode).label)


@command.command(examples="confkit episode link 7b1e55d0 3f9a2c1b\nconfkit episode link 7b1e55d0 --none")
@click.argument("episode", type=EPISODE)
@click.argument("session", type=SESSION, required=False)
@click.option("--none", "unlink", is_flag=True, help="The episode is no recording of a session.")
@json_option
def link(episode: str, session: str | None, unlink: bool, in_json: bool) -> None:
    """Say that EPISODE is a recording of SESSION.

    The episode then takes title, people, date, language, licence and link from the session.
    """
    if (session is None) == (not unlink):
        raise UsageError("name a session, or give --none", fix="list them with “confkit session list EVENT”")
    with workspace() as opened:
        view = lookup.find_episode(opened, episode)
        target = lookup.find_session(opened, session)[1].id if session else None
        texts = {"field_session": target.hex if target else ""}
        submit(opened, view.episode, view.episode, texts, _context(opened, _event_of(view)))
        if in_json:
            tell_json(as_json.episode(lookup.episode_view(opened, view.id)))
