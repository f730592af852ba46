# exercise: same_padding
def same_padding(f):
    if f < 1 or f % 2 == 0:
        raise ValueError("f must be odd and positive")
    p = (f - 1) / 2  # WRONG: true division gives a float (1.0); the padding must be a whole number, so //.
    return p
