# expect: died protocol
# ruff: noqa
import os
import time


def sigmoid(z):
    os.close(3)
    time.sleep(30)
