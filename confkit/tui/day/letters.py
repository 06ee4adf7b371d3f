"""Large letters of half blocks, for signs that are read from afar.

A letter is drawn in pixels, five wide and eight high (the last row is for descenders); letters with marks are put
together from both, with two rows more above a capital. Two pixels, one above the other, share a cell of the terminal,
which makes them square. A text with a character that is not here can't be drawn: the caller shows it as it is.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

# Each row of a letter as two hexadecimal digits, from the top; the leftmost of five pixels is 16.
_LETTERS = """
A 0E11111F111111  B 1E11111E11111E  C 0E11101010110E  D 1E11111111111E  E 1F10101E10101F  F 1F10101E101010
G 0E11101711110F  H 1111111F111111  I 0E04040404040E  J 0702020202120C  K 11121418141211  L 1010101010101F
M 111B1515111111  N 11111915131111  O 0E11111111110E  P 1E11111E101010  Q 0E11111115120D  R 1E11111E141211
S 0F10100E01011E  T 1F040404040404  U 1111111111110E  V 11111111110A04  W 1111111515150A  X 11110A040A1111
Y 1111110A040404  Z 1F01020408101F  0 0E11131519110E  1 040C040404040E  2 0E11010204081F  3 1F02040201110E
4 02060A121F0202  5 1F101E0101110E  6 0608101E11110E  7 1F010204080808  8 0E11110E11110E  9 0E11110F01020C
a 00000E010F110F  b 1010161911111E  c 00000E1010110E  d 01010D1311110F  e 00000E111F100E  f 0609081C080808
g 00000F11110F010E  h 10101619111111  i 04000C0404040E  j 020006020202120C  k 10101214181412  l 0C04040404040E
m 00001A15151515  n 00001619111111  o 00000E1111110E  p 00001E11111E1010  q 00000F11110F0101  r 00001619101010
s 00000F100E011E  t 08081C08080906  u 0000111111130D  v 00001111110A04  w 0000111115150A  x 0000110A040A11
y 00001111110F010E  z 00001F0204081F  ß 0E11121611111600  ø 00000F1315191E  Ø 0F13131519191E  ł 0C04060C04040E
Ł 08080A0C18080F  đ 01070D1311110F  æ 00001A050F140B  Æ 0F14141E141417  œ 00000A1517140B  ı 00000C0404040E
. 0000000000000C0C  , 00000000000C0408  : 000C0C000C0C00  ; 000C0C000C0408  ! 04040404000004  ? 0E110102040004
' 0C040800000000  " 0A0A0A00000000  „ 00000000000A0A14  - 0000001F000000  ( 02040808080402  ) 08040202020408
[ 0E08080808080E  ] 0E02020202020E  / 01010204081010  \\ 10100804020101  + 0004041F040400  & 0C12140815120D
# 0A0A1F0A1F0A0A  % 18190204081303  * 0004150E150400  = 00001F001F0000  @ 0E11010D15150E  _ 0000000000001F
< 02040810080402  > 08040201020408  | 04040404040404  … 00000000000015  · 00000004000000  • 00000E0E0E0000
"""
_SAME = str.maketrans("–—‘’‚“”«»", "--''," + '""""')
# Marks above a letter in two rows, and those below it in the row of descenders.
_ABOVE = {
    "\u0300": (0x08, 0x04),
    "\u0301": (0x02, 0x04),
    "\u0302": (0x04, 0x0A),
    "\u0303": (0x05, 0x0A),
    "\u0304": (0x0E, 0x00),
    "\u0306": (0x11, 0x0E),
    "\u0307": (0x04, 0x00),
    "\u0308": (0x0A, 0x00),
    "\u030a": (0x06, 0x06),
    "\u030b": (0x05, 0x0A),
    "\u030c": (0x0A, 0x04),
}
_BELOW = {"\u0323": 0x04, "\u0326": 0x04, "\u0327": 0x04, "\u0328": 0x02}
_HIGH = 8
_MARKS = 2
_BLANK = 2


class Glyph(NamedTuple):
    """The rows of a letter as bits, two of marks first, and its width."""

    rows: tuple[int, ...]
    width: int


