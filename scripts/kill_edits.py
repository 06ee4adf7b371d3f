"""Kills programs that edit at random moments and looks at what they leave.

    python -m scripts.kill_edits [--kills 250] [--seed N]

Two child processes edit one database in a loop, each its own session and both a third one, undo and redo among it. They
tell each edit that was acknowledged, and are killed (SIGKILL) at a random moment, again and again; every tenth time
while they make a new database. After each kill every acknowledged edit has to be in the journal, the database has to be
whole, and has to hold what the journal says. In the end everything has to be undone and redone.
"""

import argparse
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn
from uuid import UUID, uuid4

from confkit.domain.edit import Edit, Entity
from confkit.domain.errors import EditConflict, NothingToUndo
from confkit.domain.event import Event
from confkit.domain.history import Entry
from confkit.domain.session import Session
from confkit.storage.repository import Repository, open_repository

EVENT = Event(UUID(int=1), "summit", "Summit", "Europe/Berlin", date(2027, 4, 8), date(2027, 4, 9))
# The third one is edited by both, so that they get into each other's way.
SESSIONS = {name: Session(UUID(int=10 + n), EVENT.id, name) for n, name in enumerate(("amira", "ben", "both"))}
AUTHORS = ("amira", "ben")
LONGEST_WAIT = 0.12


class Lost(Exception):
    """An acknowledged edit is not there, or what is there is not whole."""


def main(arguments: list[str]) -> int:
    """Run the loop and print what was found; return 0 if nothing was lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=250, help="how often to kill (default: 250)")
    parser.add_argument("--seed", type=int, default=None, help="repeat the choices of another run")
    options = parser.parse_args(arguments)
    seed = options.seed if options.seed is not None else random.randrange(10**6)
    with tempfile.TemporaryDirectory(prefix="kill-edits-") as folder:
        try:
            counts = run(Path(folder), options.kills, random.Random(seed))
        except Lost as error:
            print(f"kill_edits: {error} (--seed {seed})", file=sys.stderr)
            return 1
    print(f"{options.kills} kills of two processes (--seed {seed}), {counts['making']} while a database was made")
    print(f"({counts['made']} of those were complete, the others not there at all).")
    print(
        f"{counts['acknowledged']} edits acknowledged: all there, and {counts['silent']} more that nobody was told of."
    )
    print(f"The database is whole and holds what its journal says; {counts['undone']} edits were undone and redone.")
    return 0


def run(folder: Path, kills: int, chance: random.Random) -> Counter[str]:
    """Kill ``kills`` times; raises Lost."""
    counts: Counter[str] = Counter()
    database = folder / "edits" / "confkit.db"
    with closing(open_repository(database)) as repository:
        repository.apply(Edit.add("begin", EVENT, *SESSIONS.values()), author="begin", at=datetime.now(UTC))
    seen: dict[UUID, Entity] = {}
    position = 0
    for number in range(kills):
        if number % 10 == 9:
            making(folder / f"new-{number}" / "confkit.db", chance, counts)
            continue
        acknowledged = kill_editors(database, chance)
        with closing(open_repository(database)) as repository:
            entries = repository.since(position)
            replay(entries, seen)
            compare(repository, seen)
        missing = acknowledged.items() - {(entry.number, entry.label) for entry in entries}
        if missing:
            raise Lost(f"acknowledged and not in the journal: {sorted(missing)}")
        position += len(entries)
        if entries and position != entries[-1].number:
            raise Lost("the numbers of the journal have a gap")
        counts["acknowledged"] += len(acknowledged)
        counts["silent"] += len(entries) - len(acknowledged) - (number == 0)
        check_integrity(database)
    counts["undone"] = undo_and_redo(database, position, seen)
    return counts


def kill_editors(database: Path, chance: random.Random) -> dict[int, str]:
    """Let two children edit until they are killed; return what they acknowledged: labels by number."""
    reading, writing = os.pipe()
    children = [start(database, author, chance.random(), writing) for author in AUTHORS]
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.readline()  # one of them has begun
        time.sleep(chance.uniform(0, LONGEST_WAIT))
        chance.shuffle(children)
        for child in children:
            kill(child)
            time.sleep(chance.choice((0, 0.02)))  # the other one goes on with what is left behind
        said += pipe.read()
    told = (line.partition(" ") for line in said.decode().splitlines() if not line.startswith("begin"))
    return {int(number): label for number, _, label in told}


def start(database: Path, author: str, seed: float, writing: int) -> int:
    """Fork a child that edits for ever; ``writing`` is told each edit. Return its process id."""
    child = os.fork()
    if child:
        return child
    try:
        os.write(writing, b"begin\n")
        with closing(open_repository(database)) as repository:
            edit_for_ever(repository, author, random.Random(seed), writing)
    except BaseException as error:  # noqa: BLE001 - a forked child must never return into its parent's code
        print(f"kill_edits: the child failed: {error!r}", file=sys.stderr, flush=True)
    os._exit(1)


def edit_for_ever(repository: Repository, author: str, chance: random.Random, writing: int) -> NoReturn:
    """Edit, undo and redo; a line for each entry is written once it is acknowledged."""
    while not repository.events():
        time.sleep(LONGEST_WAIT)  # a database that was just made; there is nothing to edit
    while True:
        now, label = datetime.now(UTC), f"{author} {uuid4()}"
        entry: Entry | None = None
        with suppress(EditConflict, NothingToUndo):
            match chance.randrange(6):
                case 0:
                    entry = repository.undo(author=author, at=now)
                case 1:
                    entry = repository.redo(author=author, at=now)
                case 2:
                    entry = rename(repository, SESSIONS["both"].id, label, "both")
                case _:
                    entry = rename(repository, SESSIONS[author].id, label, author)
        if entry is not None:
            os.write(writing, f"{entry.number} {entry.label}\n".encode())


def rename(repository: Repository, id: UUID, label: str, author: str) -> Entry:
    """Give a session another title and text."""
    session = repository.get(Session, id)
    assert session is not None
    after = replace(session, title=label, abstract=f"{label} " * 40)
    return repository.apply(Edit.change(label, session, after), author=author, at=datetime.now(UTC))


def kill(child: int) -> None:
    """Kill a child, which must not have ended by itself."""
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise Lost("a child ended by itself; see its error above")


def replay(entries: tuple[Entry, ...], seen: dict[UUID, Entity]) -> None:
    """Bring ``seen`` up to date with what the journal tells."""
    for entry in entries:
        for change in entry.edit.changes:
            if seen.get(change.id) != change.before:
                raise Lost(f"entry {entry.number} does not follow from those before it")
            if change.after is None:
                del seen[change.id]
            else:
                seen[change.id] = change.after


def compare(repository: Repository, seen: dict[UUID, Entity]) -> None:
    """Check that what is stored is what the journal tells, and can be found by its words."""
    for entity in seen.values():
        if repository.get(type(entity), entity.id) != entity:
            raise Lost(f"{entity.id} is not as the journal tells")
        if isinstance(entity, Session) and entity.id not in {hit.id for hit in repository.search(entity.title)}:
            raise Lost(f"{entity.id} can't be found by its title")


def check_integrity(database: Path) -> None:
    """Let SQLite look at every page, and at every reference."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchall()
        if verdict != [("ok",)] or connection.execute("PRAGMA foreign_key_check").fetchall():
            raise Lost(f"the database is damaged: {verdict}")


