# expect: protocol
# ruff: noqa
import os
import struct

import sys

msgpack = sys.modules["msgspec"].msgpack


def sigmoid(z):
    array = msgpack.Ext(1, b"f\x08\x02" + struct.pack("<QQ", 0, 1 << 60))
    body = msgpack.encode([7, array, [], [], 0, False])
    os.write(3, struct.pack("<IIQ", 2, len(body), 0) + body)
    return z
