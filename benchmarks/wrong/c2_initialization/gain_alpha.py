# exercise: initialization_gain


def initialization_gain(activation, alpha=0.01):
    if activation == "relu":
        return 2.0
    elif activation == "leaky_relu":
        return 2.0 / (1 + alpha)  # WRONG: alpha must be squared, since it is the mean square that is kept: 2 / (1 + alpha**2).
    else:
        return 1.0  # WRONG: only "linear" and "tanh" have 1; any other name must raise ValueError.
