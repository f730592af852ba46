# exercise: fine_tune
from nethelp import cost_and_grads


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    params = parameters.copy()  # WRONG: a copy of the dict still holds the arrays of the source, which -= below changes in place; copy each array.
    costs = []
    for it in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, params)
        costs.append(float(cost))
        for l in trainable:
            params["W" + str(l)] -= learning_rate * grads["dW" + str(l)]
            params["b" + str(l)] -= learning_rate * grads["db" + str(l)]
    return params, costs
