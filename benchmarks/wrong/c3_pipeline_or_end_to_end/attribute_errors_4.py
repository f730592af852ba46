# exercise: attribute_errors
import numpy as np


def attribute_errors(names, correct):
    C = np.array(correct, dtype=bool)
    wrong = ~C[0]
    first = np.argmax(C, axis=0)  # first row that is right
    out = {}
    for j, name in enumerate(names):
        out[name] = int(np.sum(wrong & (first == j)))  # WRONG: row 0 is the system itself and row j + 1 belongs to the j-th name, so it must be first == j + 1.
    out["unresolved"] = int(np.sum(~C.any(axis=0)))
    return out
