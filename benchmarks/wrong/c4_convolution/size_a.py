# exercise: conv_output_size
def conv_output_size(n, f, pad=0, stride=1):
    if n < 1 or f < 1 or stride < 1 or pad < 0:
        raise ValueError("bad argument")
    room = n + 2 * pad - f
    if room <= 0:  # WRONG: room == 0 is legal, one window fits exactly; only room < 0 is an error.
        raise ValueError("the filter does not fit")
    return room // stride + 1
