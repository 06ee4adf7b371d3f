"""``confkit signup``: who takes part in workshops and consultations."""

from pathlib import Path

import click

from confkit.cli.command import Noun, json_option, workspace
from confkit.cli.moving import slot_of
from confkit.cli.output import Column, say, tell, tell_json, tell_table
from confkit.cli.problems import code_for, count_of, counted, talk_about
from confkit.cli.sheets import FILE, OUTPUT, hand_out
from confkit.cli.values import SESSION, short_id
from confkit.domain.planning.attendance import attendance, free_slots, is_consultation
from confkit.services import as_json, lookup
from confkit.services.importing import read_file
from confkit.services.planning import signing_up


@click.group("signup", cls=Noun)
def command() -> None:
    """Sign people up for workshops, book consultations, keep waiting lists."""


@command.command("list", examples="confkit signup list 3f9a2c1b\nconfkit signup list 3f9a2c1b --json")
@click.argument("session", type=SESSION)
@json_option
def list_(session: str, in_json: bool) -> None:
    """List who signed up for SESSION, and who waits.

    Without e-mail addresses, so that the list can be passed on; “confkit signup export” has them.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
    standing = signing_up.standing(programme, found)
    own = programme.sign_ups_of.get(found.id, ())
    if in_json:
        tell_json([as_json.sign_up(one) | {"standing": standing[one.id]} for one in own])
        return
    starts = {slot.id: f"{slot.start:%Y-%m-%d %H:%M}" for slot in programme.slots}
    tell_table(
        (Column("ID"), Column("SIGNED UP"), Column("SLOT"), Column("STANDING"), Column("NAME", cut=1)),
        (
            (
                short_id(one),
                f"{one.added.astimezone(programme.zone):%Y-%m-%d %H:%M}",
                starts.get(one.slot_id, "–") if one.slot_id else "–",
                standing[one.id] + (", came" if one.attended else ""),
                one.name,
            )
            for one in own
        ),
        empty="nobody yet; “confkit signup add SESSION NAME”",
    )
    if is_consultation(programme, found):
        free = ", ".join(f"{slot.start:%Y-%m-%d %H:%M}" for slot in free_slots(programme, found))
        say(f"free: {free or 'none'}")
        return
    (whole,) = attendance(programme, found)
    places = "no limit" if whole.capacity is None else count_of(whole.capacity, "place")
    say(f"{places}, {len(whole.taking_part)} taken, {len(whole.waiting)} waiting")


@command.command(
    examples='confkit signup add 3f9a2c1b "Chidi Anagonye" --email chidi@example.org\n'
    'confkit signup add 7c01d2e3 "Eleanor Shellstrop" --slot 9d20'
)
@click.argument("session", type=SESSION)
@click.argument("name")
@click.option("--email", default="", help="Kept private; nobody signs up twice with one.")
@click.option("--slot", metavar="ID", help="Of a consultation: the beginning of a slot's id; else one that is free.")
@json_option
def add(session: str, name: str, email: str, slot: str | None, in_json: bool) -> None:
    """Sign NAME up for SESSION; without a free place they wait."""
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        chosen = slot_of(programme, found, slot) if slot else None
        done = signing_up.sign_up(opened, programme, found, name, email, slot=chosen)
    say(done.entry.label if done.waiting is None else f"{done.entry.label}: waits, place {done.waiting}")
    if in_json:
        tell_json(as_json.sign_up(done.sign_up))
    else:
        tell(str(done.sign_up.id))


@command.command(examples='confkit signup withdraw 3f9a2c1b "Chidi Anagonye"')
@click.argument("session", type=SESSION)
@click.argument("name")
@json_option
def withdraw(session: str, name: str, in_json: bool) -> None:
    """Take NAME off the list of SESSION.

    NAME may be an e-mail address or an id as well. Says who has a place now that waited before.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        done = signing_up.withdraw(opened, programme, signing_up.find_sign_up(programme, found, name))
    say(done.entry.label)
    for one in done.moved_up:
        say(f"{one.name} has a place now" + (f": write to {one.email}" if one.email else ""))
    if in_json:
        tell_json([as_json.sign_up(one) for one in done.moved_up])


