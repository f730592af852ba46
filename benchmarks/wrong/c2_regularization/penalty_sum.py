# exercise: l2_penalty
import numpy as np


def l2_penalty(parameters, lambd, m):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        squares = 0.0  # WRONG: the sum is set back to 0 in each layer, so only the last layer counts; this belongs before the loop.
        W = parameters["W" + str(l)]
        for row in W:
            for w in row:
                squares += w * w
    return lambd / 2 * m * squares  # WRONG: m belongs below the line, brackets are missing: lambd / (2 * m).
