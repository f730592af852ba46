# exercise: lstm_parameter_count
def lstm_parameter_count(n_x, n_a, n_y):
    weights_of_a_gate = n_a * (n_a + n_x)
    biases_of_a_gate = n_a
    gates = 4 * weights_of_a_gate + biases_of_a_gate  # WRONG: each of the four gates has a bias of its own; the brackets are missing, so the biases are counted only once.
    output = n_y * n_a + n_y
    return gates + output
