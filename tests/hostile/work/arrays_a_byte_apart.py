# expect: protocol
# over: reference
# each array begins a byte after the one before it
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
    arrays = [_array(1 << 20, where) for where in range(200)]
    _send(msgpack.encode([7, [0, *arrays], [], [], 0, False]), bytes((1 << 20) + 200))
