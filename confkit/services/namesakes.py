"""What an import into an event brings that looks like something that is here, although neither id nor origin says so.

Persons of one name are taken as one where nothing contradicts. Sessions never are: two talks may share title and
speakers, and what was planned for one (its place, its sign-ups) must not vanish in the other.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from unicodedata import normalize
from uuid import UUID

from confkit.domain.person import Person
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.services.merging import with_ids


def name_key(name: str) -> str:
    """What two spellings of one name have in common: blanks, case and how accents are put together don't matter."""
    return normalize("NFC", " ".join(name.split()).casefold())


def match_persons(imported: Programme, persons: Iterable[Person]) -> tuple[Programme, list[Problem]]:
    """Return ``imported`` with the ids of those of ``persons`` who are meant by name alone, and what to tell of it.

    A name decides where exactly one person has it here and one in the import, and neither e-mail addresses nor ids say
    that they are two. Who has an origin already keeps it, so that the import which brought them finds them again.
    """
    persons = tuple(persons)
    ids, origins = {one.id for one in persons}, {one.origin: one.id for one in persons if one.origin}
    known = {one.id: one.id if one.id in ids else origins.get(one.origin) for one in imported.persons}
    here: dict[str, list[Person]] = {}
    for one in persons:
        here.setdefault(name_key(one.name), []).append(one)
    times = Counter(name_key(one.name) for one in imported.persons)
    meant: dict[UUID, Person] = {}
    problems: dict[str, Problem] = {}
    for one in imported.persons:
        key = name_key(one.name)
        namesakes = here.get(key, [])
        if not namesakes or known[one.id]:
            continue
        why = _contradiction(one, namesakes, times[key], {*known.values()})
        if not why:
            meant[one.id] = namesakes[0]
        problems.setdefault(key, _person_problem(one, namesakes, why))
    found = replace(
        imported,
        persons=tuple(
            replace(one, origin=meant[one.id].origin or one.origin) if one.id in meant else one
            for one in imported.persons
        ),
    )
    return with_ids(found, {id: one.id for id, one in meant.items()}), [*problems.values()]


def _contradiction(imported: Person, namesakes: list[Person], times: int, known: Collection[UUID | None]) -> str:
    """Why a person of the import is not the one of that name who is here; "" where nothing says so."""
    if len(namesakes) > 1:
        return f"has the name of {len(namesakes)} persons who are here"
    if times > 1:
        return f"is {times} persons in the file, and has the name of one who is here"
    (here,) = namesakes
    if imported.email and here.email and imported.email.strip().casefold() != here.email.strip().casefold():
        return "has the name of one who is here, but another e-mail address"
    if here.id in known or _have_other_ids(imported, here):
        return "has the name of one who is here, but another id"
    return ""


def _have_other_ids(one: Person, other: Person) -> bool:
    """Whether one system knows both, by ids of one kind that are not the same.

    An origin ends in ``person:``, the kind of id if there are several, and the id; it ends in the name of who has none.
    """
    (source, key), (other_source, other_key) = _source_and_key(one.origin), _source_and_key(other.origin)
    has_ids = name_key(one.name) not in (name_key(key), name_key(other_key))
    return has_ids and source != "" and source == other_source and key != other_key


def _source_and_key(origin: str) -> tuple[str, str]:
    source, _, key = origin.partition("person:")
    kind, colon, _ = key.rpartition(":")
    return f"{source}{kind}{colon}", key


def _person_problem(person: Person, namesakes: list[Person], why: str) -> Problem:
    code, message, fix = (
        (
            "import-person-apart",
            f"{why}; kept apart",
            "if they are one, exchange them in their sessions and delete the one who is too many",
        )
        if why
        else (
            "import-person-matched",
            "has the name of one who is here; taken as one person",
            "if they are two, add the other one and exchange them in their sessions",
        )
    )
    subjects = tuple(one.id for one in namesakes)
    return Problem(code, Severity.HINT, f"person “{person.name}”", message, fix, subjects)


def twice(found: Programme, here: Programme) -> list[Problem]:
    """The sessions that ``found`` adds although one of that title with the same speakers is ``here``."""
    known = here.session
    meant = {session.id for session in found.sessions} & {*known}
    there = _by_look(session for session in here.sessions if session.id not in meant)
    problems = []
    for look, added in _by_look(session for session in found.sessions if session.id not in known).items():
        if same := there.get(look):
            number = "one that is" if len(same) == 1 else f"{len(same)} that are"
            problems.append(
                Problem(
                    "import-session-twice",
                    Severity.HINT,
                    f"session “{added[0].title}”",
                    f"has the title and the speakers of {number} here; added all the same",
                    "if they are one, delete the one that was here; importing again updates the other",
                    tuple(session.id for session in (*same, *added)),
                )
            )
    return problems


def _by_look(sessions: Iterable[Session]) -> Mapping[tuple[str, frozenset[UUID]], list[Session]]:
    found: dict[tuple[str, frozenset[UUID]], list[Session]] = {}
    for session in sessions:
        look = name_key(session.title), frozenset(one.person_id for one in session.participants)
        found.setdefault(look, []).append(session)
    return found
