"""How proposals and quotas are sorted, filtered and told, without a screen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from confkit.domain.event import LengthQuota
from confkit.domain.planning.quotas import usages
from confkit.domain.planning.ranking import Method
from confkit.domain.planning.standings import Standing, standings
from confkit.domain.programme import Programme
from confkit.domain.session import Status
from confkit.tui.selection.quota_rows import bar, most_pressing, outlooks
from confkit.tui.selection.rows import ALL, Choice, Filter, Order, View, choices, in_order
from tests.domain.planning.test_ranking import reviewed
from tests.tui.conftest import EVENT, ROOMS, SESSIONS, SLOTS, TRACKS, TYPES, number

HALF_AN_HOUR = timedelta(minutes=30)
SCORES = {(1, 1): 5, (1, 2): 1, (2, 2): 5, (1, 3): 4, (2, 3): 4}
STATES = {1: Status.SUBMITTED, 2: Status.ACCEPTED, 3: Status.REJECTED, 4: Status.SUBMITTED}


def proposed() -> tuple[Programme, tuple[Standing, ...]]:
    whole = reviewed(SCORES, status=STATES)
    return whole, standings(whole, whole.sessions, number(501))


@pytest.mark.parametrize(
    ("order", "turned", "numbers"),
    [
        (Order.PLACE, False, "1324"),
        (Order.PLACE, True, "2314"),  # what has no place stays last
        (Order.MEAN, False, "1324"),
        (Order.MEDIAN, True, "2314"),
        (Order.REVIEWS, False, "2314"),
        (Order.SPREAD, False, "2134"),
        (Order.OWN, False, "1324"),
        (Order.TITLE, True, "4321"),
        (Order.STATUS, False, "1423"),
        (Order.MINUTES, False, "1234"),
        (Order.PEOPLE, False, "1234"),
        (Order.TRACK, False, "1234"),
        (Order.TYPE, False, "1234"),
        (Order.MEAN_RANK, False, "1234"),
        (Order.MEDIAN_RANK, False, "1234"),
    ],
)
def test_every_order(order: Order, turned: bool, numbers: str) -> None:
    whole, found = proposed()
    ordered = in_order(whole, found, View(order=order, turned=turned))
    assert "".join(one.session.title[-1] for one in ordered) == numbers


def test_the_ranking_decides_the_place() -> None:
    whole, found = proposed()
    by_rank = in_order(whole, found, View(method=Method.MEDIAN_RANK))
    assert [one.place(Method.MEDIAN_RANK) for one in by_rank] == [1, 2, 3, None]


def test_filters_add_up_and_are_taken_away() -> None:
    whole, found = proposed()
    marked = {found[0].session.id}
    offered = {one.words: one for one in choices(whole, found, marked)}
    assert offered["state: submitted"].count == 2
    assert offered["without track"].count == 4
    assert offered["marked"].count == 1
    assert "state: withdrawn" not in offered
    wanted = ALL.toggled(offered["state: submitted"]).toggled(offered["not yet reviewed by you"])
    assert wanted.holds(offered["state: submitted"])
    assert [one.session.title for one in in_order(whole, found, View(filter=wanted))] == ["Talk 4"]
    assert wanted.toggled(offered["state: submitted"]).toggled(offered["not yet reviewed by you"]) == ALL
    only = View(filter=ALL.toggled(offered["marked"]), marked=marked)
    assert in_order(whole, found, only) == [found[0]]
    assert not Filter(tracks=frozenset({number(7)})).takes(found[0], HALF_AN_HOUR, marked)
    (half,) = [
        one
        for one in usages(replace(whole, event=replace(whole.event, lengths=(LengthQuota(HALF_AN_HOUR, 1),))))
        if one.number
    ]
    assert Filter.of(half) == Filter(lengths=frozenset({HALF_AN_HOUR}))
    assert Filter.of(half).takes(found[0], HALF_AN_HOUR, marked)
    assert not Filter.of(half).takes(found[0], 2 * HALF_AN_HOUR, marked)
    assert offered[f"length: {whole.length(found[0].session).seconds // 60} min"].count == 4
    assert not Filter(types=frozenset({number(7)})).holds(Choice("types", None, "", 0))


def test_what_marks_would_mean_for_quotas() -> None:
    talk = replace(TYPES[0], quota=timedelta(minutes=90))
    craft = replace(TRACKS[0], quota=timedelta(minutes=100))
    whole = Programme(EVENT, ROOMS, (craft, TRACKS[1]), (talk, *TYPES[1:]), SESSIONS, SLOTS)
    now = usages(whole)
    by_name = {one.now.name: one for one in outlooks(whole, (), now)}
    assert (by_name["Talk"].sentence, by_name["Talk"].over) == ("Talk 2 of 3", "")
    assert (bar(by_name["Talk"], 6), bar(by_name["Panel"], 6)) == ("████░░", "")
    # Craft has sessions of different lengths: how many of them fit nobody can say, but their minutes count.
    assert by_name["Craft"].sentence == "Craft 120 of 100 min, over by 20 min"
    marked = [SESSIONS[4].id, SESSIONS[6].id]
    found = outlooks(whole, marked, now)
    by_name = {one.now.name: one for one in found}
    assert by_name["Talk"].sentence == "Talk 2 of 3 → 4, over by 1"
    assert by_name["Talk"].minutes == "60 of 90 → 120"
    assert by_name["Care"].number == "1 → 2"
    assert bar(by_name["Talk"], 6) == "████▒▒"
    assert most_pressing(found) == by_name["Talk"]
    assert most_pressing([by_name["Care"]]) is None
