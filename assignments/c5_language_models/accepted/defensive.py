# Everything is turned into arrays first and looked at; attention is written anew, with typed ways.

from typing import NamedTuple

import numpy as np


class Cache(NamedTuple):
    tokens: np.ndarray
    X: np.ndarray
    weights: np.ndarray
    H: np.ndarray
    values: np.ndarray
    parameters: dict
    queries: np.ndarray
    keys: np.ndarray


def log_softmax(logits: np.ndarray) -> np.ndarray:
    logits = np.asarray(logits, dtype=np.float64)
    centred = np.subtract(logits, np.max(logits, axis=-1, keepdims=True))
    total = np.sum(np.exp(centred), axis=-1, keepdims=True)
    return np.subtract(centred, np.log(total))


def mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, mask_prob=0.15):
    rng = np.random.Generator(np.random.PCG64(seed))
    tokens = np.array(tokens, dtype=np.int64)
    flat = tokens.ravel()
    labels = np.full(flat.shape, -100, dtype=np.int64)
    inputs = flat.copy()
    ordinary = np.array(
        [v for v in range(vocab_size) if v != mask_id and v not in set(special_ids)]
    )
    # One draw decides all: below 0.8p masked, below 0.9p random, below p kept.
    u = rng.random(flat.size)
    u[np.isin(flat, np.array(sorted(special_ids), dtype=np.int64))] = 2.0
    labels[u < mask_prob] = flat[u < mask_prob]
    inputs[u < 0.8 * mask_prob] = mask_id
    swap = (u >= 0.8 * mask_prob) & (u < 0.9 * mask_prob)
    inputs[swap] = rng.permuted(np.resize(ordinary, (int(swap.sum()), len(ordinary))), axis=1)[:, 0]
    return inputs.reshape(tokens.shape), labels.reshape(tokens.shape)


def masked_lm_loss(logits, labels):
    logits, labels = np.asarray(logits), np.asarray(labels)
    if logits.shape[:-1] != labels.shape:
        raise ValueError("logits and labels do not fit")
    weight = np.where(labels == -100, 0.0, 1.0)
    count = weight.sum()
    if count == 0:
        return 0.0, np.zeros_like(logits)
    weight = weight / count
    logs = log_softmax(np.where(weight[..., None] > 0, logits, 0.0))
    b, i = np.indices(labels.shape)
    target = np.maximum(labels, 0)
    loss = float(np.sum(-weight * logs[b, i, target]))
    slopes = np.exp(logs) * weight[..., None]
    np.subtract.at(slopes, (b, i, target), weight)
    return loss, slopes


def causal_lm_loss(logits, tokens, pad_id=None):
    tokens = np.asarray(tokens)
    labels = np.pad(tokens[:, 1:], ((0, 0), (0, 1)), constant_values=-100)
    real = np.ones(labels.shape, dtype=bool) if pad_id is None else labels != pad_id
    return masked_lm_loss(logits, np.where(real, labels, -100))


def perplexity(loss):
    return np.exp(np.float64(loss)).item()


def next_token_distribution(logits, temperature=1.0, top_k=None, top_p=None):
    class OutOfRange(ValueError):
        pass

    if not temperature > 0.0:
        raise OutOfRange("temperature")
    if top_k is not None and int(top_k) < 1:
        raise OutOfRange("top_k")
    if top_p is not None and not 0.0 < top_p <= 1.0:
        raise OutOfRange("top_p")
    z = np.array(logits, dtype=np.float64)
    left = np.exp((z - z.max()) / temperature)
    allowed = np.zeros(z.shape, dtype=bool)
    share = 0.0
    size = z.size if top_k is None else min(top_k, z.size)
    order = np.argsort(z[::-1], kind="stable")[::-1]
    order = (z.size - 1 - order)[:size]
    total = left[order].sum()
    for v in order:
        if top_p is not None and share / total >= top_p:
            break
        allowed[v] = True
        share += left[v]
    return np.where(allowed, left, 0.0) / left[allowed].sum()


