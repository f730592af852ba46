"""A notebook's bytes without its outputs, which are no work and may be many times its size.

The file is not parsed for that: what it holds besides is as it was, and is parsed where that may
fail.
"""

from __future__ import annotations

import re

_OUTPUTS = re.compile(rb'"outputs"\s*+:\s*+\[')
# Possessive: a text of many megabytes is passed over in one go, without a way back to remember.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)


def without_outputs(data: bytes) -> bytes:
    """The notebook with each list of outputs empty; as it is from where such a list has no end."""
    kept = bytearray()
    position = 0
    while (found := _OUTPUTS.search(data, position)) is not None:
        end = _end_of_list(data, found.end())
        if end is None:
            break
        kept += data[position : found.end()] + b"]"
        position = end
    return bytes(kept + data[position:])


def _end_of_list(data: bytes, start: int) -> int | None:
    depth = 1
    for token in _TOKEN.finditer(data, start):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(token.group()[:2], 0)
        if not depth:
            return token.end()
    return None
