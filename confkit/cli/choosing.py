"""``confkit session set``, ``review``, ``rank``, ``accept``, ``reject``…: many sessions at once, and which."""

import click

from confkit.cli.command import Verb, json_option, workspace
from confkit.cli.moving import several, told
from confkit.cli.output import Column, say, tell_json, tell_table
from confkit.cli.problems import count_of, talk_about
from confkit.cli.values import EVENT, PERSON, SESSION, STATUS, short_id
from confkit.domain.planning.ranking import Method, Ranked, ranking
from confkit.domain.session import Status
from confkit.services import as_json, lookup
from confkit.services.planning import bulk, selecting

_SESSIONS = click.argument("sessions", type=SESSION, nargs=-1, required=True, metavar="SESSION…")


@click.command(
    "set",
    cls=Verb,
    examples="confkit session set track Practice 3f9a2c1b 7c01d2e3\nconfkit session set tags +audio,-draft 3f9a2c1b",
)
@click.argument("field", type=click.Choice(bulk.FIELDS), metavar="FIELD")
@click.argument("value")
@_SESSIONS
@json_option
def set_(field: str, value: str, sessions: tuple[str, ...], in_json: bool) -> None:
    """Set FIELD of each SESSION to VALUE, as one edit.

    FIELD is status, type, track, room, tags, language, level, licence, consent, minutes, audience, capacity,
    equipment or stream. A room is that of placed sessions, which keep their times. An empty VALUE clears it; for
    tags and equipment +this adds and -that takes away.
    """
    with workspace() as opened:
        programme, found = several(opened, sessions)
        done = bulk.set_for_all(opened, found, field, value)
        talk_about(done.refused)
        told(opened, done.entry, programme.event.slug, found, in_json=in_json)


@click.command(
    "review", cls=Verb, examples='confkit session review 3f9a2c1b --by "Ben Okafor" --score 4 --comment "Clear"'
)
@click.argument("session", type=SESSION)
@click.option("--by", "person", type=PERSON, required=True, help="Who reviews: name or id of a person.")
@click.option(
    "--score", type=int, metavar="NUMBER", help="On the scale of the event: from 1 to 5, if it says nothing else."
)
@click.option("--comment", help="For those who choose; never published.")
@json_option
def review(session: str, person: str, score: int | None, comment: str | None, in_json: bool) -> None:
    """Write what somebody thinks of SESSION.

    It takes the place of what they thought before.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        reviewer = lookup.find_person(opened, person)
        say(selecting.review(opened, programme, found, reviewer, score=score, comment=comment).label)
        if in_json:
            after = lookup.programme(opened, programme.event.slug)
            own = next(one for one in after.reviews_of[found.id] if one.person_id == reviewer.id)
            tell_json(as_json.review(after, own))


@click.command(
    "rank", cls=Verb, examples="confkit session rank summit\nconfkit session rank summit --by median-rank --json"
)
@click.argument("event", type=EVENT)
@click.option(
    "--by", type=click.Choice([method.value for method in Method]), default="mean", show_default=True,
    help="The mean of the scores, or the median or mean of the places that reviewers give.",
)  # fmt: skip
@STATUS
@json_option
def rank(event: str, by: str, status: str | None, in_json: bool) -> None:
    """List the sessions of EVENT, the best first.

    The order is that of their reviews.
    The median rank doesn't mind how strict a reviewer is: a session counts by its place in each reviewer's own list, 0
    is the top and 1 the end. What people think of their own sessions never counts.
    """
    with workspace() as opened:
        programme = lookup.programme(opened, event)
    chosen = [session for session in programme.sessions if status is None or session.status == status]
    found = ranking(programme, chosen, Method(by))
    if in_json:
        tell_json([as_json.ranked(one) for one in found])
        return
    columns = (
        *(Column("PLACE", right=True), Column("VALUE", right=True), Column("SCORES"), Column("ID")),
        *(Column("STATUS"), Column("TITLE", cut=2)),
    )
    tell_table(columns, map(_row, found), empty="no sessions; “confkit session import EVENT FILE.csv” brings some in")


def _row(one: Ranked) -> tuple[str, ...]:
    return (
        "–" if one.place is None else str(one.place),
        "–" if one.value is None else f"{one.value:.2f}",
        " ".join(map(str, one.scores)) or "–",
        short_id(one.session),
        one.session.status.value,
        one.session.title,
    )


def _deciding(name: str, text: str, status: Status) -> click.Command:
    @click.command(name, cls=Verb, help=text, examples=f"confkit session {name} 3f9a2c1b 7c01d2e3")
    @_SESSIONS
    @json_option
    def deciding(sessions: tuple[str, ...], in_json: bool) -> None:
        with workspace() as opened:
            programme, found = several(opened, sessions)
            done = selecting.decide(opened, programme, found, status)
            after = lookup.programme(opened, programme.event.slug)
        talk_about(done.problems)
        say(f"{count_of(len(done.sessions), 'session')} {status.value}")
        if in_json:
            tell_json([as_json.session_with_notes(after, after.session[one.id]) for one in done.sessions])

    return deciding


accept = _deciding(
    "accept", "Accept each SESSION as one edit.\n\nSays where that is more than a quota.", Status.ACCEPTED
)
reject = _deciding("reject", "Reject each SESSION as one edit.", Status.REJECTED)

waitlist = _deciding(
    "waitlist", "Put each SESSION on the waiting list, as one edit.\n\nIt is chosen if another falls through.",
    Status.WAITLISTED,
)  # fmt: skip
withdraw = _deciding("withdraw", "Note that each SESSION was withdrawn by its people, as one edit.", Status.WITHDRAWN)

COMMANDS: tuple[click.Command, ...] = (set_, review, rank, accept, reject, waitlist, withdraw)
