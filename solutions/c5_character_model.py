"""A model that reads sequences of tokens, says what comes next, and invents new ones, in NumPy.

A sequence is a word, whose tokens are its letters, or a list of strings of any length, each of
which is a token. END marks where a sequence ends; it is a token of every vocabulary, and of no
sequence. Tokens are known by their index in the vocabulary, 0 … V − 1.

The network is the recurrent one that you know, with one example and one-hot inputs, n_x = n_y = V:

    a_t = tanh(Waa·a_(t−1) + Wax·x_t + ba),   p_t = softmax(Wya·a_t + by)

`parameters` is a dict with the keys "Wax" (n_a, V), "Waa" (n_a, n_a), "Wya" (V, n_a),
"ba" (n_a, 1) and "by" (V, 1). States are (n_a, 1). A cache holds whatever your backward function
needs.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

END = "\n"


def build_vocabulary(
    sequences: Sequence[Sequence[str]],
) -> tuple[dict[str, int], dict[int, str]]:
    """Return (token_to_ix, ix_to_token): all tokens of the sequences and END, numbered from 0.

    They are numbered in the order in which Python sorts strings. sequences stays as it is.
    """
    # BEGIN SOLUTION
    tokens = {token for sequence in sequences for token in sequence}
    ordered = sorted(tokens | {END})
    return {token: index for index, token in enumerate(ordered)}, dict(enumerate(ordered))
    # END SOLUTION


def encode_sequence(
    sequence: Sequence[str], token_to_ix: dict[str, int]
) -> tuple[list[int | None], list[int]]:
    """Return (X, Y), two lists of the same length: what is read, and what is to be said then.

    X is None and then the indices of all tokens; Y is the indices of all tokens, and then END's.
    Raises KeyError or ValueError for a token that is not in token_to_ix. The arguments stay as
    they are.
    """
    # BEGIN SOLUTION
    indices = [token_to_ix[token] for token in sequence]
    return [None, *indices], [*indices, token_to_ix[END]]
    # END SOLUTION


def one_hot(index: int | None, vocab_size: int) -> np.ndarray:
    """Return a new array (vocab_size, 1) of zeros, with a 1 at index, if that is not None."""
    # BEGIN SOLUTION
    x = np.zeros((vocab_size, 1))
    if index is not None:
        x[index, 0] = 1.0
    return x
    # END SOLUTION


def sequence_forward(
    X: Sequence[int | None], Y: Sequence[int], a0: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[float, Any]:
    """Return (loss, cache): the sum over all steps of −log of what the token of Y got.

    Step t reads X[t] and the state that the step before it left, the first one a0 (n_a, 1). No
    score is too large for it. cache is whatever sequence_backward needs. The arguments stay as
    they are. Uses one_hot.
    """
    # BEGIN SOLUTION
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    loss, states, predictions = 0.0, [a0], []
    for index, target in zip(X, Y, strict=True):
        x = one_hot(index, len(Wya))
        states.append(np.tanh(Waa @ states[-1] + Wax @ x + parameters["ba"]))
        z = Wya @ states[-1] + parameters["by"]
        z = z - np.max(z)
        log_p = z - np.log(np.sum(np.exp(z)))
        loss -= log_p[target, 0]
        predictions.append(np.exp(log_p))
    return float(loss), (states, predictions)
    # END SOLUTION


def sequence_backward(
    X: Sequence[int | None], Y: Sequence[int], parameters: dict[str, np.ndarray], cache: Any
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return (gradients, a_last): the derivatives of the loss, and the state after the last step.

    gradients holds "dWax", "dWaa", "dWya", "dba" and "dby", sums over all steps, not clipped.
    cache comes from sequence_forward, with the same X, Y and parameters. The arguments stay as
    they are. Uses one_hot.
    """
    # BEGIN SOLUTION
    states, predictions = cache
    gradients = {f"d{name}": np.zeros(value.shape) for name, value in parameters.items()}
    da_prev = np.zeros(states[0].shape)
    for t in reversed(range(len(Y))):
        dy = predictions[t].copy()
        dy[Y[t], 0] -= 1
        da = parameters["Wya"].T @ dy + da_prev
        dz = da * (1 - states[t + 1] ** 2)
        da_prev = parameters["Waa"].T @ dz
        gradients["dWya"] += dy @ states[t + 1].T
        gradients["dby"] += dy
        gradients["dWax"] += dz @ one_hot(X[t], len(dy)).T
        gradients["dWaa"] += dz @ states[t].T
        gradients["dba"] += dz
    return gradients, states[-1]
    # END SOLUTION


def sgd_step(
    X: Sequence[int | None],
    Y: Sequence[int],
    a_prev: np.ndarray,
    parameters: dict[str, np.ndarray],
    learning_rate: float = 0.01,
    max_value: float = 5.0,
) -> tuple[float, dict[str, np.ndarray], dict[str, np.ndarray], np.ndarray]:
    """Return (loss, gradients, new_parameters, a_last): one step of descent on one sequence.

    The loss is that before the step, from the state a_prev (n_a, 1). gradients are clipped, entry
    by entry, to −max_value … max_value, and each parameter takes a step of learning_rate against
    its own. new_parameters is a new dict of new arrays. The arguments stay as they are. Uses
    sequence_forward and sequence_backward.
    """
    # BEGIN SOLUTION
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    gradients, a_last = sequence_backward(X, Y, parameters, cache)
    clipped = {name: np.clip(g, -max_value, max_value) for name, g in gradients.items()}
    new = {name: value - learning_rate * clipped[f"d{name}"] for name, value in parameters.items()}
    return loss, clipped, new, a_last
    # END SOLUTION


