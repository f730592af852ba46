# exercise: transformer_forward
import numpy as np


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    x = embed_tokens(source, parameters["E_source"])
    memories = []
    for block in parameters["encoder"]:
        x, _ = encoder_block(x, block, num_heads, source_mask)
        memories.append(x)
    y = embed_tokens(target, parameters["E_target"])
    for i, block in enumerate(parameters["decoder"]):
        # decoder i looks at encoder i
        mem = memories[min(i, len(memories) - 1)]  # WRONG: each decoder block looks at what the last encoder block gave, memories[-1]
        y = decoder_block(y, mem, block, num_heads, source_mask)
    return y @ parameters["W_out"] + parameters["b_out"]
