# exercise: multitask_accuracy
import numpy as np


def multitask_accuracy(Yhat, Y):
    result = []
    for yhat_row, y_row in zip(Yhat, Y):
        right = 0
        count = 0
        for a, b in zip(yhat_row, y_row):
            if np.isnan(b):
                continue
            count += 1
            answer = 1 if a >= 0.5 else 0  # WRONG: a yes needs more than 1/2, exactly 1/2 is a no; it must be >.
            if answer == b:
                right += 1
        result.append(right / max(count, 1))  # WRONG: a task without any label gets 0 here; its accuracy is unknown and must be NaN.
    return result
