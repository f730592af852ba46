# exercise: transformer_forward
import numpy as np


def transformer_forward(source, target, parameters, num_heads, source_mask=None):
    src = embed_tokens(source, parameters["E_source"])
    enc = src
    for layer in parameters["encoder"]:
        enc, cache = encoder_block(enc, layer, num_heads, source_mask)
    tgt = embed_tokens(target, parameters["E_target"])
    dec = tgt
    for layer in parameters["decoder"]:
        dec = decoder_block(
            tgt,  # WRONG: every block gets the embedded target again, and not what the block before it gave (dec)
            enc,
            layer,
            num_heads,  # WRONG: the mask of the source must go to the decoder blocks as well, after num_heads
        )
    logits = np.matmul(dec, parameters["W_out"]) + parameters["b_out"]
    return logits
