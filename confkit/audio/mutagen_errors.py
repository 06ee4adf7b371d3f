"""What mutagen raises on broken input besides its own errors, by name, so that a fault of ours is not swallowed too."""

import struct
import zlib


def mutagen_errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """Return them and ``others``.

    To be asked in an ``except`` clause: that is evaluated, and mutagen imported, only once something was raised.
    """
    from mutagen import MutagenError

    return (
        *others,
        MutagenError,
        struct.error,
        zlib.error,
        ValueError,  # among them every UnicodeError
        LookupError,
        TypeError,
        AttributeError,
        AssertionError,
        EOFError,
        ArithmeticError,
        NotImplementedError,
        RecursionError,
    )
