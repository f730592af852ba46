# The whole-network functions do everything themselves, and their caches hold activations only.

import numpy as np


def L_model_forward(X, parameters):
    count = max(int(name[1:]) for name in parameters)
    activations = [X]
    for number in range(1, count):
        hidden = parameters[f"W{number}"] @ activations[-1] + parameters[f"b{number}"]
        activations.append(np.where(hidden > 0, hidden, 0.0))
    output = parameters[f"W{count}"] @ activations[-1] + parameters[f"b{count}"]
    with np.errstate(over="ignore"):
        AL = 1.0 / (1.0 + np.exp(-output))
    return AL, [(A, parameters[f"W{number}"]) for number, A in enumerate(activations, start=1)]


def compute_cost(AL, Y):
    truth = np.where(Y == 1, AL, 1 - AL)
    return np.sum(-np.log(np.where(truth > 0, truth, 1e-300))) / np.shape(Y)[1]


def L_model_backward(AL, Y, caches):
    m = np.size(Y, 1)
    slopes = {}
    d = (AL - Y) / m
    for number in range(len(caches), 0, -1):
        A_prev, W = caches[number - 1]
        slopes[f"db{number}"] = np.sum(d, 1, keepdims=True)
        slopes[f"dW{number}"] = d @ A_prev.T
        d = np.where(A_prev > 0, W.T @ d, 0.0)
    return slopes


def update_parameters(parameters, grads, learning_rate):
    step = {name[1:]: -learning_rate * slope for name, slope in grads.items()}
    for name in parameters:
        parameters[name] = np.add(parameters[name], step[name])
    return parameters


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, seed=1):
    theta = initialize_parameters_deep(layers_dims, seed)  # noqa: F821
    record = ()
    while len(record) < num_iterations:
        AL, caches = L_model_forward(X, theta)
        record += (compute_cost(AL, Y),)
        theta = update_parameters(theta, L_model_backward(AL, Y, caches), learning_rate)
    return theta, record


def predict(X, parameters):
    return np.rint(L_model_forward(X, parameters)[0])
