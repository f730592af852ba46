# exercise: neuron_gradients
from graph import Node


def neuron_gradients(w, b, x, y):
    W = [Node(v) for v in w]
    X = [Node(v) for v in x]
    B = Node(b)
    total = Node(0.0)
    for i in range(len(W)):
        total = add(total, mul(W[i], X[i]))
    z = add(total, B)
    a = div(1.0, add(1.0, exp(mul(-1.0, z))))
    left = mul(y, log(a))
    right = mul(1 - y, log(sub(1.0, a)))
    L = mul(-1.0, add(left, right))
    backward(L)
    dw = [n.grad for n in X]  # WRONG: these are the derivatives by the inputs x; the ones by the weights are the grads of W.
    return L.value, dw, B.grad
