"""What an event says about rules and lengths, and the ways between rooms, as a person types them: one a line.

``room-overlap: warning`` is how much a rule matters, ``Lab: 5`` that it takes five minutes to the room Lab, ``45: 12``
that twelve sessions of 45 minutes are planned.
"""

import re
from datetime import timedelta

from confkit.domain.errors import InvalidValue
from confkit.domain.event import LengthQuota, Room, Way
from confkit.domain.rule_settings import RuleLevel, RuleSeverity
from confkit.domain.text import clean_line
from confkit.services.field import Field, FormContext

_PAIR = re.compile(r"(?P<name>.+?)\s*(?::\s*|\s)(?P<value>\w+)(?:\s*min(?:utes?)?)?\Z")


def write_severities(severities: tuple[RuleSeverity, ...]) -> str:
    """Return one line for each rule."""
    return "\n".join(f"{one.rule}: {one.severity}" for one in severities)


def read_severities(field: Field, text: str) -> tuple[RuleSeverity, ...]:
    """Read one rule and its severity from each line; raises InvalidValue."""
    found = []
    for line in filter(None, map(clean_line, text.split("\n"))):
        pair = _PAIR.match(line)
        level = pair["value"].lower() if pair else ""
        if not pair or level not in set(RuleLevel):
            levels = ", ".join(RuleLevel)
            raise InvalidValue(
                f"{line!r} is not a rule and a severity",
                where=field.name,
                fix=f"write it as room-overlap: warning; severities are {levels}",
            )
        found.append(RuleSeverity(pair["name"], RuleLevel(level)))
    return tuple(found)


def write_lengths(lengths: tuple[LengthQuota, ...]) -> str:
    """Return one line for each length."""
    # Not before it is needed: a list or a help page should not load the codecs.
    from confkit.codecs.length_text import length_value

    return "\n".join(f"{length_value(one.length)}: {one.number}" for one in lengths)


def read_lengths(field: Field, text: str) -> tuple[LengthQuota, ...]:
    """Read a length and how many from each line, or from what commas separate; raises InvalidValue."""
    from confkit.codecs.length_text import length_from

    found = []
    for line in filter(None, map(clean_line, re.split(r"[\n,;]", text))):
        length, _, number = line.rpartition(":")
        plain = length.strip()
        several = length_from(int(plain)) if re.fullmatch(r"[0-9]{1,6}", plain) else length_from(plain)
        if several is None or several <= timedelta(0) or not re.fullmatch(r"[0-9]{1,6}", number.strip()):
            raise InvalidValue(
                f"{line!r} is not a length and a number",
                where=field.name,
                fix="write minutes and how many sessions, such as 45: 12",
            )
        found.append(LengthQuota(several, int(number)))
    return tuple(found)


def write_ways(ways: tuple[Way, ...], context: FormContext) -> str:
    """Return one line for each way."""
    return "\n".join(f"{_named(way, context)}: {way.minutes}" for way in ways)


def read_ways(field: Field, text: str, context: FormContext) -> tuple[Way, ...]:
    """Read a room and minutes from each line; raises InvalidValue."""
    found = []
    for line in filter(None, map(clean_line, text.split("\n"))):
        pair = _PAIR.match(line)
        if not pair or not re.fullmatch(r"[0-9]{1,4}", pair["value"]):
            raise InvalidValue(f"{line!r} is not a room and minutes", where=field.name, fix="write it as Lab: 5")
        found.append(Way(_room(field, pair["name"], context).id, int(pair["value"])))
    return tuple(found)


def _rooms(context: FormContext) -> tuple[Room, ...]:
    return context.programme.rooms if context.programme else ()


def _named(way: Way, context: FormContext) -> str:
    names = [room.name.casefold() for room in _rooms(context)]
    name = next((room.name for room in _rooms(context) if room.id == way.room_id), "")
    return name if names.count(name.casefold()) == 1 else way.room_id.hex


def _room(field: Field, text: str, context: FormContext) -> Room:
    rooms, plain = _rooms(context), text.lower().replace("-", "")
    found = [room for room in rooms if room.name.casefold() == text.casefold()] or [
        room for room in rooms if len(plain) >= 4 and room.id.hex.startswith(plain)
    ]
    if len(found) == 1:
        return found[0]
    names = ", ".join(room.name for room in rooms[:8]) or "there is none yet"
    what = f"{text!r} means several rooms" if found else f"there is no room {text!r}"
    raise InvalidValue(what, where=field.name, fix="use its id" if found else f"use one of: {names}")
