"""The language of filters: read, written, and what it finds; in lists, in the grid and in the dialogue."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.services.workspace import Workspace
from confkit.tui.filter_screen import FilterScreen
from confkit.tui.filters import FIELDS, NAMES, Query, Term, Wanted, read_query
from confkit.tui.grid.filters import Filter, read_filter
from confkit.tui.grid.model import lay_out
from confkit.tui.session_facts import facts_of
from tests.tui.conftest import EVENT, PERSONS, ROOMS, SESSIONS, SLOTS, TRACKS, TYPES, Start

PLAN = Programme(EVENT, ROOMS, TRACKS, TYPES, SESSIONS, SLOTS, PERSONS)


def found(text: str) -> list[str]:
    query = read_query(text)
    return [session.title for session in SESSIONS if query.fits(facts_of(PLAN, session))]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("keynote", ["Opening keynote"]),
        ("KIEL", []),
        ("angstrom", ["Stories from patients", "Microphones [for] rooms"]),
        ("track:craft", ["Podcasting on the ward", "First episode in an hour"]),
        ("track:craft with:chiara", ["First episode in an hour"]),
        ("track:craft,care status:confirmed", ["Opening keynote", "Podcasting on the ward"]),
        ('track:"Craf"', []),
        ('track:"craft"', ["Podcasting on the ward", "First episode in an hour"]),
        ('track:"" type:talk', ["Microphones [for] rooms"]),
        ('room:""', ["Stories from patients", "Microphones [for] rooms"]),
        ('room:stud,"Lab"', ["Podcasting on the ward", "First episode in an hour"]),
        ('"who answers"', ["Panel: who answers?"]),
        ('"answers who"', []),
        ("type:", [session.title for session in SESSIONS]),
        ("panel:", ["Panel: who answers?"]),
        ('speaker:"Amira Hart" state:accepted', ["Panel: who answers?"]),
        ('with:"Amira', ["Opening keynote", "Podcasting on the ward", "Panel: who answers?"]),
    ],
)
def test_what_a_filter_finds(text: str, titles: list[str]) -> None:
    assert found(text) == titles


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1) | (
    st.sampled_from(["two words", 'a "quote"', "a,b", "track:craft", "back\\slash", 'x\\" y', "Ö ü"])
)
_CHOICES = st.lists(_TEXTS.map(lambda text: Wanted(text, whole=True)), min_size=1, max_size=3).map(tuple)
_TERMS = st.builds(Term, st.sampled_from(sorted(NAMES)), _CHOICES) | _TEXTS.map(lambda text: Term("", (Wanted(text),)))


@given(st.lists(_TERMS, max_size=4).map(lambda terms: Query(tuple(terms))))
def test_what_is_written_is_read_again(query: Query) -> None:
    assert read_query(str(query)) == query


@given(st.text(max_size=40) | st.lists(st.sampled_from(['"', ":", ",", " ", "\\", "track", "x"])).map("".join))
def test_whatever_is_typed_is_read_and_stays_what_it_is(text: str) -> None:
    query = read_query(text)
    again = read_query(str(query))
    assert again.terms == read_query(str(again)).terms
    for session in SESSIONS:
        query.fits(facts_of(PLAN, session))


def test_a_choice_is_ticked_and_its_tick_taken_away() -> None:
    query = read_query("ward track:cra").toggled("track", "Care").toggled("speaker", "Zoë Ångström")
    assert str(query) == 'track:cra,"Care" with:"Zoë Ångström" ward'
    assert query.chooses("track", "CARE")
    assert not query.chooses("track", "cra")
    assert str(query.toggled("speaker", "zoe angstrom").toggled("track", "Care")) == "track:cra ward"
    assert str(read_query("").toggled("tag", "")) == 'tag:""'
    assert set(NAMES) == set(FIELDS.values())


def test_in_the_grid_rooms_choose_columns_and_the_rest_chooses_sessions() -> None:
    chosen = read_filter('room:"Main hall",lab with:amira')
    layout = lay_out(PLAN, EVENT.first_day, 15, chosen=chosen)
    assert [column.name for column in layout.columns] == ["Main hall", "Lab"]
    assert {block.session.title: block.is_shown for block in layout.blocks} == {
        "Opening keynote": True,
        "Panel: who answers?": True,
        "Coffee": False,
    }
    assert not chosen.takes_room("Studio")
    assert read_filter('room:""').takes_room("Studio") is False
    assert Filter().takes_room("Studio")
    assert Filter().chooser(PLAN)(SESSIONS[6])
    assert not Filter()


async def test_the_dialogue_filters_the_list_and_the_grid(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("f")
        screen = driver.app.screen
        assert isinstance(screen, FilterScreen)
        assert "7 of 7 sessions" in driver.text
        await driver.press("space")
        assert screen.text == 'track:"Craft"'
        assert "2 of 7 sessions" in driver.text
        # Counts are those with what is chosen in the other fields.
        counts = dict(re.findall(r"\[ \]\s+(\S.*?)\s{2,}(\d+)\s", driver.text))
        assert (counts["Studio"], counts["Main hall"], counts["Care"]) == ("1", "0", "2")
        await driver.press("/", "l", "a", "b", "enter", "space")
        assert screen.text == 'track:"Craft" room:"Lab"'
        await driver.press("enter")
        assert driver.main.records.shown_count == 1
        assert 'Sessions 1 matching “track:"Craft" room:"Lab"”' in driver.text
        # The search line shows what is set, and escape clears it.
        await driver.press("/", "x")
        assert driver.main.records.shown_count == 0
        await driver.press("escape")
        assert driver.main.records.shown_count == len(SESSIONS)
        # In the schedule, first the list and then the grid.
        await driver.press("3", "f")
        driver.app.screen.query_one("#query").focus()
        await driver.type("with:chiara")
        assert "1 of 7 sessions" in driver.text
        await driver.press("enter")
        assert "only with:chiara · 0 on this day · esc shows all" in driver.text
        await driver.press("g")
        assert driver.main.records.shown_count == 1
        await driver.press("escape", "f", "right", "left", "end")
        click = next(y for y, line in enumerate(driver.text.splitlines()) if "Main hall" in line and "[ ]" in line)
        await driver.pilot.click(offset=(50, click))
        await driver.settle()
        assert driver.app.screen.text == 'room:"Main hall"'  # type: ignore[attr-defined]
        await driver.press("c")
        assert driver.app.screen.text == ""  # type: ignore[attr-defined]
        await driver.press("escape")
        assert driver.main.records.query_text == ""


def test_facts_of_a_slot_name_its_own_room() -> None:
    session = Session(SESSIONS[0].id, EVENT.id, "X", duration=timedelta(minutes=5))
    assert facts_of(PLAN, session)["room"] == ("main hall",)
    assert facts_of(PLAN, session, ("Studio",))["room"] == ("studio",)
