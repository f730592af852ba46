# exercise: model
import numpy as np


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    w, b = initialize(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, 100)
    w, b = params["w"], params["b"]

    result = {"w": w, "b": b, "costs": costs}
    result["Y_prediction_train"] = predict(w, b, X_train)
    result["Y_prediction_test"] = predict(w, b, X_test)
    right_train = result["Y_prediction_train"] == Y_train
    right_test = result["Y_prediction_test"] == Y_test
    result["train_accuracy"] = np.mean(right_train)  # WRONG: this is a fraction; the accuracy is asked for in percent.
    result["test_accuracy"] = 100 * np.mean(right_train)  # WRONG: copied from the line above: the test accuracy must be computed from right_test.
    return result
