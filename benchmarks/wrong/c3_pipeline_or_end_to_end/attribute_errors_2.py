# exercise: attribute_errors
import numpy as np


def attribute_errors(names, correct):
    table = np.asarray(correct)
    K = len(names)
    result = {name: 0 for name in names}
    result["unresolved"] = 0
    for i in range(table.shape[1]):
        if table[0, i]:
            continue
        solved = False
        for j in range(1, K + 1):
            if table[j, i]:
                result[names[j - 1]] += 1  # WRONG: the loop goes on after this (break is missing), so every later stage whose row is right is blamed for the same example too.
                solved = True
        if not solved:
            result["unresolved"] += 1
    return result
