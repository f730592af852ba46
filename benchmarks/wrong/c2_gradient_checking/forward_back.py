# exercise: forward_difference


def forward_difference(f, x, h):
    here = f(x)
    there = f(x - h)  # WRONG: the forward difference looks at x + h; this is the backward difference.
    slope = (here - there) / h
    return slope
