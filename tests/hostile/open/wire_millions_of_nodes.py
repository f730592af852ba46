# expect: protocol
# ruff: noqa
import os
import struct


def sigmoid(z):
    count = 8_000_000
    tree = b"\xdd" + struct.pack(">I", count + 1) + b"\x00" + b"\xc0" * count
    body = b"\x96\x07" + tree + b"\x90\x90\x00\xc2"
    head = struct.pack("<IIQ", 2, len(body), 0)
    sent = memoryview(head + body)
    while sent:
        sent = sent[os.write(3, sent) :]
    os._exit(0)
