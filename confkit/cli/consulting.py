"""``confkit session slots``: a row of short times that are booked one by one."""

from datetime import timedelta

import click

from confkit.cli.clock import read_time
from confkit.cli.command import Verb, json_option, workspace
from confkit.cli.moving import told
from confkit.cli.values import ROOM, SESSION
from confkit.services import lookup
from confkit.services.planning import signing_up


@click.command(
    "slots",
    cls=Verb,
    examples='confkit session slots 7c01d2e3 --start "2026-10-08 14:00" --end 17:00 \\\n    --every 20 --pause 5\n'
    'confkit session slots 7c01d2e3 --start "2026-10-08 14:00" --end 15:00 \\\n    --every 15 --room Lab',
)
@click.argument("session", type=SESSION)
@click.option("--start", required=True, metavar="TIME", help="When the first begins, as 2026-10-08 14:00.")
@click.option("--end", required=True, metavar="TIME", help="When the last has to be over, as --start or only 17:00.")
@click.option("--every", type=click.IntRange(min=1), metavar="MINUTES", help="How long each is; else as planned.")
@click.option("--pause", type=click.IntRange(min=0), default=0, metavar="MINUTES", help="Between each two.")
@click.option("--room", type=ROOM, help="In which room; without it in none yet.")
@json_option
def slots(session: str, start: str, end: str, every: int | None, pause: int, room: str | None, in_json: bool) -> None:
    """Give a consultation slots to be booked.

    As many as fit between the two times, each with a pause before the next. What SESSION has already stays.
    """
    with workspace() as opened:
        programme, found = lookup.find_session(opened, session)
        begins = read_time("--start", start, programme.zone)
        ends = read_time("--end", end, programme.zone, default_day=begins.date())
        length = timedelta(minutes=every) if every else programme.length(found)
        place = lookup.find_room(programme, room) if room else None
        between = timedelta(minutes=pause)
        entry = signing_up.add_slots(opened, programme, found, begins, ends, length, between, room=place)
        told(opened, entry, programme.event.slug, (found,), in_json=in_json)


COMMANDS: tuple[click.Command, ...] = (slots,)