@command.command(examples='confkit signup book 7c01d2e3 "Eleanor Shellstrop" --slot 9d20')
@click.argument("session", type=SESSION)
@click.argument("name")
@click.option("--slot", required=True, metavar="ID", help="The beginning of the slot's id.")
@json_option
def book(session: str, name: str, slot: str, in_json: bool) -> None:
    """Book another slot of a consultation.

    NAME is on the list of SESSION, and lets go of the slot booked before.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        one = signing_up.find_sign_up(programme, found, name)
        say(signing_up.book(opened, programme, one, slot_of(programme, found, slot)).label)
        if in_json:
            after = lookup.programme(opened, programme.event.slug)
            tell_json(next(as_json.sign_up(each) for each in after.sign_ups if each.id == one.id))


@command.command(
    examples='confkit signup move 3f9a2c1b "Chidi Anagonye" --up\nconfkit signup move 3f9a2c1b Chidi --down --by 3'
)
@click.argument("session", type=SESSION)
@click.argument("name")
@click.option("--up/--down", default=True, help="In which direction; up without it.")
@click.option("--by", type=click.IntRange(min=1), default=1, metavar="PLACES", help="By how many places.")
@json_option
def move(session: str, name: str, up: bool, by: int, in_json: bool) -> None:
    """Move NAME on the waiting list of SESSION."""
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        one = signing_up.find_sign_up(programme, found, name)
        entry = signing_up.move_waiting(opened, programme, one, -by if up else by)
        say(entry.label if entry.number else "nothing changed: that is the end of the list")
        programme = lookup.programme(opened, programme.event.slug)
    standing = signing_up.standing(programme, found)
    if in_json:
        own = programme.sign_ups_of.get(found.id, ())
        tell_json([as_json.sign_up(each) | {"standing": standing[each.id]} for each in own])


@command.command(
    examples='confkit signup attended 3f9a2c1b "Chidi Anagonye"\nconfkit signup attended 3f9a2c1b a b --not'
)
@click.argument("session", type=SESSION)
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--not", "absent", is_flag=True, help="They did not come after all.")
@json_option
def attended(session: str, names: tuple[str, ...], absent: bool, in_json: bool) -> None:
    """Say that people came to SESSION.

    Each NAME is on its list: a name, an e-mail address or an id.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        ones = [signing_up.find_sign_up(programme, found, name) for name in names]
        entry = signing_up.mark_attended(opened, programme, ones, attended=not absent)
        say(entry.label if entry.number else "nothing changed: it says so already")
        if in_json:
            ids = {one.id for one in ones}
            after = lookup.programme(opened, programme.event.slug)
            tell_json([as_json.sign_up(one) for one in after.sign_ups if one.id in ids])


@command.command("import", examples="confkit signup import 3f9a2c1b registrations.csv")
@click.argument("session", type=SESSION)
@FILE
@json_option
def import_(session: str, file: Path, in_json: bool) -> int:
    """Put the people of a table (CSV) on the list.

    They come onto the list of SESSION in the order of the rows. Columns: Name (or first and last name), E-mail, Signed
    up, Withdrawn. Who is on the list already stays.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        done = signing_up.import_sign_ups(opened, programme, found, read_file(file), file.name)
    talk_about(done.problems)
    say(f"{done.added:,} added, {done.withdrawn:,} withdrawn, {done.known:,} left alone, {counted(done.problems)}")
    if in_json:
        problems = [as_json.problem(problem) for problem in done.problems]
        counts = {"added": done.added, "withdrawn": done.withdrawn, "known": done.known}
        tell_json(counts | {"problems": problems})
    return code_for(done.problems)


@command.command(
    "print", examples="confkit signup print 3f9a2c1b | lp\nconfkit signup print 3f9a2c1b --html -o list.html"
)
@click.argument("session", type=SESSION)
@click.option("--html", is_flag=True, help="For printing from a browser; else plain text.")
@OUTPUT
def print_(session: str, html: bool, output: Path | None) -> None:
    """Print a list of names for the door of SESSION.

    Who has a place (of a consultation, in which slot), and who waits; without e-mail addresses.
    """
    from confkit.services.planning import printing

    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
    hand_out(printing.sign_up_list(programme, found, "html" if html else "text"), output)


@command.command(examples="confkit signup export 3f9a2c1b -o list.csv")
@click.argument("session", type=SESSION)
@OUTPUT
def export(session: str, output: Path | None) -> None:
    """Print who signed up for SESSION as a table (CSV).

    It holds e-mail addresses.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
    hand_out(signing_up.export_sign_ups(programme, (found,)), output)
