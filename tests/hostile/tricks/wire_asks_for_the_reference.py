# expect: protocol
# over: wrong
# ruff: noqa
import os
import struct

import sys

msgpack = sys.modules["msgspec"].msgpack


def sigmoid(z):
    body = msgpack.encode([9, "sigmoid", [1, 0.5], [2]])
    os.write(3, struct.pack("<IIQ", 2, len(body), 0) + body)
    return -1.0
