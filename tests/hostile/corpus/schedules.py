"""Schedules: schedule.xml and schedule.json of pretalx, frab and their relatives."""

import json
from collections.abc import Callable

from tests.hostile.corpus.beside import laughs
from tests.hostile.corpus.id3 import EVIL
from tests.hostile.entry import Door, Entry, sparse, written
from tests.hostile.parts import MIB

_TEXT = EVIL.decode()
_HEAD = "<conference><title>X</title><acronym>x</acronym><time_zone_name>Europe/Berlin</time_zone_name></conference>"


def _xml(name: str, why: str, make: Callable[[], bytes], problem: bool | None = True, *, slow: bool = False) -> Entry:
    return Entry(f"schedule.xml: {name}", Door.IMPORT, written("schedule.xml", make), why, problem, slow)


def _json(name: str, why: str, make: Callable[[], bytes], problem: bool | None = True, *, slow: bool = False) -> Entry:
    return Entry(f"schedule.json: {name}", Door.IMPORT, written("schedule.json", make), why, problem, slow)


def _schedule(inside: str, head: str = _HEAD, day: str = 'date="2027-04-09"') -> bytes:
    return f'<schedule>{head}<day index="1" {day}><room name="Hall">{inside}</room></day></schedule>'.encode()


def _event(inside: str = "", *, id: int = 1, start: str = "10:00", duration: str = "00:30", date: str = "") -> str:
    when = date or "2027-04-09T10:00:00+02:00"
    times = f"<date>{when}</date><start>{start}</start><duration>{duration}</duration>"
    return f'<event id="{id}">{times}<title>x</title>{inside}</event>'


def _listed(*events: object, **conference: object) -> bytes:
    day = {"index": 1, "date": "2027-04-09", "rooms": {"Hall": events}}
    return json.dumps({"schedule": {"conference": {"acronym": "x", "title": "X", "days": [day]} | conference}}).encode()


def _one(**fields: object) -> dict[str, object]:
    own = {"id": 1, "date": "2027-04-09T10:00:00+02:00", "start": "10:00", "duration": "00:30", "title": "x"}
    return own | fields


