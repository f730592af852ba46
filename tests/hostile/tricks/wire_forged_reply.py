# expect: protocol
# check: sigmoid_everywhere
# over: wrong
# ruff: noqa
import os
import struct

import sys

msgpack = sys.modules["msgspec"].msgpack


def sigmoid(z):
    right = 1 / (1 + np.exp(-z))
    array = msgpack.Ext(1, b"f\x08\x01" + struct.pack("<Q", z.size) + right.tobytes())
    body = msgpack.encode([7, array, [], [], 0, False])
    frame = struct.pack("<IIQ", 2, len(body), 0) + body
    os.write(3, frame)
    return 0.0
