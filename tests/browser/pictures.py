"""A picture to attach: a label of 96 by 64 dots, made here so that no binary is kept."""

import struct
import zlib

_WIDTH, _HEIGHT = 96, 64


def _dot(x: int, y: int) -> bytes:
    if 8 <= x < 88 and 8 <= y < 56 and (x // 2 * 7 % 5) < 2 and y < 40:
        return b"\x1c\x20\x29"
    return b"\xf6\xed\xc9" if 4 <= x < 92 and 4 <= y < 60 else b"\xd9\xb3\x1f"


def _chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


def _png() -> bytes:
    rows = b"".join(b"\x00" + b"".join(_dot(x, y) for x in range(_WIDTH)) for y in range(_HEIGHT))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


LABEL = _png()
