"""A calendar of 1,000 entries: confkit against icalendar, the library that most Python programs write calendars with.

icalendar is given its components ready made, so that only ``to_ical`` is measured; confkit starts from its entries.
What it costs to build the components as well is printed beside it.
"""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from confkit.codecs.ical import compose_calendar, render_entry
from confkit.domain.calendar import CalendarEntry

COUNT = 1_000
ZONE = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2027, 4, 8), date(2027, 4, 11)
WORDS = "What we learned, why it took so long; and what we would do otherwise the next time.\n" * 6


def main() -> None:
    entries = [made(number) for number in range(COUNT)]
    rendered = [rendering(entry) for entry in entries]
    components = calendar(entries)
    theirs, built, ours, again = fastest(
        components.to_ical,
        lambda: calendar(entries).to_ical(),
        lambda: composed([rendering(entry) for entry in entries]),
        lambda: composed(rendered),
    )
    whole = f"calendar of {COUNT} entries"
    print(f"{whole}, icalendar's to_ical: {theirs * 1000:.0f} ms")
    print(f"{whole}, icalendar with its components: {built * 1000:.0f} ms, ratio {built / theirs:.2f}")
    print(f"{whole}, confkit: {ours * 1000:.0f} ms, ratio {ours / theirs:.2f}")
    print(f"{whole}, composed of what is rendered: {again * 1000:.2f} ms, ratio {again / theirs:.4f}")


def made(number: int) -> CalendarEntry:
    start = datetime(2027, 4, 8, 9, tzinfo=ZONE) + timedelta(days=number % 4, minutes=number // 4 % 40 * 15)
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    return CalendarEntry(
        slot_id=UUID(int=number),
        event_id=UUID(int=1),
        session_id=UUID(int=number),
        title=f"Session {number}: voices, noises & Töne",
        start=start,
        end=start + timedelta(minutes=30),
        created=moment,
        modified=moment,
        location=f"Room {number % 12}, Main building",
        description=WORDS,
        url=f"https://example.org/sessions/{number}",
        language="en",
        categories=("Practice", "Talk"),
        people=("Amira Hart", "Ben Okafor"),
    )


def rendering(entry: CalendarEntry) -> bytes:
    return render_entry(entry, organizer="Health Voices", email="office@example.org")


def composed(rendered: list[bytes]) -> bytes:
    return compose_calendar("Health Voices", "Europe/Berlin", rendered, first=FIRST, last=LAST)


def calendar(entries: list[CalendarEntry]) -> Calendar:
    whole = Calendar()
    whole.add("version", "2.0")
    whole.add("prodid", "-//confkit//benchmark//EN")
    whole.add("method", "PUBLISH")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.slot_id}@confkit")
        event.add("sequence", entry.sequence)
        event.add("dtstamp", entry.modified)
        event.add("created", entry.created)
        event.add("last-modified", entry.modified)
        event.add("dtstart", entry.start)
        event.add("dtend", entry.end)
        event.add("summary", entry.title, parameters={"language": "en"})
        event.add("location", entry.location)
        event.add("status", "CONFIRMED")
        organizer = vCalAddress("mailto:office@example.org")
        organizer.params["CN"] = "Health Voices"
        event.add("organizer", organizer)
        event.add("description", f"{', '.join(entry.people)}\n\n{entry.description}", parameters={"language": "en"})
        event.add("url", entry.url)
        event.add("categories", list(entry.categories))
        whole.add_component(event)
    whole.add_missing_timezones()
    return whole


def fastest(*calls: Callable[[], object], rounds: int = 4) -> list[float]:
    """The least time of each call over several rounds, in seconds: what else the machine does only ever adds."""
    least = [float("inf")] * len(calls)
    for _ in range(rounds):
        for number, call in enumerate(calls):
            start = time.perf_counter()
            call()
            least[number] = min(least[number], time.perf_counter() - start)
    return least


if __name__ == "__main__":
    main()
