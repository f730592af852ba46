# expect: timed_out
# at: A B
# ruff: noqa
import signal


def sigmoid(z):
    for number in range(1, signal.NSIG):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
