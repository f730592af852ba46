# exercise: broadcast_shape


def broadcast_shape(shape_a, shape_b):
    a = list(shape_a)
    b = list(shape_b)
    # fill up the shorter one with ones
    while len(a) < len(b):
        a.append(1)  # WRONG: the ones are added at the end; shapes are lined up flush right, so missing sides belong in front.
    while len(b) < len(a):
        b.append(1)  # WRONG: the ones are added at the end; shapes are lined up flush right, so missing sides belong in front.
    out = []
    for p, q in zip(a, b):
        if p == q or q == 1:
            out.append(p)
        elif p == 1:
            out.append(q)
        else:
            raise ValueError("shapes do not fit")
    return tuple(out)
