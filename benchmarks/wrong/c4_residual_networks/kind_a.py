# exercise: shortcut_kind
def shortcut_kind(input_shape, filters, stride):
    if len(input_shape) != 3:
        raise ValueError("input_shape must be (n_H, n_W, n_C)")
    if filters < 1 or stride < 1:
        raise ValueError("filters and stride start at 1")
    n_H, n_W, n_C = input_shape
    # does the output have the same shape as the input?
    out_shape = ((n_H - 1) // stride + 1, (n_W - 1) // stride + 1, filters)
    if out_shape == (n_H, n_W, n_C):  # WRONG: the kind is decided by comparing sizes; an image of one pixel keeps its size at stride 2 and has a projection all the same. Only stride == 1 and filters == n_C count.
        return "identity"
    return "projection"
