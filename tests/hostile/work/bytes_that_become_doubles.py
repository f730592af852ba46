# expect: protocol
# over: reference
# bytes that become eight times as much as soon as something is worked out of them
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
    _send(msgpack.encode([7, _array(15 << 20, 0), [], [], 0, False]), bytes(15 << 20))
