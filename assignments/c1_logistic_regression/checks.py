"""The checks of "One neuron: logistic regression".

Each states one law of the exercise that its name starts with. Nothing here may touch a
student's value before one of the comparing helpers has looked at its type and shape.
"""

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from grader.authoring import (
    Array,
    Failure,
    Function,
    Reference,
    Student,
    array,
    changes,
    check,
    classes,
    close,
    costs_agree,
    draw,
    entries,
    finite,
    fresh,
    given,
    gradients_agree,
    guarded_cost,
    numbers,
    quiet,
    refuses,
    require,
    scalar,
    sequence,
    steps_do_not_grow,
    unpack,
)

TRAIN = 400
# A prediction this near 1/2 could be rounded to either side.
TIE = 1e-3
# Here σ is exactly 0 or 1 in floating point; the exact cost of a wrong example, |z|, stays under
# the 800 that bounds a clipped one.
SURE = 750.0
# What a guard of log(0) may move a prediction by, and a probability at which a wider one shows.
SMALL = 5e-8


# What the checks share: inputs, and laws used more than once


def bias(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> float:
    """A number of N(0, 1), and in one draw of four the 0 that training starts from."""
    drawn: float = draw.normal()(rng, sizes, fields)
    return 0.0 if rng.random() < 0.25 else drawn


def neurons(fewest: int = 1, most: int = 12) -> Any:
    """A neuron and its data. Weights of scale 1/2 keep |z| small and the costs off the ends."""
    return draw.drawn(
        sizes={"n_x": (1, 6), "m": (fewest, most)},
        w=draw.normal("n_x", 1, scale=0.5),
        b=bias,
        X=draw.normal("n_x", "m"),
        Y=draw.labels("m"),
    )


def untied(neuron: dict[str, Any]) -> bool:
    """No example lies on the boundary, where rounding decides the class."""
    z = neuron["w"].T @ neuron["X"] + neuron["b"]
    return bool(np.abs(z).min() > TIE)


def noisy_line(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> Array:
    """Labels (1, m): on which side of a line through the origin each column of X lies, blurred."""
    X: Array = fields["X"]
    side = 3.0 * rng.normal(size=(1, 2)) @ X + 0.3 * rng.normal(size=(1, X.shape[1]))
    return (side > 0).astype(np.float64)


def with_far_tails(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """A row of ordinary z and, after them, two at which a careless exp overflows."""
    ordinary = np.round(rng.uniform(-30, 30, size=(1, sizes["m"])), 2)
    return np.hstack([ordinary, [[-1e4, 1e4]]])


def far_from_the_boundary(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """X (n_x, m) with wᵀx = ±750 for each example: the neuron is sure, rightly or wrongly."""
    w: Array = fields["w"]
    sides = rng.choice([-1.0, 1.0], size=(1, sizes["m"]))
    return SURE * sides * w / np.sum(w**2)


def two_sets() -> Any:
    """A training set and a test set with the same features."""
    return draw.drawn(
        sizes={"n_x": (1, 4), "m": (4, 12), "m_test": (2, 8)},
        X_train=draw.normal("n_x", "m"),
        Y_train=draw.labels("m"),
        X_test=draw.normal("n_x", "m_test"),
        Y_test=draw.labels("m_test"),
        X_other=draw.normal("n_x", "m_test"),
        Y_other=draw.labels("m_test"),
    )


def beside_the_boundary(X: Array, w: Array, b: float) -> Array:
    """X's columns moved to just before and just behind the boundary: z is ±1/50 of what it was."""
    away = w * (w.T @ X + b) / np.sum(w**2)
    return np.hstack([X - 0.98 * away, X - 1.02 * away])


def one_neuron(rng: Generator, n_x: int, m: int) -> tuple[Array, float, Array, Array]:
    """A neuron and its data, of these sizes."""
    X = rng.normal(size=(n_x, m))
    return rng.normal(size=(n_x, 1)), float(rng.normal()), X, (X[:1] > 0).astype(np.float64)


def tumours(ref: Reference) -> tuple[Array, Array, Array, Array]:
    """The breast-cancer set, shuffled, split, and standardised by the training set's statistics."""
    data = ref.data("breast_cancer")
    order = np.random.default_rng(0).permutation(data["X"].shape[1])
    X, Y = data["X"][:, order], data["Y"][:, order]
    seen = X[:, :TRAIN]
    X = (X - seen.mean(axis=1, keepdims=True)) / seen.std(axis=1, keepdims=True)
    return X[:, :TRAIN], Y[:, :TRAIN], X[:, TRAIN:], Y[:, TRAIN:]


def parts(got: Any, w: Array) -> tuple[Array, Any, Any]:
    """(dw, db, cost) of what propagate returns, dw being an array of w's shape."""
    grads, cost = unpack(got, "grads", "cost")
    dw, db = entries(grads, "dw", "db")
    return array(dw, w.shape, what="dw"), db, cost


def kept(function: Function, *args: Any, **kwargs: Any) -> Any:
    """The value of a call that must leave its arguments as they were."""
    seen = changes(function, *args, **kwargs)
    if seen.changed:
        names = " and ".join(seen.changed)
        raise Failure(
            f"{function.name} changed what its caller handed in: {names} holds other values "
            "after the call",
            got=seen.value,
            want="inputs as they were",
        )
    return seen.value


def recorded(got: Any, length: int, steps: int, where: str) -> list[Any]:
    """costs as a list of `length` entries, after that many steps; a wrong one is shown in short."""
    found = sequence(got, what="costs")
    count = len(found)
    law = f"costs must have length {length} {where}; its length is {count}"
    if count > steps + 1:
        law = (
            f"costs has {count} entries {where}: the function keeps entries from "
            "earlier calls. Start a new list at each call"
        )
    shown = f"{count} entries, of which the first are shown: " if count > 6 else ""
    first = ", ".join(f"{scalar(cost, 'a cost'):.6g}" for cost in found[:6])
    require(count == length, law, got=f"{shown}[{first}]", want=f"a list of {length}")
    return found


def same_descent(got: Any, wanted: Any, steps: int, where: str) -> None:
    """What optimize returned in one case is what the reference returned."""
    params, _, costs = unpack(got, "params", "grads", "costs")
    w, b = entries(params, "w", "b")
    right, _, record = wanted
    for j, cost in enumerate(recorded(costs, len(record), steps, where)):
        costs_agree(cost, float(record[j]), f"costs[{j}] {where}")
    close(w, right["w"], what=f"w after {steps} steps {where}")
    close(b, float(right["b"]), what=f"b after {steps} steps {where}")


def percent_right(predicted: NDArray[Any], Y: Array) -> float:
    return float(100.0 * np.mean(predicted == Y))


# sigmoid


@check(
    "sigmoid",
    points=1,
    kind="example",
    public=True,
    hint="exp(ln 3) = 3: 1/(1 + 1/3) = 3/4. Far out no exponential may become ∞/∞, and σ is a "
    "fraction, in float64, of whole numbers and lists, too.",
)
def sigmoid_known_values(student: Student, ref: Reference) -> None:
    """σ of −ln 3, 0 and ln 3 is 1/4, 1/2 and 3/4, in any form of z; of ±10000 it is 0 or 1."""
    z = np.log([[1 / 3, 1.0, 3.0], [3.0, 1 / 3, 1.0]])
    wanted = np.array([[0.25, 0.5, 0.75], [0.75, 0.25, 0.5]])
    found = student.sigmoid(z)
    close(found, wanted)
    kind = array(found).dtype
    require(kind != np.float32, "σ must be computed in float64", got=kind.name, want="float64")
    close(student.sigmoid(z.reshape(1, 2, 3)), wanted.reshape(1, 2, 3), what="σ of three axes")
    far = np.array([10000.0, -10000.0])
    close(kept(student.sigmoid, far), np.array([1.0, 0.0]), atol=1e-8)
    close(student.sigmoid(-10000.0), 0.0, atol=1e-8, what="σ of the number −10000")
    whole, wanted = [0, 1, -1], np.array([0.5, 0.7310585786, 0.2689414214])
    close(student.sigmoid(whole), wanted, what="σ of a list of whole numbers")
    close(student.sigmoid(np.array(whole)), wanted, what="σ of an array of whole numbers")
    close(student.sigmoid(1), 0.7310585786, what="σ of the whole number 1")


@check(
    "sigmoid",
    points=1,
    kind="reference",
    hint="∞/∞ is NaN: which exponents can grow large? And σ is a fraction, whatever type z has.",
)
@given(
    draw.drawn(sizes={"m": (1, 6)}, z=with_far_tails),
    block=draw.any_shape(),
    n=draw.integer(-5, 5),
    examples=20,
)
def sigmoid_everywhere(student: Student, ref: Reference, z: Array, block: Array, n: int) -> None:
    """σ(z) = 1/(1 + e^(−z)) for numbers, lists and arrays, of integers too; no NaN at ±10000."""
    found = kept(student.sigmoid, z)
    close(found, ref.sigmoid(z))
    kind = array(found).dtype
    require(kind != np.float32, "σ must be computed in float64", got=kind.name, want="float64")
    close(student.sigmoid(block), ref.sigmoid(block))
    whole = [n, 1 - n]
    close(student.sigmoid(n), float(ref.sigmoid(n)), what="σ of a whole number")
    end, far = (0.0, -1e4) if n > 0 else (1.0, 1e4)
    close(student.sigmoid(far), end, what=f"σ of the number {far:.0f}")
    close(student.sigmoid(whole), ref.sigmoid(whole), what="σ of a list of whole numbers")
    close(
        student.sigmoid(np.array(whole)), ref.sigmoid(whole), what="σ of an array of whole numbers"
    )


# initialize


@check(
    "initialize",
    points=1,
    kind="property",
    public=True,
    hint="w has two axes, n_x rows and one column, and holds floats; b is one number.",
)
@given(n_x=draw.integer(1, 50), examples=15)
def initialize_zeros(student: Student, ref: Reference, n_x: int) -> None:
    """w = 0 with shape (n_x, 1) and a float dtype, a new array at each call; b = 0."""
    w, b = unpack(student.initialize(n_x), "w", "b")
    close(w, np.zeros((n_x, 1)), rtol=0, atol=0, what="w", dtype="float")
    close(b, 0.0, rtol=0, atol=0, what="b")
    fresh(student.initialize, n_x)


@check(
    "initialize",
    points=1,
    kind="purity",
    hint="Make the array inside the function, anew at each call.",
)
@given(n_x=draw.integer(1, 6), examples=3)
def initialize_is_fresh(student: Student, ref: Reference, n_x: int) -> None:
    """Two calls return two arrays of zeros: training one neuron must not move another."""
    w, b = unpack(student.initialize(n_x), "w", "b")
    close(b, 0.0, what="b")
    found = array(w, what="w", shapes=[(n_x, 1), (1, n_x), (n_x,)])
    require(not found.any(), "w must be zeros", got=w, want="zeros")
    fresh(student.initialize, n_x)


# compute_cost


@check(
    "compute_cost",
    points=1,
    kind="example",
    public=True,
    hint="Each example pays for one term only: −log(A) where Y = 1, −log(1 − A) where Y = 0, "
    "natural logarithms, and J is their mean. A guard of log(0) may move A by 1e-8 at most.",
)
def compute_cost_by_hand(student: Student, ref: Reference) -> None:
    """A = [1/2, 1/4, 1/8], Y = [1, 0, 1]: J = (ln 2 + ln(4/3) + ln 8)/3; sure and right costs 0."""
    A, Y = np.array([[0.5, 0.25, 0.125]]), np.array([[1.0, 0.0, 1.0]])
    close(student.compute_cost(A, Y), np.log(64 / 3) / 3, what="the cost")
    ones = student.compute_cost(A, np.ones((1, 3)))
    close(ones, np.log(64) / 3, what="the cost with Y = [1, 1, 1]")
    sure = np.array([[1.0, 0.0, 0.5]])
    cost = kept(student.compute_cost, sure, Y)
    close(cost, np.log(2) / 3, what="the cost of A = [1, 0, 1/2]")
    quiet(student.compute_cost, sure, Y)
    for wrong in ([[0.0, 0.0, 0.5]], [[1.0, 1.0, 0.5]]):
        cost = finite(quiet(student.compute_cost, np.array(wrong), Y), "the cost")
        law = f"one sure and wrong prediction, as in A = {wrong}, must cost between 10 and 800"
        require(10 < 3 * cost - np.log(2) < 800, f"{law}, before dividing by m", got=cost)
    # A guard that moves A by more than 10⁻⁸ lowers this one by far more.
    rare = np.array([[1e-6, 0.5, 0.5]])
    least, most = guarded_cost(1e-6)
    found = 3 * finite(student.compute_cost(rare, Y), "the cost") - 2 * np.log(2)
    law = "A = 10⁻⁶ where Y = 1 must cost −log(10⁻⁶), up to a guard of 10⁻⁸"
    require(least <= found <= most, law, got=found, want=-np.log(1e-6))


@check(
    "compute_cost",
    points=1,
    kind="reference",
    hint="Natural logarithms, both terms, and the mean over the m examples.",
)
@given(
    draw.drawn(
        sizes={"m": (1, 12)}, A=draw.uniform(1, "m", low=0.01, high=0.99), Y=draw.labels("m")
    ),
    examples=25,
)
def compute_cost_is_cross_entropy(student: Student, ref: Reference, A: Array, Y: Array) -> None:
    """J = −(1/m) Σ [Y log A + (1 − Y) log(1 − A)]."""
    costs_agree(student.compute_cost(A, Y), ref.compute_cost(A, Y))


@check(
    "compute_cost",
    points=1,
    kind="property",
    hint="A mean does not grow with m; and calling the classes by each other's names is free.",
)
@given(
    draw.drawn(
        sizes={"m": (1, 8)}, A=draw.uniform(1, "m", low=0.01, high=0.99), Y=draw.labels("m")
    ),
    examples=15,
)
def compute_cost_symmetries(student: Student, ref: Reference, A: Array, Y: Array) -> None:
    """J stays the same when every example is repeated, and J(1 − A, 1 − Y) = J(A, Y)."""
    once = finite(student.compute_cost(A, Y), "the cost")
    costs_agree(once, ref.compute_cost(A, Y))
    twice = student.compute_cost(np.hstack([A, A]), np.hstack([Y, Y]))
    close(twice, once, atol=1e-6, what="the cost with every example repeated")
    mirrored = student.compute_cost(1 - A, 1 - Y)
    close(mirrored, once, atol=1e-6, what="the cost with the classes swapped")


@check(
    "compute_cost",
    points=1,
    kind="stability",
    hint="The formula is the same as elsewhere. But log(0) is −∞, and 0·∞ is NaN: a hair, 1e-8 at "
    "most, keeps A inside (0, 1) for the logarithms.",
)
@given(draw.drawn(sizes={"m": (2, 8)}, Y=draw.labels("m")), examples=10)
def compute_cost_of_the_certain(student: Student, ref: Reference, Y: Array) -> None:
    """Where A is exactly 0 or 1, right predictions cost 0, and a wrong one much, but finitely."""
    m = Y.shape[1]
    right = scalar(quiet(student.compute_cost, Y, Y), "the cost")
    law = "the cost must be 0 when A = Y (a guard of log(0) may move A by 1e-8)"
    require(abs(right) < 3e-8, law, got=right, want=0.0)
    A = np.hstack([1 - Y[:, :1], Y[:, 1:]])
    wrong = scalar(quiet(student.compute_cost, A, Y), "the cost")
    require(
        10 / m < wrong < 800 / m,
        f"one certain and wrong prediction of {m} must cost between 10/{m} and 800/{m}",
        got=wrong,
        want=f"between {10 / m:.4g} and {800 / m:.4g}",
    )
    kept(student.compute_cost, A, Y)
    unsure = np.array([[SMALL, 1 - SMALL]]), np.array([[1.0, 0.0]])
    found = scalar(student.compute_cost(*unsure), "the cost")
    least, most = guarded_cost(SMALL)
    law = (
        f"the cost of A = [{SMALL:g}, 1 − {SMALL:g}] for Y = [1, 0] is off by more than a guard of "
        "log(0) of 1e-8 makes it"
    )
    require(least < found < most, law, got=found, want=f"between {least:.4g} and {most:.4g}")


# propagate


@check(
    "propagate",
    points=1,
    kind="example",
    public=True,
    hint="A − Y is [−1/4, 3/4, 3/4] in the first case, where A = 3/4, [−1/4, −3/4] with one "
    "feature, and [0, 1, −1/2] where two are sure. Return (grads, cost) in this order.",
)
def propagate_by_hand(student: Student, ref: Reference) -> None:
    """w = 0, b = ln 3, X = [[3, 1, 2], [0, 4, 2]], Y = [[1, 0, 0]]: dw = [[1/2], [3/2]]."""
    X, Y = np.array([[3.0, 1.0, 2.0], [0.0, 4.0, 2.0]]), np.array([[1.0, 0.0, 0.0]])
    w, b = np.zeros((2, 1)), float(np.log(3))
    dw, db, cost = parts(kept(student.propagate, w, b, X, Y), w)
    close(dw, np.array([[0.5], [1.5]]), what="dw")
    close(db, 5 / 12, what="db")
    costs_agree(cost, np.log(64 / 3) / 3)
    # One feature alone, as in the handout: A − Y = [−1/4, −3/4].
    w = np.log([[3.0]])
    dw, db, cost = parts(student.propagate(w, 0.0, np.array([[1.0, -1.0]]), np.ones((1, 2))), w)
    close(dw, np.array([[0.25]]), what="dw of the worked example")
    close(db, -0.5, what="db of the worked example")
    costs_agree(cost, np.log(16 / 3) / 2, "the cost of the worked example")
    # Two of the three are sure, one of them wrongly: A − Y = [0, 1, −1/2].
    far, Y = np.array([[700.0], [0.0]]), np.array([[1.0, 0.0, 1.0]])
    X = np.array([[2.0, 1.0, 0.0], [0.0, 4.0, 2.0]])
    dw, db, cost = parts(student.propagate(far, 0.0, X, Y), far)
    close(dw, np.array([[1 / 3], [1.0]]), what="dw where A is 0 or 1")
    close(db, 1 / 6, what="db where A is 0 or 1")
    law = "a sure and wrong example must cost between 10 and 800, before dividing by m"
    require(10 < 3 * finite(cost, "the cost") - np.log(2) < 800, law, got=cost)


@check(
    "propagate",
    points=2,
    kind="gradient",
    hint="dJ/dz of one example is (A − Y)/m; z = wᵀx + b passes it on to w by x, and to b by 1.",
)
@given(neurons() | neurons(101, 120), examples=25)
def propagate_gradients(
    student: Student, ref: Reference, w: Array, b: float, X: Array, Y: Array
) -> None:
    """dw and db are the derivatives of the cost: dw = X(A − Y)ᵀ/m, db = mean(A − Y)."""

    def cost(w: Array, b: float) -> Any:
        return ref.propagate(w, b, X, Y)[1]

    grads, _ = unpack(student.propagate(w, b, X, Y), "grads", "cost")
    dw, db = entries(grads, "dw", "db")
    gradients_agree(ref.gradient(cost, w=w, b=b), w=dw, b=db)


@check(
    "propagate",
    points=1,
    kind="reference",
    hint="z = wᵀX + b has shape (1, m); dw has the shape of w; db and the cost are one number.",
)
@given(neurons(), examples=20)
def propagate_cost_and_shapes(
    student: Student, ref: Reference, w: Array, b: float, X: Array, Y: Array
) -> None:
    """The cost is that of A = σ(wᵀX + b); dw has w's shape, db and the cost are numbers."""
    _, db, cost = parts(student.propagate(w, b, X, Y), w)
    scalar(db, "db")
    costs_agree(cost, ref.propagate(w, b, X, Y)[1])


@check(
    "propagate",
    points=1,
    kind="stability",
    hint="dJ/dz of one example is (A − Y)/m, here as elsewhere. At A = 0 or 1, 1/A or 1/(1 − A) is "
    "infinite: cancel A(1 − A) on paper, not in NumPy.",
)
@given(
    draw.drawn(
        sizes={"n_x": (1, 3), "m": (1, 6)},
        w=draw.normal("n_x", 1),
        b=bias,
        X=far_from_the_boundary,
        Y=draw.labels("m"),
    ),
    examples=10,
)
def propagate_of_the_certain(
    student: Student, ref: Reference, w: Array, b: float, X: Array, Y: Array
) -> None:
    """Where |z| is about 750, A is 0 or 1: dw and db are still (A − Y)'s means, J is finite."""
    wanted, _ = ref.propagate(w, b, X, Y)
    dw, db, cost = parts(student.propagate(w, b, X, Y), w)
    close(dw, wanted["dw"].round(6) + 0.0, atol=1e-3, what="dw")
    close(db, round(float(wanted["db"]), 6), atol=1e-6, what="db")
    m = Y.shape[1]
    wrong = int(np.sum((w.T @ X > 0) != Y))
    least, most = 10 * wrong / m, 800 * wrong / m
    require(
        least - 1e-4 <= finite(cost, "the cost") <= most + 1e-4,
        f"{wrong} of {m} sure predictions are wrong: the cost must be between {least:.4g} and "
        f"{most:.4g}",
        got=cost,
        want=f"between {least:.4g} and {most:.4g}",
    )


@check(
    "propagate",
    points=1,
    kind="vectorised",
    public=True,
    hint="One matrix product computes z for all examples, and another one sums dw over them.",
)
@given(draw.growing(), n_x=draw.integer(2, 5), examples=3)
def propagate_vectorised(
    student: Student, ref: Reference, sizes: list[int], seed: int, n_x: int
) -> None:
    """propagate has no loop over the examples: more of them take no more Python."""
    h = 1e-5

    def example(rng: Generator, m: int) -> tuple[Any, Any]:
        w, b, X, Y = one_neuron(rng, n_x, m)

        def cost(w: Array, b: float) -> float:
            """−log a is log(1 + e^(−z)), and −log(1 − a) is log(1 + e^z)."""
            z = np.sum(w * X, axis=0) + b
            return float(np.mean(np.logaddexp(0.0, np.where(Y == 1, -z, z))))

        # As the handout says: every parameter is moved by h up and down.
        ups = [h * np.eye(n_x)[:, [j]] for j in range(n_x)]
        dw = [[(cost(w + up, b) - cost(w - up, b)) / (2 * h)] for up in ups]
        return (w, b, X, Y), (np.array(dw), (cost(w, b + h) - cost(w, b - h)) / (2 * h))

    def agrees(got: Any, want: Any) -> None:
        dw, db, _ = parts(got, want[0])
        close(dw, want[0], atol=1e-7, what="dw")
        close(db, want[1], atol=1e-7, what="db")

    steps_do_not_grow(student.propagate, example, agrees, sizes=sizes, seed=seed)


@check(
    "propagate",
    points=1,
    kind="purity",
    hint="Results belong into new arrays: operators like -= would edit the caller's array.",
)
@given(neurons(), examples=3)
def propagate_keeps_its_inputs(
    student: Student, ref: Reference, w: Array, b: float, X: Array, Y: Array
) -> None:
    """w, X and Y are the same after the call as before, and the gradients are right."""
    dw, db, _ = parts(kept(student.propagate, w, b, X, Y), w)
    wanted, _ = ref.propagate(w, b, X, Y)
    close(dw, wanted["dw"], what="dw")
    close(db, float(wanted["db"]), what="db")


# optimize


@check(
    "optimize",
    points=1,
    kind="example",
    public=True,
    hint="Each step takes dw and db of propagate at one point, and moves w and b by −α times them. "
    "Of iterations 0, r, 2r, … the cost is recorded, before the step.",
)
def optimize_step_by_step(student: Student, ref: Reference) -> None:
    """Each step of optimize moves w and b by your propagate; the defaults are those of the stub."""
    X, first, last = np.array([[3.0, 1.0, 2.0], [0.0, 4.0, 2.0]]), [[1.0, 0, 0]], [[0, 0, 1.0]]
    start, bias = np.array([[1.0], [-2.0]]), float(np.log(3))
    # At rate 2 the cost rises in the end; of 125 steps the first and number 120 are recorded.
    for steps, rate, every, labels in (
        (5, 0.5, 2, first),
        (3, 0.0, 1, first),
        (0, 0.5, 1, first),
        (5, 2.0, 1, last),
        (125, 0.01, 120, first),
        (6, 1e-7, 1, first),
    ):
        Y = np.array(labels)
        w, b, dw, db = start, bias, 0 * start, 0.0
        wanted = []
        for step in range(steps):
            dw, db, cost = parts(student.propagate(w, b, X, Y), w)
            if step % every == 0:
                wanted.append(cost)
            w, b = w - rate * dw, b - rate * db
        result = kept(student.optimize, start, bias, X, Y, steps, rate, every)
        params, grads, costs = unpack(result, "params", "grads", "costs")
        where = f"after {steps} steps of rate {rate}"
        found_w, found_b = entries(params, "w", "b")
        close(found_w, w, what=f"w {where}")
        close(found_b, b, what=f"b {where}")
        if steps:
            found_dw, found_db = entries(grads, "dw", "db")
            close(found_dw, dw, what=f"dw of the last of {steps} steps of rate {rate}")
            close(found_db, db, what=f"db of the last of {steps} steps of rate {rate}")
        where = f"{where} with record_every = {every}"
        record = recorded(costs, len(wanted), steps, where)
        for j, (found, cost) in enumerate(zip(record, wanted, strict=True)):
            costs_agree(found, cost, f"costs[{j}] {where}")
    short, long = (
        unpack(student.optimize(start, bias, X, Y, **how), "params", "grads", "costs")
        for how in ({}, {"num_iterations": 2000, "learning_rate": 0.01, "record_every": 100})
    )
    left_out, named = entries(short[0], "w", "b"), entries(long[0], "w", "b")
    for name, found, want in zip("wb", left_out, named, strict=True):
        want = numbers(want, (2, 1) if name == "w" else (), name)
        close(found, want, what=f"{name} with the defaults, which are 2000, 0.01 and 100,")
    recorded(short[2], 20, 2000, "with the defaults")


@check(
    "optimize",
    points=1,
    kind="reference",
    hint="Count the iterations; in each, w and b move by the gradients of one and the same point.",
)
@given(
    neurons(),
    num_iterations=draw.integer(1, 25),
    learning_rate=draw.number(0.01, 0.5),
    examples=20,
)
def optimize_is_gradient_descent(
    student: Student,
    ref: Reference,
    w: Array,
    b: float,
    X: Array,
    Y: Array,
    num_iterations: int,
    learning_rate: float,
) -> None:
    """Each step is w ← w − α·dw and b ← b − α·db; grads are those of the last step."""
    wanted, last, _ = ref.optimize(w, b, X, Y, num_iterations, learning_rate)
    result = student.optimize(w, b, X, Y, num_iterations, learning_rate)
    params, grads, _ = unpack(result, "params", "grads", "costs")
    found_w, found_b = entries(params, "w", "b")
    close(found_w, wanted["w"], what="w")
    close(found_b, float(wanted["b"]), what="b")
    dw, db = entries(grads, "dw", "db")
    close(dw, last["dw"], what="dw of the last iteration")
    close(db, float(last["db"]), what="db of the last iteration")


@check(
    "optimize",
    points=1,
    kind="reference",
    hint="Only num_iterations ends the loop; all of α·dw is each step; costs are recorded at 0, r, "
    "2r, …; the stub has the defaults.",
)
def optimize_takes_every_step(student: Student, ref: Reference) -> None:
    """No step is cut or left out where J is flat or rises; by default 2000, of rate 0.01."""
    X, Y = np.array([[1.0, -2.0]]), np.array([[1.0, 0.0]])
    w, far, near = np.zeros((1, 1)), np.full((1, 1), 14.0), np.ones((1, 1))
    # Without both signs in X the best w is 0, and a rate of 10 leaps over it for good.
    torn, apart = np.array([[1.0, 1.0]]), np.array([[1.0, -1.0]])
    cases: list[tuple[str, Array, Array, int, float, int]] = [
        ("where J and its slope are below 1e-6", far, apart, 40, 1e3, 1),
        ("where J is below 1e-8", far + 8, apart, 9, 1e-3, 1),
        ("from the lowest point of J on, which is ln 2", w, torn, 9, 0.1, 1),
        ("at a rate of 0", near, apart, 4, 0.0, 1),
        ("with inputs of 100 and −200", w, 100 * X, 4, 1e-3, 1),
        ("at a rate of 10, where J rises", near, torn, 8, 10.0, 1),
        ("with record_every = 150", w, X, 160, 0.5, 150),
    ]
    for where, start, inputs, steps, rate, every in cases:
        wanted = ref.optimize(start, 0.0, inputs, Y, steps, rate, every)
        found = student.optimize(start, 0.0, inputs, Y, steps, rate, every)
        same_descent(found, wanted, steps, where)
    data = w, 0.0, X, Y
    same_descent(student.optimize(*data), ref.optimize(*data), 2000, "with the default arguments")


@check(
    "optimize",
    points=1,
    kind="property",
    hint="Each step may depend on nothing but where it starts: no state from before, none kept.",
)
@given(neurons(), k=draw.integer(1, 8), further=draw.integer(1, 8), examples=8)
def optimize_can_be_continued(
    student: Student,
    ref: Reference,
    w: Array,
    b: float,
    X: Array,
    Y: Array,
    k: int,
    further: int,
) -> None:
    """k steps and then l more lead where k + l steps do; 0 steps move nothing."""
    none, _, costs = unpack(student.optimize(w, b, X, Y, 0, 0.3), "params", "grads", "costs")
    w_none, b_none = entries(none, "w", "b")
    close(w_none, w, what="w after no step")
    close(b_none, b, what="b after no step")
    recorded(costs, 0, 0, "after no step")
    half, _, _ = unpack(student.optimize(w, b, X, Y, k, 0.3), "params", "grads", "costs")
    w_half, b_half = entries(half, "w", "b")
    wanted, _, _ = ref.optimize(w, b, X, Y, k, 0.3)
    close(w_half, wanted["w"], what=f"w after {k} steps")
    close(b_half, float(wanted["b"]), what=f"b after {k} steps")
    middle = numbers(w_half, w.shape, "w"), finite(b_half, "b")
    rest, _, _ = unpack(student.optimize(*middle, X, Y, further, 0.3), "params", "grads", "costs")
    whole, _, _ = unpack(student.optimize(w, b, X, Y, k + further, 0.3), "params", "grads", "costs")
    wanted, _, _ = ref.optimize(w, b, X, Y, k + further, 0.3)
    for found, runs in ((whole, "one run"), (rest, "two runs")):
        found_w, found_b = entries(found, "w", "b")
        close(found_w, wanted["w"], what=f"w after {k + further} steps in {runs}")
        close(found_b, float(wanted["b"]), what=f"b after {k + further} steps in {runs}")


@check(
    "optimize",
    points=1,
    kind="property",
    hint="Record at iterations 0, r, 2r, …, before that iteration's update.",
)
@given(
    neurons(),
    num_iterations=draw.integer(1, 20),
    record_every=draw.integer(1, 7),
    examples=15,
)
def optimize_records_costs(
    student: Student,
    ref: Reference,
    w: Array,
    b: float,
    X: Array,
    Y: Array,
    num_iterations: int,
    record_every: int,
) -> None:
    """costs[j] is the cost after j·r steps, for each j·r < num_iterations (r = record_every)."""
    _, _, wanted = ref.optimize(w, b, X, Y, num_iterations, 0.3, record_every)
    result = student.optimize(w, b, X, Y, num_iterations, 0.3, record_every=record_every)
    _, _, costs = unpack(result, "params", "grads", "costs")
    where = f"at num_iterations = {num_iterations}, record_every = {record_every}"
    for j, cost in enumerate(recorded(costs, len(wanted), num_iterations, where)):
        costs_agree(cost, float(wanted[j]), f"costs[{j}]")


@check(
    "optimize",
    points=1,
    kind="training",
    hint="The gradient points uphill: a step goes against it, and its length is the rate's.",
)
@given(draw.drawn(X=draw.normal(2, 60, scale=2.0), Y=noisy_line), examples=2)
def optimize_goes_downhill(student: Student, ref: Reference, X: Array, Y: Array) -> None:
    """At rate 0.1 the cost never rises, and falls by at least a fifth in 200 steps."""
    result = student.optimize(np.zeros((2, 1)), 0.0, X, Y, 200, 0.1, 1)
    params, _, costs = unpack(result, "params", "grads", "costs")
    every = recorded(costs, 200, 200, "after 200 steps with record_every = 1")
    record = np.array([finite(cost, "a cost") for cost in every])
    rise = float(np.diff(record).max())
    require(rise <= 1e-12, "the cost must not rise", got=f"a rise by {rise:.3g}", want="no rise")
    w, b = entries(params, "w", "b")
    _, reached = ref.propagate(numbers(w, (2, 1), "w"), finite(b, "b"), X, Y)
    bound = 0.8 * float(np.log(2))
    law = "the cost at the last w and b must be a fifth below that at 0"
    require(reached <= bound, law, got=float(reached), want=f"at most {bound:.4g}")


@check(
    "optimize",
    points=1,
    kind="purity",
    hint="What was learnt belongs into a new array: w -= …, for example, would edit the one that "
    "the caller still holds.",
)
@given(neurons(), examples=3)
def optimize_keeps_its_inputs(
    student: Student, ref: Reference, w: Array, b: float, X: Array, Y: Array
) -> None:
    """w, X and Y are the same after training as before, and what was learnt is right."""
    result = kept(student.optimize, w, b, X, Y, 3, 0.1)
    params, _, _ = unpack(result, "params", "grads", "costs")
    wanted, _, _ = ref.optimize(w, b, X, Y, 3, 0.1)
    found_w, found_b = entries(params, "w", "b")
    close(found_w, wanted["w"], what="w")
    close(found_b, float(wanted["b"]), what="b")


# predict


@check(
    "predict",
    points=1,
    kind="example",
    public=True,
    hint="z = wᵀx + b is [−1/2, 0, 1/4], and then [1/4, −1/4, −3/4, 1]: which activations are "
    "above 1/2?",
)
def predict_by_hand(student: Student, ref: Reference) -> None:
    """w = [[1], [−1]], b = 1/2: z = −1/2, 0, 1/4 are 0, 0 and 1; with b = −1/2 four more."""
    X = np.array([[0.0, 0.5, 1.0], [1.0, 1.0, 1.25]])
    found = classes(kept(student.predict, np.array([[1.0], [-1.0]]), 0.5, X), (1, 3))
    close(found, np.array([[0.0, 0.0, 1.0]]), what="the prediction")
    # wᵀx is 3/4, 1/4, −1/4 and 3/2: the bias, its sign and the threshold each decide for one.
    X = np.array([[1.0, 1.0, 0.0, 2.0], [0.25, 0.75, 0.25, 0.5]])
    found = classes(student.predict(np.array([[1.0], [-1.0]]), -0.5, X), (1, 4))
    close(found, np.array([[1.0, 0.0, 0.0, 1.0]]), what="the prediction with b = −1/2")


@check(
    "predict",
    points=1,
    kind="property",
    hint="σ(z) > 1/2 means z > 0, with the bias in z; σ(0) is 1/2, and that is not above 1/2.",
)
@given(neurons().filter(untied), c=draw.options(0.1, 7.0, 1000.0), examples=20)
def predict_is_the_sign_of_z(
    student: Student, ref: Reference, w: Array, b: float, X: Array, Y: Array, c: float
) -> None:
    """The class is 1 where wᵀx + b > 0, else 0; (c·w, c·b) with c > 0 predicts the same."""
    m = X.shape[1]
    wanted = (w.T @ X + b > 0).astype(np.float64)
    close(classes(kept(student.predict, w, b, X), (1, m)), wanted, what="the prediction")
    scaled = classes(student.predict(c * w, c * b, X), (1, m))
    close(scaled, wanted, what="the prediction of (c·w, c·b)")
    tied = classes(student.predict(np.zeros_like(w), 0.0, X), (1, m))
    close(tied, np.zeros((1, m)), what="the prediction of w = 0, b = 0, where a = 1/2,")


@check(
    "predict",
    points=1,
    kind="vectorised",
    public=True,
    hint="A comparison works on the whole row of activations at once.",
)
@given(draw.growing(), examples=3)
def predict_vectorised(student: Student, ref: Reference, sizes: list[int], seed: int) -> None:
    """predict has no loop over the examples: more of them take no more Python."""
    w = np.array([[1.0], [-1.0]])

    def example(rng: Generator, m: int) -> tuple[Any, Any]:
        # Of each example, the first feature is made so that z is what was drawn.
        z = rng.choice([-1.0, 1.0], size=m) * rng.uniform(0.1, 3.0, size=m)
        second = rng.normal(size=m)
        X = np.array([z + second - 0.3, second])
        return (w, 0.3, X), (z > 0).astype(np.float64).reshape(1, m)

    def agrees(got: Any, want: Any) -> None:
        close(classes(got, want.shape), want, what="the prediction")

    steps_do_not_grow(student.predict, example, agrees, sizes=sizes, seed=seed)


# model


@check(
    "model",
    points=1,
    kind="example",
    public=True,
    hint="Nothing is drawn: w and b start at 0. An accuracy is 100 times the share that is right, "
    "of each set's predictions against its own labels.",
)
def model_is_made_of_yours(student: Student, ref: Reference) -> None:
    """model takes your optimize from 0, and your predict on both sets; defaults 2000 and 0.5."""
    X = np.array([[3.0, 1.0, 2.0, 3.0, 3.0, 1.0, 2.0], [0.0, 4.0, 2.0, 0.0, 0.0, 4.0, 2.0]])
    Y = np.array([[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]])  # of one point that is there thrice, both
    # Of the second test point fewer steps would be right: they are not to be chosen by it.
    X_test, Y_test = np.array([[2.0, -5.0, 0.0], [1.0, 0.5, 1.0]]), np.array([[0.0, 1.0, 1.0]])
    for how, steps, rate in (
        ({"num_iterations": 7, "learning_rate": 0.1}, 7, 0.1),
        ({}, 2000, 0.5),
    ):
        params, _, record = unpack(
            student.optimize(np.zeros((2, 1)), 0.0, X, Y, steps, rate), "params", "grads", "costs"
        )
        w, b = entries(params, "w", "b")
        result = kept(student.model, X, Y, X_test, Y_test, **how)
        where = f"after {steps} steps of rate {rate}"
        found_w, found_b = entries(result, "w", "b")
        close(found_w, w, what=f"w {where}")
        close(found_b, b, what=f"b {where}")
        (found_costs,) = entries(result, "costs")
        recorded(found_costs, len(sequence(record, what="costs")), steps, where)
        for name, data, labels in (("train", X, Y), ("test", X_test, Y_test)):
            keys = f"Y_prediction_{name}", f"{name}_accuracy"
            prediction, accuracy = entries(result, *keys)
            seen = classes(prediction, labels.shape, keys[0])
            close(seen, classes(student.predict(w, b, data), labels.shape), what=keys[0])
            close(accuracy, 100 * np.mean(seen == labels), what=f"{keys[1]} {where}")


@check(
    "model",
    points=1,
    kind="training",
    hint="Start at zero, run gradient descent on the training set, then predict both sets.",
)
def model_tells_tumours_apart(student: Student, ref: Reference) -> None:
    """Breast cancer, 1000 steps of rate 0.1: 97% right in training, 93% in test, J < 0.08."""
    data = X_train, Y_train, X_test, Y_test = tumours(ref)
    result = student.model(*data, num_iterations=1000, learning_rate=0.1)
    got_w, got_b, costs = entries(result, "w", "b", "costs")
    w, b = numbers(got_w, (X_train.shape[0], 1), "w"), finite(got_b, "b")
    for name, X, Y, least in (("train", X_train, Y_train, 97), ("test", X_test, Y_test, 93)):
        percent = percent_right(w.T @ X + b > 0, Y)
        law = f"w and b must be right on {least}% of the {name} set"
        require(percent >= least, law, got=f"{percent:.1f}%", want=f"at least {least}%")
    reached = float(ref.compute_cost(ref.sigmoid(w.T @ X_train + b), Y_train))
    require(reached < 0.08, "the cost at w and b must be below 0.08", got=reached, want="< 0.08")
    last = scalar(recorded(costs, 10, 1000, "after 1000 steps")[-1], "the last cost")
    require(0 < last < 0.08, "the last of costs must be below 0.08", got=last, want="< 0.08")


@check(
    "model",
    points=1,
    kind="property",
    hint="Nothing that is learnt (w, b, costs) may have seen the test set.",
)
@given(two_sets(), examples=3)
def model_never_learns_from_the_test_set(
    student: Student,
    ref: Reference,
    X_train: Array,
    Y_train: Array,
    X_test: Array,
    Y_test: Array,
    X_other: Array,
    Y_other: Array,
) -> None:
    """Another test set leaves w, b and costs exactly the same."""
    trained = ref.model(X_train, Y_train, X_test, Y_test, num_iterations=20, learning_rate=0.3)
    near = beside_the_boundary(X_test, trained["w"], float(trained["b"]))
    right = (trained["w"].T @ near + trained["b"] > 0).astype(np.float64)
    # The same points and one more, with the other labels: the weights of 20 steps are the best
    # for the first set and the worst for the second, so choosing by the test set shows.
    X_more, Y_more = np.hstack([near, X_other[:, :1]]), np.hstack([1 - right, Y_other[:, :1]])
    learnt = []
    for X, Y in ((near, right), (X_more, Y_more)):
        data = X_train, Y_train, X, Y
        result = kept(student.model, *data, num_iterations=20, learning_rate=0.3)
        w, b, costs = entries(result, "w", "b", "costs")
        record = [scalar(cost, "a cost") for cost in sequence(costs, what="costs")]
        learnt.append((array(w, (X.shape[0], 1), what="w"), scalar(b, "b"), np.array(record)))
    close(learnt[0][0], trained["w"], what="w")
    for name, before, after in zip(("w", "b", "costs"), *learnt, strict=True):
        law = f"{name} must be exactly the same with another test set"
        require(np.array_equal(before, after), law, got=after, want=before)


@check(
    "model",
    points=1,
    kind="reference",
    hint="Start from initialize(n_x), and pass num_iterations and learning_rate on.",
)
@given(two_sets(), learning_rate=draw.number(0.05, 0.4), examples=5)
def model_is_the_reference(
    student: Student,
    ref: Reference,
    X_train: Array,
    Y_train: Array,
    X_test: Array,
    Y_test: Array,
    X_other: Array,
    Y_other: Array,
    learning_rate: float,
) -> None:
    """w, b and the predictions are those of num_iterations steps at learning_rate from zero."""
    data = X_train, Y_train, X_test, Y_test
    wanted = ref.model(*data, num_iterations=30, learning_rate=learning_rate)
    result = student.model(*data, num_iterations=30, learning_rate=learning_rate)
    w, b, in_train, in_test, *_ = entries(
        result, "w", "b", "Y_prediction_train", "Y_prediction_test", *wanted
    )
    close(w, wanted["w"], what="w")
    close(b, float(wanted["b"]), what="b")
    for name, X, got in (("train", X_train, in_train), ("test", X_test, in_test)):
        z = wanted["w"].T @ X + wanted["b"]
        right = (classes(got, (1, X.shape[1])) == (z > 0)) | (np.abs(z) < TIE)
        law = f"Y_prediction_{name} must be 1 exactly where wᵀx + b > 0"
        require(right.all(), law, got=got, want=(z > 0).astype(np.float64))


@check(
    "model",
    points=1,
    kind="reference",
    hint="Compare the first line of your function with the stub's, and look at what you pass on to "
    "optimize, and at its record_every.",
)
def model_defaults(student: Student, ref: Reference) -> None:
    """With the data alone: 2000 steps of rate 0.5, and a cost recorded every 100."""
    X, Y = np.array([[1.0, -2.0]]), np.array([[1.0, 0.0]])
    wanted = ref.model(X, Y, X, Y)
    w, b, costs = entries(student.model(X, Y, X, Y), "w", "b", "costs")
    where = "with the default arguments"
    for j, cost in enumerate(recorded(costs, 20, 2000, where)):
        costs_agree(cost, float(wanted["costs"][j]), f"costs[{j}] {where}")
    close(w, wanted["w"], what=f"w {where}")
    close(b, float(wanted["b"]), what=f"b {where}")


# mse_propagate


@check(
    "mse_propagate",
    points=1,
    kind="example",
    public=True,
    hint="A = 3/4, A − Y = [−1/4, 3/4, 3/4], and the slope A(1 − A) = 3/16 multiplies each.",
)
def mse_propagate_by_hand(student: Student, ref: Reference) -> None:
    """w = 0, b = ln 3, X = [[3, 1, 2], [0, 4, 2]], Y = [[1, 0, 0]]: J = 19/96, db = 5/64."""
    X, Y = np.array([[3.0, 1.0, 2.0], [0.0, 4.0, 2.0]]), np.array([[1.0, 0.0, 0.0]])
    result = kept(student.mse_propagate, np.zeros((2, 1)), float(np.log(3)), X, Y)
    grads, cost = unpack(result, "grads", "cost")
    dw, db = entries(grads, "dw", "db")
    close(dw, np.array([[3 / 32], [9 / 32]]), what="dw")
    close(db, 5 / 64, what="db")
    close(cost, 19 / 96, what="the cost")


@check(
    "mse_propagate",
    points=2,
    kind="gradient",
    hint="The chain rule passes through the sigmoid, whose slope is A(1 − A); 1/2 cancels the 2.",
)
@given(neurons(), examples=25)
def mse_propagate_gradients(
    student: Student, ref: Reference, w: Array, b: float, X: Array, Y: Array
) -> None:
    """dw and db are the derivatives of J = (1/2m) Σ (A − Y)², which is the cost returned."""

    def cost(w: Array, b: float) -> Any:
        return ref.mse_propagate(w, b, X, Y)[1]

    wanted = float(cost(w, b))
    grads, found = unpack(kept(student.mse_propagate, w, b, X, Y), "grads", "cost")
    dw, db = entries(grads, "dw", "db")
    gradients_agree(ref.gradient(cost, w=w, b=b), w=dw, b=db)
    close(found, wanted, what="the cost")


@check(
    "mse_propagate",
    points=1,
    kind="property",
    hint="Where the neuron is certain, A(1 − A) is nearly 0, and the squared error inherits it.",
)
@given(w=draw.number(18.0, 24.0), examples=5)
def mse_propagate_stalls(student: Student, ref: Reference, w: float) -> None:
    """x = 1, y = 0 and a large w, so surely wrong: dw < 1e-7 where cross-entropy's exceeds 0.99."""
    neuron = np.array([[w]]), 0.0, np.array([[1.0]]), np.array([[0.0]])
    steep, _ = ref.propagate(*neuron)
    flat, _ = ref.mse_propagate(*neuron)
    grads, _ = unpack(student.mse_propagate(*neuron), "grads", "cost")
    dw, _ = entries(grads, "dw", "db")
    slope = abs(scalar(array(dw, (1, 1), what="dw"), "dw"))
    require(
        slope < 1e-7,
        f"dw must be below 1e-7 here (under cross-entropy it is {float(steep['dw'][0, 0]):.4f})",
        got=slope,
        want=float(flat["dw"][0, 0]),
    )
    close(dw, flat["dw"], rtol=1e-3, atol=0.0, what="dw")


# curvature


@check(
    "curvature",
    points=1,
    kind="example",
    public=True,
    hint="a = 3/4 and 9/10, so a(1 − a) = 3/16 and 9/100. Another loss must raise ValueError.",
)
def curvature_by_hand(student: Student, ref: Reference) -> None:
    """w = ln 3, x = [1, 2], y = [0, 1]: "bce" (3/16 + 9/25)/2, "mse" 0.013021875; else refused."""
    w = float(np.log(3))
    bce, mse = (3 / 16 + 9 / 25) / 2, 0.013021875
    close(student.curvature(w, [1, 2], [0, 1], "bce"), bce, what='the curvature of "bce"')
    close(student.curvature(w, [1, 2], [0, 1], "mse"), mse, what='the curvature of "mse"')
    x, y = np.array([1.0, 2.0]), np.array([0.0, 1.0])
    close(kept(student.curvature, w, x, y, "bce"), bce, what='the curvature of "bce" of arrays')
    close(kept(student.curvature, w, x, y, "mse"), mse, what='the curvature of "mse" of arrays')
    for name in ("mae", "BCE", "b", ""):
        refuses_loss(student.curvature, w, name)


def refuses_loss(curvature: Function, w: float, name: str) -> None:
    """curvature must raise ValueError for a loss of this name."""
    try:
        refuses(curvature, w, [1], [0], name)
    except Failure as failure:
        law = f'curvature must refuse loss = "{name}" with a ValueError: only "bce" and "mse" count'
        raise Failure(law, got=failure.got, want="ValueError") from failure


def points_on_a_line(most: int) -> Any:
    """A weight, and up to `most` inputs with labels, 1-d."""

    def flat_labels(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
        return rng.integers(0, 1, size=sizes["m"], endpoint=True).astype(np.float64)

    return draw.drawn(
        sizes={"m": (1, most)},
        w=draw.uniform(low=-4, high=4),
        x=draw.uniform("m", low=-3, high=3),
        y=flat_labels,
    )


@check(
    "curvature",
    points=2,
    kind="gradient",
    hint="Differentiate dJ/dw once more: a depends on w, and so does its slope a(1 − a).",
)
@given(
    points_on_a_line(6),
    loss=draw.options("bce", "mse"),
    as_lists=draw.options(False, True),
    examples=30,
)
def curvature_is_the_slope_of_the_slope(
    student: Student, ref: Reference, w: float, x: Array, y: Array, loss: str, as_lists: bool
) -> None:
    """The curvature is the derivative in w of dJ/dw, a mean over the examples."""
    propagate = ref.propagate if loss == "bce" else ref.mse_propagate

    def slope(w: float) -> Any:
        return propagate(np.array([[w]]), 0.0, x.reshape(1, -1), y.reshape(1, -1))[0]["dw"]

    wanted = ref.gradient(slope, w=w).partials["w"].value
    data = (x.tolist(), y.tolist()) if as_lists else (x, y)
    found = kept(student.curvature, w, *data, loss)
    close(found, float(wanted), atol=1e-6, what="the curvature")


@check(
    "curvature",
    points=1,
    kind="property",
    hint="For cross-entropy the labels drop out of J″, and what is left is a mean of squares.",
)
@given(points_on_a_line(6), examples=20)
def curvature_of_cross_entropy(
    student: Student, ref: Reference, w: float, x: Array, y: Array
) -> None:
    """Cross-entropy is convex: its curvature is positive, and the same whatever the labels."""
    found = finite(student.curvature(w, x.tolist(), y.tolist(), "bce"), "the curvature")
    require(found > 0, "the curvature must be positive", got=found, want="above 0")
    wanted = float(ref.curvature(w, x.tolist(), y.tolist(), "bce"))
    close(found, wanted, what="the curvature")
    flipped = student.curvature(w, x.tolist(), (1 - y).tolist(), "bce")
    close(flipped, found, atol=1e-12, what="the curvature with the labels flipped")


# nonconvexity_witness


@check(
    "nonconvexity_witness",
    points=2,
    kind="property",
    public=True,
    hint="Plot J(w) for one point with y = 0: where does it bend downwards?",
)
def nonconvexity_witness_holds(student: Student, ref: Reference) -> None:
    """With J the mean of (1/2)(σ(wx) − y)²: J((wa + wb)/2) > (J(wa) + J(wb))/2 + 0.001."""
    x_list, y_list, wa_got, wb_got = entries(student.nonconvexity_witness(), "x", "y", "wa", "wb")
    x = np.array([scalar(value, "an entry of x") for value in sequence(x_list, what="x")])
    y = np.array([scalar(value, "an entry of y") for value in sequence(y_list, x.size, "y")])
    wa, wb = scalar(wa_got, "wa"), scalar(wb_got, "wb")
    require(1 <= x.size <= 20, "x must hold 1 to 20 numbers", got=x_list)
    require((np.abs(x) <= 10).all(), "every |x| must be at most 10", got=x_list)
    require(np.isin(y, [0.0, 1.0]).all(), "every y must be 0 or 1", got=y_list)
    require(abs(wa) <= 50 and abs(wb) <= 50, "|wa| and |wb| must be at most 50", got=(wa, wb))

    def cost(w: float) -> float:
        sigmoid = (1 + np.tanh(w * x / 2)) / 2
        return float(np.mean((sigmoid - y) ** 2) / 2)

    middle, chord = cost((wa + wb) / 2), (cost(wa) + cost(wb)) / 2
    require(
        middle > chord + 1e-3,
        "J halfway between the weights must lie above the chord by more than 0.001: "
        f"J({wa:.4g}) = {cost(wa):.6f}, J({wb:.4g}) = {cost(wb):.6f}, halfway {middle:.6f}",
        got=middle,
        want=f"above {chord + 1e-3:.6f}",
    )
