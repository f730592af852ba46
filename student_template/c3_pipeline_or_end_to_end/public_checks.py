"""The public checks of Pipeline or end to end; run them with `grade check`."""

from collections.abc import Callable
from typing import Any
import numpy as np
from grader.authoring import Array, Reference, Student, check, close, draw, entries, finite, given, kind_of, require, scalar, sequence, unchanged, unpack
from dataclasses import dataclass, field


FEATURES, SOUNDS, WORDS = 20, 3, 2


NOISE, MELODY = 0.1, 0.3


def archive(pairs: int, seed: int, stage: int = 200, test: int = 100) -> dict[str, Array]:
    """Features of clips (20, m), sounds (3, m) that follow from them, and words (2, m).

    Words follow from sounds, and a little from features directly: that part no sound holds. As
    compare_designs takes them: `stage` examples of each stage, so many pairs of features and
    words, and `test` clips.
    """
    rng = np.random.default_rng(seed)
    hears = rng.normal(size=(SOUNDS, FEATURES))
    spells = rng.normal(size=(WORDS, SOUNDS))
    melody = MELODY * rng.normal(size=(WORDS, FEATURES))

    def clips(count: int) -> tuple[Array, Array, Array]:
        X = rng.normal(size=(FEATURES, count))
        U = hears @ X + NOISE * rng.normal(size=(SOUNDS, count))
        return X, U, spells @ U + melody @ X + NOISE * rng.normal(size=(WORDS, count))

    X1, U1, _ = clips(stage)
    _, U2, T2 = clips(stage)
    Xtest, _, Ttest = clips(test)
    # Last: so all the others are the same, whatever the number of pairs.
    Xp, _, Tp = clips(pairs)
    return {
        "X1": X1,
        "U1": U1,
        "U2": U2,
        "T2": T2,
        "Xp": Xp,
        "Tp": Tp,
        "Xtest": Xtest,
        "Ttest": Ttest,
    }


CLIPS = (
    (1, 1, 1, 0, 0, 0, 0, 0),
    (1, 1, 0, 1, 1, 0, 0, 0),
    (1, 1, 1, 1, 0, 1, 1, 0),
    (1, 1, 1, 1, 1, 1, 1, 0),
)


STAGES = ("cut", "sounds", "words")


def is_counted(got: Any, want: int, what: str) -> None:
    """A whole number, exactly."""
    close(got, want, rtol=0, atol=0, what=what)


def is_name(got: Any, want: str, what: str, why: str = "") -> None:
    """A string, and that one."""
    law = f'{what} must be "{want}"{why}'
    require(isinstance(got, str), f"{law}; it is {kind_of(got)}", got=got, want=want)
    require(got == want, law, got=got, want=want)


@check(
    "pipeline_accuracy",
    points=1,
    kind="example",
    public=True,
    hint="All must be right: where the first two stages have 0.9 and 0.8, 0.9 of the clips get "
    "through the first one, and 0.8 of these through the second.",
)
def pipeline_accuracy_by_hand(student: Student, ref: Reference) -> None:
    """Stages of 0.9, 0.8 and 0.95 are right together in 0.684; without a stage it is 1.0.

    0.9, 0.8, 0.5: 0.36; 1/2 and 1/4: 1/8; 1/2 and 1/2: 1/4; ten of 0.9; one that fails always: 0.
    The list stays as it is."""
    for what, given_ones, want in (
        ("of 0.9, 0.8 and 0.95", [0.9, 0.8, 0.95], 0.684),
        ("of 0.9, 0.8 and 0.5", np.array([0.9, 0.8, 0.5]), 0.36),
        ("of 1/2 and 1/4", (0.5, 0.25), 0.125),
        ("of 1/2 and 1/2", [0.5, 0.5], 0.25),
        ("of ten stages of 0.9 each", [0.9] * 10, 0.3486784401),
        ("of 0.7, 0 and 0.9", [0.7, 0, 0.9], 0.0),
        ("of 1, 0.6 and 1", [1, 0.6, 1], 0.6),
        ("of no stages", [], 1.0),
    ):
        close(student.pipeline_accuracy(given_ones), want, what=f"the accuracy {what}")
    unchanged(student.pipeline_accuracy, [0.9, 0.8, 0.95])


def are_ceilings(got: Any, want: list[float], what: str = "the accuracies") -> None:
    """As many accuracies as there are rows."""
    found = sequence(got, len(want), what)
    for row, (one, share) in enumerate(zip(found, want, strict=True)):
        close(one, share, what=f"{what}: that of row {row}")


