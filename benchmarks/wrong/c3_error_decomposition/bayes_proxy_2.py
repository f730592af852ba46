# exercise: bayes_proxy


def bayes_proxy(human_errors):
    if not human_errors:
        raise ValueError("human_errors is empty")
    best = None
    for group, err in human_errors.items():
        if not best or err < best:  # WRONG: a best error of 0.0 counts as "not measured yet" here, and the next group's larger error replaces it; ask best is None.
            best = err
    return best