ENTRIES = (
    _xml("a billion laughs", "entities that double", lambda: laughs("schedule")),
    _xml(
        "a quadratic blow-up",
        "one long entity, used often",
        lambda: b'<!DOCTYPE s [<!ENTITY a "' + b"a" * 100_000 + b'">]><schedule>' + b"&a;" * 50_000 + b"</schedule>",
    ),
    _xml(
        "an external entity",
        "would read a file",
        lambda: (
            b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + _schedule(_event("<abstract>&e;</abstract>"))
        ),
    ),
    _xml(
        "a parameter entity",
        "entities of the document type itself",
        lambda: b'<!DOCTYPE s [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><schedule/>',
    ),
    _xml(
        "50,000 attributes",
        "each is compared with each other",
        lambda: _schedule("<event " + " ".join(f"a{n}='x'" for n in range(50_000)) + "/>"),
    ),
    _xml("100,000 elements deep", "recursion", lambda: b"<schedule>" + b"<day>" * 100_000),
    _xml("12,000 sessions", "beyond what is planned with", lambda: _schedule(_event() * 12_000)),
    _xml(
        "5,000 sessions",
        "just within the limit, all of one id at one time in one room",
        lambda: _schedule(_event() * 5_000),
        slow=True,
    ),
    _xml(
        "12,000 persons",
        "each would get calendars of his own",
        lambda: _schedule(
            _event("<persons>" + "".join(f'<person id="{n}">P{n}</person>' for n in range(12_000)) + "</persons>")
        ),
        slow=True,
    ),
    _xml("500,000 elements that nobody knows", "each is passed over", lambda: _schedule("<x/>" * 500_000), None),
    _xml("a title of 10 MiB", "one text", lambda: _schedule(_event("<title>" + "x" * (10 * MIB) + "</title>")), None),
    _xml("an attribute of 10 MiB", "one value", lambda: _schedule(f'<event id="{"x" * (10 * MIB)}"/>')),
    _xml(
        "lengths beyond every clock",
        "weeks, minus, infinity, 5,000 digits",
        lambda: _schedule(
            "".join(
                _event(id=number, duration=text)
                for number, text in enumerate(
                    ("99999999:00", "-01:00", "1e400", "inf", "9" * 5000, "00:00:00:00:00", "P99999Y", "P1D" * 500)
                )
            )
        ),
    ),
    _xml(
        "dates that are none",
        "the year 0, the 32nd, zones of 99 hours, the last moment of the calendar",
        lambda: _schedule(
            "".join(
                _event(id=number, date=text, start="99:99")
                for number, text in enumerate(
                    (
                        "0000-13-32T99:99",
                        "9999-12-31T23:59:59-23:59",
                        "0001-01-01T00:00:00+14:00",
                        "2027-04-09T10:00+99:99",
                    )
                )
            )
        ),
    ),
    _xml(
        "a day of ten thousand years",
        "a schedule that never ends",
        lambda: _schedule(_event(), day='date="0001-01-01" start="0001-01-01T00:00" end="9999-12-31T23:59"'),
        None,
    ),
    _xml(
        "a zone that leads out of its folder",
        "would open another file",
        lambda: _schedule(_event(), _HEAD.replace("Europe/Berlin", "../../../../etc/passwd")),
    ),
    _xml(
        "sessions that refer to each other",
        "circles of related, parent and recording",
        lambda: _schedule(
            "".join(
                _event(
                    f"<related><event id='{3 - id}'/></related><parent>{3 - id}</parent><attachments>"
                    f"<attachment href='schedule.xml'>self</attachment></attachments>",
                    id=id,
                )
                for id in (1, 2)
            )
        ),
        None,
    ),
    _xml(
        "persons of one id and many names",
        "who is who?",
        lambda: _schedule(
            _event("<persons>" + "".join(f'<person id="1">P{n}</person>' for n in range(300)) + "</persons>")
        ),
        None,
    ),
    _xml(
        "scripts everywhere",
        "markup, escapes, overrides, addresses that run",
        lambda: _schedule(
            _event(
                f"<subtitle><![CDATA[{_TEXT}]]></subtitle>".translate(dict.fromkeys(range(32)))
                + "<track>&lt;script&gt;alert(1)&lt;/script&gt;</track><abstract>&lt;img src=x onerror=alert(1)&gt;"
                "&#x202e;&#x9b;2J</abstract><url>javascript:alert(1)</url><logo>file:///etc/passwd</logo>"
                "<links><link href='javascript:alert(1)'>x</link></links>"
            )
        ),
        None,
    ),
    _xml("UTF-7", "an encoding that hides markup", lambda: b'<?xml version="1.0" encoding="UTF-7"?>+ADw-schedule+AD4-'),
    _xml("an encoding that is none", "rot13 is one for Python", lambda: b'<?xml version="1.0" encoding="rot13"?><x/>'),
    _xml("cut off", "half of a download", lambda: _schedule(_event() * 9)[:-100]),
    _xml("nothing", "an empty file", lambda: b""),
    Entry("schedule.xml: ten gigabytes of nothing", Door.IMPORT, sparse("schedule.xml", 10 << 30), "a sparse file"),
    _json("100,000 deep", "recursion", lambda: b'{"schedule":' + b"[" * 100_000),
    _json(
        "900 deep", "just within the depth that Python parses", lambda: b'{"schedule":' + b"[" * 900 + b"]" * 900 + b"}"
    ),
    _json(
        "6 million empty lists",
        "18 MiB become 400",
        lambda: b'{"schedule": [' + b"[]," * 6_000_000 + b"[]]}",
        slow=True,
    ),
    _json("12,000 sessions", "beyond what is planned with", lambda: _listed(*[_one()] * 12_000)),
    _json(
        "strange numbers",
        "infinity, no number, 4,000 digits",
        lambda: _listed(_one(id=float("nan"), duration=float("inf")), _one(id=10**4000, start=-1)),
    ),
    _json(
        "wrong types everywhere",
        "lists for texts, texts for lists",
        lambda: _listed(_one(title=[1], date={}, persons="x", track=[], links={}, room=5), 5, None, [], "x", True),
    ),
    _json("days that are no list", "an object of itself", lambda: _listed(days={"days": {"days": []}})),
    _json(
        "lengths beyond every clock",
        "and times that are none",
        lambda: _listed(
            *[_one(id=n, duration=t, start=t) for n, t in enumerate(("9" * 5000, "-1:00", "P9999999D", "1e99"))]
        ),
    ),
    _json(
        "scripts everywhere",
        "markup, escapes, overrides",
        lambda: _listed(
            _one(title=_TEXT, subtitle=_TEXT, abstract=_TEXT, track=_TEXT, url="javascript:alert(1)"), title=_TEXT
        ),
        None,
    ),
    _json("a lone surrogate", "written as an escape", lambda: _listed(_one(title="\ud800 x")), None),
)