@check(
    "measure_ceilings",
    points=1,
    kind="example",
    public=True,
    hint="A row is a configuration. Which share of its examples is right? Row 0 counts as well.",
)
def measure_ceilings_by_hand(student: Student, ref: Reference) -> None:
    """The handout's eight clips: 3/8, 4/8, 6/8 and 7/8 are right, row by row.

    As whole numbers and as truth values; four clips: 1/4, 1/2, 1; all right, all wrong: 1, 0; and
    256 of 320, then 320, in arrays of bytes. The table stays as it is."""
    want = [3 / 8, 4 / 8, 6 / 8, 7 / 8]
    are_ceilings(student.measure_ceilings(np.array(CLIPS)), want)
    got = student.measure_ceilings(np.array(CLIPS) == 1)
    are_ceilings(got, want, "the accuracies of truth values")
    rows = [[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 1]]
    are_ceilings(student.measure_ceilings(rows), [0.25, 0.5, 1.0], "the accuracies of four clips")
    got = student.measure_ceilings([[1, 1, 1], [0, 0, 0]])
    are_ceilings(got, [1.0, 0.0], "the accuracies of three clips")
    many = np.ones((2, 320))
    many[0, ::5] = 0
    for dtype in (np.uint8, np.int8):
        got = student.measure_ceilings(many.astype(dtype))
        are_ceilings(got, [0.8, 1.0], f"the accuracies of 320 clips ({dtype.__name__})")
    unchanged(student.measure_ceilings, np.array(CLIPS))


def analysed(got: Any, names: Any, want: list[float], best: str, what: str = "") -> list[float]:
    """The gains of all stages and the best one; returns the gains that were found."""
    gains, name = unpack(got, "gains", "best")
    found = []
    for stage, one, gain in zip(names, entries(gains, *names), want, strict=True):
        close(one, gain, what=f'the gain of "{stage}"{what}')
        found.append(scalar(one))
    listed = ", ".join(f"{one:.4g}" for one in want)
    is_name(name, best, f"the stage with the largest gain{what}", f"; the gains are {listed}")
    return found


@check(
    "ceiling_analysis",
    points=1,
    kind="example",
    public=True,
    hint="From row to row the truth of one stage is added: its gain is what this step brings. Row "
    "1 belongs to the first name.",
)
def ceiling_analysis_by_hand(student: Student, ref: Reference) -> None:
    """The handout's eight clips: gains of 1/8, 2/8 and 1/8, the largest for sounds.

    0.72, 0.89, 0.9, 1: 0.17, 0.01, 0.1, cut; a truth that makes it worse: −1/4, 1/4, 1/4, the
    earlier of the equal two; where none helps, the one that harms least; 0.001 and 0.002; and 1/4,
    3/8, 1/8, whatever they are a share of. Both arguments stay as they are."""
    got = student.ceiling_analysis(list(STAGES), [0.375, 0.5, 0.75, 0.875])
    analysed(got, STAGES, [0.125, 0.25, 0.125], "sounds")
    got = student.ceiling_analysis(list(STAGES), [0.72, 0.89, 0.9, 1.0])
    analysed(got, STAGES, [0.17, 0.01, 0.1], "cut", " (row 0 is 0.72)")
    other = ("wake", "turn", "find")
    got = student.ceiling_analysis(other, np.array([0.5, 0.25, 0.5, 0.75]))
    analysed(got, other, [-0.25, 0.25, 0.25], "turn", " (row 0 is 0.5)")
    for names, rows, want, best in (
        (("zoom", "read"), [0.875, 0.375, 0.25], [-0.5, -0.125], "read"),
        (("zoom", "read"), [0.75, 0.5, 0.0], [-0.25, -0.5], "zoom"),
        (("zoom",), [1.0, 0.0], [-1.0], "zoom"),
        (("zoom", "read"), [0.5, 0.501, 0.503], [0.001, 0.002], "read"),
        (other, [0.25, 0.5, 0.875, 1.0], [0.25, 0.375, 0.125], "turn"),
    ):
        got = student.ceiling_analysis(list(names), rows)
        analysed(got, names, want, best, f" (of {rows})")
    unchanged(student.ceiling_analysis, list(STAGES), [0.375, 0.5, 0.75, 0.875])


