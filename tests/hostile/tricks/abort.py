# expect: died
# ruff: noqa
import os


def sigmoid(z):
    os.abort()
