# exercise: split_sizes


def split_sizes(m, percentages):
    total = 0
    for p in percentages:
        total += p
    if total > 100 or any(p < 0 for p in percentages):  # WRONG: percentages that add up to less than 100 must be refused too; it must be total != 100.
        raise ValueError("bad percentages: %s" % (percentages,))
    sizes = [(m * p) // 100 for p in percentages]
    rest = m - sum(sizes)
    sizes[-1] += rest  # WRONG: what is left after rounding down goes to the training set, sizes[0], and not to the last part.
    return sizes
