# exercise: layer_sizes


def layer_sizes(X, Y, n_h=4):
    n_x = X.shape[1]  # WRONG: X.shape[1] is the number of examples; the features are the rows, X.shape[0].
    n_y = Y.shape[0]
    return n_x, n_h, n_y
