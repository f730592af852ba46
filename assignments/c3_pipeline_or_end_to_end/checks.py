"""The checks of "Pipeline or end to end".

Each states one law of the exercise that its name starts with. Nothing here may touch a
student's value before one of the comparing helpers has looked at its type and shape. The stages
that students are handed live here, in the checker: each notes what it was given, and when.
"""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from common.labels import in_form
from common.worlds import archive
from grader.authoring import (
    Array,
    Reference,
    Student,
    check,
    close,
    draw,
    entries,
    finite,
    given,
    kind_of,
    numbers,
    require,
    scalar,
    sequence,
    unchanged,
    unpack,
)

Table = NDArray[np.int64]

# The handout's eight clips: as they are, and with one, two and three stages replaced.
CLIPS = (
    (1, 1, 1, 0, 0, 0, 0, 0),
    (1, 1, 0, 1, 1, 0, 0, 0),
    (1, 1, 1, 1, 0, 1, 1, 0),
    (1, 1, 1, 1, 1, 1, 1, 0),
)
STAGES = ("cut", "sounds", "words")
# Names of stages, none of which comes later in the alphabet because it comes later in a pipeline.
NAMES = ("wake", "find", "turn", "cut", "read", "ask", "link")
KINDS = ("list", "tuple", "array")
# A solution found by solving leaves this much of the gradient, per unit of what it is made of.
SOLVED = 1e-7


# What the checks share


def is_counted(got: Any, want: int, what: str) -> None:
    """A whole number, exactly."""
    close(got, want, rtol=0, atol=0, what=what)


def is_name(got: Any, want: str, what: str, why: str = "") -> None:
    """A string, and that one."""
    law = f'{what} must be "{want}"{why}'
    require(isinstance(got, str), f"{law}; it is {kind_of(got)}", got=got, want=want)
    require(got == want, law, got=got, want=want)


def as_kind(values: Any, kind: str) -> Any:
    """Numbers as a list, a tuple or an array."""
    plain = np.asarray(values).tolist()
    return {"list": plain, "tuple": tuple(plain), "array": np.asarray(values)}[kind]


