# exercise: central_difference


def central_difference(f, x, h):
    right = f(x + h)
    left = f(x - h)
    return (right - left) / h  # WRONG: the two points are 2h apart, so it must be divided by 2h.
