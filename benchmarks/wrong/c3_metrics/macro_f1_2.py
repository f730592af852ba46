# exercise: macro_f1
import numpy as np


def macro_f1(y_true, y_pred, n_classes):
    y_true = np.asarray(y_true).flatten()
    y_pred = np.asarray(y_pred).flatten()
    P = 0.0
    R = 0.0
    for k in range(1, n_classes):  # WRONG: class 0 is a class like the others; the range must begin at 0.
        conf = confusion_counts(y_true == k, y_pred == k)
        P += precision(conf["tp"], conf["fp"])
        R += recall(conf["tp"], conf["fn"])
    return f_beta(P / n_classes, R / n_classes)  # WRONG: this is the F1 of the mean precision and mean recall; asked for is the mean of the F1 of each class.
