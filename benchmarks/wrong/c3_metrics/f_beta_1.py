# exercise: f_beta


def f_beta(precision, recall, beta=1.0):
    if precision == 0 or recall == 0:
        return 0.0
    top = (1 + beta**2) * precision * recall
    bottom = beta * precision + recall  # WRONG: the precision is multiplied by beta squared, not by beta.
    return top / bottom
