# exercise: receptive_field
def receptive_field(layers):
    field = 1
    jump = 1
    for layer in layers:
        if layer["type"] == "flatten":
            break
        if layer["type"] in ("conv", "pool"):
            jump = jump * layer["stride"]  # WRONG: the jump is updated before the field; a layer's own stride acts on the layers after it only, so r must come first.
            field = field + (layer["f"] - 1) * jump
    return field
