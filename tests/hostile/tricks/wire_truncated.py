# expect: died
# ruff: noqa
import os
import struct


def sigmoid(z):
    os.write(3, struct.pack("<IIQ", 2, 1000, 0) + b"x" * 10)
    os._exit(0)
