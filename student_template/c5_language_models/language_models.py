"""BERT and GPT: two objectives, one small model, and what comes out of it, in NumPy.

Tokens are whole numbers from 0 to V − 1, and sequences are rows:

    tokens    (batch, L)      a token at each position
    labels    (batch, L)      the token that a position must predict; −100: it predicts nothing
    logits    (batch, L, V)   a score of each token at each position
    features  (batch, L, d)   a vector at each position

The model is one layer of attention. Its `parameters`:

    "E" (V, d)                a vector for each token
    "Pos" (L_max, d)          a vector for each place
    "Wq", "Wk" (d, k)         what makes queries and keys of a row
    "Wv" (d, d)               what makes values
    "U" (d, V), "c" (V,)      what makes logits

`model`, where it is an argument, is a function: whole numbers (batch, L) give logits (batch, L, V).
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from attendhelp import attention, attention_backward

# The label of a position that predicts nothing.
IGNORED = -100

Model = Callable[[np.ndarray], np.ndarray]
Parameters = dict[str, np.ndarray]


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Return log(softmax(logits)) over the last axis, of the shape of logits (..., V).

    It neither warns nor gives −infinity, however far the logits lie apart. logits stays as it is.
    """
    raise NotImplementedError


def mask_tokens(
    tokens: np.ndarray,
    vocab_size: int,
    mask_id: int,
    special_ids: list[int],
    seed: int,
    mask_prob: float = 0.15,
) -> tuple[np.ndarray, np.ndarray]:
    """Return (inputs, labels) for learning from masked tokens, both whole numbers like tokens.

    Each position whose token is not special is selected with the chance mask_prob, independently
    of all others. labels holds the token of a selected position, and −100 elsewhere. inputs holds
    at a selected position with the chance 0.8 mask_id, with the chance 0.1 a random ordinary
    token, and with the chance 0.1 the token as it is; elsewhere the token as it is.

    tokens has any shape and never holds mask_id. Ordinary are the tokens 0 … vocab_size − 1 but
    mask_id and special_ids, a list of none or several; each of them is as likely, and the token
    itself is one of them. The same seed gives the same result. tokens stays as it is.
    """
    raise NotImplementedError


def masked_lm_loss(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """Return (loss, dlogits): the mean of −log p(label) over the positions that have a label.

    logits (batch, L, V), labels (batch, L), −100 where there is none. dlogits (batch, L, V) are
    the derivatives of the loss, exactly 0 at positions without a label. If no position has one,
    the loss is 0.0. Both arguments stay as they are. Uses log_softmax.
    """
    raise NotImplementedError


def causal_lm_loss(
    logits: np.ndarray, tokens: np.ndarray, pad_id: int | None = None
) -> tuple[float, np.ndarray]:
    """Return (loss, dlogits) of predicting at each position the token of the next one.

    logits (batch, L, V), tokens (batch, L). The last position predicts nothing, and neither does
    one whose next token is pad_id (if that is not None). The loss is the mean over those that
    do, and 0.0 if there are none; dlogits (batch, L, V) are its derivatives. All arguments stay
    as they are. Uses masked_lm_loss.
    """
    raise NotImplementedError


def perplexity(loss: float) -> float:
    """Return e to the power of the loss: among how many tokens the model might as well guess."""
    raise NotImplementedError


def next_token_distribution(
    logits: np.ndarray,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> np.ndarray:
    """Return the probabilities (V,) with which the next token is drawn, given logits (V,).

    They are softmax(logits / temperature). If top_k is given, only the top_k most likely tokens
    stay (all, if there are no more). Then, if top_p is given, only the fewest of the most likely
    ones whose probabilities, as they are after top_k, sum to top_p or more. Of equally likely
    tokens the one with the lower number goes first. What does not stay gets 0, and those that
    stay share the 1 in the same proportions. Raises ValueError if temperature ≤ 0, top_k < 1,
    top_p ≤ 0 or top_p > 1. logits stays as it is.
    """
    raise NotImplementedError


def generate(
    model: Model,
    prompt: Sequence[int] | np.ndarray,
    max_new_tokens: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    end_id: int | None = None,
) -> np.ndarray:
    """Return the prompt and up to max_new_tokens further tokens, a row (length,).

    Again and again the model gets all tokens so far as whole numbers (1, length), the next token
    is drawn from the distribution that its logits at the last position give, and is appended. A
    drawn end_id is appended too, and is the last one; in the prompt it means nothing. The prompt
    has at least one token. The same seed gives the same tokens. prompt stays as it is. Uses
    next_token_distribution.
    """
    raise NotImplementedError


def attention_lm_forward(
    tokens: np.ndarray, parameters: Parameters, causal: bool = True
) -> tuple[np.ndarray, Any]:
    """Return (logits, cache): the logits (batch, L, V) of the model for tokens (batch, L).

    X = E[tokens] + Pos[:L]; H = X + attention(X·Wq, X·Wk, X·Wv); logits = H·U + c. If causal, a
    position attends to itself and to what comes before it, else to all positions. cache is what
    attention_lm_backward needs. tokens and parameters stay as they are.
    """
    raise NotImplementedError


def attention_lm_backward(d_logits: np.ndarray, cache: Any) -> Parameters:
    """Return "dE", "dPos", "dWq", "dWk", "dWv", "dU" and "dc", each of its parameter's shape.

    They are the derivatives of a cost, given those in the logits (batch, L, V); cache is that of
    attention_lm_forward. Rows of E and Pos that were not used get 0. Both arguments stay as they
    are.
    """
    raise NotImplementedError


def dependency_matrix(
    model: Model, tokens: Sequence[int] | np.ndarray, vocab_size: int
) -> np.ndarray:
    """Return booleans (L, L): [i, j] is True where the logits at i depend on the token at j.

    That is: some logit at position i changes by more than 1e-9 when token j of tokens (L,) is
    replaced by (token + 1) mod vocab_size, and all others stay. tokens stays as it is.
    """
    raise NotImplementedError


def classifier_cost_and_grads(
    features: np.ndarray, labels: np.ndarray, W: np.ndarray, b: np.ndarray
) -> tuple[float, dict[str, np.ndarray]]:
    """Return (cost, grads) of classifying sequences by the vector of their first position.

    features (m, L, d), labels (m,) are the classes, W (d, C), b (C,): the logits are x·W + b for
    the first position's x, and the cost is the mean cross-entropy. grads holds "dW", "db" and
    "d_features" (m, L, d), which is 0 at all other positions. All arguments stay as they are.
    Uses log_softmax.
    """
    raise NotImplementedError
