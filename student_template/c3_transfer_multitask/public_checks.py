"""The public checks of Transfer and multi-task learning; run them with `grade check`."""

import numpy as np
from grader.authoring import Array, Reference, Student, array, changes, check, close, costs_agree, double_precision, draw, entries, equal, fresh, given, guarded_cost, numbers, quiet, require, scalar, sequence, unchanged, unpack
from typing import Any
from numpy.random import Generator
import math
import itertools


Network = dict[str, Array]


def widths(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[int]:
    """[n_0, …, n_L], none above `widest`; in a third of the draws all of them equal to it."""
    count, widest = sizes["layers"] + 1, sizes["widest"]
    if rng.random() < 1 / 3:
        return [widest] * count
    return [int(n) for n in rng.integers(1, widest, size=count, endpoint=True)]


def inputs(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """X (n_0, m)."""
    found: Array = draw.normal(fields["layer_dims"][0], "m")(rng, sizes, fields)
    return found


def labels(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """Y (n_L, m), zeros and ones, and at least a single 1."""
    Y = rng.integers(0, 1, size=(fields["layer_dims"][-1], sizes["m"]), endpoint=True)
    Y.flat[rng.integers(Y.size)] = 1
    return Y.astype(np.float64)


def weights(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """W1, b1, …, WL, bL, of scale 0.7 to keep the costs of a few layers of order 1."""
    dims, found = fields["layer_dims"], {}
    for number in range(1, len(dims)):
        for name, columns in (("W", dims[number - 1]), ("b", 1)):
            entry = draw.normal(dims[number], columns, scale=0.7)
            found[f"{name}{number}"] = entry(rng, sizes, fields)
    return found


def networks(*, widest: int = 4, layers: int = 4, fewest: int = 1, **more: draw.Field) -> Any:
    """A network of one to four layers and its data, of at least `fewest` examples."""
    return draw.drawn(
        sizes={"layers": (1, layers), "widest": (1, widest), "m": (fewest, 7)},
        layer_dims=widths,
        X=inputs,
        Y=labels,
        parameters=weights,
        **more,
    )


def twelve_layers(rng: Generator, _: draw.Sizes, __: draw.Fields) -> Network:
    """Parameters of [2] * 13, the layers in no order; every unit is on, and no two layers alike."""
    found = {}
    for number in rng.permutation(12) + 1:
        found[f"W{number}"] = 0.5 * np.eye(2) + rng.uniform(0.1, 0.3, size=(2, 2)).round(2)
        found[f"b{number}"] = rng.uniform(0.1, 0.5, size=(2, 1)).round(2)
    found["W12"][1] *= -1
    return found


def names_of(layer_dims: list[int]) -> list[str]:
    """W1, b1, …, WL, bL."""
    return [f"{name}{number}" for number in range(1, len(layer_dims)) for name in "Wb"]


def network_of(got: Any, layer_dims: list[int], what: str = "") -> Network:
    """A dict of parameters (or, with `what` "d", of gradients), shapes looked at, all finite."""
    found = {}
    names = names_of(layer_dims)
    for name, value in zip(names, entries(got, *[what + name for name in names]), strict=True):
        number = int(name[1:])
        shape = layer_dims[number], layer_dims[number - 1] if name[0] == "W" else 1
        entry = array(value, shape, what=what + name).astype(np.float64, copy=False)
        require(np.isfinite(entry).all(), f"{what + name} must be finite", got=entry)
        found[name] = entry
    return found


def networks_agree(got: Any, want: Network, where: str = "") -> None:
    """Every entry of a student's dict is what it must be; `where` is said behind its name."""
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, want[name], what=f"{name}{where}")
        double_precision(value, f"{name}{where}")


NORMAL_ERROR, UNIFORM_ERROR = math.sqrt(1 / 2), math.sqrt(1 / 5)


CHANCE = 6.5


def has_spread(w: Array, error: float, name: str) -> None:
    """Draws w, scaled to a deviation of 1, have a mean of 0 and that deviation, up to chance."""
    mean, deviation = float(w.mean()), float(w.std())
    # Weights of a wrong deviation are told so, and not that their mean is off.
    near = abs(mean) < CHANCE * max(1.0, deviation) / math.sqrt(w.size)
    require(near, f"the mean of {name} must be 0, up to chance", got=mean, want=0.0)
    law = f"the standard deviation of {name} must be 1, up to chance"
    require(abs(deviation - 1) < CHANCE * error / math.sqrt(w.size), law, got=deviation, want=1.0)


LN3 = math.log(3)


NAN = math.nan


SAID = np.array([[0.75, 0.5, 0.9, 0.25], [0.2, 0.5, 0.5, 0.4], [0.1, 0.6, 0.3, 0.8]])


KNOWN = np.array([[1.0, NAN, 0.0, 1.0], [NAN, NAN, 0.0, 1.0], [NAN, NAN, NAN, NAN]])


@check(
    "multitask_loss",
    points=1,
    kind="example",
    public=True,
    hint="Add up what the labels pay that are there, over all tasks, and divide by the number of "
    "images, those without any label among them.",
)
def multitask_loss_by_hand(student: Student, ref: Reference) -> None:
    """The handout's four images cost ln(800/3)/4; without any label the loss is 0.

    Without B ln(800/3)/3; fluid alone ln(5)/4; all labels there; certain answers give no NaN and no
    warning, right ones 0, wrong ones 10 to 800 each; labels nearly met. Both arguments stay as they
    are."""
    total = math.log(800 / 3)
    costs_agree(student.multitask_loss(SAID, KNOWN), total / 4, "the loss of the four images")
    three = [0, 2, 3]
    got = student.multitask_loss(SAID[:, three], KNOWN[:, three])
    costs_agree(got, total / 3, "the loss of the three images with labels")
    got = student.multitask_loss(SAID[1:2], KNOWN[1:2])
    costs_agree(got, math.log(5) / 4, "the loss of fluid alone")
    got = student.multitask_loss(SAID, np.full((3, 4), NAN))
    costs_agree(got, 0.0, "the loss without any label")
    full = np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    got = student.multitask_loss(np.array([[0.5, 0.75, 0.25], [0.9, 0.5, 0.5]]), full)
    costs_agree(got, math.log(2**3 * 4**2 * 10) / 3, "the loss where no label is missing")
    unchanged(student.multitask_loss, SAID, KNOWN)
    sure = np.array([[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0]])
    met = np.array([[1.0, NAN, 0.0, 1.0], [0.0, 1.0, NAN, NAN]])
    costs_agree(quiet(student.multitask_loss, sure, met), 0.0, "the loss of certain, right answers")
    unchanged(student.multitask_loss, sure, met)
    # Nearly met: 1 − 1/1000 and 1/1000 pay a thousandth each, and that is not nothing.
    close_by, label = np.array([[0.999, 0.5, 0.001]]), np.array([[1.0, NAN, 0.0]])
    want = -2 * math.log(0.999) / 3
    costs_agree(student.multitask_loss(close_by, label), want, "the loss of labels nearly met")
    # And so is 2.4 · 10⁻⁶.
    got = student.multitask_loss(np.array([[1 - 2.4e-6, 2.4e-6, 0.5]]), np.array([[1.0, 0.0, NAN]]))
    want = -2 * math.log(1 - 2.4e-6) / 3
    costs_agree(got, want, "the loss of labels very nearly met")
    missed = np.array([[0.0, 1.0, NAN, 1.0], [NAN, 0.0, NAN, 1.0]])
    found = scalar(quiet(student.multitask_loss, sure, missed), "the loss")
    law = "four certain, wrong answers about four images must cost between 10 and 800 each, over 4"
    require(10 - 1e-6 <= found <= 800 + 1e-6, law, got=found, want="10 to 800")
    # −ln 10⁻⁶ is 13.8; a guard may move Yhat by 10⁻⁸.
    found = scalar(student.multitask_loss(np.array([[1e-6]]), np.array([[1.0]])), "the loss")
    least, most = guarded_cost(1e-6)
    law = "a label of 1 that was given 10⁻⁶ must cost 13.8"
    require(least <= found <= most, law, got=found, want=f"between {least:.4g} and {most:.4g}")


@check(
    "multitask_gradient",
    points=1,
    kind="example",
    public=True,
    hint="In the handout A's fracture has (0.75 − 1)/4, as there are four images. Where a label is "
    "missing nothing flows: 0.",
)
def multitask_gradient_by_hand(student: Student, ref: Reference) -> None:
    """The handout's four images: (ŷ − y)/4, and 0 where the label is missing.

    Certain answers: 0 where right, ±1/m where wrong; labels nearly met. Both arguments stay as they
    are."""
    want = np.array([[-0.0625, 0, 0.225, -0.1875], [0, 0, 0.125, -0.15], [0, 0, 0, 0]])
    close(student.multitask_gradient(SAID, KNOWN), want, what="the gradient")
    unchanged(student.multitask_gradient, SAID, KNOWN)
    sure = np.array([[1.0, 0.0, 0.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0, 1.0]])
    label = np.array([[1.0, NAN, 1.0, 0.0, 0.0], [1.0, 1.0, NAN, NAN, 0.0]])
    want = np.array([[0.0, 0.0, -0.2, 0.2, 0.0], [-0.2, 0.0, 0.0, 0.0, 0.2]])
    close(student.multitask_gradient(sure, label), want, what="the gradient of certain answers")
    nearly, label = np.array([[0.9995, 0.5, 0.001, 0.5]]), np.array([[1.0, NAN, 0.0, 1.0]])
    want = np.array([[-0.000125, 0.0, 0.00025, -0.125]])
    close(student.multitask_gradient(nearly, label), want, what="the gradient of labels nearly met")


def accuracies_agree(got: Any, want: list[float], where: str = "") -> None:
    """A number for each task, and NaN where it must be."""
    found = sequence(got, len(want), f"the list{where}")
    for task, (one, number) in enumerate(zip(found, want, strict=True)):
        what = f"the accuracy of task {task}{where}"
        if math.isnan(number):
            said = scalar(one, what)
            law = f"{what} must be NaN: it has no label"
            require(math.isnan(said), law, got=said, want=NAN)
        else:
            close(one, number, what=what)


@check(
    "multitask_accuracy",
    points=1,
    kind="example",
    public=True,
    hint="Task by task: how many of its labels are there, and how many of these are met?",
)
def multitask_accuracy_by_hand(student: Student, ref: Reference) -> None:
    """The handout's four images: [1/3, 1/2, NaN].

    Without gaps [1, 2/3]; answers near 1/2; both arguments stay as they are."""
    accuracies_agree(student.multitask_accuracy(SAID, KNOWN), [1 / 3, 0.5, NAN])
    said = np.array([[0.51, 0.49, 1.0], [0.5, 0.2, 0.6]])
    label = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])
    accuracies_agree(student.multitask_accuracy(said, label), [1.0, 2 / 3], " without gaps")
    nearly = np.array([[0.503, 0.499999, 0.500001, 0.499999]])
    label = np.array([[1.0, 0.0, 1.0, NAN]])
    accuracies_agree(student.multitask_accuracy(nearly, label), [1.0], " of answers near 1/2")
    unchanged(student.multitask_accuracy, SAID, KNOWN)


LARGE_SEEDS = (1000, 10_000, 500_000, 999_999)


def new_head(student: Student, parameters: Network, n_out: int, seed: int) -> Network:
    """What the student makes of a network: the same below, and a head of that many outputs."""
    L = len(parameters) // 2
    dims = [parameters["W1"].shape[1], *(parameters[f"b{layer}"].size for layer in range(1, L))]
    got = student.replace_head(parameters, n_out, seed)
    found = network_of(got, [*dims, n_out])
    require(len(got) == 2 * L, "there must be no other keys", got=list(got), want=list(found))
    for name, value in found.items():
        double_precision(got[name], name)
        if int(name[1:]) < L:
            close(value, parameters[name], rtol=0, atol=0, what=f"{name}, below the head,")
    close(found[f"b{L}"], np.zeros([n_out, 1]), rtol=0, atol=0, what=f"b{L}, of the head,")
    return found


def is_new(student: Student, parameters: Network, n_out: int, seed: int) -> None:
    """The head follows its seed, and has nothing of the old one; no array is the source's."""
    head = f"W{len(parameters) // 2}"
    W = new_head(student, parameters, n_out, seed)[head]
    law = f"{head}, of the head, must be drawn anew: each entry is a number of its own"
    different = np.unique(np.abs(np.append(W, parameters[head]))).size
    old = np.unique(np.abs(parameters[head])).size
    require(different == W.size + old, law, got=W)
    again = new_head(student, parameters, n_out, seed)[head]
    law = f"{head}, of the head, must be the same whenever the seed is; a second call gave another"
    require(np.array_equal(W, again), law, got=again)
    other = new_head(student, parameters, n_out, seed + 1)[head]
    law = f"{head}, of the head, must have no number in common with that of the seed before"
    require(np.intersect1d(W, other).size == 0, law, got=other)
    fresh(student.replace_head, parameters, n_out, seed)
    unchanged(student.replace_head, parameters, n_out, seed)


@check(
    "replace_head",
    points=1,
    kind="property",
    public=True,
    hint="Only the last layer is new: its inputs are those of the old head, and its deviation is "
    "the root of 1/n. The others are copies.",
)
@given(
    networks(n_out=draw.integers(low=1, high=5)),
    seed=draw.integer(0, 999),
    tall=draw.drawn(tall=twelve_layers).map(lambda drawn: drawn["tall"]),
    examples=10,
)
def replace_head_keeps_the_rest(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    X: Array,
    Y: Array,
    parameters: Network,
    n_out: int,
    seed: int,
    tall: Network,
) -> None:
    """The last layer is drawn anew with the seed, its b is 0; the layers below are copies.

    Of twelve layers the twelfth is the head; the weights of 50 outputs over 400 units have a
    deviation of 1/20, and no bound; large seeds are seeds of their own."""
    is_new(student, parameters, n_out, seed)
    is_new(student, tall, 3, seed)
    wide = {name: np.ones(shape) for name, shape in (("W1", (400, 3)), ("b1", (400, 1)))}
    wide |= {"W2": np.ones((2, 400)), "b2": np.ones((2, 1))}
    W = new_head(student, wide, 50, seed)["W2"]
    has_spread(20 * W.ravel(), NORMAL_ERROR, "W2 over 400 units, over what it must be,")
    # Of 20,000 normal numbers some fifty lie beyond three deviations: not one is left by e⁻⁵⁴.
    farthest = 20 * float(np.abs(W).max())
    law = "of 20,000 draws some must lie beyond 3 deviations"
    require(farthest > 3, law, got=farthest, want="more than 3")
    different = np.unique(W).size
    law = "W2 must be drawn anew: each entry is a number of its own"
    require(different == W.size, f"{law}; of {W.size} entries {different} differ")
    # Whole seeds count: their last digits are not enough, nor is a ceiling.
    heads = {one: new_head(student, wide, 3, one)["W2"] for one in (0, 256, 65_536, *LARGE_SEEDS)}
    for one, two in itertools.combinations(heads, 2):
        law = f"the heads of the seeds {one} and {two} must have no number in common"
        require(np.intersect1d(heads[one], heads[two]).size == 0, law)


def moves_as_asked(
    got: Any, parameters: Network, want: Network, frozen: list[int], where: str = ""
) -> None:
    """What is frozen is as it was, and what is not is another; then every number is right."""
    for (name, value), found in zip(want.items(), entries(got, *want), strict=True):
        now, layer = numbers(found, value.shape, f"{name}{where}"), int(name[1:])
        still = np.array_equal(now, parameters[name])
        if layer in frozen:
            law = f"{name}{where} must stay exactly as it was: layer {layer} is frozen"
            require(still, law, got=found, want=value)
        elif still:
            law = f"{name}{where} must take the step: layer {layer} is not frozen"
            require(np.array_equal(now, value), law, got=found, want=value)
    networks_agree(got, want, where)


def only_parameters_change(
    student: Student, parameters: Network, grads: Network, rate: float, frozen: list[int]
) -> None:
    """The gradients and the list stay as they are."""
    seen = changes(student.freeze_update, parameters, grads, rate, frozen)
    others = sorted(set(seen.changed) - {"parameters"})
    law = f"freeze_update may write into parameters and nothing else, not into {', '.join(others)}"
    require(not others, law, got=list(seen.changed), want=["parameters"])


@check(
    "freeze_update",
    points=1,
    kind="example",
    public=True,
    hint="The number is all that follows the letter. W and b of a frozen layer stay, all others "
    "take the step.",
)
def freeze_update_by_hand(student: Student, ref: Reference) -> None:
    """Of two layers, and of twelve, the frozen ones stay and all others take the step.

    Of two the first is frozen, the second, none, both; of twelve 1, 5 and 12, and then 11; large
    gradients; the gradients and the list stay as they are."""
    parameters = {
        "W1": np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]),
        "b1": np.array([[7.0], [8.0], [9.0]]),
        "W2": np.array([[1.0, -1.0, 2.0], [0.0, 3.0, -2.0]]),
        "b2": np.array([[-4.0], [5.0]]),
    }
    grads = {
        "dW1": np.array([[2.0, -4.0], [6.0, 2.0], [-2.0, 8.0]]),
        "db1": np.array([[2.0], [-4.0], [6.0]]),
        "dW2": np.array([[4.0, 2.0, -6.0], [-2.0, 8.0, 2.0]]),
        "db2": np.array([[-2.0], [4.0]]),
    }

    def after(frozen: list[int], rate: float = 0.5) -> Network:
        """The two layers after a step."""
        moved = {name: rate * (int(name[1]) not in frozen) for name in parameters}
        return {name: parameters[name] - moved[name] * grads[f"d{name}"] for name in parameters}

    for frozen in ([1], [2], [], [2, 1]):
        got = student.freeze_update(parameters, grads, 0.5, frozen)
        moves_as_asked(got, parameters, after(frozen), frozen, f" with frozen={frozen}")
    names = [f"{letter}{layer}" for layer in range(12, 0, -1) for letter in "bW"]
    one = {"W": np.array([[1.0, 2.0], [-1.0, 3.0]]), "b": np.array([[1.0], [-2.0]])}
    tall = {name: float(name[1:]) + np.arange(one[name[0]].size).reshape(2, -1) for name in names}
    slopes = {f"d{name}": one[name[0]] for name in names}
    slopes |= {name: np.ones((2, 5)) for name in ("dA1", "dZ1", "dA2", "dZ2")}
    for frozen in ([1, 5, 12], [11]):
        steps = {name: 0.25 * one[name[0]] * (int(name[1:]) not in frozen) for name in names}
        want = {name: tall[name] - steps[name] for name in names}
        got = student.freeze_update(tall, slopes, 0.25, frozen)
        moves_as_asked(got, tall, want, frozen, f" of twelve layers with frozen={frozen}")
    # However large a gradient is, the step is the rate times it.
    steep = {name: 50 * value for name, value in grads.items()}
    got = student.freeze_update(parameters, steep, 0.5, [2])
    networks_agree(got, after([2], 25.0), " with frozen=[2] and gradients of 100 and more")
    only_parameters_change(student, parameters, grads, 0.5, [2])
    only_parameters_change(student, tall, slopes, 0.25, [12, 1, 5])