def in_an_order(count: str) -> draw.Field:
    """An order of so many."""

    def entry(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[int]:
        return [int(place) for place in rng.permutation(sizes[count])]

    return entry


def some_names(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[str]:
    """The stages' names, in an order that is not the alphabet's."""
    return [str(name) for name in rng.choice(NAMES, size=sizes["K"], replace=False)]


def a_table(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Table:
    """K + 1 rows of 0 and 1: most of them rise from row to row; some are rare, and some all 0."""
    chance = np.sort(rng.random(sizes["K"] + 1)) * float(rng.choice([0.3, 0.8, 1.1]))
    found: Table = (rng.random((sizes["K"] + 1, sizes["m"])) < chance[:, None]).astype(np.int64)
    return found


# The forms that a table may have.
FORMS = ("bool", "int", "float", "byte", "list")


def tables(**more: draw.Field) -> Any:
    """Names, a table of who is right, and an order of its examples."""
    return draw.drawn(
        sizes={"K": (1, 5), "m": (1, 12)},
        names=some_names,
        table=a_table,
        order=in_an_order("m"),
        **more,
    )


# pipeline_accuracy


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


def some_shares(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Accuracies from 0.05 to 1; one of them is 0 now and then."""
    shares = np.round(rng.uniform(0.05, 1.0, size=sizes["stages"]), 3)
    if shares.size and rng.random() < 0.15:
        shares[int(rng.integers(shares.size))] = 0.0
    return shares


@check(
    "pipeline_accuracy",
    points=1,
    kind="property",
    hint="Two pipelines, one behind the other, are right if both are. What follows from that for a "
    "stage that is always right, and for no stage at all?",
)
@given(
    draw.drawn(
        sizes={"stages": (0, 6)},
        shares=some_shares,
        order=in_an_order("stages"),
        cut=lambda rng, sizes, _: int(rng.integers(sizes["stages"] + 1)),
    ),
    kind=draw.options(*KINDS),
    examples=16,
)
def pipeline_accuracy_multiplies(
    student: Student, ref: Reference, shares: Array, order: list[int], cut: int, kind: str
) -> None:
    """The accuracies of two parts of a pipeline, multiplied, are that of the whole pipeline.

    The order of stages doesn't matter; a stage that is always right changes nothing; the list stays
    as it is."""
    want = math.prod(shares.tolist())
    close(student.pipeline_accuracy(as_kind(shares, kind)), want, what="the accuracy")
    got = student.pipeline_accuracy(as_kind(shares[order], kind))
    close(got, want, what="the accuracy in another order")
    got = student.pipeline_accuracy(as_kind(np.append(shares, 1.0), kind))
    close(got, want, what="the accuracy with a stage more that is always right")
    for which, part in (("first", shares[:cut]), ("second", shares[cut:])):
        got = student.pipeline_accuracy(as_kind(part, kind))
        close(got, math.prod(part.tolist()), what=f"the accuracy of the {which} part alone")
    unchanged(student.pipeline_accuracy, as_kind(shares, kind))


# measure_ceilings


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


@check(
    "measure_ceilings",
    points=1,
    kind="property",
    hint="Each row by itself: no row knows of another one, and the order of examples is of no "
    "account.",
)
@given(tables(), kind=draw.options(*FORMS), examples=16)
def measure_ceilings_are_row_by_row(
    student: Student,
    ref: Reference,
    names: list[str],
    table: Table,
    kind: str,
    order: list[int],
) -> None:
    """The share of ones in each row, whatever the other rows and the order of examples are.

    The same for each example twice; backwards for rows backwards; 1 minus it where right and wrong
    are exchanged; the table stays as it is."""
    want = [row.count(1) / len(row) for row in table.tolist()]

    def of(rows: Table) -> Any:
        return student.measure_ceilings(in_form(rows, rows.shape, kind))

    are_ceilings(of(table), want)
    are_ceilings(of(table[:, order]), want, "the accuracies of examples in another order")
    are_ceilings(of(np.hstack([table, table])), want, "the accuracies of each example twice")
    are_ceilings(of(table[::-1]), want[::-1], "the accuracies of rows backwards")
    are_ceilings(of(1 - table), [1 - one for one in want], "the accuracies of right for wrong")
    unchanged(student.measure_ceilings, in_form(table, table.shape, kind))


# ceiling_analysis


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


def on_a_grid(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """K + 1 accuracies, from 16/64 to 48/64; steps are often equal, and some are down."""
    steps = rng.choice([-4, 0, 2, 4, 7], size=sizes["K"])
    rows = np.clip(np.append(24, 24 + np.cumsum(steps)), 16, 48)
    found: Array = rows / 64
    return found


@check(
    "ceiling_analysis",
    points=1,
    kind="property",
    hint="Neighbours only. Of equal gains the stage that runs earlier has it, whatever its name; a "
    "gain below 0 stays what it is.",
)
@given(
    draw.drawn(sizes={"K": (1, 6)}, names=some_names, accuracies=on_a_grid, order=in_an_order("K")),
    kind=draw.options(*KINDS),
    examples=24,
)
def ceiling_analysis_is_of_neighbours(
    student: Student,
    ref: Reference,
    names: list[str],
    accuracies: Array,
    order: list[int],
    kind: str,
) -> None:
    """Each gain is the difference to the row just above; of equal ones the earlier is the best.

    The gains add up to the last accuracy minus the first; they are the same if all accuracies are
    1/4 higher, and under other names; both arguments stay as they are."""
    rows = accuracies.tolist()
    want = [after - before for before, after in itertools.pairwise(rows)]
    best = want.index(max(want))
    got = student.ceiling_analysis(names, as_kind(accuracies, kind))
    found = analysed(got, names, want, names[best])
    close(sum(found), rows[-1] - rows[0], what="the sum of all gains")
    got = student.ceiling_analysis(tuple(names), as_kind(accuracies + 0.25, kind))
    analysed(got, names, want, names[best], " (all 1/4 higher)")
    renamed = [names[place] for place in order]
    got = student.ceiling_analysis(renamed, as_kind(accuracies, kind))
    analysed(got, renamed, want, renamed[best], " (under other names)")
    unchanged(student.ceiling_analysis, names, as_kind(accuracies, kind))


# attribute_errors


def blamed(got: Any, names: Any, want: list[int], what: str = "") -> None:
    """A count for each stage, and one for what no stage repairs."""
    boxes = [*names, "unresolved"]
    for box, one, count in zip(boxes, entries(got, *boxes), want, strict=True):
        is_counted(one, count, f'the count of "{box}"{what}')


def blame_of(table: Table) -> list[int]:
    """The counts of all stages, and of what is unresolved."""
    counts = [0] * len(table)
    for column in table.T.tolist():
        if column[0] == 0:
            counts[column.index(1) - 1 if 1 in column else -1] += 1
    return counts


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


@check(
    "attribute_errors",
    points=1,
    kind="property",
    hint="Every error of row 0 is in one box, and nothing else is in any.",
)
@given(tables(), kind=draw.options(*FORMS), examples=24)
def attribute_errors_counts_each_once(
    student: Student,
    ref: Reference,
    names: list[str],
    table: Table,
    kind: str,
    order: list[int],
) -> None:
    """Each error of row 0 counts once: for the first stage that repairs it, or as unresolved.

    The counts add up to the errors of row 0; the order of the examples doesn't matter; both
    arguments stay as they are."""
    got = student.attribute_errors(names, in_form(table, table.shape, kind))
    blamed(got, names, blame_of(table))
    boxes = entries(got, *names, "unresolved")
    total = sum(scalar(one, "a count") for one in boxes)
    is_counted(total, int((table[0] == 0).sum()), "the sum of all counts")
    moved = table[:, order]
    got = student.attribute_errors(tuple(names), in_form(moved, moved.shape, kind))
    blamed(got, names, blame_of(table), " (examples in another order)")
    unchanged(student.attribute_errors, names, in_form(table, table.shape, kind))


@check(
    "attribute_errors",
    points=1,
    kind="property",
    hint="What is right as it is has no culprit. After the first repair the other rows don't "
    "matter, up or down.",
)
@given(tables(), kind=draw.options(*FORMS), examples=16)
def attribute_errors_stops_at_the_first_repair(
    student: Student,
    ref: Reference,
    names: list[str],
    table: Table,
    kind: str,
    order: list[int],
) -> None:
    """Rows below the first right one change nothing; what is right in row 0 counts nowhere.

    Each example twice counts twice; the first half of the examples by itself."""
    want = blame_of(table)

    def of(rows: Table, expected: list[int], what: str) -> None:
        got = student.attribute_errors(names, in_form(rows, rows.shape, kind))
        blamed(got, names, expected, what)

    below = np.cumsum(table, axis=0) - table > 0
    of(np.where(below, 1 - table, table), want, " (other rows below the first 1)")
    of(np.where(below, 0, table), want, " (wrong again after the first 1)")
    right = np.eye(len(table), dtype=np.int64)[:, [0, 0]]
    of(np.hstack([right, table]), want, " (two more that are right as they are)")
    of(np.hstack([table, table]), [2 * one for one in want], " (each example twice)")
    half = (table.shape[1] + 1) // 2
    of(table[:, :half], blame_of(table[:, :half]), " (the first half)")


# run_with_oracle


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


def some_functions(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> list[Any]:
    """K functions of numbers, arrays or texts, no two of which may change places."""
    if fields["kind"] == "text":
        letters = [str(one) for one in rng.permutation(list("abcdefgh"))[: sizes["K"]]]
        return [lambda v, letter=letter: letter + v[::-1] for letter in letters]
    pairs = np.round(rng.uniform(0.3, 1.7, size=(sizes["K"], 2)), 2).tolist()
    return [lambda v, a=a, b=b: a * v + b for a, b in pairs]


def some_values(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> list[Any]:
    """x, and the K true outputs; one of them is nothing at all, or 0."""
    count = sizes["K"] + 1
    if fields["kind"] == "text":
        words = ["".join(rng.choice(list("mnopqr"), size=3)) for _ in range(count)]
        words[int(rng.integers(count))] = ""
        return words
    if fields["kind"] == "array":
        return [draw.normal("n", "m")(rng, sizes, fields) for _ in range(count)]
    numbers = [float(one) for one in np.round(rng.normal(size=count), 2)]
    numbers[int(rng.integers(count))] = 0.0
    return numbers


@check(
    "run_with_oracle",
    points=1,
    kind="property",
    hint="Whatever goes from stage to stage, hand it on as it is. Stages that are replaced don't "
    "run, and each of the others runs once.",
)
@given(
    draw.drawn(
        sizes={"K": (1, 5), "n": (1, 3), "m": (2, 4)},
        kind=draw.choice(["number", "array", "text"]),
        functions=some_functions,
        values=some_values,
        k=lambda rng, sizes, _: int(rng.integers(sizes["K"] + 1)),
    ),
    examples=20,
)
def run_with_oracle_runs_the_rest(
    student: Student,
    ref: Reference,
    kind: str,
    functions: list[Any],
    values: list[Any],
    k: int,
) -> None:
    """The last K − k stages run on the truth, once each and in order; the others don't run.

    Of numbers, arrays and texts; all that was given stays as it is."""
    like = {"number": float, "array": np.ndarray, "text": str}[kind]
    x, *oracle = values
    for replaced in sorted({0, k, len(functions)}):
        runs_the_rest(student, functions, like, x, oracle, replaced)
    stages, _ = a_pipeline(functions, like)
    unchanged(student.run_with_oracle, stages, x, oracle, k)


# crossover_size


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


def two_errors(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Errors of both designs on a grid of 1/32, often equal; end to end falls, more or less."""
    pipeline = rng.integers(11, 13, size=sizes["sizes"], endpoint=True)
    falls = np.linspace(3, -3, sizes["sizes"]) + rng.choice([-2.5, 0.0, 2.5])
    shift = falls + rng.normal(scale=1.5, size=sizes["sizes"])
    found: Array = np.clip([pipeline, np.round(pipeline + shift)], 0, 32) / 32
    return found


def rising(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> NDArray[np.int64]:
    """Sizes that rise, the first above 1."""
    found: NDArray[np.int64] = 1 + np.cumsum(rng.integers(1, 90, size=sizes["sizes"]))
    return found


@check(
    "crossover_size",
    points=1,
    kind="property",
    hint="All larger sizes must agree, equal errors included. One size more, on either end, tells "
    "you what the answer must become: one of the sizes, or None.",
)
@given(
    draw.drawn(sizes={"sizes": (1, 8)}, sizes_tried=rising, errors=two_errors),
    kind=draw.options(*KINDS),
    examples=24,
)
def crossover_size_is_for_good(
    student: Student, ref: Reference, sizes_tried: NDArray[np.int64], errors: Array, kind: str
) -> None:
    """The smallest size from which on the error end to end is never above the pipeline's.

    Half of all errors changes nothing; a larger size where end to end is worse makes it None, where
    it is better keeps it; all lists stay as they are."""
    plain = sizes_tried.tolist()
    good = [bool(end <= pipe) for pipe, end in errors.T.tolist()]
    places = [place for place in range(len(plain)) if all(good[place:])]
    want = plain[places[0]] if places else None

    def of(tried: Any, pipe: Any, end: Any) -> Any:
        return student.crossover_size(*(as_kind(one, kind) for one in (tried, pipe, end)))

    crosses(of(sizes_tried, *errors), want, "the crossover")
    crosses(of(sizes_tried, *(errors / 2)), want, "the crossover with half of all errors")
    more = np.append(sizes_tried, plain[-1] + 50)
    worse = np.append(errors, [[0.25], [0.265625]], axis=1)
    crosses(of(more, *worse), None, "the crossover with a larger size where end to end is worse")
    better = np.append(errors, [[0.25], [0.125]], axis=1)
    kept = plain[-1] + 50 if want is None else want
    got = of(more, *better)
    crosses(got, kept, "the crossover with a larger size where end to end is better")
    fewer = np.insert(errors, 0, [0.5, 0.5], axis=1)
    first = 1 if places and places[0] == 0 else want
    got = of(np.insert(sizes_tried, 0, 1), *fewer)
    crosses(got, first, "the crossover with a smaller size where both are equal")
    unchanged(student.crossover_size, *(as_kind(one, kind) for one in (sizes_tried, *errors)))


# choose_architecture


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


def counts_near(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> dict[str, Any]:
    """Needs, and what there is: mostly enough of all, or of all but one stage; few are far off."""
    stages = sizes["stages"]
    needed = rng.integers(5, 60, size=stages + 1)
    off = rng.choice([0, 0, 1, 90], size=stages + 1)
    if rng.random() < 0.6:
        off[1 + int(rng.integers(stages))] = int(rng.choice([-40, -1]))
    if rng.random() < 0.2:
        off[1:] = -off[1:]
    if rng.random() < 0.6:
        off[0] = int(rng.choice([-40, -1]))
    have = np.maximum(needed + off, 0)
    return {
        "pairs": (int(have[0]), int(needed[0])),
        "stages": (have[1:], needed[1:]),
    }


@check(
    "choose_architecture",
    points=1,
    kind="property",
    hint="Each stage against its own need. More data of any kind can't turn a pipeline into "
    "collecting, nor can the order of the stages change anything.",
)
@given(
    draw.drawn(sizes={"stages": (1, 6)}, counts=counts_near, order=in_an_order("stages")),
    kind=draw.options(*KINDS),
    examples=30,
)
def choose_architecture_asks_each_stage(
    student: Student, ref: Reference, counts: dict[str, Any], order: list[int], kind: str
) -> None:
    """Enough pairs: end to end; else enough for each stage: the pipeline; else collect data.

    Stages in another order and a stage that needs nothing change nothing, nor does ten times of all
    counts; all lists stay as they are."""
    n, needed = counts["pairs"]
    have, need = counts["stages"]
    each = all(a >= b for a, b in zip(have.tolist(), need.tolist(), strict=True))
    want = "end_to_end" if n >= needed else "pipeline" if each else "collect_data"

    def of(pairs: int, pairs_needed: int, stages: Any, stages_needed: Any) -> Any:
        forms = as_kind(stages, kind), as_kind(stages_needed, kind)
        return student.choose_architecture(pairs, pairs_needed, *forms)

    is_name(of(n, needed, have, need), want, "the choice")
    got = of(n, needed, have[order], need[order])
    is_name(got, want, "the choice of stages in another order")
    got = of(n, needed, np.append(have, 0), np.append(need, 0))
    is_name(got, want, "the choice with a stage that needs nothing")
    is_name(of(10 * n, 10 * needed, 10 * have, 10 * need), want, "the choice of ten times as many")
    is_name(of(needed, needed, have, need), "end_to_end", "the choice with just enough pairs")
    got = of(needed - 1, needed, have, need)
    without = "pipeline" if each else "collect_data"
    is_name(got, without, "the choice with one pair too few")
    unchanged(student.choose_architecture, n, needed, as_kind(have, kind), as_kind(need, kind))


# fit_linear


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


LAMBDAS = (1e-4, 0.1, 1.0, 250.0)


def regressions(**more: draw.Field) -> Any:
    """Inputs and targets."""
    return draw.drawn(
        sizes={"d": (1, 6), "k": (1, 3), "m": (1, 12)},
        X=draw.normal("d", "m"),
        T=draw.normal("k", "m", scale=2.0),
        **more,
    )


@check(
    "fit_linear",
    points=1,
    kind="gradient",
    hint="Where the cost is least its gradient in M is 0: 2(MX − T)Xᵀ + 2λM.",
)
@given(regressions(), lambd=draw.options(*LAMBDAS), examples=20)
def fit_linear_has_no_gradient_left(
    student: Student, ref: Reference, X: Array, T: Array, lambd: float
) -> None:
    """The gradient 2(MX − T)Xᵀ + 2λM of the cost is 0 at M, with any λ and with the default.

    X and T stay as they are."""
    shape = len(T), len(X)
    for asked, weight in (((lambd,), lambd), ((), 1e-3)):
        M = student.fit_linear(X, T, *asked)
        what = f"M with λ = {weight:g}"
        slopes = gradient_left(M, shape, X, T, weight, what)
        room = SOLVED * (1 + np.abs(T).max() * T.shape[1])
        largest = float(np.abs(slopes).max())
        law = f"the gradient of the cost must be 0 at {what}; its largest entry is {largest:.3g}"
        require(largest <= room, law, got=M, want="an M without a gradient")
    unchanged(student.fit_linear, X, T, lambd)


def gradient_left(
    M: Any, shape: tuple[int, int], X: Array, T: Array, lambd: float, what: str
) -> Array:
    """The gradient of the cost in a student's M, of that shape."""
    found = numbers(M, shape, what)
    left: Array = 2 * (found @ X - T) @ X.T + 2 * lambd * found
    return left


@check(
    "fit_linear",
    points=1,
    kind="property",
    hint="The squares of all entries are added up: what does each example twice do to the sum, and "
    "to the weight of λ beside it? Each target has a row of M to itself.",
)
@given(regressions(order=in_an_order("m")), lambd=draw.options(*LAMBDAS), examples=12)
def fit_linear_adds_up_squares(
    student: Student, ref: Reference, X: Array, T: Array, lambd: float, order: list[int]
) -> None:
    """M is the same for examples in another order, and for each of them twice with 2λ.

    Half of it for inputs twice as large with 4λ; a target's row is that of this target alone."""
    want = ref.fit_linear(X, T, lambd)
    close(student.fit_linear(X, T, lambd), want, what="M")
    got = student.fit_linear(X[:, order], T[:, order], lambd)
    close(got, want, what="M of examples in another order")
    got = student.fit_linear(np.hstack([X, X]), np.hstack([T, T]), 2 * lambd)
    close(got, want, what="M of each example twice, with 2λ,")
    close(student.fit_linear(2 * X, T, 4 * lambd), want / 2, what="M of 2X with 4λ")
    close(student.fit_linear(X, T[-1:], lambd), want[-1:], what="M of the last target alone")


# compare_designs


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


SETS = ("X1", "U1", "U2", "T2", "Xp", "Tp", "Xtest", "Ttest")


def both_errors(ref: Reference, clips: dict[str, Array], lambd: float) -> list[float]:
    """What compare_designs must find, with the reference's fits."""
    A, C, E = (
        ref.fit_linear(clips[inputs], clips[targets], lambd)
        for inputs, targets in (("X1", "U1"), ("U2", "T2"), ("Xp", "Tp"))
    )
    return [float(np.mean((M @ clips["Xtest"] - clips["Ttest"]) ** 2)) for M in (C @ A, E)]


def two_designs() -> Any:
    """Examples of both stages, pairs and a test set: all counts differ in most draws."""
    sizes = {"d": (1, 5), "q": (1, 4), "k": (1, 3), "m1": (2, 9), "m2": (2, 9), "mp": (1, 9)}
    return draw.drawn(
        sizes=sizes | {"m": (1, 6)},
        X1=draw.normal("d", "m1"),
        U1=draw.normal("q", "m1"),
        U2=draw.normal("q", "m2"),
        T2=draw.normal("k", "m2"),
        Xp=draw.normal("d", "mp"),
        Tp=draw.normal("k", "mp"),
        Xtest=draw.normal("d", "m"),
        Ttest=draw.normal("k", "m"),
    )


@check(
    "compare_designs",
    points=1,
    kind="property",
    hint="Which of the eight arrays may each of the two errors depend on? And λ goes to all three "
    "fits.",
)
@given(two_designs(), lambd=draw.options(0.05, 1.0, 10.0), examples=12)
def compare_designs_keeps_data_apart(
    student: Student, ref: Reference, lambd: float, **arrays: Array
) -> None:
    """Pairs matter to the error end to end alone, examples of the stages to the pipeline's.

    Both errors are right, with λ and with the default; each test example twice changes neither;
    where all true words are 0 they are the mean squares of what is predicted; all arrays stay as
    they are."""
    clips = {name: arrays[name] for name in SETS}
    for what, other in (
        ("", {}),
        (" with other pairs", {"Xp": clips["Xp"][:, ::-1] + 0.5, "Tp": 1 - clips["Tp"]}),
        (" with other first stages", {"U1": 2 - clips["U1"]}),
        (" with other second stages", {"U2": clips["U2"] + 0.5}),
        (" of each test example twice", {n: np.tile(clips[n], 2) for n in ("Xtest", "Ttest")}),
        (" with true words of 0", {"Ttest": 0 * clips["Ttest"]}),
    ):
        changed = {**clips, **other}
        got = student.compare_designs(*changed.values(), lambd)
        are_errors(got, *both_errors(ref, changed, lambd), what)
    got = student.compare_designs(*clips.values())
    are_errors(got, *both_errors(ref, clips, 1e-3), " with the default λ")
    unchanged(student.compare_designs, *clips.values(), lambd)


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
