# expect: errored protocol
# ruff: noqa
import os
import struct

import sys

msgpack = sys.modules["msgspec"].msgpack


def sigmoid(z):
    body = msgpack.encode([8, ["ValueError"], "x", "x", 9_876_543, "sigmoid", "raised"])
    os.write(3, struct.pack("<IIQ", 2, len(body), 0) + body)
    os._exit(0)
