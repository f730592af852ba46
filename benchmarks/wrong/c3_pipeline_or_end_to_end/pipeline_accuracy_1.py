# exercise: pipeline_accuracy


def pipeline_accuracy(stage_accuracies):
    # every stage adds its own mistakes
    error = 0.0
    for a in stage_accuracies:
        error += 1 - a  # WRONG: the errors of independent stages don't add up; all are right with the product of the accuracies.
    return max(0.0, 1 - error)
