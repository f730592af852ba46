# expect: protocol
# ruff: noqa
import os
import struct


def sigmoid(z):
    os.write(3, struct.pack("<IIQ", 2, 16, 10 << 30))
    return z
