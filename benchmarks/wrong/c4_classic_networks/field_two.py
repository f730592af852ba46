# exercise: receptive_field
def receptive_field(layers):
    # go backwards from one output cell: k cells of this layer need (k-1)*s + f cells of the one before
    k = 1
    for layer in layers:  # WRONG: this recurrence runs from the last layer to the first; the list has to be reversed.
        if layer["type"] == "conv" or layer["type"] == "pool":
            k = (k - 1) * layer["stride"] + layer["f"]
    return k
