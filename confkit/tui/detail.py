"""What the detail pane shows: everything about a row, as content that is never read as markup."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from textual.content import Content
from textual.style import Style

from confkit.domain.bridge import EpisodeView, Source
from confkit.domain.event import Link, Room
from confkit.domain.licence import licence_named
from confkit.domain.person import Person, Role
from confkit.domain.problem import Problem
from confkit.domain.programme import Programme
from confkit.domain.session import Consent, Level, Session, Slot
from confkit.domain.show import Show
from confkit.domain.tag_merge import TAG_CHANGED
from confkit.services.rules import RuleSetting, setting_for
from confkit.tui import safe_text, words
from confkit.tui.file_tags import FileTags
from confkit.tui.glyphs import EPISODE, KIND, SEVERITY, STATUS
from confkit.tui.session_rows import kind_of
from confkit.tui.snapshot import Snapshot
from confkit.tui.tones import Tone

Lines = Iterator[Content]


def content_of(row: Any, snapshot: Snapshot) -> tuple[str, Content]:
    """Return the title of the pane and its content for a row of any list."""
    match row:
        case (Slot() | None, Session() as session):
            return "Session", _joined(_session(session, snapshot))
        case Session():
            return "Session", _joined(_session(row, snapshot))
        case Person():
            return "Speaker", _joined(_person(row, snapshot))
        case Room():
            return "Room", _joined(_room(row, snapshot))
        case EpisodeView():
            return "Episode", _joined(_episode(row, snapshot))
        case Show():
            return "Show", _joined(_show(row, snapshot))
        case Problem():
            return "Problem", _joined(_problem(row, snapshot))
        case RuleSetting():
            return "Rule", _joined(_rule(row))
        case _:
            return "Detail", Content("")


def _joined(lines: Iterable[Content]) -> Content:
    return Content("\n").join(lines)


def _say(text: str, tone: Tone = Tone.PLAIN) -> Content:
    return Content.styled(safe_text.line(text), tone)


def _title(text: str) -> Lines:
    yield _say(text or "(no title)", Tone.BRIGHT)


def _heading(text: str) -> Lines:
    yield Content("")
    yield _say(text, Tone.ACCENT)


def _paragraph(title: str, text: str) -> Lines:
    if text.strip():
        yield from _heading(title)
        yield Content(reflowed(safe_text.lines(text.strip())))


# Lines of Markdown that begin something of their own: lists, headings, quotes, code, tables.
_OWN_LINE = re.compile(r"\s*(?:[-*+#>|`]|\d+[.)]\s|\s{4})")


def reflowed(text: str) -> str:
    """Return Markdown with the line breaks inside paragraphs as blanks, so that it wraps to the pane."""
    lines: list[str] = []
    for line in text.split("\n"):
        joins = lines and lines[-1] and line.strip() and not lines[-1].endswith("  ") and not _OWN_LINE.match(line)
        if joins:
            lines[-1] = f"{lines[-1].rstrip()} {line.strip()}"
        else:
            lines.append(line if line.strip() else "")
    return "\n".join(lines)


def _fact(name: str, text: str) -> Lines:
    if text:
        yield Content.assemble((f"{name} ", Tone.MUTED), safe_text.line(text))


def _links(links: Iterable[Link]) -> Lines:
    for link in links:
        yield Content.assemble(
            safe_text.line(link.title) + " " if link.title else "", (safe_text.line(link.url), Tone.MUTED)
        )


def _goes(content: Content, id: UUID) -> Content:
    """Let a click on ``content`` jump to a thing."""
    return content.stylize(Style.from_meta({"@click": f"screen.jump('{id}')"}))


def _problems(id: UUID, snapshot: Snapshot, *, told: str = "") -> Lines:
    """The problems of a thing, but those with a code that was told already."""
    for problem in snapshot.problems_of.get(id, ()):
        if problem.code == told:
            continue
        glyph, tone = SEVERITY[problem.severity]
        yield Content("")
        yield _say(f"{glyph} {snapshot.place_of(problem)}", tone)
        yield _say(problem.message)
        if problem.fix:
            yield _say(f"→ {problem.fix}", Tone.MUTED)


def _slot(slot: Slot, programme: Programme) -> Content:
    room = programme.room.get(slot.room_id) if slot.room_id else None
    where = safe_text.line(room.name) if room else "no room yet"
    return Content.assemble(f"{words.moment(slot.start)}–{slot.end:%H:%M} · ", (where, Tone.BRIGHT))


def _session(session: Session, snapshot: Snapshot) -> Lines:
    programme = snapshot.programme
    if programme is None:
        return
    yield from _title(session.title)
    if session.subtitle:
        yield _say(session.subtitle, Tone.MUTED)
    glyph, tone = STATUS[session.status]
    type_ = programme.type.get(session.type_id) if session.type_id else None
    kind = KIND[kind_of(programme, session)]
    slots = programme.slots_of.get(session.id, ())
    length = slots[0].duration if len(slots) == 1 else programme.length(session)
    yield Content.assemble(
        (f"{glyph} {session.status.value}", tone),
        " · ",
        (kind, Tone.ACCENT),
        f" {safe_text.line(type_.name) if type_ else 'no type'} · {words.minutes(length)}",
    )
    for slot in slots:
        yield _slot(slot, programme)
    if not slots and session.status.takes_place:
        yield _say("waits for a place: press p", Tone.WARN)
    yield from _people(session, programme)
    yield from _recordings(session, snapshot)
    yield from _problems(session.id, snapshot)
    facts = [*_session_facts(session, programme)]
    if facts:
        yield Content("")
        yield from facts
    yield from _paragraph("Abstract", session.abstract)
    yield from _paragraph("Description", session.description)
    yield from _paragraph("Internal notes", session.notes)


def _recordings(session: Session, snapshot: Snapshot) -> Lines:
    """The episodes that the session became."""
    found = [view for views in snapshot.episodes.values() for view in views if view.episode.session_id == session.id]
    if found:
        yield Content("")
    for view in found:
        glyph, tone = EPISODE[view.episode.state]
        length = f"  {words.clock(view.recording.duration)}" if view.recording else "  no audio yet"
        title = _goes(_say(view.title), view.id)
        yield Content.assemble(("Episode ", Tone.MUTED), (glyph, tone), " ", title, (length, Tone.MUTED))


def _people(session: Session, programme: Programme) -> Lines:
    if session.participants:
        yield Content("")
    for part in session.participants:
        person = programme.person.get(part.person_id)
        if person is not None:
            name = _goes(_say(person.name), person.id)
            yield Content.assemble(name, (f"  {part.role.value}", Tone.MUTED))


def _session_facts(session: Session, programme: Programme) -> Lines:
    track = programme.track.get(session.track_id) if session.track_id else None
    yield from _fact("Track", track.name if track else "")
    yield from _fact("Language", session.language)
    yield from _fact("Level", session.level.value if session.level is not Level.ANY else "")
    yield from _fact("Tags", ", ".join(session.tags))
    yield from _fact("Expected", str(session.expected_audience or ""))
    yield from _fact("Capacity", str(session.capacity or ""))
    present = [one for one in programme.sign_ups_of.get(session.id, ()) if not one.withdrawn]
    yield from _fact("Sign-ups", f"{len(present)}: press U for the list" if present else "")
    others = [programme.session[id].title for id in session.not_with if id in programme.session]
    yield from _fact("Not with", ", ".join(others))
    yield from _fact("Needs", ", ".join(session.equipment))
    yield from _fact("Recording", session.consent.value if session.consent is not Consent.UNKNOWN else "")
    yield from _fact("Licence", _licence(session.licence))
    yield from _links(session.links)


def _licence(text: str) -> str:
    known = licence_named(text) if text else None
    return known.id if known else text


def _person(person: Person, snapshot: Snapshot) -> Lines:
    yield from _title(person.name)
    if person.organisation:
        yield _say(person.organisation, Tone.MUTED)
    if person.email:
        yield Content.assemble(safe_text.line(person.email), ("  private", Tone.MUTED))
    yield from _links(person.links)
    yield from _problems(person.id, snapshot)
    programme = snapshot.programme
    held = programme.sessions_of.get(person.id, ()) if programme else ()
    if programme and held:
        yield from _heading("Sessions")
        for session in held:
            roles = ", ".join(part.role.value for part in session.participants if part.person_id == person.id)
            when = next((f"{slot.start:%a %H:%M} " for slot in programme.slots_of.get(session.id, ())), "")
            glyph, tone = STATUS[session.status]
            title = _goes(_say(session.title), session.id)
            about = "" if roles == Role.SPEAKER else f"  {roles}"
            yield Content.assemble((glyph, tone), f" {when}", title, (about, Tone.MUTED))
    for availability in person.availability:
        if programme and availability.event_id == programme.event.id:
            yield from _heading("Available")
            for window in availability.windows:
                yield Content(f"{words.moment(window.start)} – {words.moment(window.end)}")
    yield from _paragraph("Biography", person.biography)
    yield from _paragraph("Internal notes", person.notes)


def _room(room: Room, snapshot: Snapshot) -> Lines:
    yield from _title(room.name)
    yield from _fact("Seats", str(room.capacity or "not known"))
    yield from _fact("At once", f"{room.parallel} sessions" if room.parallel > 1 else "")
    yield from _fact("Equipment", ", ".join(room.equipment))
    yield from _problems(room.id, snapshot)
    for window in room.availability:
        yield from _fact("Open", f"{words.moment(window.start)} – {words.moment(window.end)}")
    yield from _paragraph("How to get there", room.description)
    programme = snapshot.programme
    if programme is None:
        return
    for way in room.ways:
        other = programme.room.get(way.room_id)
        yield from _fact("Way", f"{way.minutes}′ to {other.name}" if other else "")
    day = None
    for slot in programme.slots:
        session = programme.session.get(slot.session_id)
        if slot.room_id != room.id or session is None:
            continue
        if day != programme.day(slot):
            day = programme.day(slot)
            yield from _heading(words.full_day(day))
        title = _goes(_say(session.title), session.id)
        yield Content.assemble((f"{slot.start:%H:%M}–{slot.end:%H:%M} ", Tone.MUTED), title)


_FROM = {
    Source.SESSION: "session",
    Source.TAG: "tag",
    Source.SHOW: "show",
    Source.FILE: "file",
    Source.SIBLING: "file beside",
}


def _episode(view: EpisodeView, snapshot: Snapshot) -> Lines:
    glyph, tone = EPISODE[view.episode.state]
    tags = FileTags(view)
    yield from _title(view.title)
    yield from tags.beside("title")
    if view.subtitle:
        yield _say(view.subtitle, Tone.MUTED)
    yield from tags.beside("subtitle")
    yield Content.assemble((f"{glyph} {view.episode.state.value}", tone), f" · {view.kind.value}")
    recording = view.recording
    if recording:
        yield _say(f"{words.clock(recording.duration)} · {words.size(recording.size)} · {recording.media_type}")
    elif view.audio is None:
        yield _say("! no audio file", Tone.WARN)
    yield from _fact("File", view.episode.file)
    yield from _fact("Audio at", view.episode.remote.url if view.episode.remote and not view.episode.file else "")
    for sibling in snapshot.beside.get(view.episode.file, ()):
        what = "Chapters" if sibling.is_chapters else f"Transcript {sibling.language}".rstrip()
        yield from _fact(what, sibling.path.rpartition("/")[2])
    if view.talk:
        title = _goes(_say(view.talk.session.title), view.talk.session.id)
        yield Content.assemble(("Recording of ", Tone.MUTED), title)
    yield from tags.hints()
    yield from _problems(view.id, snapshot, told=TAG_CHANGED)
    yield Content("")
    for name, text, field in (
        ("Show", view.show.title if tags.differ("show") else "", "show"),
        ("Date", f"{view.date:%Y-%m-%d %H:%M}", "date"),
        ("Season", str(view.season or ""), "season"),
        ("Number", str(view.number or ""), "number"),
        ("With", ", ".join(credit.name for credit in view.people), "people"),
        ("Language", view.language, "language"),
        ("Licence", _licence(view.licence), "licence"),
        ("Link", view.link, "link"),
    ):
        source = _FROM.get(view.sources.get(field, Source.NONE), "")
        for content in _fact(name, text):
            yield Content.assemble(content, (f"  ({source})" if source else "", Tone.MUTED))
        yield from tags.beside(field)
    if view.chapters:
        yield from _heading(f"Chapters {len(view.chapters)}")
        yield from tags.beside("chapters")
        for chapter in view.chapters:
            yield Content.assemble((f"{words.clock(chapter.start):>7} ", Tone.MUTED), safe_text.line(chapter.title))
    yield from _paragraph("Show notes", view.description)
    yield from tags.beside("description")


def _show(show: Show, snapshot: Snapshot) -> Lines:
    yield from _title(show.title or show.slug)
    if show.author:
        yield _say(show.author, Tone.MUTED)
    episodes = snapshot.episodes.get(show.id, ())
    length = sum((view.recording.duration for view in episodes if view.recording), timedelta())
    yield _say(f"{words.count(len(episodes), 'episode')}" + (f" · {words.clock(length)}" if length else ""))
    yield from _problems(show.id, snapshot)
    yield Content("")
    yield from _fact("Short name", show.slug)
    yield from _fact("Artwork", show.artwork or "none yet")
    yield from _fact("Language", show.language)
    yield from _fact("Categories", ", ".join(show.categories))
    yield from _fact("Owner", " ".join(filter(None, (show.owner_name, show.owner_email))))
    yield from _fact("Kind", show.kind.value)
    yield from _fact("Licence", _licence(show.licence))
    yield from _fact("Copyright", show.copyright)
    yield from _fact("Web address", show.url)
    yield from _links(show.funding)
    yield from _paragraph("About", show.description)


def _problem(problem: Problem, snapshot: Snapshot) -> Lines:
    glyph, tone = SEVERITY[problem.severity]
    yield Content.assemble((f"{glyph} {problem.severity.value}", tone), (f"  {problem.code}", Tone.MUTED))
    yield from _title(snapshot.place_of(problem))
    yield Content("")
    yield _say(problem.message)
    if problem.fix:
        yield Content("")
        yield Content.assemble(("→ ", Tone.ACCENT), safe_text.line(problem.fix))
    if problem.subjects:
        yield Content("")
        yield _say("Enter goes there.", Tone.MUTED)
    rule = setting_for(problem, snapshot.events)
    if rule is not None:
        yield from _heading(f"Rule {rule.rule}")
        yield _say(rule.about)
        yield _say(f"{_matters(rule)} s changes that.", Tone.MUTED)


def _rule(rule: RuleSetting) -> Lines:
    yield from _title(rule.rule)
    yield _say(rule.about)
    yield Content("")
    yield _say(f"⊘ silenced at {rule.event.title}", Tone.WARN)
    yield _say(f"{_matters(rule)} s changes that.", Tone.MUTED)


def _matters(rule: RuleSetting) -> str:
    """How much a rule matters, and whether the event says so."""
    if not rule.is_own:
        return f"Its usual severity: {rule.level}."
    return f"At this event: {rule.level}; usually: {rule.usual}."
