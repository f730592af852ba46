# exercise: ceiling_analysis


def ceiling_analysis(names, accuracies):
    gains = {}
    for i, name in enumerate(names):
        gains[name] = accuracies[i + 1] - accuracies[0]  # WRONG: the gain of a stage is the difference to the row just above, accuracies[i], not to row 0.
    best = names[0]
    for name in names:
        if gains[name] > gains[best]:
            best = name
    return gains, best
