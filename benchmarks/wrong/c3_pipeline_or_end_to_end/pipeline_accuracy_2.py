# exercise: pipeline_accuracy


def pipeline_accuracy(stage_accuracies):
    if len(stage_accuracies) == 0:
        return 0.0  # WRONG: a pipeline without stages has the accuracy 1.0, nothing can go wrong.
    acc = stage_accuracies[0]
    for i in range(len(stage_accuracies)):  # WRONG: acc holds the first stage already, so the loop must begin at 1; as it is, the first stage is counted twice.
        acc = acc * stage_accuracies[i]
    return float(acc)
