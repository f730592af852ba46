# exercise: model
import numpy as np


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    w, b = initialize(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations=num_iterations)  # WRONG: the learning rate is not passed on, so optimize uses its own default 0.01.
    w = params["w"]
    b = params["b"]
    p_train = predict(w, b, X_train)
    p_test = predict(w, b, X_test)
    acc_train = 100 - np.mean(np.abs(p_train - Y_train)) * 100
    acc_test = 100 - np.mean(np.abs(p_test - Y_test)) * 100
    return {"w": w, "b": b, "costs": costs,
            "Y_prediction_train": p_train, "Y_prediction_test": p_test,
            "train_accuracy": acc_train, "test_accuracy": acc_test}