def blamed(got: Any, names: Any, want: list[int], what: str = "") -> None:
    """A count for each stage, and one for what no stage repairs."""
    boxes = [*names, "unresolved"]
    for box, one, count in zip(boxes, entries(got, *boxes), want, strict=True):
        is_counted(one, count, f'the count of "{box}"{what}')


@check(
    "attribute_errors",
    points=1,
    kind="example",
    public=True,
    hint="Go down each column that starts with a 0, and stop at the first 1: its row names the "
    "stage. A column without a 1 is unresolved.",
)
def attribute_errors_by_hand(student: Student, ref: Reference) -> None:
    """The handout's eight clips: cut 2, sounds 2, words 0 and unresolved 1.

    Four clips of two stages: 1, 1, 1; five that become wrong again: 1, 2 and none; no error at all:
    zeros; and 320 in an array of bytes: 300, 15 and 5. The table stays as it is."""
    blamed(student.attribute_errors(list(STAGES), np.array(CLIPS)), STAGES, [2, 2, 0, 1])
    rows = [[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0]]
    got = student.attribute_errors(["turn", "read"], rows)
    blamed(got, ["turn", "read"], [1, 1, 1], " (four clips)")
    falls = np.array([[0, 1, 0, 1, 0], [0, 0, 1, 1, 0], [1, 0, 0, 0, 1]]) == 1
    got = student.attribute_errors(("turn", "read"), falls)
    blamed(got, ["turn", "read"], [1, 2, 0], " (five clips)")
    got = student.attribute_errors(["turn", "read"], [[1, 1, 1], [0, 1, 1], [0, 0, 1]])
    blamed(got, ["turn", "read"], [0, 0, 0], " (no errors)")
    many = np.arange(320) < np.array([[0], [300], [315]])
    got = student.attribute_errors(["turn", "read"], many.astype(np.uint8))
    blamed(got, ["turn", "read"], [300, 15, 5], " (320 clips)")
    unchanged(student.attribute_errors, list(STAGES), np.array(CLIPS))


@dataclass
class Stage:
    """A stage that students are handed. All stages of a pipeline note their calls in one list."""

    place: int
    value: Callable[[Any], Any]
    like: type
    calls: list[int] = field(default_factory=list)

    def __call__(self, given_one: Any) -> Any:
        """Its output. Raises `TypeError` for what no stage before it gives."""
        self.calls.append(self.place)
        if self.like is float:
            if isinstance(given_one, bool) or not isinstance(given_one, int | float | np.number):
                raise TypeError("the stages take a number")
        elif not isinstance(given_one, self.like):
            raise TypeError(f"the stages take {'a text' if self.like is str else 'an array'}")
        return self.value(given_one)


def a_pipeline(functions: Any, like: type) -> tuple[list[Stage], list[int]]:
    """Its stages, and the list of their calls: the places, in the order of the calls."""
    calls: list[int] = []
    return [Stage(place, one, like, calls) for place, one in enumerate(functions)], calls


def ran_as_asked(calls: list[int], run: list[int], when: str) -> None:
    """The calls were those of the stages at these places, once each, in order."""
    must = f"those at {run} must be called, once each and in order" if run else "none may be called"
    law = f"{when}, {must}; called were {f'those at {calls}' if calls else 'none'}"
    require(calls == run, law)


def runs_the_rest(
    student: Student, functions: Any, like: type, x: Any, oracle: list[Any], k: int
) -> None:
    """The value is that of the last K − k stages on the truth; these ran, once each, in order."""
    stages, calls = a_pipeline(functions, like)
    want = [x, *oracle][k]
    for one in functions[k:]:
        want = one(want)
    got = student.run_with_oracle(stages, x, oracle, k)
    what = f"the output with {k} of {len(stages)} stages replaced"
    if isinstance(want, str):
        is_name(got, want, what)
    else:
        close(got, want, what=what)
    run = list(range(k, len(stages)))
    ran_as_asked(calls, run, f"with {k} of {len(stages)} stages replaced")


