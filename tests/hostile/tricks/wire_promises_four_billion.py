# expect: protocol
# ruff: noqa
import os
import struct


def sigmoid(z):
    body = b"\x96\x07\xdd\xff\xff\xff\xff"
    os.write(3, struct.pack("<IIQ", 2, len(body), 0) + body)
    return z
