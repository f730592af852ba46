# exercise: attribute_errors


def attribute_errors(names, correct):
    counts = dict.fromkeys(list(names) + ["unresolved"], 0)
    for column in zip(*correct):  # WRONG: examples that are right in row 0 (column[0]) are no errors and must be skipped; here they are put down to somebody as well.
        culprit = "unresolved"
        for j in range(1, len(names)):  # WRONG: the rows to look at are 1 ... K, so the range must end at len(names) + 1; the last stage is never blamed.
            if column[j]:
                culprit = names[j - 1]
                break
        counts[culprit] += 1
    return counts
