"""References that lead nowhere: rows that another program wrote, or left behind, without asking about foreign keys.

What is written here can't leave any, so nothing else looks for them; such rows are shown nowhere, or without what they
should belong to, and a check has to say why.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

# More of them are one accident; nobody goes through them one by one.
MOST = 100


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """The row ``id`` of a ``table`` names in ``column`` something that is not in the table ``target``."""

    table: str
    id: str
    column: str
    target: str


def loose_ends(connection: Connection) -> tuple[LooseEnd, ...]:
    """Return the references that lead nowhere, at most ``MOST``. A database server lets none come about."""
    if connection.dialect.name != "sqlite":
        return ()
    run = connection.exec_driver_sql
    found = []
    for table, row, target, key in run("PRAGMA foreign_key_check").fetchmany(MOST):
        column = next(one[3] for one in run(f'PRAGMA foreign_key_list("{table}")') if one[0] == key)
        first = next(one[1] for one in run(f'PRAGMA table_info("{table}")') if one[5] == 1)
        id = run(f'SELECT "{first}" FROM "{table}" WHERE rowid = ?', (row,)).scalar()
        found.append(LooseEnd(str(table), str(id), str(column), str(target)))
    return tuple(found)