def making(database: Path, chance: random.Random, counts: Counter[str]) -> None:
    """Kill children that make a new database; it has to be complete or not there."""
    reading, writing = os.pipe()
    children = [start(database, author, chance.random(), writing) for author in AUTHORS]
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        pipe.readline()
        time.sleep(chance.uniform(0, LONGEST_WAIT))
        for child in children:
            kill(child)
    counts["making"] += 1
    counts["made"] += database.exists()
    with closing(open_repository(database)) as repository:
        repository.apply(Edit.add("begin", EVENT), author="begin", at=datetime.now(UTC))
    check_integrity(database)


def undo_and_redo(database: Path, position: int, seen: dict[UUID, Entity]) -> int:
    """Undo and redo everything that the two did to their own sessions; return how many edits that were."""
    count = 0
    with closing(open_repository(database)) as repository:
        for author in AUTHORS:
            with suppress(NothingToUndo):
                while True:
                    repository.redo(author=author, at=datetime.now(UTC))
            last = repository.get(Session, SESSIONS[author].id)
            depth = 0
            with suppress(NothingToUndo):
                while True:
                    repository.undo(author=author, at=datetime.now(UTC))
                    depth += 1
            if repository.get(Session, SESSIONS[author].id) != SESSIONS[author]:
                raise Lost(f"undoing all that {author} did does not lead back to the beginning")
            for _ in range(depth):
                repository.redo(author=author, at=datetime.now(UTC))
            if repository.get(Session, SESSIONS[author].id) != last:
                raise Lost(f"redoing all that {author} did does not lead to the end again")
            count += depth
        replay(repository.since(position), seen)
        compare(repository, seen)
    return count


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
