# expect: protocol
# over: reference
# an exception of 190,000 classes
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
    bases = ["ValueError"] * 190_000
    _send(msgpack.encode([8, bases, "ValueError", "", 1, "sigmoid", "raised"]), b"")
