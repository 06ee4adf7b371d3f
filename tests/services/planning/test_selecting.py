"""Choosing among proposals in a real workspace: decisions, reviews, quotas, tables of reviews."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from confkit.domain.edit import Edit
from confkit.domain.errors import InvalidValue
from confkit.domain.person import Person
from confkit.domain.rule_settings import RuleOptions
from confkit.domain.session import Session, Status
from confkit.services import editing
from confkit.services.checking import check
from confkit.services.forms import FormContext, fill
from confkit.services.history import undo
from confkit.services.planning import selecting, sheets
from confkit.services.planning.review_sheets import SheetKind, import_reviews, kind_of_sheet, plan_sheet
from confkit.services.planning.selecting import Planned
from confkit.services.workspace import Workspace
from tests.services.planning.test_planning import SLUG, here


def test_every_decision_and_the_way_back(ws: Workspace) -> None:
    event = here(ws).event
    sessions = [Session(ws.new_id(), event.id, f"Idea {n}") for n in range(3)]
    ws.apply(Edit.add("add", *sessions))
    for status in (Status.WAITLISTED, Status.ACCEPTED, Status.REJECTED, Status.WITHDRAWN, Status.SUBMITTED):
        present = [here(ws).session[one.id] for one in sessions]
        done = selecting.decide(ws, here(ws), present, status)
        assert {here(ws).session[one.id].status for one in sessions} == {status}
        assert done.entry is not None
        assert done.entry.label.endswith("3 sessions")
    undo(ws)
    assert {here(ws).session[one.id].status for one in sessions} == {Status.WITHDRAWN}


def test_who_the_author_is() -> None:
    people = [Person(UUID(int=n), name, email=email) for n, (name, email) in enumerate(_PEOPLE, 1)]
    found = {word: selecting.reviewer_named(people, word) for word in _WANTED}
    assert {word: one.name if one else None for word, one in found.items()} == _WANTED


_PEOPLE = (("Amira Hart", "ah@example.org"), ("Ben Okafor", ""), ("Ben Lee", ""), ("ben", ""), ("Olga Orlova", ""))
_WANTED = {
    "amira hart": "Amira Hart",
    "AH@example.org": "Amira Hart",
    "ah": "Amira Hart",
    "Amira": "Amira Hart",
    "ben": "ben",
    "": None,
    "root": None,
}


def test_quotas_as_people_write_them_are_rules(ws: Workspace) -> None:
    whole = here(ws)
    kind, track = whole.types[0], whole.tracks[0]
    as_read = {text: selecting.quota_from(text, "Craft") for text in _QUOTAS}
    assert as_read == {
        text: Planned(None if time is None else timedelta(minutes=time), number)
        for text, (time, number) in _QUOTAS.items()
    }
    assert all(selecting.quota_from(str(planned), "Craft") == planned for planned in as_read.values())
    for text in ("6x soon", "soon", "-5", "-5m", "6 seven"):
        with pytest.raises(InvalidValue, match="is no quota"):
            selecting.quota_from(text, "Craft")
    chosen = next(one for one in whole.sessions if one.status.is_public and one.track_id == track.id)
    selecting.set_quota(ws, track, Planned(timedelta(minutes=1), 20))
    problems = [one for one in check(ws, SLUG) if one.code == "quota-tracks"]
    assert [(one.where, one.subjects) for one in problems] == [(f"{SLUG}: track “{track.name}”", (track.id,))]
    assert chosen.track_id == track.id
    undo(ws)
    assert not [one for one in check(ws, SLUG) if one.code.startswith("quota")]
    selecting.set_quota(ws, kind, Planned(None, 0))
    length = whole.length(chosen)
    selecting.set_length_quota(ws, here(ws).event, length, selecting.length_quota_from("0 sessions", length))
    found = {one.code: one for one in check(ws, SLUG) if one.code.startswith("quota")}
    assert set(found) == {"quota-types", "quota-lengths"}
    assert found["quota-lengths"].subjects == (whole.event.id,)
    assert found["quota-lengths"].message.endswith("chosen, 0 planned")
    ws.apply(Edit.change("Reopen", chosen, replace(chosen, status=Status.SUBMITTED)))
    done = selecting.decide(ws, here(ws), [here(ws).session[chosen.id]], Status.ACCEPTED)
    assert {one.code for one in done.problems} == {"quota-types", "quota-lengths"}
    selecting.set_length_quota(ws, here(ws).event, length, selecting.length_quota_from(" - ", length))
    assert here(ws).event.lengths == ()
    with pytest.raises(InvalidValue, match="is no number of sessions"):
        selecting.length_quota_from("3h", length)


_QUOTAS: dict[str, tuple[float | None, int | None]] = {
    " 90 ": (90, None),
    "1h 30m": (90, None),
    "3 h": (180, None),
    "6x": (None, 6),
    "6 sessions / 3 h": (180, 6),
    "12 talks, 9h": (540, 12),
    "1x 45s": (0.75, 1),
    **dict.fromkeys(("", "-", "none", "0"), (None, None)),
}


def test_scores_are_on_the_scale_of_the_event(ws: Workspace) -> None:
    whole = here(ws)
    ws.apply(
        Edit.change("Scale", whole.event, replace(whole.event, options=RuleOptions(lowest_score=0, highest_score=2)))
    )
    session, somebody = whole.sessions[0], Person(ws.new_id(), "Somebody New")
    with pytest.raises(InvalidValue, match="3 is not from 0 to 2"):
        selecting.review(ws, here(ws), session, somebody, score=3, comment=None)
    selecting.review(ws, here(ws), session, somebody, score=0, comment=None)
    (own,) = here(ws).reviews_of[session.id]
    context = FormContext(here(ws).zone, here(ws))
    for text, wrong in (("2", []), ("3", ["score"]), ("", [])):
        filled = fill(own, {"score": text}, context, new_id=ws.new_id)
        assert [one.where for one in filled.problems] == wrong
    sheet = f"Session,Reviewer,Score\n{session.title},Ben New,2\n{session.title},Eve New,3\n".encode()
    report = import_reviews(ws, here(ws), sheet, "r.csv")
    assert [one.fix for one in report.problems] == ["use whole numbers from 0 to 2"]
    assert sorted(one.score or 0 for one in here(ws).reviews_of[session.id]) == [0, 2]


def test_a_new_person_comes_with_the_first_review(ws: Workspace) -> None:
    whole = here(ws)
    session = whole.sessions[0]
    somebody = Person(ws.new_id(), "Somebody New")
    selecting.review(ws, whole, session, somebody, score=4, comment=None)
    assert here(ws).person[somebody.id] == somebody
    selecting.review(ws, here(ws), session, somebody, score=2, comment=None)
    undo(ws)
    undo(ws)
    assert ws.repository.get(Person, somebody.id) is None


def test_reviews_from_a_table(ws: Workspace) -> None:
    whole = here(ws)
    session = next(one for one in whole.sessions if one.participants)
    other = next(one for one in whole.sessions if one.id != session.id)
    speaker = whole.person[session.participants[0].person_id].name
    twins = [Session(ws.new_id(), whole.event.id, "Twin") for _ in range(2)]
    known = Session(ws.new_id(), whole.event.id, "Known by its key", origin="csv:K7")
    editing.add(ws, twins[0])
    editing.add(ws, twins[1])
    editing.add(ws, known)
    lines = (
        "Session,ID,Reviewer,Score,Comment,When",
        f"{session.title.upper()},,Femi New,4,Clear,2026-05-01T10:00",
        f"{session.title},,{speaker},5,,",
        "Twin,,Femi New,3,,",
        f"Twin,{twins[1].id},Femi New,3,,",
        ",K7,femi new,2,,",
        "No such talk,,Femi New,3,,",
        f"{other.title},{'x' * 36},Femi New,1,,",
        f"{other.title},,Femi New,1,,",
    )
    table = "\n".join(lines).encode()
    assert kind_of_sheet(table, "r.csv") is SheetKind.REVIEWS
    assert kind_of_sheet(b"Title,Speakers\n", "s.csv") is SheetKind.SESSIONS
    assert plan_sheet(table, "r.csv", SheetKind.REVIEWS).names[:3] == ("id", "title", "reviewer")
    done = import_reviews(ws, here(ws), table, "r.csv")
    assert (done.added, done.updated, done.created) == (4, 0, ("person “Femi New”",))
    assert [(one.where, one.message) for one in done.problems] == [
        ("r.csv, line 3", f"{speaker} takes part in “{session.title}” and can't review it"),
        ("r.csv, line 4", "there are 2 sessions “Twin”"),
        ("r.csv, line 7", "there is no session “No such talk”"),
        ("r.csv, line 9", "is a second review of one session by one person, and is left out"),
    ]
    after = here(ws)
    (review,) = after.reviews_of[session.id]
    assert (review.score, review.comment, f"{review.at.astimezone(after.zone):%d %H:%M}") == (4, "Clear", "01 10:00")
    # The same again changes nothing; a new score is an update; a person who is not needed is not added.
    again = import_reviews(ws, after, table, "r.csv")
    assert (again.entry, again.added, again.updated) == (None, 0, 0)
    more = f"Session,Reviewer,Score\n{session.title},Femi New,1\nNowhere,Nobody,1\n".encode()
    changed = import_reviews(ws, here(ws), more, "r.csv", {"Score": "score"})
    assert (changed.added, changed.updated, changed.created) == (0, 1, ())
    assert here(ws).reviews_of[session.id][0].comment == "Clear"
    back = import_reviews(ws, here(ws), sheets.export_reviews(here(ws)), "reviews.csv")
    assert (back.entry, back.problems) == (None, ())
    undo(ws)
    undo(ws)
    assert not here(ws).reviews
    twin = Person(ws.new_id(), "Femi New")
    ws.apply(Edit.add("add", twin, replace(twin, id=ws.new_id())))
    double = import_reviews(ws, here(ws), more, "r.csv")
    assert double.problems[0].message == "there are 2 persons “Femi New”"
