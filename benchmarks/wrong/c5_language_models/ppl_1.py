# exercise: perplexity
import numpy as np


def perplexity(loss):
    return float(2 ** loss)  # WRONG: the loss has natural logarithms, so the base is e, not 2
