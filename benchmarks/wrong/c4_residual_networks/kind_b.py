# exercise: shortcut_kind
def shortcut_kind(input_shape, filters, stride):
    n_C = input_shape[-1]
    if filters < 0 or stride < 0:  # WRONG: 0 has to be refused as well: below 1 means < 1.
        raise ValueError("negative")
    if len(input_shape) < 3:  # WRONG: shapes with more than three entries (with the number of examples in front, say) must raise ValueError too: != 3.
        raise ValueError("shape too short")
    return "identity" if (stride == 1 and filters == n_C) else "projection"
