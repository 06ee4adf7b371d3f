"""The page ``docs/keys.md``, made from the registry of actions."""

from collections.abc import Iterator

from confkit.tui.actions.action import Group, Scope
from confkit.tui.actions.registry import in_scope, key_name

_HEAD = """\
# Keys

This page is made from the one registry of actions (`confkit/tui/actions/`) by `python -m scripts.keys_page`.
`?` shows the part of it that applies where you are, `ctrl+p` finds every command by its words. The mouse works
everywhere: click, double click, wheel, and the keys in the bottom line.
"""


def keys_page() -> str:
    """Return the page as Markdown."""
    return "\n".join((_HEAD, *_sections()))


def _sections() -> Iterator[str]:
    for scope in Scope:
        yield f"## {scope.value}\n"
        yield "| | keys | what it does | where |"
        yield "| --- | --- | --- | --- |"
        for group in Group:
            for action in in_scope(scope):
                if action.group is group:
                    keys = " ".join(f"`{key_name(key)}`" for key in action.keys) or "palette"
                    where = ", ".join(sorted(section.value for section in action.sections))
                    yield f"| {action.label} | {keys} | {action.help} | {where} |"
        yield ""
