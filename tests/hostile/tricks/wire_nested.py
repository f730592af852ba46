# expect: protocol
# ruff: noqa
import os
import struct

import sys

msgpack = sys.modules["msgspec"].msgpack


def sigmoid(z):
    tree = 1.0
    for _ in range(100):
        tree = [0, tree]
    body = msgpack.encode([7, tree, [], [], 0, False])
    os.write(3, struct.pack("<IIQ", 2, len(body), 0) + body)
    return z
