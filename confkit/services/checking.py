"""Checking a workspace: everything that is wrong or looks wrong, as problems."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from confkit.domain.bridge import EpisodeView
from confkit.domain.edit import Entity
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Consent
from confkit.domain.show import Show
from confkit.domain.tag_merge import merge_problems
from confkit.domain.validation import field_problems
from confkit.services import lookup
from confkit.services.artwork import all_artwork_faults
from confkit.services.config import CONFIG_NAME, PLACEHOLDER_SITE
from confkit.services.preflight import published_feed_problems
from confkit.services.words import kind_of, name_of
from confkit.services.workspace import Workspace


def check(ws: Workspace, event: str | None = None, *, feeds: bool = True) -> tuple[Problem, ...]:
    """Return every problem of the workspace, or of one event; errors first.

    Without ``feeds``, those that a build would publish are not rendered and looked at.
    """
    from confkit.services.alternates import find_alternates, rival_problems
    from confkit.services.feed_settings import feed_setting_problems

    if event is not None:
        return _sorted(programme_problems(lookup.programme(ws, event)))
    found = _loose_ends(ws)
    for one in lookup.events(ws):
        found += programme_problems(ws.repository.programme(one.id))
    claimed: dict[str, EpisodeView] = {}
    shelves = ws.repository.shelves()
    found += feed_setting_problems(ws, shelves)
    found += rival_problems(find_alternates(ws.recordings(), (one for shelf in shelves for one in shelf.episodes)))
    for shelf in shelves:
        found += show_problems(shelf.show)
        views = lookup.views(ws, shelf)
        found += sibling_problems(ws, views)
        found += all_artwork_faults(ws, shelf.show, views)
        for view in views:
            found += episode_problems(view)
            if view.episode.file in claimed:
                found.append(_file_twice(view, claimed[view.episode.file]))
            elif view.episode.file:
                claimed[view.episode.file] = view
    for path, recording in ws.recordings().items():
        subjects = (claimed[path].id,) if path in claimed else ()
        found += (replace(problem, subjects=subjects) for problem in recording.problems)
    found += _site_problems(ws)
    if feeds:
        found += _not_said_yet(published_feed_problems(ws), found)
    return _sorted(found)


# What the rules for recordings say of an episode, by what the rules for feeds say of its item.
_SAID_OF_RECORDINGS = {
    "enclosure-type-refused": "audio-type-refused",
    "chapters-not-ascending": "chapter-at-same-time",
    "chapters-not-from-start": "chapters-late",
    "chapter-after-end": "chapter-beyond-end",
}


def _not_said_yet(of_feeds: Iterable[Problem], found: Iterable[Problem]) -> list[Problem]:
    """Leave out what is said of an episode already: a draft has no item, and a file that is elsewhere no recording."""
    said = {(problem.code, id) for problem in found for id in problem.subjects}
    return [
        one
        for one in of_feeds
        if one.code not in _SAID_OF_RECORDINGS
        or not one.subjects
        or any((_SAID_OF_RECORDINGS[one.code], id) not in said for id in one.subjects)
    ]


def _sorted(found: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.rank))


def programme_problems(programme: Programme) -> list[Problem]:
    """What is wrong with an event: its fields, and its conflicts."""
    # The help of commands that end in a check needs none of the rules.
    from confkit.domain.conflicts import conflicts

    event = programme.event.slug
    found = [problem for entity in programme.contents for problem in _in_fields(entity, event)]
    found += [replace(problem, where=f"{event}: {problem.where}") for problem in conflicts(programme)]
    return found


def _in_fields(entity: Entity, place: str) -> Iterator[Problem]:
    for problem in field_problems(entity):
        where = f"{place}: {kind_of(entity)} “{name_of(entity)}”, {problem.where}"
        yield replace(problem, where=where, subjects=(entity.id,))


# What directories ask of a show (Apple's requirements; PSP-1).
_NEEDED = (
    ("description", Severity.ERROR, "say what the show is about"),
    ("artwork", Severity.ERROR, "put a square JPEG or PNG of 1400 to 3000 pixels into the show's folder and name it"),
    ("categories", Severity.ERROR, "choose one of Apple's categories"),
    ("author", Severity.WARNING, "say who makes the show"),
    ("owner_email", Severity.WARNING, "give the address that directories send their ownership code to"),
)


def show_problems(show: Show) -> list[Problem]:
    """What a show lacks before directories accept its feed; no directory is to know of a private one."""
    found = list(_in_fields(show, show.slug))
    if show.is_private:
        return found
    for field, severity, fix in _NEEDED:
        if field == "artwork" and not show.artwork and _has_artwork_elsewhere(show):
            found.append(
                Problem(
                    "show-artwork-elsewhere",
                    Severity.HINT,
                    show.slug,
                    "has its artwork at another host still, which may take it away",
                    "put the picture into the show's folder and name it",
                    (show.id,),
                )
            )
        elif not getattr(show, field):
            word = field.replace("_", " ")
            found.append(
                Problem(
                    f"show-without-{field.replace('_', '-')}", severity, show.slug, f"has no {word}", fix, (show.id,)
                )
            )
    return found


def _has_artwork_elsewhere(show: Show) -> bool:
    if not show.extras:
        return False
    from confkit.codecs.rss_extras import extras_of

    return bool(extras_of(show.extras).picture)


def episode_problems(view: EpisodeView) -> list[Problem]:
    """What is wrong with an episode: its fields, its audio and chapters, tags that changed under its own fields."""
    # Late: forms and lists need this module, and no rules.
    from confkit.domain.recording_rules import recording_problems

    episode = view.episode
    where = f"{view.show.slug}: episode “{view.title or episode.file or episode.guid}”"
    found = [replace(one, where=f"{where}, {one.where}", subjects=(episode.id,)) for one in field_problems(episode)]
    subject = (episode.id,)
    if view.audio is None and episode.state.is_for_feed:
        what = f"its audio file episodes/{episode.file} is missing" if episode.file else "it has no audio file"
        fix = "put the file back, or set the episode to draft" if episode.file else "name the file, or set it to draft"
        found.append(Problem("episode-file-missing", Severity.ERROR, where, what, fix, subject))
    if view.recording is not None:
        found += merge_problems(episode, view.recording)
    found += recording_problems(view, where)
    talk = view.talk
    if talk and talk.session.consent is Consent.REFUSED and episode.state.is_for_feed:
        found.append(
            Problem(
                "consent-refused",
                Severity.ERROR,
                where,
                f"the speakers of “{talk.session.title}” did not agree to a recording",
                "set the episode to draft, or ask them again and change the session's recording consent",
                (episode.id, talk.session.id),
            )
        )
    return found


def sibling_problems(ws: Workspace, views: Iterable[EpisodeView]) -> Iterator[Problem]:
    """What is wrong with the files beside the audio: transcripts and chapters."""
    from confkit.services.siblings import chapter_problems, siblings_of

    with_audio = [view for view in views if view.recording is not None]
    beside = siblings_of(ws, [view.episode.file for view in with_audio])
    if not beside:
        return
    from confkit.services.transcripts import transcript_problems

    for view in with_audio:
        problems = chapter_problems(ws, beside.get(view.episode.file, ()))
        yield from (replace(problem, subjects=(view.id,)) for problem in problems)
    yield from transcript_problems(ws, with_audio, beside)


def _file_twice(view: EpisodeView, other: EpisodeView) -> Problem:
    return Problem(
        "episode-file-twice",
        Severity.ERROR,
        f"{view.show.slug}: episode “{view.title}”",
        f"has the audio file episodes/{view.episode.file}, that of “{other.title}”; directories ignore one of them",
        "remove one of the two episodes, or give it a file of its own",
        (view.id, other.id),
    )


def _loose_ends(ws: Workspace) -> list[Problem]:
    """What another program left in the database: rows that name what isn't there."""
    return [
        Problem(
            "database-reference",
            Severity.ERROR,
            f"database: table {one.table}, id {one.id}, column {one.column}",
            f"names something that is not in the table {one.target}, so it is shown without it, or nowhere",
            "another program wrote or removed this: correct it with that program, or take a backup of the database",
        )
        for one in ws.repository.loose_ends()
    ]


def _site_problems(ws: Workspace) -> Iterator[Problem]:
    if ws.config.site == PLACEHOLDER_SITE:
        yield Problem(
            "site-not-set",
            Severity.WARNING,
            CONFIG_NAME,
            f"site is still the example {PLACEHOLDER_SITE}: feeds and calendars will hold addresses that lead nowhere",
            'write the address that public/ will be served at, as site = "https://…"',
        )
