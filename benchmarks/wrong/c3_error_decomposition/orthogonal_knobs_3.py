# exercise: orthogonal_knobs


def orthogonal_knobs(effects, tolerance=0.005):
    answer = {}
    for knob, row in effects.items():
        count = 0
        for stage, delta in row.items():
            if abs(delta) > tolerance:
                count += 1
        if count == 1:
            answer[knob] = stage  # WRONG: stage is the last one of the loop above, whether it was moved or not; remember the stage that was moved.
    return answer
