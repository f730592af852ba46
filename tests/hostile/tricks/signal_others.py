# expect: errored
# at: A B C
# ruff: noqa
import os


# Signal 0 asks whether the signal would be sent: it harms nobody if it is allowed.
def sigmoid(z):
    refused = 0
    for pid in (-1, 0, os.getppid() or 2, 2, HOSTILE_PID):
        try:
            os.kill(pid, 0)
        except OSError:
            refused += 1
    if refused == 5:
        raise PermissionError
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
