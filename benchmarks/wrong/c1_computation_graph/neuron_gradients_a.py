# exercise: neuron_gradients
from graph import Node


def neuron_gradients(w, b, x, y):
    ws = [Node(wi) for wi in w]
    bn = Node(b)
    z = bn
    for wi, xi in zip(ws, x):
        z = z + wi * xi
    a = 1 / (1 + exp(-z))
    if y == 1:
        loss = -log(a)
    else:
        loss = -log(1 - a)
    backward(loss)
    # dL/dz = a - y
    dz = a.value - y  # WRONG: the slope is typed in from paper; the gradients must be read from the grads that backward has set.
    dw = [dz * xi for xi in x]
    db = dz
    return loss.value, dw, db
