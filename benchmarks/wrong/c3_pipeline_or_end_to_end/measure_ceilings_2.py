# exercise: measure_ceilings


def measure_ceilings(correct):
    accs = []
    n = len(correct)  # WRONG: this is the number of rows, K + 1; the share is of the examples, len(correct[0]).
    for row in correct:
        right = 0
        for c in row:
            if c:
                right += 1
        accs.append(right / n)
    return accs
