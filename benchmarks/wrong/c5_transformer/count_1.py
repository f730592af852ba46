# exercise: transformer_parameter_count


def transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder):
    attention = 4 * (d * d + d)
    ffn = d * d_ff + d_ff + d_ff * d + d
    norm = 2 * d
    encoder = attention + ffn + 2 * norm
    decoder = 2 * attention + ffn + 2 * norm  # WRONG: a decoder block has three norms
    tables = vocab * d  # WRONG: source and target have a table each, so it is twice that
    last = d * vocab + vocab
    return tables + n_encoder * encoder + n_decoder * decoder + last
