# exercise: read_learning_curve
import numpy as np


def read_learning_curve(train_errors, dev_errors, target, tolerance):
    final_train = np.mean(train_errors)  # WRONG: the last point decides, not the mean of the curve.
    final_dev = dev_errors[-1]
    bias = bool(final_train > target + tolerance)
    variance = bool(final_dev > target + tolerance)  # WRONG: variance is where dev error minus training error is above the tolerance; here the dev error is compared with the target.
    names = {(False, False): "none", (True, False): "bias", (False, True): "variance", (True, True): "both"}
    return {"problem": names[(bias, variance)], "more_data_helps": variance}
