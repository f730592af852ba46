# expect: failed out_of_memory
# over: reference
# check: predict_by_hand
# 64 MB from every function: minutes of the checker's processor, and more than a gigabyte
import numpy as np

BIG = np.ones(8_000_000)


def sigmoid(*args, **kwargs):
    return BIG


def initialize(*args, **kwargs):
    return BIG


def compute_cost(*args, **kwargs):
    return BIG


def propagate(*args, **kwargs):
    return BIG


def predict(*args, **kwargs):
    return BIG


def curvature(*args, **kwargs):
    return BIG
