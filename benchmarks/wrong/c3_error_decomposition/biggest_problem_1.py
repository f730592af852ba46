# exercise: biggest_problem


def biggest_problem(gaps, tolerance=0.01):
    name, largest = None, float("-inf")
    for k, v in gaps.items():  # WRONG: of equal gaps this takes the one that comes first in the dict; go through the names in the order of the chain.
        if v > largest:
            name, largest = k, v
    if largest < tolerance:  # WRONG: a gap of exactly the tolerance is tolerated, so it must be <=.
        return None
    return name
