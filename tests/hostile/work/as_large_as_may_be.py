# expect: out_of_memory
# over: reference
# check: compute_cost_of_the_certain
# each reply may cross, and all of them together may not
import numpy as np

BIG = np.ones(2_000_000)


def sigmoid(*args, **kwargs):
    return BIG


def compute_cost(*args, **kwargs):
    return BIG


def predict(*args, **kwargs):
    return BIG