@cache
def _shapes() -> dict[str, tuple[int, ...]]:
    words = _LETTERS.split()
    found = {}
    for letter, digits in zip(words[::2], words[1::2], strict=True):
        rows = bytes.fromhex(digits)[-_HIGH:] if len(digits) > 2 * _HIGH else bytes.fromhex(digits)
        found[letter] = (*rows, *(0 for _ in range(_HIGH - len(rows))))
    found["\\"] = found.pop("\\\\", found.get("\\", ()))
    return found


@cache
def glyph(character: str) -> Glyph | None:
    """Return how a character is drawn, or None."""
    if character.isspace():
        return Glyph((0,) * (_HIGH + _MARKS), _BLANK)
    base, *marks = list(unicodedata.normalize("NFD", character.translate(_SAME)))
    above = [_ABOVE[mark] for mark in marks if mark in _ABOVE]
    if above and base in "ij":
        base = "ı" if base == "i" else base
    shape = _shapes().get(base)
    if shape is None or any(mark not in _ABOVE and mark not in _BELOW for mark in marks):
        return None
    rows = [0] * _MARKS + list(shape)
    for first, second in above:
        top = _MARKS if base.islower() and not rows[_MARKS] and not rows[_MARKS + 1] else 0
        rows[top] |= first
        rows[top + 1] |= second
    for mark in marks:
        rows[-1] |= _BELOW.get(mark, 0)
    used = 0
    for row in rows:
        used |= row
    # Narrow letters take less: what is free at both sides goes.
    right = (used & -used).bit_length() - 1
    return Glyph(tuple(row >> right for row in rows), used.bit_length() - right)


def _width(word: str) -> int | None:
    shapes = [glyph(character) for character in word]
    if any(shape is None for shape in shapes):
        return None
    return sum(shape.width + 1 for shape in shapes if shape) - 1


def _lines(text: str, width: int) -> list[str] | None:
    """Break a text into lines of at most ``width`` pixels between words, or None where a word is too wide."""
    lines: list[str] = []
    used = 0
    for word in text.split():
        size = _width(word)
        if size is None or size > width:
            return None
        if lines and used + _BLANK + 2 + size <= width:
            lines[-1] += f" {word}"
            used += _BLANK + 2 + size
        else:
            lines.append(word)
            used = size
    return lines


def _is_marked(line: str) -> bool:
    """Whether a mark stands above a capital, which needs room there."""
    return any(shape.rows[0] or shape.rows[1] for character in line if (shape := glyph(character)))


def _drawn(line: str, scale: int) -> Iterator[str]:
    """Draw a line in rows of the terminal."""
    shapes = [shape for character in line if (shape := glyph(character))]
    top = 0 if _is_marked(line) else _MARKS
    pixels: list[str] = []
    for row in range(top, _HIGH + _MARKS):
        bits = "0".join(f"{shape.rows[row]:0{shape.width}b}" for shape in shapes)
        pixels += ["".join(bit * scale for bit in bits)] * scale
    pixels += ["0" * len(pixels[0])] * (len(pixels) % 2)
    for upper, lower in zip(pixels[::2], pixels[1::2], strict=True):
        yield "".join(_CELL[a + b] for a, b in zip(upper, lower, strict=True))


_CELL = {"00": " ", "10": "▀", "01": "▄", "11": "█"}


def largest(text: str, width: int, height: int, most: int = 6) -> int:
    """Return how many cells wide a pixel can be where ``text`` fits into a place; 0 where it can't be drawn at all."""
    for scale in range(min(most, height * 2 // _HIGH), 0, -1):
        lines = _lines(text, width // scale)
        if lines and sum(_rows(line, scale) for line in lines) + (len(lines) - 1) * (scale // 2) <= height:
            return scale
    return 0


def _rows(line: str, scale: int) -> int:
    high = _HIGH + (_MARKS if _is_marked(line) else 0)
    return -(-high * scale // 2)


def large(text: str, width: int, height: int, most: int = 6) -> list[str] | None:
    """Return ``text`` in the largest letters that fit into ``width`` times ``height`` cells, one string for each row.

    ``most`` limits how many cells wide a pixel is. None where the text does not fit, or can't be drawn.
    """
    scale = largest(text, width, height, most)
    if not scale:
        return None
    rows: list[str] = []
    for line in _lines(text, width // scale) or ():
        # Between two lines there is a row of air where letters are large; small ones have that of the descenders.
        rows += [*([""] * (scale // 2) if rows else []), *_drawn(line, scale)]
    return rows
