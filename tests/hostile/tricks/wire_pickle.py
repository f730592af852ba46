# expect: protocol
# ruff: noqa
import os
import pickle
import struct


class Bad:
    def __reduce__(self):
        return os.system, ("touch /tmp/@MARK@",)


def sigmoid(z):
    body = pickle.dumps(Bad())
    os.write(3, struct.pack("<IIQ", 2, len(body), 0) + body)
    return z
