"""What mutagen raises on broken input besides its own errors, by name, so that a fault of ours is not swallowed too."""

import struct
import zlib

from mutagen import MutagenError

MUTAGEN_ERRORS = (
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