def next_probabilities(
    index: int | None,
    a_prev: np.ndarray,
    parameters: dict[str, np.ndarray],
    temperature: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Return (p, a): what may come after the token index, and the state of this one step.

    p (V,) is the softmax of the scores Wya·a + by, divided by temperature; a is (n_a, 1). Raises
    ValueError if temperature is not above 0. The arguments stay as they are. Uses one_hot.
    """
    # BEGIN SOLUTION
    if temperature <= 0:
        raise ValueError("temperature must be above 0")
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    a = np.tanh(Waa @ a_prev + Wax @ one_hot(index, len(Wya)) + parameters["ba"])
    scores = (Wya @ a + parameters["by"])[:, 0]
    e = np.exp((scores - np.max(scores)) / temperature)
    return e / np.sum(e), a
    # END SOLUTION


def sample(
    parameters: dict[str, np.ndarray],
    token_to_ix: dict[str, int],
    seed: int,
    max_length: int = 30,
    temperature: float = 1.0,
) -> list[int]:
    """Return the indices of a sequence that the model invents, END's as the last one.

    Each token is drawn from next_probabilities, and then read by the next step; the first step
    reads None and a state of zeros. It ends with END, or when max_length tokens were drawn: then
    END is added. The same seed draws the same sequence. The arguments stay as they are. Uses
    next_probabilities.
    """
    # BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    index, a, indices = None, np.zeros(parameters["ba"].shape), []
    for _ in range(max_length):
        p, a = next_probabilities(index, a, parameters, temperature)
        index = int(rng.choice(len(p), p=p))
        indices.append(index)
        if index == token_to_ix[END]:
            return indices
    return [*indices, token_to_ix[END]]
    # END SOLUTION


def decode(indices: Sequence[int], ix_to_token: dict[int, str]) -> list[str]:
    """Return the tokens of these indices up to the first END, without it; without END, all."""
    # BEGIN SOLUTION
    tokens = []
    for index in indices:
        if ix_to_token[index] == END:
            break
        tokens.append(ix_to_token[index])
    return tokens
    # END SOLUTION


def sequence_perplexity(
    sequence: Sequence[str], parameters: dict[str, np.ndarray], token_to_ix: dict[str, int]
) -> float:
    """Return e^(loss / number of predictions), END's among them, from a state of zeros.

    The arguments stay as they are. Uses encode_sequence and sequence_forward.
    """
    # BEGIN SOLUTION
    X, Y = encode_sequence(sequence, token_to_ix)
    loss, _ = sequence_forward(X, Y, np.zeros(parameters["ba"].shape), parameters)
    return float(np.exp(loss / len(Y)))
    # END SOLUTION


def smooth_losses(losses: Sequence[float], initial: float, beta: float = 0.999) -> list[float]:
    """Return a running mean of losses, a number for each: s ← beta·s + (1 − beta)·loss.

    s is initial before the first loss. losses stays as it is.
    """
    # BEGIN SOLUTION
    s, smoothed = initial, []
    for loss in losses:
        s = beta * s + (1 - beta) * loss
        smoothed.append(float(s))
    return smoothed
    # END SOLUTION


def train_character_model(
    sequences: Sequence[Sequence[str]],
    n_a: int,
    iterations: int,
    learning_rate: float,
    seed: int,
    max_value: float = 5.0,
) -> tuple[dict[str, np.ndarray], dict[str, int], list[float]]:
    """Return (parameters, token_to_ix, losses): a model of n_a units, and how it learnt.

    Weights begin as 0.01 times standard normal numbers, biases as zeros. Each iteration is an
    sgd_step on one sequence, from a state of zeros. In every round each sequence has its turn
    once, in an order that is drawn. losses has a number for each iteration: the loss of its
    sequence before the step, over its number of predictions. Start and order follow from the
    seed, whatever the rate is. sequences stays as it is. Uses build_vocabulary, encode_sequence
    and sgd_step.
    """
    # BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    token_to_ix, _ = build_vocabulary(sequences)
    V = len(token_to_ix)
    shapes = {"Wax": (n_a, V), "Waa": (n_a, n_a), "Wya": (V, n_a)}
    parameters = {name: 0.01 * rng.normal(size=shape) for name, shape in shapes.items()}
    parameters["ba"], parameters["by"] = np.zeros((n_a, 1)), np.zeros((V, 1))
    order, losses = [], []
    for _ in range(iterations):
        if not order:
            order = list(rng.permutation(len(sequences)))
        X, Y = encode_sequence(sequences[order.pop()], token_to_ix)
        loss, _, parameters, _ = sgd_step(
            X, Y, np.zeros((n_a, 1)), parameters, learning_rate, max_value
        )
        losses.append(loss / len(Y))
    return parameters, token_to_ix, losses
    # END SOLUTION
