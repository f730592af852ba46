# exercise: orthogonal_knobs


def orthogonal_knobs(effects, tolerance=0.005):
    good = {}
    for knob in effects:
        for stage in effects[knob]:
            change = effects[knob][stage]
            if abs(change) >= tolerance:  # WRONG: a change of exactly the tolerance is tolerated, so it must be >.
                good[knob] = stage  # WRONG: a knob that moves two or more stages gets in too, with the last of them; count the moved stages and keep the knob only if there is exactly one.
    return good
