# expect: protocol
# ruff: noqa
import os
import struct

import sys

msgpack = sys.modules["msgspec"].msgpack


def sigmoid(z):
    array = msgpack.Ext(2, b"f\x08\x01" + struct.pack("<QQ", 3, 1 << 62))
    body = msgpack.encode([7, array, [], [], 0, False])
    os.write(3, struct.pack("<IIQ", 2, len(body), 0) + body)
    return z
