"""Elements that confkit has no field for, kept as text so that a feed which was imported can be given back whole.

Show and episode hold them in ``extras``: one element each, in one spelling (attributes by name, no blanks between
elements), with the prefixes of ``FEED_NAMESPACES``; any other namespace is declared where it is used. The rule that the
writer of feeds follows:

- extras are written after confkit's own elements, in their order;
- a ``podcast:person`` of the cast replaces confkit's own for the credit of the same name and role, and is dropped once
  that credit is gone. One of another group is nobody that confkit has a role for, and always stays;
- an element of which there is one (``SINGLE``) replaces confkit's own of that name as long as the field says what the
  import read in it, and is dropped once the field was edited;
- ``podcast:transcript`` and ``podcast:chapters`` are dropped once confkit publishes its own of the same type (and
  language);
- ``itunes:image`` is the picture of an episode or show without one of its own here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from confkit.codecs.xml_text import escape, quoted
from confkit.domain.feed import Element

# Those of which an extra stands in the place of confkit's own (Podcasting 2.0: at most one, or one that matters).
SINGLE = frozenset(
    f"podcast:{name}"
    for name in (
        "location", "license", "updateFrequency", "medium", "locked", "podroll", "publisher", "season", "episode",
        "block",
    )
)  # fmt: skip
PICTURE = "itunes:image"
# What one extra may come to, in characters; and how many elements may be inside of each other.
LARGEST = 1 << 20
DEEPEST = 48
# As many as any reader of feeds here takes.
MOST_ATTRIBUTES = 64


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


def kept_in(extras: list[str], element: Element) -> bool:
    """Append ``element`` to ``extras``; return False for one that is larger or deeper than an extra can be."""
    if depth_of(element) > DEEPEST:
        return False
    written = as_extra(element)
    if len(written) > LARGEST:
        return False
    extras.append(written)
    return True


def picture_extra(address: str) -> tuple[str, ...]:
    """Return the extra that says where the picture of a show or episode is, nothing for no address."""
    return (as_extra(Element(PICTURE, {"href": address})),) if address else ()


def depth_of(element: Element) -> int:
    """Return how many elements are inside of each other, ``element`` included."""
    deepest, waiting = 0, [(element, 1)]
    while waiting:
        one, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += ((child, depth + 1) for child in one.children)
    return deepest


def is_single(element: Element) -> bool:
    """Whether there should be one of ``element``; what is to block a certain service is another matter each time."""
    return element.name in SINGLE and not (element.name == "podcast:block" and element.get("id"))


def repeated_singles(elements: Iterable[Element]) -> set[str]:
    """Return the names of which there should be one and are several: a field can hold none of them."""
    counts = Counter(element.name for element in elements if is_single(element))
    return {name for name, count in counts.items() if count > 1}


def is_only(element: Element, *attributes: str) -> bool:
    """Whether ``element`` has no attributes but these, and nothing inside of it but text."""
    return not element.children and element.attributes.keys() <= set(attributes)


def same(one: Element, name: str, attributes: Mapping[str, str], text: str) -> bool:
    """Whether ``one`` is exactly the element of that name with these attributes and this text."""
    return one.name == name and not one.children and dict(one.attributes) == attributes and one.text == text
