# exercise: conv_output_size
def conv_output_size(n, f, pad=0, stride=1):
    # sanity checks
    if n < 1 or f < 1 or stride < 1:  # WRONG: a negative pad must raise ValueError too; it is not checked.
        raise ValueError("n, f, stride must be at least 1")
    total = n + 2 * pad
    if f > total:
        raise ValueError("window too big")
    return round((total - f) / stride) + 1  # WRONG: the quotient has to be rounded down (floor), not to the nearest number.
