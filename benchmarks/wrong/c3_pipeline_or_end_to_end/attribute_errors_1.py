# exercise: attribute_errors
import numpy as np


def attribute_errors(names, correct):
    correct = np.asarray(correct).astype(int)
    m = correct.shape[1]
    wrong = m - correct.sum(axis=1)
    blame = {}
    for j, name in enumerate(names):
        blame[name] = int(wrong[j] - wrong[j + 1])  # WRONG: differences of sums don't follow single examples, of which some become right and others wrong again; find for each example the first row that is right.
    blame["unresolved"] = int(wrong[-1])  # WRONG: an example that is wrong in the last row may have been right earlier, or in row 0; unresolved are those that are right in no row.
    return blame
