# expect: failed
# over: reference
# 56 MB of rows, in a dict: all of it was written out and then cut, for minutes
import numpy as np

ROW = np.random.default_rng(0).normal(size=100)


def sigmoid(z):
    return {str(i): ROW for i in range(70_000)}
