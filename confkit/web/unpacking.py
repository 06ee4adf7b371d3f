"""Unpacking of a body that was packed for the way (RFC 9110 §8.4.1), never to more than was agreed.

Not urllib3's own: it takes a body that ends in the middle of its packing for a whole one.
"""

import zlib

from confkit.domain.errors import FetchError

ACCEPTED = "gzip, deflate"
_GZIP = 16 + zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS


class Unpacker:
    """Takes the packed body piece by piece.

    ``coding`` is the header ``Content-Encoding``, empty for a body that is not packed. Raises FetchError for one that
    was not asked for.
    """

    def __init__(self, coding: str, *, where: str) -> None:
        if coding not in ("", "gzip", "x-gzip", "deflate"):
            raise FetchError(
                "the server packs what it sends in a way that confkit didn't ask for",
                where=where,
                fix="tell its publisher",
            )
        self._coding = coding
        self._where = where
        self._stream = zlib.decompressobj(_GZIP) if "gzip" in coding else None
        self._head = b""

    def unpack(self, piece: bytes, most: int) -> bytes:
        """Return what comes out of ``piece``, or only the first ``most`` + 1 bytes if it is more than ``most``."""
        if not self._coding:
            return piece[: most + 1]
        out = bytearray()
        while piece and len(out) <= most:
            stream = self._stream or self._deflate(piece)
            if stream is None:
                self._head = piece
                break
            piece, self._head = self._head + piece, b""
            if stream.eof:  # gzip may have several members, RFC 1952 §2.2; behind deflate nothing counts
                if "gzip" not in self._coding or not piece.strip(b"\0"):
                    break
                stream = zlib.decompressobj(_GZIP)
            self._stream = stream
            try:
                out += stream.decompress(piece, most + 1 - len(out))
            except zlib.error as error:
                raise self._broken() from error
            piece = stream.unconsumed_tail or stream.unused_data
        return bytes(out)

    def check_end(self) -> None:
        """Raise FetchError if the body ended in the middle."""
        if self._coding and not (self._stream and self._stream.eof):
            raise self._broken()

    def _deflate(self, piece: bytes) -> "zlib._Decompress | None":
        """Tell the zlib format from bare deflate, which some servers send instead; None while that can't be told."""
        head = self._head + piece[:2]
        if len(head) < 2:
            return None
        is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head[:2]) % 31 == 0  # RFC 1950 §2.2
        return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else _RAW)

    def _broken(self) -> FetchError:
        return FetchError("what the server packed can't be unpacked", where=self._where, fix="try again later")
