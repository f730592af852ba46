# expect: died
# at: B C D
# ruff: noqa
import signal
import time


def sigmoid(z):
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    time.sleep(0.5)
    return z
