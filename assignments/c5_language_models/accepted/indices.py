# Flat positions, scattered values, and writing into arrays of one's own; draws by Gumbel noise.

import numpy as np
from attendhelp import attention, attention_backward

IGNORED = -100


def log_softmax(logits):
    z = logits.copy()
    z -= z.max(-1)[..., None]
    z -= np.log(np.exp(z).sum(-1))[..., None]
    return z


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    rng = np.random.RandomState(seed)
    inputs, labels = tokens.copy(), np.full_like(tokens, IGNORED)
    kind = np.ones(vocab_size, dtype=bool)
    kind[list(special_ids)] = False
    open_places = np.flatnonzero(kind[tokens])
    kind[mask_id] = False
    ordinary = np.flatnonzero(kind)
    chosen = open_places[rng.uniform(size=open_places.size) < mask_prob]
    labels.flat[chosen] = tokens.flat[chosen]
    u = rng.uniform(size=chosen.size)
    inputs.flat[chosen[u > 0.2]] = mask_id
    other = chosen[u < 0.1]
    inputs.flat[other] = ordinary[rng.randint(ordinary.size, size=other.size)]
    return [inputs, labels]


def masked_lm_loss(logits, labels):
    d = np.zeros(logits.size).reshape(-1, logits.shape[-1])
    flat = labels.reshape(-1)
    places = np.flatnonzero(flat >= 0)
    if len(places) == 0:
        return 0.0, d.reshape(logits.shape)
    logs = log_softmax(logits.reshape(d.shape)[places])
    rows = np.arange(len(places)), flat[places]
    loss = -logs[rows].mean()
    np.exp(logs, out=logs)
    logs[rows] -= 1
    logs /= len(places)
    d[places] = logs
    return loss, d.reshape(*labels.shape, -1)


def causal_lm_loss(logits, tokens, pad_id=None):
    labels = np.roll(tokens, -1, axis=1)
    labels[:, -1] = IGNORED
    if pad_id is not None:
        np.putmask(labels, labels == pad_id, IGNORED)
    return masked_lm_loss(logits, labels)


def perplexity(loss):
    return np.power(np.e, loss)


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    vocab = len(logits)
    if temperature <= 0 or (top_k or 1) < 1 or top_k == 0:
        raise ValueError("temperature and top_k must be positive")
    if not 0 < (1 if top_p is None else top_p) <= 1:
        raise ValueError("top_p is a share")
    order = np.lexsort((np.arange(vocab), -logits))[:top_k]
    p = np.exp(log_softmax(logits[order] / temperature))
    if top_p is not None:
        count = min(np.searchsorted(np.cumsum(p), top_p) + 1, len(p))
        order, p = order[:count], p[:count]
    found = np.zeros(vocab)
    np.put(found, order, p / p.sum())
    return found


def generate(
    model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None
):
    rng = np.random.default_rng(seed)
    start = len(prompt)
    tokens = np.zeros(start + max_new_tokens, dtype=int)
    tokens[:start] = prompt
    for n in range(start, len(tokens)):
        logits = np.array(model(tokens[np.newaxis, :n]))
        p = next_token_distribution(logits[0, n - 1], temperature, top_k, top_p)
        with np.errstate(divide="ignore"):
            tokens[n] = np.argmax(np.log(p) + rng.gumbel(size=len(p)))
        if end_id is not None and tokens[n] == end_id:
            return tokens[: n + 1]
    return tokens


def attention_lm_forward(tokens, parameters, causal=True):
    P = parameters
    L = tokens.shape[1]
    X = np.take(P["E"], tokens, axis=0)
    X += P["Pos"][:L]
    W = np.hstack([P["Wq"], P["Wk"], P["Wv"]])
    k = P["Wq"].shape[1]
    q, key, value = np.split(X @ W, [k, 2 * k], axis=-1)
    mask = None
    if causal:
        mask = np.ones((L, L), dtype=bool)
        mask[np.triu_indices(L, 1)] = False
    H = attention(q, key, value, mask)[0]
    H += X
    return np.dot(H, P["U"]) + P["c"], [tokens.copy(), X, (q, key, value, mask), H, W, P]


def attention_lm_backward(d_logits, cache):
    tokens, X, parts, H, W, P = cache
    V, d = P["E"].shape
    flat = d_logits.reshape(-1, V)
    dH = d_logits @ P["U"].T
    joined = np.concatenate(attention_backward(dH, *parts), axis=-1)
    dX = dH + joined @ W.T
    dW = X.reshape(-1, d).T @ joined.reshape(-1, W.shape[1])
    k = P["Wq"].shape[1]
    dPos = np.zeros_like(P["Pos"])
    for row in dX:
        dPos[: len(row)] += row
    which = tokens.reshape(-1)
    rows = dX.reshape(-1, d)
    dE = np.stack([np.bincount(which, weights=column, minlength=V) for column in rows.T], axis=1)
    return {
        "dE": dE,
        "dPos": dPos,
        "dWq": dW[:, :k],
        "dWk": dW[:, k : 2 * k],
        "dWv": dW[:, 2 * k :],
        "dU": H.reshape(-1, d).T @ flat,
        "dc": flat.sum(axis=0),
    }


def dependency_matrix(model, tokens, vocab_size):
    row = np.array([tokens])
    before = np.array(model(row))
    columns = []
    for j in range(row.shape[1]):
        old = row[0, j]
        row[0, j] = 0 if old == vocab_size - 1 else old + 1
        columns.append((np.abs(model(row) - before) > 1e-9).any(axis=2)[0])
        row[0, j] = old
    return np.column_stack(columns)


def classifier_cost_and_grads(features, labels, W, b):
    m, L, d = features.shape
    # The other positions have no label.
    everywhere = np.full((m, L), IGNORED)
    everywhere[:, 0] = labels
    cost, slopes = masked_lm_loss(features @ W + b, everywhere)
    grads = {
        "dW": features.reshape(-1, d).T @ slopes.reshape(-1, len(b)),
        "db": slopes.sum(axis=(0, 1)),
        "d_features": slopes @ W.T,
    }
    return cost, grads
