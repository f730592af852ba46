# expect: protocol
# ruff: noqa
import os
import struct

import sys

msgpack = sys.modules["msgspec"].msgpack


def sigmoid(z):
    body = msgpack.encode([7, 1.0, [], [], 0, False])
    while True:
        os.write(3, (struct.pack("<IIQ", 9, len(body), 0) + body) * 100)