def generate(
    model, prompt, max_new_tokens, seed, temperature=1.0, top_k=None, top_p=None, end_id=None
):
    rng = np.random.default_rng(seed)
    row = np.array(prompt, dtype=np.int64).reshape(1, -1)
    new = None
    while max_new_tokens and (new is None or end_id is None or new != end_id):
        p = next_token_distribution(
            np.asarray(model(row.copy()))[-1, -1], temperature=temperature, top_k=top_k, top_p=top_p
        )
        new = rng.choice(np.arange(p.size), p=p)
        row = np.hstack([row, [[new]]])
        max_new_tokens -= 1
    return row[0]


def attention_lm_forward(tokens, parameters, causal=True):
    P = {name: np.array(value, dtype=np.float64) for name, value in parameters.items()}
    tokens = np.array(tokens)
    L = tokens.shape[1]
    X = P["E"][tokens] + P["Pos"][np.newaxis, :L, :]
    Q, K, V = X @ P["Wq"], X @ P["Wk"], X @ P["Wv"]
    scores = np.matmul(Q, np.moveaxis(K, 1, 2)) / np.sqrt(P["Wk"].shape[1])
    allowed = np.tri(L, dtype=bool) if causal else np.ones((L, L), dtype=bool)
    scores = np.where(allowed, scores, np.finfo(float).min)
    weights = np.exp(log_softmax(scores))
    H = X + np.matmul(weights, V)
    logits = np.matmul(H, P["U"]) + P["c"]
    return logits, Cache(tokens, X, weights, H, V, P, Q, K)


def attention_lm_backward(d_logits, cache):
    t, X, A, H, V, P, Q, K = cache
    flat = lambda a: a.reshape(-1, a.shape[-1])  # noqa: E731
    dH = d_logits @ P["U"].T
    dV = np.moveaxis(A, 1, 2) @ dH
    dA = dH @ np.moveaxis(V, 1, 2)
    n = A.shape[-1]
    jacobian = A[..., :, None] * (np.eye(n) - A[..., None, :])
    dS = np.sum(jacobian * dA[..., None, :], axis=-1) / np.sqrt(Q.shape[-1])
    dQ, dK = dS @ K, np.moveaxis(dS, 1, 2) @ Q
    dX = dH + np.concatenate([dQ, dK, dV], axis=-1) @ np.vstack([P["Wq"].T, P["Wk"].T, P["Wv"].T])
    choose = (np.arange(len(P["E"]))[:, None] == t.ravel()).astype(float)
    dPos = np.zeros_like(P["Pos"])
    np.add.at(dPos, np.broadcast_to(np.arange(X.shape[1]), t.shape), dX)
    return {
        "dE": choose @ flat(dX),
        "dPos": dPos,
        "dWq": flat(X).T @ flat(dQ),
        "dWk": flat(X).T @ flat(dK),
        "dWv": flat(X).T @ flat(dV),
        "dU": flat(H).T @ flat(d_logits),
        "dc": np.ones(len(flat(d_logits))) @ flat(d_logits),
    }


def dependency_matrix(model, tokens, vocab_size):
    tokens = np.array(tokens, dtype=np.int64)
    L = tokens.size
    before = np.asarray(model(tokens.reshape(1, L)))
    answer = np.zeros((L, L), dtype=bool)
    for i in range(L):
        for j in range(L):
            other = tokens.copy()
            other[j] = np.remainder(other[j] + 1, vocab_size)
            after = np.asarray(model(other.reshape(1, L)))
            answer[i, j] = bool(np.max(np.abs(after[0, i] - before[0, i])) > 1e-9)
    return answer


def classifier_cost_and_grads(features, labels, W, b):
    features, labels = np.asarray(features), np.asarray(labels)
    m, L, _ = features.shape
    logits = features[:, 0, :] @ W + b[np.newaxis, :]
    logs = log_softmax(logits)
    cost = -np.trace(logs[:, labels]) / m
    slopes = np.exp(logs)
    for row, label in zip(slopes, labels, strict=True):
        row[label] -= 1.0
    slopes = slopes / m
    place = np.arange(L)[np.newaxis, :, np.newaxis] == 0
    grads = {"dW": features[:, 0, :].T @ slopes, "db": slopes.sum(axis=0)}
    grads["d_features"] = np.where(place, (slopes @ W.T)[:, np.newaxis, :], 0.0)
    return cost, grads
