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
    raise NotImplementedError


def encode_sequence(
    sequence: Sequence[str], token_to_ix: dict[str, int]
) -> tuple[list[int | None], list[int]]:
    """Return (X, Y), two lists of the same length: what is read, and what is to be said then.

    X is None and then the indices of all tokens; Y is the indices of all tokens, and then END's.
    Raises KeyError or ValueError for a token that is not in token_to_ix. The arguments stay as
    they are.
    """
    raise NotImplementedError


def one_hot(index: int | None, vocab_size: int) -> np.ndarray:
    """Return a new array (vocab_size, 1) of zeros, with a 1 at index, if that is not None."""
    raise NotImplementedError


def sequence_forward(
    X: Sequence[int | None], Y: Sequence[int], a0: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[float, Any]:
    """Return (loss, cache): the sum over all steps of −log of what the token of Y got.

    Step t reads X[t] and the state that the step before it left, the first one a0 (n_a, 1). No
    score is too large for it. cache is whatever sequence_backward needs. The arguments stay as
    they are. Uses one_hot.
    """
    raise NotImplementedError


def sequence_backward(
    X: Sequence[int | None], Y: Sequence[int], parameters: dict[str, np.ndarray], cache: Any
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return (gradients, a_last): the derivatives of the loss, and the state after the last step.

    gradients holds "dWax", "dWaa", "dWya", "dba" and "dby", sums over all steps, not clipped.
    cache comes from sequence_forward, with the same X, Y and parameters. The arguments stay as
    they are. Uses one_hot.
    """
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError


def decode(indices: Sequence[int], ix_to_token: dict[int, str]) -> list[str]:
    """Return the tokens of these indices up to the first END, without it; without END, all."""
    raise NotImplementedError


def sequence_perplexity(
    sequence: Sequence[str], parameters: dict[str, np.ndarray], token_to_ix: dict[str, int]
) -> float:
    """Return e^(loss / number of predictions), END's among them, from a state of zeros.

    The arguments stay as they are. Uses encode_sequence and sequence_forward.
    """
    raise NotImplementedError


def smooth_losses(losses: Sequence[float], initial: float, beta: float = 0.999) -> list[float]:
    """Return a running mean of losses, a number for each: s ← beta·s + (1 − beta)·loss.

    s is initial before the first loss. losses stays as it is.
    """
    raise NotImplementedError


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
    raise NotImplementedError