@check(
    "run_with_oracle",
    points=1,
    kind="example",
    public=True,
    hint="k stages are replaced: what the last of them should have given is oracle[k − 1], and "
    "stages[k] goes on from there.",
)
def run_with_oracle_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three stages on 5 give 9, 11, 17 and 30 for k from 0 to 3.

    Each stage that is not replaced is called once, in order; a truth that is 0 counts; texts: cat,
    kat, t; a text, its length, and a text again; None, which is handed on as well; and what is
    given stays as it is."""
    functions = (lambda v: v + 1, lambda v: 2 * v, lambda v: v - 3)
    for k in range(4):
        runs_the_rest(student, functions, float, 5.0, [7.0, 20.0, 30.0], k)
    for k in (1, 2):
        runs_the_rest(student, functions, float, 5.0, [0.0, 0.0, 30.0], k)
    letters = (lambda v: v + "c", lambda v: v + "a", lambda v: v + "t")
    for k in (0, 1, 2):
        runs_the_rest(student, letters, str, "", ["k", "", "dog"], k)
    lengths = (len, lambda v: v + 0.5, lambda v: f"{v:.2f}")
    silence = (lambda _: None, lambda v: "" if v is None else v, lambda v: v + "!")
    for k in range(4):
        runs_the_rest(student, lengths, object, "cat", [4, 0.25, "four"], k)
        runs_the_rest(student, silence, object, "hum", [None, "", "?"], k)
    stages, _ = a_pipeline(functions, float)
    unchanged(student.run_with_oracle, stages, 5.0, [7.0, 20.0, 30.0], 1)


def crosses(got: Any, want: Any, what: str) -> None:
    """One of the sizes, or None."""
    if want is None:
        law = f"{what} must be None: end to end is worse at the largest size"
        require(got is None, law, got=got, want=None)
        return
    law = f"{what} must be {want}; yours is {kind_of(got)}"
    require(got is not None and not isinstance(got, bool), law, got=got, want=want)
    is_counted(got, want, what)


@check(
    "crossover_size",
    points=1,
    kind="example",
    public=True,
    hint="Come from the right end: how far back is end to end never above the pipeline? What is "
    "asked for is the size that stands there, and not the place.",
)
def crossover_size_by_hand(student: Student, ref: Reference) -> None:
    """The handout's two teams cross at 3000: from there on end to end is never worse.

    Three sizes: 1000, 1000, 10, 10, 100, None, 100, None, and 1000 where 100 is worse by very
    little; five, of which the fourth is worse again: the last; eight, of which the seventh is;
    errors of 0; and a size of 0. The lists stay as they are."""
    sizes = [100, 300, 1000, 3000, 10000, 30000]
    pipeline = [0.30, 0.30, 0.28, 0.28, 0.27, 0.27]
    got = student.crossover_size(sizes, pipeline, [0.60, 0.29, 0.35, 0.28, 0.20, 0.12])
    crosses(got, 3000, "the crossover of the two teams")
    for end_to_end, want in (
        ([0.5, 0.25, 0.1], 1000),
        ([0.2, 0.3, 0.1], 1000),
        ([0.3, 0.1, 0.1], 10),
        ([0.1, 0.2, 0.2], 10),
        ([0.9, 0.1, 0.2], 100),
        ([0.1, 0.1, 0.3], None),
        ([0.31, 0.2, 0.2], 100),
        ([0.5, 0.5, 0.5], None),
        ([0.2, 0.2000001, 0.1], 1000),
    ):
        got = student.crossover_size([10, 100, 1000], [0.3, 0.2, 0.2], end_to_end)
        crosses(got, want, f"the crossover with {end_to_end} end to end")
    columns = np.array([[2, 3, 5, 7, 11], [4, 4, 4, 4, 4], [1, 5, 3, 6, 2]])
    crosses(student.crossover_size(*columns), 11, "the crossover of five sizes")
    end_to_end = [0.4] * 6 + [0.6, 0.4]
    got = student.crossover_size([2, 3, 5, 7, 11, 13, 17, 19], [0.5] * 8, end_to_end)
    crosses(got, 19, "the crossover of eight sizes")
    got = student.crossover_size([10, 100, 1000], [0.1, 0.0, 0.0], [0.2, 0.0, 0.0])
    crosses(got, 100, "the crossover with errors of 0")
    got = student.crossover_size([0, 10], [0.5, 0.5], [0.4, 0.3])
    crosses(got, 0, "the crossover where end to end is better at 0 pairs already")
    unchanged(student.crossover_size, list(sizes), list(pipeline), [0.3] * 5 + [0.12])


@check(
    "choose_architecture",
    points=1,
    kind="example",
    public=True,
    hint="First the pairs, then every single stage; as many as are needed are enough.",
)
def choose_architecture_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three cases of the archive, and what is just enough or one too few.

    One stage that has plenty beside one that has few; pairs and stages both; the lists stay as they
    are."""
    million, some = 10**6, [10**4, 10**5]
    for what, asked, want in (
        ("with 10⁶ pairs", (million, million, [10, 10], some), "end_to_end"),
        ("with pairs and stages", (10**7, million, [10**6, 10**6], some), "end_to_end"),
        ("with 10⁴ pairs", (10**4, million, [10**5, 10**5], some), "pipeline"),
        ("with just enough", (million - 1, million, some, some), "pipeline"),
        ("with 10 of stage 2", (10**4, million, [million, 10], some), "collect_data"),
        ("with 10 of stage 1", (10**4, million, [10, million], some), "collect_data"),
        ("where nothing is needed", (0, 0, [1, 1], [2, 2]), "end_to_end"),
        ("with nothing", (10, million, [10, 10], some), "collect_data"),
        ("with one too few", (10, million, [10**4, 10**5 - 1], some), "collect_data"),
        ("with stages swapped", (10, million, [10**5, 10**4], some), "collect_data"),
        ("of three stages", (0, 10, np.array([3, 4, 6]), np.array([3, 4, 5])), "pipeline"),
        ("of three, the middle one short", (9, 10, (9, 3, 9), (3, 4, 5)), "collect_data"),
    ):
        is_name(student.choose_architecture(*asked), want, f"the choice {what}")
    unchanged(student.choose_architecture, 10, million, [10**5, 10**4], some)


