# exercise: f_beta


def f_beta(precision, recall, beta=1.0):
    p = float(precision)
    r = float(recall)
    b2 = beta * beta
    if p * r < 1e-3:  # WRONG: a small product isn't 0; only where one of the two is exactly 0 the result is 0.0.
        return 0.0
    return (1 + b2) * p * r / (p + b2 * r)  # WRONG: in the denominator beta squared belongs to the precision, b2 * p + r; as it is, beta > 1 favours precision.
