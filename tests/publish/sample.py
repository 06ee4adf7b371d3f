"""A small event and show with everything a page can show."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.domain.bridge import EpisodeView, resolve_episode
from confkit.domain.event import Event, Link, Room, SessionKind, SessionType, Track
from confkit.domain.person import Credit, Participant, Person, Role
from confkit.domain.programme import Programme, in_order
from confkit.domain.recording import Recording, Tags
from confkit.domain.session import Session, Slot, Status
from confkit.domain.show import Episode, EpisodeKind, EpisodeState, Show

ZONE = ZoneInfo("Europe/Berlin")
EVENT = UUID(int=1)
SHOW = UUID(int=2)
HALL, STUDIO, LAB = (UUID(int=number) for number in (10, 11, 12))
PRACTICE = UUID(int=20)
TALK, BREAK, WORKSHOP = (UUID(int=number) for number in (30, 31, 32))
HART, OKAFOR, REVIEWER = (UUID(int=number) for number in (40, 41, 42))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time on a day of April 2027."""
    return datetime(2027, 4, day, hour, minute, tzinfo=ZONE)


def slot(number: int, start: datetime, minutes: int, room: UUID | None) -> Slot:
    """The slot of session ``number``."""
    return Slot(UUID(int=200 + number), UUID(int=100 + number), start, start + timedelta(minutes=minutes), room)


def sample_programme() -> Programme:
    """Two days, three rooms, a break for all, one session that is not public."""
    titles = [
        ("Opening keynote", Status.CONFIRMED, TALK, (Participant(HART),)),
        ("Panel: who answers?", Status.ACCEPTED, TALK, (Participant(OKAFOR, Role.MODERATOR), Participant(HART))),
        ("Podcasting on the ward", Status.CONFIRMED, TALK, (Participant(HART), Participant(REVIEWER, Role.REVIEWER))),
        ("Workshop: first episode in an hour", Status.CONFIRMED, WORKSHOP, (Participant(OKAFOR),)),
        ("Coffee", Status.CONFIRMED, BREAK, ()),
        ("Not accepted", Status.SUBMITTED, TALK, (Participant(HART),)),
        ("Walk through the old town", Status.CONFIRMED, TALK, ()),
        ("<b>Bold</b> & [red]brackets[/]", Status.CONFIRMED, TALK, ()),
        ("Lightning talks", Status.CONFIRMED, TALK, ()),
    ]
    sessions = tuple(
        Session(UUID(int=100 + n), EVENT, title, status, kind, PRACTICE if n % 2 == 0 else None, participants=people)
        for n, (title, status, kind, people) in enumerate(titles)
    )
    slots = (
        slot(0, at(8, 9), 30, HALL),
        slot(1, at(8, 9, 30), 60, HALL),
        slot(2, at(8, 9, 30), 30, STUDIO),
        slot(3, at(8, 9, 30), 60, LAB),
        slot(8, at(8, 10), 30, STUDIO),
        slot(4, at(8, 10, 30), 30, None),
        slot(5, at(8, 11), 30, HALL),
        slot(6, at(9, 9), 60, None),
        slot(7, at(9, 9), 90, HALL),
    )
    return in_order(
        Programme(
            Event(
                EVENT,
                "voices-2027",
                "Health Voices Summit 2027",
                "Europe/Berlin",
                date(2027, 4, 8),
                date(2027, 4, 9),
                subtitle="Two days on care, and how to talk about it",
                description="People from wards, studios and universities.\n\nEverything is recorded\nwith consent.",
                location="Kulturzentrum, Lübeck",
                url="https://voices.example/2027",
            ),
            rooms=(
                Room(HALL, EVENT, "Main hall", 0),
                Room(STUDIO, EVENT, "Studio", 1),
                Room(LAB, EVENT, "Lab", 2),
                Room(UUID(int=13), EVENT, "Unused", 3),
            ),
            tracks=(Track(PRACTICE, EVENT, "Practice", colour="#c2410c"),),
            types=(
                SessionType(TALK, EVENT, "Talk"),
                SessionType(BREAK, EVENT, "Break", kind=SessionKind.BREAK),
                SessionType(WORKSHOP, EVENT, "Workshop", kind=SessionKind.WORKSHOP),
            ),
            sessions=sessions,
            slots=slots,
            persons=(
                Person(HART, "Amira Hart", email="private@hart.example", links=(Link("https://hart.example"),)),
                Person(OKAFOR, "Ben Okafor", notes="internal note"),
                Person(REVIEWER, "Rita Reviewer"),
            ),
        )
    )


def sample_show() -> tuple[Show, tuple[EpisodeView, ...]]:
    """A show with three episodes of different kinds."""
    show = Show(
        SHOW,
        "ward-rounds",
        "Ward Rounds",
        UUID(int=3),
        description="Conversations from the corridor.",
        author="Health Voices",
        url="https://ward.example",
        licence="CC-BY-4.0",
    )
    views = []
    for number, (title, seconds, kind) in enumerate(
        [
            ("Podcasting on the ward", 169, EpisodeKind.FULL),
            ("Bonus: Fragen & <i>Antworten</i>", 3725, EpisodeKind.BONUS),
        ]
    ):
        recording = Recording(
            f"ward-rounds/{number}.mp3",
            3_210_000 * (number + 1),
            0,
            "audio/mpeg",
            timedelta(seconds=seconds),
            tags=Tags(title=title, people=(Credit("Amira Hart"), Credit("Ben Okafor", Role.HOST)), language="de"),
        )
        episode = Episode(
            UUID(int=300 + number),
            SHOW,
            f"guid-{number}",
            datetime(2027, 5, 1 + number, tzinfo=UTC),
            EpisodeState.PUBLISHED,
            recording.path,
            kind=kind,
            subtitle="How it began" if not number else None,
            explicit=bool(number),
        )
        views.append(resolve_episode(episode, show, {}, recording=recording))
    return show, tuple(views)
