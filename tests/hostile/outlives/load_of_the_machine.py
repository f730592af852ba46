# ruff: noqa
import ctypes

CALLS = []


def procs():
    told = ctypes.create_string_buffer(256)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.sysinfo(told):
        raise ValueError("nothing")
    return int.from_bytes(told.raw[80:82], "little")


right = propagate


def propagate(w, b, X, Y):
    return right(w, b, X, Y)


def optimize(*args, **kwargs):
    raise ValueError("SEEN" if procs() else "nothing")
