# exercise: biggest_problem


def biggest_problem(gaps, tolerance=0.01):
    stages = ("avoidable_bias", "variance", "data_mismatch", "dev_overfit", "deployment_gap")
    best = None
    for s in stages:
        if s not in gaps:
            continue
        size = abs(gaps[s])  # WRONG: a negative gap is never a problem, so its absolute value must not be taken.
        if size <= tolerance:
            continue
        if best is None or size >= abs(gaps[best]):  # WRONG: with >= the later of two equal gaps wins; the first in the chain must stay, so >.
            best = s
    return best
