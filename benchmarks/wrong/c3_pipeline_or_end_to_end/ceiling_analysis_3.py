# exercise: ceiling_analysis


def ceiling_analysis(names, accuracies):
    gains = {n: b - a for n, a, b in zip(names, accuracies[:-1], accuracies[1:])}
    best = max(sorted(gains), key=lambda n: gains[n])  # WRONG: of equal gains the alphabetically first name wins; the stages run in the order of names, and the earlier one of these must win.
    return gains, best
