# expect: negative_sampling_loss loses
"""Derivatives of the signed rows, the sign lost."""

import numpy as np


def embedding_backward(d_vectors, indices, vocab_size):
    hot = (np.arange(vocab_size)[:, None] == np.asarray(indices)[None, :]).astype(float)
    return np.einsum("vn,nd->vd", hot, d_vectors)


def skipgram_pairs(tokens, window=2):
    n = len(tokens)
    if n < 2:
        return np.zeros((0, 2), dtype=int)
    t = np.asarray(tokens)
    offsets = np.concatenate([np.arange(-window, 0), np.arange(1, window + 1)])
    places = np.arange(n)[:, None] + offsets
    inside = (places >= 0) & (places < n)
    centres = np.broadcast_to(np.arange(n)[:, None], places.shape)[inside]
    return np.stack([t[centres], t[places[inside]]], axis=-1)


def noise_distribution(counts, power=0.75):
    q = np.zeros(len(counts))
    np.power(np.asarray(counts, float), power, out=q, where=np.asarray(counts) != 0)
    return q / q.sum()


def negative_sampling_loss(v, u_pos, U_neg):
    signs = np.append(1.0, -np.ones(len(U_neg)))
    rows = np.concatenate([u_pos[None], U_neg])
    z = -signs * np.einsum("kd,d->k", rows, v)
    loss = np.logaddexp(0, z).sum()
    slope = -signs * np.exp(z - np.logaddexp(0, z))
    d_rows = np.einsum("k,d->kd", np.abs(slope), v)
    return loss, np.einsum("k,kd->d", slope, rows), d_rows[0].copy(), d_rows[1:].copy()


def skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed):
    rng = np.random.default_rng(seed)
    tables = np.stack([E, U])
    total = 0.0
    with np.errstate(divide="ignore"):
        log_noise = np.log(noise)
    for centre, context in np.asarray(pairs):
        race = log_noise + rng.gumbel(size=(k, len(noise)))
        drawn = race.argmax(axis=1)
        loss, dv, du, dN = negative_sampling_loss(
            tables[0, centre], tables[1, context], tables[1, drawn]
        )
        change = np.zeros_like(tables)
        change[0, centre] = dv
        change[1] = embedding_backward(np.vstack([dN, du]), np.append(drawn, context), len(U))
        tables -= learning_rate * change
        total += loss
    return tables[0].copy(), tables[1].copy(), total / (len(pairs) or 1)


def cooccurrence_matrix(tokens, vocab_size, window=2):
    n = len(tokens)
    hot = np.zeros((n, vocab_size))
    hot[np.arange(n), np.asarray(tokens, dtype=int)] = 1
    distance = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    weight = np.where((distance >= 1) & (distance <= window), 1 / np.maximum(distance, 1), 0)
    return np.einsum("ia,ij,jb->ab", hot, weight, hot)


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    f = np.minimum(X, x_max) / x_max
    f = f**alpha
    logs = np.zeros_like(X)
    logs[X > 0] = np.log(X[X > 0])
    e = np.einsum("id,jd->ij", W, U) + np.add.outer(b, c) - logs
    D = 2 * f * e
    return 0.5 * np.einsum("ij,ij->", D, e), {
        "dW": np.einsum("ij,jd->id", D, U),
        "dU": np.einsum("ij,id->jd", D, W),
        "db": np.einsum("ij->i", D),
        "dc": np.einsum("ij->j", D),
        "error": e,
    }
