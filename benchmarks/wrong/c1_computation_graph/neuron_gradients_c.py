# exercise: neuron_gradients
from graph import Node


def neuron_gradients(w, b, x, y):
    w_nodes = [Node(float(wi)) for wi in w]
    b_node = Node(float(b))
    z = Node(0.0)
    for w_node, x_i in zip(w_nodes, x):
        z = z + w_node * float(x_i) + b_node  # WRONG: b is added once per input inside the loop; it belongs to z only once.
    a = 1.0 / (1.0 + exp(-z))
    loss = -(y * log(a) + (1 - y) * log(a))  # WRONG: the second logarithm must be of 1 - a, the probability of label 0.
    backward(loss)
    return loss.value, [n.grad for n in w_nodes], b_node.grad
