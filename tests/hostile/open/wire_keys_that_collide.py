# expect: protocol
# ruff: noqa
import os
import struct

import sys

msgpack = sys.modules["msgspec"].msgpack


def sigmoid(z):
    tree = [2]
    for number in range(8, 25_000):
        tree += [[5, hex(number * (2**61 - 1))], None]
    body = msgpack.encode([7, tree, [], [], 0, False])
    sent = memoryview(struct.pack("<IIQ", 2, len(body), 0) + body)
    while sent:
        sent = sent[os.write(3, sent) :]
    os._exit(0)
