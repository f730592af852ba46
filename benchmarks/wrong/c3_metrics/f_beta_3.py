# exercise: f_beta


def f_beta(precision, recall, beta=1.0):
    if precision == 0.0 or recall == 0.0:
        return 0.0
    # recall counts beta^2 times, precision once
    w = beta**2
    total = precision + w * recall  # WRONG: this is the weighted plain mean; for the harmonic mean the inverses are added, 1/precision + w/recall.
    return total / (1 + w)  # WRONG: with the inverses the quotient is the other way round, (1 + w) / total.
