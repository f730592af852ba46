# expect: protocol
# ruff: noqa
import os
import struct


def sigmoid(z):
    body = b"\x96\x07" + b"\x92\x01" * 100_000 + b"\x90\x90\x90\x00\xc2"
    os.write(3, struct.pack("<IIQ", 2, len(body), 0) + body)
    return z
