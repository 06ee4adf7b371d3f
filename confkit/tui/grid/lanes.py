"""Side by side: sessions that share a room and a time each get a lane of their own."""

from collections.abc import Sequence


def lanes(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return for each span of rows (first, behind the last; sorted by first) its lane, and how many stand beside it.

    The number of lanes is that of the whole heap of spans that touch through one another, so that all of them are
    equally wide.
    """
    found: list[tuple[int, int]] = []
    ends: list[int] = []
    heap: list[int] = []
    for first, last in spans:
        if ends and first >= max(ends):
            found += [(lane, len(ends)) for lane in heap]
            ends, heap = [], []
        lane = next((number for number, end in enumerate(ends) if end <= first), len(ends))
        if lane == len(ends):
            ends.append(last)
        else:
            ends[lane] = last
        heap.append(lane)
    return found + [(lane, len(ends)) for lane in heap]
