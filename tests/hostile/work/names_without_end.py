# expect: protocol
# over: reference
# 190,000 warnings, and as many names of arguments that were changed
import os
import struct
import sys
import time

msgpack = sys.modules["msgspec"].msgpack


def _send(body, blob):
    sent = memoryview(struct.pack("<IIQ", 2, len(body), len(blob)) + body + blob)
    while sent:
        sent = sent[os.write(3, sent) :]
    time.sleep(1)
    os._exit(0)


def _array(size, where):
    head = b"u\x01\x01" + struct.pack("<Q", size)
    return msgpack.Ext(2, head + struct.pack("<Q", where))


def sigmoid(z):
    names = ["0"] * 95_000
    _send(msgpack.encode([7, 1.0, ["a RuntimeWarning"] * 95_000, names, 0, False]), b"")
