# exercise: nonconvexity_witness


def nonconvexity_witness():
    # one point of class 1; the curve falls from w = 0 on and becomes flat
    x = [1.0]
    y = [1]
    wa = 0.0
    wb = 10.0  # WRONG: for y = 1 the curve is convex to the right of 0, so here it lies below the chord; the bend the other way is at negative w, where the neuron is wrong and sure.
    return {"x": x, "y": y, "wa": wa, "wb": wb}
