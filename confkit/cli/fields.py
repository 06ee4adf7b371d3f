"""Options made from the registry of editable fields: ``--title``, ``--track`` … for ``add`` and ``edit`` of every kind.

The registry (``confkit.services.forms``) is what the forms of the terminal UI are made from too, so that both know the
same fields, checks and helps.
"""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from confkit.cli.command import Verb
from confkit.cli.errors import InvalidFields
from confkit.cli.output import say
from confkit.domain.edit import Entity
from confkit.domain.errors import UsageError
from confkit.domain.programme import Programme
from confkit.services import editing
from confkit.services.forms import Field, FieldKind, FormContext, fields_of, fill, offers_of
from confkit.services.history import describe, names_in
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_PREFIX = "field_"
_METAVARS = {
    FieldKind.INTEGER: "NUMBER",
    FieldKind.NUMBER: "NUMBER",
    FieldKind.MINUTES: "MINUTES",
    FieldKind.DATE: "DATE",
    FieldKind.TIME: "TIME",
    FieldKind.MOMENT: "TIME",
    FieldKind.CHOICE: "WORD",
    FieldKind.FLAG: "yes|no",
    FieldKind.REFERENCE: "NAME",
}


class FieldVerb(Verb):
    """A command with an option for each editable field of a kind of thing; the function gets them as ``**fields``."""

    def __init__(self, *args: Any, kind: type[Entity], **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.params += [_option(field) for field in fields_of(kind)]


def _option(field: Field) -> click.Option:
    choices = tuple(str(item.value) for item in field.enum) if field.enum else ()
    text = f"{field.label}: {field.help}" if field.help else field.label
    if choices and not all(choice in text for choice in choices):
        text += f" ({', '.join(choices)})"
    return click.Option(
        [f"--{field.name}", f"{_PREFIX}{field.name.replace('-', '_')}"],
        metavar=_METAVARS.get(field.kind, "TEXT"),
        help=f"{text}.",
        shell_complete=_offer(field, choices or (("yes", "no") if field.kind is FieldKind.FLAG else ())),
    )


def _offer(field: Field, words: Sequence[str]) -> Any:
    """Complete a choice, or the last item of a list of what is usually typed there."""

    def complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
        from click.shell_completion import CompletionItem

        known, begun = words or offers_of(field), incomplete
        before = ""
        if field.kind is FieldKind.LIST:
            before, comma, begun = incomplete.rpartition(",")
            before += comma + begun[: len(begun) - len(begun.lstrip())]
            begun = begun.lstrip()
        return [CompletionItem(before + word) for word in known if word.casefold().startswith(begun.casefold())]

    return complete


def texts_from(options: dict[str, Any]) -> dict[str, str]:
    """Return the fields that were given on the command line, by the name they have in the registry.

    The value ``-`` stands for the text on stdin.
    """
    return {
        name.removeprefix(_PREFIX).replace("_", "-"): sys.stdin.read().removesuffix("\n") if value == "-" else value
        for name, value in options.items()
        if name.startswith(_PREFIX) and value is not None
    }


def context_for(
    workspace: Workspace, programme: Programme | None = None, *, zone: ZoneInfo | None = None
) -> FormContext:
    """Return what the texts are read against: the programme's names and zone, and every person."""
    return FormContext(
        zone or (programme.zone if programme else ZoneInfo("UTC")), programme, workspace.repository.persons()
    )


def submit(
    workspace: Workspace, before: Entity | None, blank: Entity, options: dict[str, Any], context: FormContext
) -> Entity:
    """Fill ``before`` (or a new, ``blank`` one) from the options, write it and say what changed; return what it is now.

    Raises InvalidFields with every problem, UsageError where no field was given to change.
    """
    texts = texts_from(options)
    if before is not None and not texts:
        raise UsageError("there is nothing to change", fix="give at least one field, such as --title TEXT; see --help")
    filled = fill(before or blank, texts, context, new_id=workspace.new_id)
    if filled.problems:
        raise InvalidFields(filled.problems)
    entry = editing.submit(workspace, before, filled)
    if entry is None:
        say("nothing changed: it says so already")
    else:
        for line in describe(entry, names_in(workspace, entry)):
            say(line)
    return filled.entity