@check(
    "fit_linear",
    points=1,
    kind="example",
    public=True,
    hint="M stands on the left of X, and M (XXᵀ + λI) = TXᵀ. With the handout's X the matrix in "
    "brackets is 10 I for λ = 1; for others solve these equations, in float64. Steps downhill do "
    "not get there where rows of X are nearly the same.",
)
def fit_linear_by_hand(student: Student, ref: Reference) -> None:
    """The handout's X and T: M is TXᵀ/10 with λ = 1, TXᵀ/11 with 2 and TXᵀ/9.001 by default.

    And TXᵀ/9.0001 with 0.0001; more features than examples; rows that are not at right angles, and
    rows that are nearly the same; X and T stay as they are."""
    X = np.array([[1.0, 2.0, 2.0], [2.0, 1.0, -2.0]])
    T = np.array([[10.0, 0.0, 0.0], [0.0, 5.0, 0.0], [1.0, 1.0, 1.0], [0.0, 0.0, 5.0]])
    TX = np.array([[10.0, 20.0], [10.0, 5.0], [5.0, 1.0], [10.0, -10.0]])
    close(student.fit_linear(X, T, 1.0), TX / 10, what="M with λ = 1")
    close(student.fit_linear(X, T, lambd=2.0), TX / 11, what="M with λ = 2")
    close(student.fit_linear(X, T), TX / 9.001, what="M with the default λ")
    close(student.fit_linear(X, T, 1e-4), TX / 9.0001, what="M with λ = 0.0001")
    close(student.fit_linear(X, T[:1], 1.0), TX[:1] / 10, what="M of one target")
    # Three features of two clips, at right angles: here XᵀX is 9 I.
    wide = np.array([[10.0, 20.0], [0.0, 10.0], [-10.0, 10.0], [20.0, 0.0]])
    want = np.array([[5.0, 4.0, -2.0], [2.0, 1.0, -2.0], [1.0, -1.0, -4.0], [2.0, 4.0, 4.0]])
    got = student.fit_linear(np.array([[1.0, 2.0], [2.0, 1.0], [2.0, -2.0]]), wide, 1.0)
    close(got, want, what="M with more features than examples")
    # XXᵀ + I = [[3, 1], [1, 3]], of which the inverse is [[3, −1], [−1, 3]]/8.
    leaning = np.array([[1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 1.0, 0.0]])
    T = np.array([[8.0, 0.0, 0.0, 0.0], [0.0, 0.0, 8.0, 0.0], [0.0, 8.0, 0.0, 5.0]])
    got = student.fit_linear(leaning, T, 1.0)
    close(got, np.array([[2.0, 2.0], [-1.0, 3.0], [3.0, -1.0]]), what="M of rows that lean")
    # Nearly the same row twice: XXᵀ + 0.02 I has the eigenvalues 20000.02 and 0.04.
    near = np.array([[100.0, 0.1, 0.0, 0.0], [100.0, -0.1, 0.0, 0.0]])
    T = np.array([[200.0002, 0.8, 5.0, 1.0], [0.0, 0.4, 0.0, 2.0], [400.0004, 0.0, -7.0, 3.0]])
    got = student.fit_linear(near, T, 0.02)
    want = np.array([[3.0, -1.0], [1.0, -1.0], [2.0, 2.0]])
    close(got, want, what="M of rows that are nearly the same (in float64, by solving)")
    unchanged(student.fit_linear, leaning, T, 1.0)


