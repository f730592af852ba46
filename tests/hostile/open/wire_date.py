# expect: protocol
# ruff: noqa
import os
import struct

import sys

msgpack = sys.modules["msgspec"].msgpack


def sigmoid(z):
    body = msgpack.encode([7, msgpack.Ext(-1, bytes(4)), [], [], 0, False])
    os.write(3, struct.pack("<IIQ", 2, len(body), 0) + body)
    os._exit(0)
