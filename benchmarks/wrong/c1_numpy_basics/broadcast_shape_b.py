# exercise: broadcast_shape


def broadcast_shape(shape_a, shape_b):
    result = []
    for p, q in zip(reversed(shape_a), reversed(shape_b)):  # WRONG: zip stops at the shorter shape, so the leading sides of the longer one are lost.
        if p != q and p != 1 and q != 1:
            raise ValueError("cannot broadcast")
        result.append(max(p, q))  # WRONG: a side 1 is stretched to the other one, also to 0, but max(0, 1) is 1.
    return tuple(result[::-1])