ERRORS = ("pipeline", "end_to_end")


def are_errors(got: Any, pipeline: float, end_to_end: float, what: str = "") -> None:
    """Both mean squared errors."""
    found = entries(got, *ERRORS)
    for name, one, want in zip(ERRORS, found, (pipeline, end_to_end), strict=True):
        close(one, want, what=f'the error of "{name}"{what}')


@check(
    "compare_designs",
    points=1,
    kind="example",
    public=True,
    hint="The handout has A, C and E in numbers, for λ = 1. There the pipeline is off by 1, 1, 2, "
    "−2, 1 and 0: 11/6. λ goes to all three fits.",
)
def compare_designs_by_hand(student: Student, ref: Reference) -> None:
    """The handout's example: errors of 11/6 for the pipeline and 3 end to end, with λ = 1.

    With λ = 3, where A and E are half and C is 3/5 of it, 4.085 and 55/12; all arrays stay as they
    are."""
    X1 = np.hstack([np.eye(4), np.zeros((4, 1))])
    U1 = np.array([[2.0, 0.0, 4.0, -2.0, 7.0], [0.0, 6.0, -2.0, 4.0, 7.0]])
    U2 = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    T2 = np.array([[1.0, 2.0, 3.0, 0.0], [0.0, -3.0, 2.0, 4.0], [4.0, 2.0, 1.0, -1.0]])
    Xp = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    Tp = np.array([[4.0, 2.0], [-2.0, 0.0], [2.0, 6.0]])
    Xtest = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 2.0], [0.0, 1.0]])
    Ttest = np.array([[3.0, 2.0], [3.0, -1.0], [1.0, 6.0]])
    clips = (X1, U1, U2, T2, Xp, Tp, Xtest, Ttest)
    are_errors(student.compare_designs(*clips, 1.0), 11 / 6, 3.0)
    pipeline = float(np.mean((0.3 * np.array([[4, 3], [5, -3], [2, 6]]) - Ttest) ** 2))
    end_to_end = float(np.mean((0.5 * np.array([[2, 2], [-1, 0], [1, 6]]) - Ttest) ** 2))
    got = student.compare_designs(*clips, lambd=3.0)
    are_errors(got, pipeline, end_to_end, " with λ = 3")
    unchanged(student.compare_designs, *clips, 1.0)


@check(
    "compare_designs",
    points=1,
    kind="training",
    public=True,
    hint="Few pairs: the pipeline must win by far. Many: end to end, since it alone hears the "
    "melody. If not, which key holds which error, and of which data?",
)
@given(seed=draw.options(0, 1, 2), examples=3)
def compare_designs_lets_data_decide(student: Student, ref: Reference, seed: int) -> None:
    """With 5 pairs the pipeline is better by far, with 100 pairs end to end is.

    20 features, 3 sounds, 2 words, 200 examples of each stage: with 5 pairs the error end to end is
    more than twice the pipeline's, with 100 pairs less than a fourth; and the pipeline's error is
    the same."""

    def errors_with(pairs: int) -> tuple[float, float]:
        got = entries(student.compare_designs(**archive(pairs, seed)), *ERRORS)
        pipeline, end_to_end = (
            finite(one, f'the error of "{name}" with {pairs} pairs')
            for name, one in zip(ERRORS, got, strict=True)
        )
        return pipeline, end_to_end

    # Each error is measured against the other: which of the two is wrong nobody can tell here.
    pipeline, end_to_end = errors_with(5)
    law = "with 5 pairs the error end to end must be more than twice that of the pipeline"
    told = f"they are {end_to_end:.4g} and {pipeline:.4g}"
    require(end_to_end > 2 * pipeline > 0, f"{law}, and both above 0; {told}")
    again, end_to_end = errors_with(100)
    law = "the pipeline's error must be the same with 100 pairs as with 5"
    same = bool(np.isclose(again, pipeline, rtol=1e-6, atol=1e-8))
    require(same, f"{law}; it is {again:.6g}, and was {pipeline:.6g}")
    law = "with 100 pairs the error end to end must be less than a fourth of the pipeline's"
    told = f"they are {end_to_end:.4g} and {pipeline:.4g}"
    require(0 < end_to_end < pipeline / 4, f"{law}, and above 0; {told}")
