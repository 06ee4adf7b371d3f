"""Elements that confkit has no field for, kept as text so that a feed which was imported can be given back whole.

Show and episode hold them in ``extras``: one element each, in one spelling (attributes by name, no blanks between
elements), with the prefixes of ``FEED_NAMESPACES``; any other namespace is declared where it is used. The rule that the
writer of feeds follows:

- extras are written after confkit's own elements, in their order;
- a ``podcast:person`` replaces confkit's own for the credit of the same name, and is dropped once that credit is gone.
  One of a group other than ``cast`` is nobody that confkit has a role for, and always stays;
- an element of which there is one (``SINGLE``) replaces confkit's own of that name;
- ``podcast:transcript`` and ``podcast:chapters`` are dropped once confkit publishes its own of the same type (and
  language).
"""

from collections.abc import Mapping

from confkit.codecs.xml_text import escape, quoted
from confkit.domain.feed import Element

# Those of which an extra stands in the place of confkit's own (Podcasting 2.0: at most one, or one that matters).
SINGLE = frozenset(
    f"podcast:{name}" for name in ("location", "license", "updateFrequency", "medium", "locked", "podroll", "publisher")
)


def as_extra(element: Element) -> str:
    """Return ``element`` with everything inside of it as XML in its one spelling."""
    declared: dict[str, str] = {}
    name = _name(element.name, declared)
    attributes = "".join(
        f" {_name(key, declared)}={quoted(value)}" for key, value in sorted(element.attributes.items())
    )
    spaces = "".join(f" xmlns:{prefix}={quoted(uri)}" for uri, prefix in declared.items())
    inside = escape(element.text) + "".join(map(as_extra, element.children))
    return f"<{name}{spaces}{attributes}>{inside}</{name}>" if inside else f"<{name}{spaces}{attributes}/>"


def _name(name: str, declared: dict[str, str]) -> str:
    if not name.startswith("{"):
        return name
    uri, _, local = name[1:].rpartition("}")
    return f"{declared.setdefault(uri, f'x{len(declared)}')}:{local}"


def is_only(element: Element, *attributes: str) -> bool:
    """Whether ``element`` has no attributes but these, and nothing inside of it but text."""
    return not element.children and element.attributes.keys() <= set(attributes)


def same(one: Element, name: str, attributes: Mapping[str, str], text: str) -> bool:
    """Whether ``one`` is exactly the element of that name with these attributes and this text."""
    return one.name == name and not one.children and dict(one.attributes) == attributes and one.text == text
