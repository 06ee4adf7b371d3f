import json
import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from confkit.domain.bridge import Source
from confkit.domain.errors import FormatError, LimitExceeded, NotFound, TruncatedInput, UsageError
from confkit.domain.event import Event
from confkit.domain.person import Participant, Person
from confkit.domain.session import Session
from confkit.services import editing, importing, lookup
from confkit.services.building import build
from confkit.services.checking import check
from confkit.services.exporting import export, export_event, export_show
from confkit.services.history import history, undo
from confkit.services.importing import import_path
from confkit.services.workspace import Workspace

SLUG = "health-voices-2026"
OTS = "open-tech-summit-2016"


def test_the_event_file_brings_the_same_programme_into_another_workspace(
    ws: Workspace, empty: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "exported.toml"
    path.write_bytes(export_event(ws, SLUG, "toml"))
    report = import_path(empty, path)
    assert report.slug == SLUG
    assert lookup.programme(empty, SLUG) == lookup.programme(ws, SLUG)
    show = tmp_path / "show.toml"
    show.write_bytes(export_show(ws, "ward-rounds"))
    import_path(empty, show)
    assert [shelf.episodes for shelf in empty.repository.shelves()] == [
        shelf.episodes for shelf in ws.repository.shelves()
    ]
    again = import_path(empty, path)
    assert (again.added, again.updated) == (0, 0)


def test_one_import_is_one_edit(ws: Workspace, empty: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "exported.toml"
    path.write_bytes(export_event(ws, SLUG, "toml"))
    import_path(empty, path)
    undo(empty)
    assert lookup.events(empty) == ()


def test_an_export_finds_shows_too(ws: Workspace) -> None:
    assert b"[show]" in export(ws, "ward-rounds", "toml")
    with pytest.raises(NotFound):
        export(ws, "ward-rounds", "ics")


def test_open_event_brings_sessions_rooms_and_recordings(empty: Workspace, shared_data: Path) -> None:
    report = import_path(empty, shared_data / "open-event" / "OTS16")
    assert (report.counts["session"], report.counts["room"], report.counts["episode"]) == (82, 8, 2)
    show = lookup.find_show(empty, OTS)
    views = lookup.episodes(empty, show)
    assert len(views) == 2
    for view in views:
        assert view.talk is not None
        assert view.recording is not None
        assert view.title == view.talk.session.title
        for field in ("title", "people", "date", "language", "link"):
            assert view.sources[field] is Source.SESSION, field
        assert view.episode.title is None
    lengths = sorted(view.recording.duration for view in views if view.recording)
    assert lengths[0] == pytest.approx(timedelta(seconds=168.7), abs=timedelta(seconds=0.06))
    assert lengths[1] == pytest.approx(timedelta(seconds=461.4), abs=timedelta(seconds=0.06))
    before = empty.repository.position()
    again = import_path(empty, shared_data / "open-event" / "OTS16")
    assert (again.added, again.updated, empty.repository.position()) == (0, 0, before)


def test_a_second_import_updates_what_the_first_brought(empty: Workspace, shared_data: Path, tmp_path: Path) -> None:
    source = tmp_path / "OTS16"
    shutil.copytree(shared_data / "open-event" / "OTS16", source)
    for path in (source, *source.rglob("*")):
        path.chmod(0o755)
    import_path(empty, source)
    before = lookup.find_session(empty, "Welcome in Berlin!")[1]
    sessions = source / "sessions"
    sessions.write_text(sessions.read_text("utf-8").replace("Welcome in Berlin!", "Willkommen!"), "utf-8")
    report = import_path(empty, source)
    assert (report.added, report.updated) == (0, 1)
    after = lookup.find_session(empty, "Willkommen!")[1]
    assert after.id == before.id
    assert {view.title for view in lookup.episodes(empty, lookup.find_show(empty, OTS))} > {"Willkommen!"}


def test_open_event_becomes_a_feed_and_a_calendar(empty: Workspace, shared_data: Path) -> None:
    import feedparser

    import_path(empty, shared_data / "open-event" / "OTS16")
    build(empty)
    feed = feedparser.parse((empty.output / "shows" / OTS / "feed.xml").read_bytes())
    assert feed.bozo == 0
    guids = {view.episode.guid for view in lookup.episodes(empty, lookup.find_show(empty, OTS))}
    assert {entry.id for entry in feed.entries} == guids
    for entry in feed.entries:
        (enclosure,) = entry.enclosures
        name = enclosure.href.rpartition("/")[2]
        assert int(enclosure.length) == (empty.output / "shows" / OTS / "audio" / name).stat().st_size
        assert enclosure.type == "audio/mpeg"
    assert sorted(entry.itunes_duration for entry in feed.entries) == ["169", "461"]
    calendar = icalendar.Calendar.from_ical((empty.output / "events" / OTS / "schedule.ics").read_bytes())
    found = Counter(
        (str(one["SUMMARY"]), one["DTSTART"].dt.astimezone(UTC), one["DTEND"].dt.astimezone(UTC))
        for one in calendar.walk("VEVENT")
    )
    programme = lookup.programme(empty, OTS)
    assert found == Counter(
        (programme.session[slot.session_id].title, slot.start.astimezone(UTC), slot.end.astimezone(UTC))
        for slot in programme.slots
    )
    assert build(empty).written == ()


@pytest.mark.parametrize(
    ("name", "sessions", "rooms", "days"), [("linux_conf_au_2020", 262, 7, 6), ("kielux_2020", 24, 4, 2)]
)
def test_calendars_of_real_conferences(
    empty: Workspace, shared_data: Path, name: str, sessions: int, rooms: int, days: int
) -> None:
    report = import_path(empty, shared_data / "calendars" / f"{name}.ics")
    programme = lookup.programme(empty, report.slug)
    assert (len(programme.sessions), len(programme.rooms), len(programme.event.days)) == (sessions, rooms, days)
    assert import_path(empty, shared_data / "calendars" / f"{name}.ics").added == 0


def test_our_own_calendar_can_be_imported(ws: Workspace, empty: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "schedule.ics"
    path.write_bytes(export_event(ws, SLUG, "ics"))
    import_path(empty, path)
    (event,) = lookup.events(empty)
    here, there = lookup.programme(empty, event.slug), lookup.programme(ws, SLUG)
    public = [slot for slot in there.slots if there.session[slot.session_id].status.is_public]
    assert [slot.start.timestamp() for slot in here.slots] == [slot.start.timestamp() for slot in public]


def test_a_short_name_that_is_taken_gets_a_number(ws: Workspace, empty: Workspace, tmp_path: Path) -> None:
    editing.add(empty, _event(empty))
    path = tmp_path / "exported.toml"
    path.write_bytes(export_event(ws, SLUG, "toml"))
    assert import_path(empty, path).title == "Health Voices Summit 2026"
    assert sorted(event.slug for event in lookup.events(empty)) == [SLUG, f"{SLUG}-2"]


def _event(ws: Workspace) -> Event:
    return replace(editing.new_event(ws, day=datetime(2026, 1, 1).date()), slug=SLUG, title="Another")


def test_what_cannot_be_imported_is_said(empty: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        import_path(empty, tmp_path / "nothing.toml")
    (tmp_path / "x.docx").write_text("x")
    with pytest.raises(FormatError, match=r"\.toml"):
        import_path(empty, tmp_path / "x.docx")
    (tmp_path / "folder").mkdir()
    with pytest.raises(FormatError, match="Open Event"):
        import_path(empty, tmp_path / "folder")
    (tmp_path / "cut.ics").write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n")
    with pytest.raises(TruncatedInput):
        import_path(empty, tmp_path / "cut.ics")
    assert empty.repository.position() == 0


def test_a_recording_that_lies_outside_the_folder_is_not_taken(empty: Workspace, tmp_path: Path, folder: Path) -> None:
    source = tmp_path / "export"
    source.mkdir()
    secret = tmp_path / "secret.mp3"
    shutil.copy(folder / "episodes" / "ward-rounds" / "000-trailer.mp3", secret)
    (source / "link.mp3").symlink_to(secret)
    times = {"start_time": "2026-05-05T10:00:00Z", "end_time": "2026-05-05T11:00:00Z"}
    sessions = [
        {"id": number, "title": f"T{number}", "audio": name, **times}
        for number, name in enumerate(("link.mp3", "../secret.mp3"))
    ]
    (source / "event").write_text(json.dumps({"name": "E", "timezone": "UTC", **times}))
    (source / "sessions").write_text(json.dumps(sessions))
    for name in ("speakers", "microlocations", "tracks"):
        (source / name).write_text("[]")
    report = import_path(empty, source)
    assert report.counts["session"] == 2
    assert "episode" not in report.counts
    assert not list(empty.episodes_root.rglob("*.mp3"))


@pytest.mark.slow
def test_a_congress_comes_in_once(empty: Workspace, shared_data: Path) -> None:
    report = import_path(empty, shared_data / "schedules" / "38c3.xml")
    assert report.slug == "38c3"
    assert (report.counts["session"], report.counts["room"], report.counts["person"]) == (1007, 72, 567)
    before, position = lookup.programme(empty, "38c3"), empty.repository.position()
    again = import_path(empty, shared_data / "schedules" / "38c3.xml")
    assert (again.added, again.updated, empty.repository.position()) == (0, 0, position)
    assert lookup.programme(empty, "38c3") == before
    found = Counter(problem.code for problem in check(empty, "38c3"))
    assert (found["room-overlap"], found["person-overlap"]) == (2, 143)


SCHEDULE = """<schedule><conference><title>Café</title><acronym>cafe</acronym>
<time_zone_name>Europe/Berlin</time_zone_name></conference><day date="2027-04-09"><room name="Hall">
<event id="1" guid="g1"><date>2027-04-09T10:00:00+02:00</date><duration>00:30</duration><title>Talk</title>
<persons><person id="3">Amira</person></persons></event></room></day></schedule>"""


def test_a_schedule_that_changed_updates_what_it_brought(empty: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "schedule.xml"
    path.write_text(SCHEDULE, "utf-8")
    assert import_path(empty, path).added == 5
    session = lookup.find_session(empty, "Talk")[1]
    path.write_text(SCHEDULE.replace("T10:00", "T11:00").replace("Talk", "Better talk"), "utf-8")
    report = import_path(empty, path)
    assert (report.added, report.updated) == (0, 2)
    assert lookup.find_session(empty, "Better talk")[1].id == session.id
    undo(empty)
    assert lookup.find_session(empty, "Talk")[1] == session


def test_a_schedule_in_json_updates_one_in_xml(empty: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "schedule.xml"
    path.write_text(SCHEDULE, "utf-8")
    import_path(empty, path)
    talk = {"id": 1, "guid": "g1", "title": "Talk", "date": "2027-04-09T10:00:00+02:00", "duration": "00:30"}
    talk["persons"] = [{"id": 3, "public_name": "Amira"}]
    days = [{"date": "2027-04-09", "rooms": {"Hall": [talk]}}]
    conference = {"title": "Café", "acronym": "cafe", "time_zone_name": "Europe/Berlin", "days": days}
    (tmp_path / "schedule.json").write_text(json.dumps({"schedule": {"conference": conference}}), "utf-8")
    report = import_path(empty, tmp_path / "schedule.json")
    assert (report.added, report.updated) == (0, 0)


def test_a_schedule_comes_into_an_event_that_is_here(ws: Workspace, tmp_path: Path) -> None:
    before = lookup.programme(ws, SLUG)
    event = before.event
    path = tmp_path / "schedule.xml"
    # A room that is here, spelled otherwise, and a zone that is not the event's.
    name = before.rooms[0].name.upper()
    path.write_text(SCHEDULE.replace("Hall", name).replace("Europe/Berlin", "Asia/Kathmandu"), "utf-8")
    report = import_path(ws, path, into=event)
    assert (report.slug, report.added, report.updated) == (SLUG, 3, 0)
    (problem,) = report.problems
    assert (problem.code, "1 place in the schedule (2027-04-09)" in problem.message) == ("import-outside-days", True)
    after = lookup.programme(ws, SLUG)
    assert (after.event, after.rooms, len(lookup.events(ws))) == (event, before.rooms, 1)
    assert {*before.contents} < {*after.contents}
    session = lookup.find_session(ws, "Talk")[1]
    (slot,) = after.slots_of[session.id]
    assert (slot.room_id, slot.start.tzinfo) == (before.rooms[0].id, after.zone)
    assert slot.start == datetime(2027, 4, 9, 8, tzinfo=UTC)
    assert history(ws)[0].label == f"Import “Café” into “{event.title}”"
    assert import_path(ws, path, into=event).added == 0
    path.write_text(path.read_text("utf-8").replace("Talk", "Better talk"), "utf-8")
    assert import_path(ws, path, into=event).updated == 1
    assert lookup.find_session(ws, "Better talk")[1].id == session.id
    undo(ws)
    undo(ws)
    assert lookup.programme(ws, SLUG) == before


def test_who_and_what_was_typed_in_by_hand_is_seen_by_an_import_into_the_event(ws: Workspace, tmp_path: Path) -> None:
    before = lookup.programme(ws, SLUG)
    event = before.event
    typed = Person(ws.new_id(), "Amira", organisation="Radio Nord", email="amira@example.org")
    talk = Session(ws.new_id(), event.id, "Talk", participants=(Participant(typed.id),))
    editing.add(ws, typed)
    editing.add(ws, talk)
    path = tmp_path / "schedule.xml"
    path.write_text(SCHEDULE.replace("2027-04-09", str(event.first_day)), "utf-8")
    report = import_path(ws, path, into=event)
    # The session, its place and its room; the person takes the key that the import knows her by.
    assert (report.added, report.updated) == (3, 1)
    assert [problem.code for problem in report.problems] == ["import-person-matched", "import-session-twice"]
    (amira,) = (one for one in lookup.programme(ws, SLUG).persons if one.name == "Amira")
    assert amira == replace(typed, origin="schedule:cafe:person:id:3")
    again = import_path(ws, path, into=event)
    assert (again.added, again.updated, again.problems) == (0, 0, ())
    undo(ws)
    assert lookup.find_session(ws, "Talk")[1] == talk


def test_an_event_file_comes_into_another_event_as_a_copy(ws: Workspace, tmp_path: Path) -> None:
    before = lookup.programme(ws, SLUG)
    path = tmp_path / "exported.toml"
    path.write_bytes(export_event(ws, SLUG, "toml"))
    other = replace(_event(ws), slug="other", zone="Asia/Kolkata")
    editing.add(ws, other)
    report = import_path(ws, path, into=other)
    # Two persons said when they have time; they keep that and have the same at the other event.
    assert (report.slug, report.updated) == ("other", 2)
    after = lookup.programme(ws, SLUG)
    assert replace(after, persons=before.persons) == before
    for person, earlier in zip(after.persons, before.persons, strict=True):
        assert replace(person, availability=earlier.availability) == earlier
        assert {*earlier.availability} <= {*person.availability}
    copy = lookup.programme(ws, "other")
    assert Counter(session.title for session in copy.sessions) == Counter(one.title for one in before.sessions)
    assert [(slot.start, slot.end) for slot in copy.slots] == [(slot.start, slot.end) for slot in before.slots]
    assert {room.id for room in copy.rooms}.isdisjoint(before.room)
    assert copy.persons == after.persons
    again = import_path(ws, path, into=other)
    assert (again.added, again.updated) == (0, 0)
    # Into itself, it is an import as any other.
    itself = import_path(ws, path, into=before.event)
    assert (itself.added, itself.updated) == (0, 0)
    path.write_bytes(export_show(ws, "ward-rounds"))
    with pytest.raises(UsageError, match="is a show"):
        import_path(ws, path, into=other)


def test_other_xml_and_json_is_refused(empty: Workspace, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text("<rss/>", "utf-8")
    with pytest.raises(FormatError, match="not a schedule"):
        import_path(empty, tmp_path / "feed.xml")
    (tmp_path / "a.json").write_text("{}", "utf-8")
    with pytest.raises(FormatError, match="not a schedule"):
        import_path(empty, tmp_path / "a.json")


def test_only_what_is_foreign_has_a_limit(ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too much for a build in seconds is refused; an event of a workspace always comes back into one."""
    monkeypatch.setattr(importing, "MOST", 1)
    (event,) = lookup.events(ws)
    own, foreign = tmp_path / "event.toml", tmp_path / "event.ics"
    own.write_bytes(export_event(ws, event.slug, "toml"))
    foreign.write_bytes(export_event(ws, event.slug, "ics"))
    assert import_path(ws, own).updated == 0
    with pytest.raises(LimitExceeded, match="holds more than 1 session"):
        import_path(ws, foreign)
