# exercise: split_sizes


def split_sizes(m, percentages):
    for p in percentages:
        if p < 0:
            raise ValueError("negative percentage")
    if sum(percentages) != 100:
        raise ValueError("percentages must sum to 100")

    other = []
    for p in percentages[1:]:
        other.append(round(m * p / 100))  # WRONG: the other parts must be rounded down, m * p // 100, and this rounds to the nearest whole number.
    train = m - sum(other)
    return [train] + other
