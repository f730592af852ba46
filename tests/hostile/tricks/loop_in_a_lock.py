# expect: timed_out
# at: C
# ruff: noqa
import threading


def sigmoid(z):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
