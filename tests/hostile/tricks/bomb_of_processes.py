# expect: errored
# at: A B C
# ruff: noqa
import subprocess
import sys


def sigmoid(z):
    for _ in range(8):
        subprocess.Popen([sys.executable, "-c", "pass"])
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
