# exercise: orthogonal_knobs


def orthogonal_knobs(effects, tolerance=0.005):
    result = {}
    for knob, changes in effects.items():
        moved = [stage for stage, c in changes.items() if c > tolerance]  # WRONG: a stage is moved up or down, so the absolute value of the change must be compared.
        if len(moved) == 1:
            result[knob] = moved[0]
    return result
