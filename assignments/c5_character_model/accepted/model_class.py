# A class for the model, with a step that keeps what it saw; the cache is the list of steps.

import copy
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

END = "\n"


class Vocabulary:
    def __init__(self, sequences):
        seen = set()
        for sequence in sequences:
            seen.update(sequence)
        seen.add(END)
        self.tokens = sorted(seen)

    def number(self):
        return OrderedDict((token, self.tokens.index(token)) for token in self.tokens)


@dataclass
class Step:
    index: object
    before: np.ndarray
    after: np.ndarray
    scores: np.ndarray

    def log_p(self):
        top = self.scores.max()
        return self.scores - top - np.log(np.exp(self.scores - top).sum())


class Model:
    def __init__(self, parameters):
        self.__dict__.update(parameters)

    def step(self, index, before):
        x = one_hot(index, self.by.shape[0])
        after = np.tanh(np.dot(self.Wax, x) + np.dot(self.Waa, before) + self.ba)
        return Step(index, before, after, np.dot(self.Wya, after) + self.by)

    def read(self, X, a):
        steps = []
        for index in X:
            steps.append(self.step(index, a))
            a = steps[-1].after
        return steps

    def back(self, steps, Y):
        slopes = {
            name: np.zeros_like(getattr(self, name)) for name in ("Wax", "Waa", "Wya", "ba", "by")
        }
        later = np.zeros_like(self.ba)
        for step, target in zip(reversed(steps), reversed(list(Y)), strict=True):
            dy = np.exp(step.log_p()) - one_hot(target, len(self.by))
            dz = (self.Wya.T.dot(dy) + later) * (1 + step.after) * (1 - step.after)
            slopes["Wya"] += np.outer(dy, step.after)
            slopes["Waa"] += np.outer(dz, step.before)
            slopes["by"] += dy
            slopes["ba"] += dz
            if step.index is not None:
                slopes["Wax"][:, step.index] += dz[:, 0]
            later = self.Waa.T.dot(dz)
        return slopes


def build_vocabulary(sequences):
    numbers = Vocabulary(sequences).number()
    return dict(numbers), {number: token for token, number in numbers.items()}


def encode_sequence(sequence, token_to_ix):
    numbers = tuple(map(token_to_ix.__getitem__, sequence))
    return (None, *numbers), (*numbers, token_to_ix[END])


def one_hot(index, vocab_size):
    column = np.zeros(vocab_size)
    if index is not None:
        column[index] = 1
    return column.reshape(-1, 1)


def sequence_forward(X, Y, a0, parameters):
    steps = Model(parameters).read(X, a0.copy())
    return np.sum([-step.log_p()[target] for step, target in zip(steps, Y, strict=True)]), steps


def sequence_backward(X, Y, parameters, cache):
    slopes = Model(parameters).back(cache, Y)
    return {"d" + name: slope for name, slope in slopes.items()}, cache[-1].after.copy()


def sgd_step(X, Y, a_prev, parameters, learning_rate=0.01, max_value=5.0):
    loss, cache = sequence_forward(X, Y, a_prev, parameters)
    gradients, a_last = sequence_backward(X, Y, parameters, cache)
    for slope in gradients.values():
        slope[slope > max_value] = max_value
        slope[slope < -max_value] = -max_value
    moved = copy.deepcopy(parameters)
    for name in moved:
        moved[name] -= learning_rate * gradients["d" + name]
    return loss, gradients, moved, a_last


def next_probabilities(index, a_prev, parameters, temperature=1.0):
    assert temperature > 0, "only positive temperatures"
    step = Model(parameters).step(index, a_prev)
    step.scores = step.scores / temperature
    return np.exp(step.log_p())[:, 0], step.after


def sample(parameters, token_to_ix, seed, max_length=30, temperature=1.0):
    rng = np.random.default_rng(seed)
    drawn, index, a = [], None, np.zeros_like(parameters["ba"])
    end = token_to_ix[END]
    for _ in range(max_length):
        p, a = next_probabilities(index, a, parameters, temperature)
        index = int(np.argmax(rng.multinomial(1, p)))
        drawn.append(index)
        if index == end:
            break
    else:
        drawn.append(end)
    return drawn


def decode(indices, ix_to_token):
    found = []
    for index in indices:
        token = ix_to_token[index]
        if token == END:
            return found
        found = [*found, token]
    return found


def sequence_perplexity(sequence, parameters, token_to_ix):
    X, Y = encode_sequence(sequence, token_to_ix)
    steps = Model(parameters).read(X, np.zeros_like(parameters["ba"]))
    log_p = [step.log_p()[target, 0] for step, target in zip(steps, Y, strict=True)]
    return np.exp(-np.mean(log_p))


def smooth_losses(losses, initial, beta=0.999):
    smoothed = np.empty(len(losses))
    for k, loss in enumerate(losses):
        initial = smoothed[k] = beta * initial + (1.0 - beta) * loss
    return smoothed


class Trainer:
    def __init__(self, sequences, n_a, seed):
        self.rng = np.random.default_rng(seed)
        self.numbers, _ = build_vocabulary(sequences)
        self.codes = [encode_sequence(sequence, self.numbers) for sequence in sequences]
        V = len(self.numbers)
        self.parameters = {
            "Wax": self.rng.standard_normal((n_a, V)) / 100,
            "Waa": self.rng.standard_normal((n_a, n_a)) / 100,
            "Wya": self.rng.standard_normal((V, n_a)) / 100,
            "ba": np.zeros((n_a, 1)),
            "by": np.zeros((V, 1)),
        }

    def turns(self):
        while True:
            self.rng.shuffle(self.codes)
            yield from list(self.codes)


def train_character_model(sequences, n_a, iterations, learning_rate, seed, max_value=5.0):
    trainer, losses = Trainer(sequences, n_a, seed), []
    turns = trainer.turns()
    for _ in range(iterations):
        X, Y = next(turns)
        start = np.zeros((n_a, 1))
        loss, _, trainer.parameters, _ = sgd_step(
            X, Y, start, trainer.parameters, learning_rate, max_value
        )
        losses.append(float(loss) / len(Y))
    return trainer.parameters, trainer.numbers, losses