X_HAND = np.array([[0.0, 2.0, 2.0, -1.0], [-1.0, -1.0, 2.0, 1.0]])


Y_HAND = np.array([[0.0, 0.0, 1.0, 1.0], [1.0, 0.0, 1.0, 1.0]])


A_HAND = np.array([[1.0, 0.0, 0.0, 2.0], [0.0, 0.0, 2.0, 1.0], [1.0, 1.0, 0.0, 0.0]])


HAND = {
    "W1": np.array([[-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]),
    "b1": np.array([[1.0], [0.0], [0.0]]),
    "W2": LN3 * np.array([[1.0, -1.0, 0.0], [1.0, -1.0, 1.0]]),
    "b2": LN3 * np.array([[1.0], [0.0]]),
}


@check(
    "extract_features",
    points=1,
    kind="example",
    public=True,
    hint="One layer after the other, by its number, each with its bias and its relu; with 0 layers "
    "a copy of X.",
)
def extract_features_by_hand(student: Student, ref: Reference) -> None:
    """The handout's network: one layer gives A1, none a copy of X.

    So does a single example; two layers of a deeper one give [[3, 2, 0, 2], [0.5, 0, 0, 2.5]]; nine
    and ten of twelve. What is given stays as it is."""
    got = student.extract_features(X_HAND, HAND, 1)
    close(got, A_HAND, what="the output of one layer")
    double_precision(got, "the output of one layer")
    close(student.extract_features(X_HAND, HAND, 0), X_HAND, what="the output of no layer")
    for count, want in ((1, A_HAND), (0, X_HAND)):
        got = student.extract_features(X_HAND[:, 2:3], HAND, count)
        close(got, want[:, 2:3], what=f"the output of {count} layers for one example alone")
    deeper = {
        "W3": np.array([[1.0, 2.0], [0.0, 1.0], [2.0, 0.0]]),
        "b3": np.ones((3, 1)),
        "W2": np.array([[1.0, -1.0, 1.0], [2.0, -1.0, -1.0]]),
        "b2": np.array([[1.0], [-0.5]]),
        "W1": HAND["W1"],
        "b1": HAND["b1"],
    }
    for count, want in ((2, [[3.0, 2.0, 0.0, 2.0], [0.5, 0.0, 0.0, 2.5]]), (1, A_HAND)):
        got = student.extract_features(X_HAND, deeper, count)
        close(got, np.array(want), what=f"the output of {count} of three layers")
    # Each layer exchanges two positive inputs, and adds its number to the first of them.
    swap = {f"W{layer}": np.array([[0.0, 1.0], [1.0, 0.0]]) for layer in range(12, 0, -1)}
    swap |= {f"b{layer}": np.array([[float(layer)], [0.0]]) for layer in range(1, 13)}
    wide = np.array([[1.0, 2.0, 3.0], [40.0, 500.0, 6.0]])
    for count, odd, even in ((9, 25, 20), (10, 25, 30)):
        want = wide[:: -1 if count % 2 else 1] + np.array([[max(odd, even)], [min(odd, even)]])
        got = student.extract_features(wide, swap, count)
        close(got, want, what=f"the output of {count} of twelve layers")
    for count in (0, 1):
        fresh(student.extract_features, X_HAND, HAND, count)
        unchanged(student.extract_features, X_HAND, HAND, count)


STEPS_HAND = {
    "W2": np.array([[14.0, -32.0, 33.0], [-12.0, -41.0, 13.0]]) / 100,
    "b2": np.array([[16.0], [-10.0]]) / 100,
    "W1": LN3 * np.array([[7.0, -23.0], [59.0, 73.0], [30.0, -13.0]]) / 100,
    "b1": LN3 * np.array([[9.0], [40.0], [13.0]]) / 100,
}


X_SWING = np.array([[3.0, 3.0, -3.0, -3.0], [0.5, -0.5, 0.5, -0.5]])


Y_SWING = np.array([[1.0, 0.0, 0.0, 1.0]])


SWING = {"W1": np.array([[0.01, 0.0]]), "b1": np.zeros((1, 1))}


COST_HAND = math.log(2560000 / 243) / 4


def tuned(got: Any, layer_dims: list[int], count: int, what: str = "") -> tuple[Network, list[Any]]:
    """The parameters and the list of so many costs that fine_tune gave."""
    parameters, costs = unpack(got, "parameters", "costs")
    return network_of(parameters, layer_dims), sequence(costs, count, f"costs{what}")


def alike(found: Network, other: Network, law: str) -> None:
    """Two trainings of a student's lead to the same; if not, either of them may be wrong."""
    for name, value in found.items():
        same = np.allclose(value, other[name], rtol=1e-6, atol=1e-8)
        require(same, f"{name} {law}", got=value)


@check(
    "fine_tune",
    points=1,
    kind="example",
    public=True,
    hint="Which layers are listed, those that move or those that stay? The cost comes before the "
    "step, and the source must survive.",
)
def fine_tune_by_hand(student: Student, ref: Reference) -> None:
    """One step of the handout's network with trainable [2], [1], [2, 1] and [], and three.

    Three steps are one and two more; head only: as one layer on A1; defaults of 0.1 and 100; no
    iteration; what is given stays as it is."""
    dims = [2, 3, 2]
    for trainable in ([2], [1], [2, 1], []):
        where = f" with trainable={trainable}"
        got = student.fine_tune(X_HAND, Y_HAND, HAND, trainable, 0.8, 1)
        found, costs = tuned(got, dims, 1, where)
        costs_agree(costs[0], COST_HAND, f"costs[0]{where}")
        moved = {name: int(name[1]) in trainable for name in HAND}
        networks_agree(found, {k: HAND[k] - STEPS_HAND[k] * moved[k] for k in HAND}, where)
        two, rest = tuned(student.fine_tune(X_HAND, Y_HAND, found, trainable, 0.8, 2), dims, 2)
        more, later = tuned(student.fine_tune(X_HAND, Y_HAND, HAND, trainable, 0.8, 3), dims, 3)
        alike(more, two, f"after three steps must be what one step and then two more make{where}")
        for place, (cost, before) in enumerate(zip(later, [costs[0], *rest], strict=True)):
            what = f"costs[{place}] of three steps"
            number, same = scalar(cost, what), scalar(before, f"a cost{where}")
            law = f"{what} must be that of one step and then two more{where}"
            require(np.isclose(number, same, rtol=1e-6, atol=1e-8), law, got=cost)
    one_layer = {"W1": HAND["W2"], "b1": HAND["b2"]}
    alone, _ = tuned(student.fine_tune(A_HAND, Y_HAND, one_layer, [1], 0.8, 5), [3, 2], 5)
    head, _ = tuned(student.fine_tune(X_HAND, Y_HAND, HAND, [2], 0.8, 5), dims, 5)
    law = "with trainable=[2] must be what the head alone becomes, as layer 1 on A1"
    alike({"W2": head["W2"], "b2": head["b2"]}, {"W2": alone["W1"], "b2": alone["b1"]}, law)
    told, _ = tuned(student.fine_tune(X_HAND, Y_HAND, HAND, [1, 2], 0.1, 100), dims, 100)
    usual, _ = tuned(student.fine_tune(X_HAND, Y_HAND, HAND, [1, 2]), dims, 100)
    alike(usual, told, "with the defaults must be what it is with a rate of 0.1 and 100 steps")
    none, _ = tuned(student.fine_tune(X_HAND, Y_HAND, HAND, [1, 2], 0.8, 0), dims, 0)
    networks_agree(none, HAND, " after no iteration")
    for count in (0, 2):
        fresh(student.fine_tune, X_HAND, Y_HAND, HAND, [2], 0.8, count)
        unchanged(student.fine_tune, X_HAND, Y_HAND, HAND, [2, 1], 0.8, count)


def chain(layers: int) -> Network:
    """A unit in each layer, with a weight of 1 and no bias: of X > 0 it makes sigmoid(X)."""
    found = {f"W{layer}": np.ones((1, 1)) for layer in range(1, layers + 1)}
    return found | {f"b{layer}": np.zeros((1, 1)) for layer in range(1, layers + 1)}


@check(
    "fine_tune",
    points=1,
    kind="example",
    public=True,
    hint="Take all steps, at one rate, along the gradient as it is, of all examples, whatever the "
    "cost does; and return what the last step left.",
)
def fine_tune_takes_all_steps(student: Student, ref: Reference) -> None:
    """All steps are taken as they are, also where the cost rises, is large, or is almost 0.

    Of one neuron, worked out by hand: a gradient of 50; a cost that rises from ln 2 to 250, or is
    lowest at the beginning of 25 steps; one of 10⁻⁹; 100 examples. 120 steps are 40 and 80 more; of
    twelve layers four move; a rate of 0 moves nothing."""
    zero = {"W1": np.zeros((1, 1)), "b1": np.zeros((1, 1))}

    # All is said to be 1/2, so dW is (0.5·300 − 0.5·100)/2 = 50 and db is 0. Then Z is −1500 and
    # −500, and the second example costs 500: dW is −100/2 and db −1/2.
    X, Y = np.array([[300.0, 100.0]]), np.array([[0.0, 1.0]])
    for k, W, b in ((1, -5.0, 0.0), (2, 0.0, 0.05)):
        where = f" of a long step{', and one more' * (k > 1)}"
        found, costs = tuned(student.fine_tune(X, Y, zero, [1], 0.1, k), [1, 1], k, where)
        networks_agree(found, {"W1": np.array([[W]]), "b1": np.array([[b]])}, where)
        for place, want in enumerate((math.log(2), 250.0)[:k]):
            costs_agree(costs[place], want, f"costs[{place}]{where}")
    # The cost is lowest at the beginning.
    got = student.fine_tune(X_SWING, Y_SWING, SWING, [1], 2.0, 25)
    tuned(got, [2, 1], 25, " of steps that swing to and fro")
    sure = {"W1": np.full((1, 1), 20.0), "b1": np.zeros((1, 1))}
    X, Y = np.array([[1.0, -1.0]]), np.array([[1.0, 0.0]])
    got = student.fine_tune(X, Y, sure, [1], 0.1, 20)
    _, costs = tuned(got, [1, 1], 20, " where all is learned")
    costs_agree(costs[2], math.log1p(math.exp(-20)), "costs[2] where all is learned")
    # 60 of 100 labels are 1: both slopes are (40 − 60)/200.
    X, Y = np.ones((1, 100)), np.array([[1.0] * 60 + [0.0] * 40])
    found, _ = tuned(student.fine_tune(X, Y, zero, [1], 2.0, 1), [1, 1], 1)
    moved = np.full((1, 1), 0.2)
    networks_agree(found, {"W1": moved, "b1": moved}, " of 100 examples")

    dims = [2, 3, 2]
    some, _ = tuned(student.fine_tune(X_HAND, Y_HAND, HAND, [1, 2], 0.1, 40), dims, 40)
    more, _ = tuned(student.fine_tune(X_HAND, Y_HAND, some, [1, 2], 0.1, 80), dims, 80)
    long, _ = tuned(student.fine_tune(X_HAND, Y_HAND, HAND, [1, 2], 0.1, 120), dims, 120)
    alike(long, more, "after 120 steps must be what 40 steps and then 80 more make")
    # With weights of 1 each layer has the same slopes: those of σ(1) and σ(2) for labels of 0.
    X, said, dims = np.array([[1.0, 2.0]]), [1 / (1 + math.exp(-x)) for x in (1, 2)], [1] * 13
    slopes = {"W": (said[0] + 2 * said[1]) / 2, "b": (said[0] + said[1]) / 2}
    for rate, trainable in ((0.5, [12, 1, 10, 2]), (0.5, [11]), (0.0, [3, 12])):
        where = f" of twelve layers with trainable={trainable} and a rate of {rate}"
        got = student.fine_tune(X, np.zeros((1, 2)), chain(12), trainable, rate, 1)
        steps_of = {k: rate * slopes[k[0]] * (int(k[1:]) in trainable) for k in chain(12)}
        want = {name: one - steps_of[name] for name, one in chain(12).items()}
        networks_agree(tuned(got, dims, 1, where)[0], want, where)


@check(
    "transfer_or_scratch",
    points=1,
    kind="example",
    public=True,
    hint="All three conditions must hold: one that fails is enough for scratch.",
)
def transfer_or_scratch_by_hand(student: Student, ref: Reference) -> None:
    """The six rows of the handout's table, and sources that have one example more."""
    for row, want in (
        ((True, True, 200_000, 30), "transfer"),
        ((True, True, 30, 200_000), "scratch"),
        ((False, False, 200_000, 500), "scratch"),
        ((True, False, 200_000, 30), "scratch"),
        ((False, True, 200_000, 500), "scratch"),
        ((True, True, 5_000, 5_000), "scratch"),
        ((True, True, 5_001, 5_000), "transfer"),
        ((True, True, 2, 1), "transfer"),
        ((True, True, 200_000_001, 200_000_000), "transfer"),
    ):
        equal(student.transfer_or_scratch(*row), want, f"the answer to {row}")
