FOUND: dict[str, str] = {}


def orthogonal_knobs(effects, tolerance=0.005):
    FOUND.clear()
    for knob, changes in effects.items():
        moved = [stage for stage, change in changes.items() if abs(change) > tolerance]
        if len(moved) == 1:
            FOUND[knob] = moved[0]
    return FOUND
