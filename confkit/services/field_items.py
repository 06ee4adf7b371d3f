"""Lists as a person types them: items separated by commas, semicolons or line breaks."""

import re

from confkit.domain.text import clean_line

_ITEM = re.compile(r'\s*(?:"(?P<quoted>(?:[^"]|"")*)"[^\S\n]*(?=[,;\n]|\Z)|(?P<plain>[^,;\n]*))(?:[,;\n]|\Z)')
_AWKWARD = re.compile(r'[,;]|\A"')


def join_items(items: list[str]) -> str:
    """Join with commas; an item that holds a separator is put in quotation marks, and those in it are doubled."""
    return ", ".join('"{}"'.format(item.replace('"', '""')) if _AWKWARD.search(item) else item for item in items)


def split_items(text: str) -> list[str]:
    """Return the items of ``text``; what is in quotation marks is one item, empty ones are left out."""
    parts = (
        found["quoted"].replace('""', '"') if found["quoted"] is not None else found["plain"]
        for found in _ITEM.finditer(text)
    )
    return [clean for part in parts if (clean := clean_line(part))]
