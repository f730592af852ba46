# exercise: ceiling_analysis


def ceiling_analysis(names, accuracies):
    gains = {}
    best = None
    best_gain = 0.0  # WRONG: where no gain is above 0 no stage is found and best stays None; begin with minus infinity.
    for j in range(1, len(names) + 1):
        g = accuracies[j] - accuracies[j - 1]
        gains[names[j - 1]] = g
        if g >= best_gain:  # WRONG: of equal gains the earlier stage wins, so it must be >.
            best = names[j - 1]
            best_gain = g
    return gains, best
