"""The checks of "A computation graph that differentiates itself".

Each states one law of the exercise that its name starts with. A student's graph arrives as plain
data (see given/probe.py), and its derivatives are worked out here, so that an operation is
judged without the student's order and backward. Nothing here may touch a student's value
before one of the comparing helpers has looked at its type and shape.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from grader.authoring import (
    CallFailed,
    Failure,
    Function,
    Reference,
    Student,
    array,
    check,
    close,
    draw,
    entries,
    given,
    gradients_agree,
    kind_of,
    refuses,
    require,
    scalar,
    sequence,
    steps,
    unpack,
)

Program = list[tuple[Any, ...]]
Law = Callable[[Any], None]

# Each operation on plain numbers, for the numeric derivatives and to keep draws in its domain.
FORWARD: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "power": lambda a, k: a**k,
    "exp": math.exp,
    "log": math.log,
    "tanh": math.tanh,
    "relu": lambda a: max(a, 0.0),
}
# An operation may lean on those before it here. Were the order not strict, two operations that
# are made of each other would both pass on lent answers.
OPERATIONS = ("add", "mul", "sub", "power", "exp", "log", "div", "tanh", "relu")
EVERYTHING = (*OPERATIONS, "topological_order", "backward")
EXPONENTS = (-2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.0, 3, 4)
MOST = 50.0
MOST_NODES = 2000
# What probe.py leaves in the grads of inputs before an operation, and in all before backward runs.
STALE = 7.0
# Slopes from formulas are right to some 15 digits, those from difference quotients to 10 or 11.
FORMULA = 1e-12
# Where |z| ≤ 15, no log of a neuron's loss moves db by less when it becomes twice as steep.
TYPED_IN = 1e-7
# What dw and db may differ by that were found in one graph.
TOGETHER = 1e-8


# Drawing programs and graphs


def in_domain(op: str, args: list[float]) -> bool:
    """Whether the operation, and its derivative, are far from their trouble spots."""
    a = args[0]
    match op:
        case "div":
            return abs(args[1]) >= 0.2
        case "power":
            return a >= 0.2 or (a <= -0.2 and float(args[1]).is_integer())
        case "exp":
            return -6 <= a <= 3
        case "log":
            return a >= 0.2
        case "tanh":
            return abs(a) <= 4
        case "relu":
            return abs(a) >= 1e-2
    return True


def drawn_line(rng: Generator, op: str, program: Program) -> tuple[Any, ...]:
    """A line of `op` on earlier lines: late ones more often, and one in five the same twice."""

    def pick() -> int:
        return max(0, len(program) - int(rng.geometric(0.4)))

    i = pick()
    if op == "power":
        return (op, i, EXPONENTS[int(rng.integers(len(EXPONENTS)))])
    if op in ("exp", "log", "tanh", "relu"):
        return (op, i)
    return (op, i, i if rng.random() < 0.2 else pick())


def drawn_program(
    rng: Generator, inputs: int, lines: int, ops: Sequence[str], last: str
) -> Program:
    """Inputs, at times a number, and `lines` operations of which the last is `last`."""
    program: Program = [("var", round(float(rng.uniform(0.2, 3)), 2))]
    for _ in range(inputs - 1):
        sign = -1.0 if rng.random() < 0.5 else 1.0
        program.append(("var", sign * round(float(rng.uniform(0.2, 3)), 2)))
    if rng.random() < 0.5:
        program.append(("const", int(rng.integers(1, 4))))
    end = len(program) + lines
    while len(program) < end:
        op = last if len(program) == end - 1 else ops[int(rng.integers(len(ops)))]
        line = drawn_line(rng, op, program)
        if any(program[i][0] != "const" for i in places_of(line)) and is_safe([*program, line]):
            program.append(line)
    return program


def is_safe(program: Program) -> bool:
    """Whether the last line is in its domain, and of moderate size."""
    op, *rest = program[-1]
    values = values_of(program[:-1])
    args = [values[i] for i in places_of(program[-1])] + ([rest[1]] if op == "power" else [])
    return in_domain(op, args) and abs(FORWARD[op](*args)) <= MOST


def programs(op: str, *others: str, lines: tuple[int, int] = (1, 6)) -> Any:
    """Programs that use `op` and `others`, and end with `op`."""

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Program:
        return drawn_program(rng, sizes["inputs"], sizes["lines"], (op, op, *others), op)

    return draw.drawn(sizes={"inputs": (1, 3), "lines": lines}, program=field)


def any_program(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Program:
    """A program of all operations."""
    ops = tuple(FORWARD)
    last = ops[int(rng.integers(len(ops)))]
    return drawn_program(rng, sizes["inputs"], sizes["lines"], ops, last)


def ancestry(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[list[int]]:
    """For each node the places of its parents: up to five earlier nodes, some twice."""
    parents: list[list[int]] = [[]]
    for i in range(1, sizes["nodes"]):
        fewest = 1 if i == sizes["nodes"] - 1 else 0
        count = int(rng.integers(fewest, 5, endpoint=True))
        parents.append([max(0, i - int(rng.geometric(0.35))) for _ in range(count)])
    return parents


def tape_of_nodes(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Program:
    """An input, and nodes of up to four parents (one may be there twice), slopes drawn freely.

    Values are small whole numbers, and at times 0: no grad depends on them.
    """
    tape: Program = [("var", 1.0)]
    for i in range(1, sizes["nodes"]):
        parents = tuple(int(one) for one in rng.integers(i, size=rng.integers(5)))
        slopes_found = np.round(rng.normal(size=len(parents)), 2)
        slopes_found[rng.random(len(parents)) < 0.15] = 0.0
        value = float(rng.integers(-2, 2, endpoint=True))
        tape.append(("node", value, parents, tuple(float(one) for one in slopes_found)))
    return tape


def slopes_on_tape(tape: Program, root: int) -> list[float | None]:
    """d root / d node for every node that the root was computed from, None for the others."""
    found: list[float | None] = [None] * len(tape)
    found[root] = 1.0
    for i in range(root, -1, -1):
        mine = found[i]
        if mine is None or tape[i][0] == "var":
            continue
        for parent, slope in zip(tape[i][2], tape[i][3], strict=True):
            found[parent] = (found[parent] or 0.0) + mine * slope
    return found


def ladder_tape(rng: Generator, nodes: int) -> Program:
    """A tape over the nodes of a ladder, with slopes of its own."""
    slopes = np.round(rng.uniform(0.5, 1.0, size=(nodes, 2)), 2).tolist()
    return [
        ("node", 1.0, tuple(parents), tuple(slopes[i])) if parents else ("var", 1.0)
        for i, parents in enumerate(ladder(rng, nodes))
    ]


def alike_or_not(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[float]:
    """Values for the nodes: in half of the draws only 1 and 2, so that many are equal."""
    if rng.random() < 0.5:
        return [float(value) for value in rng.integers(1, 2, size=sizes["nodes"], endpoint=True)]
    return [float(value) for value in rng.permutation(sizes["nodes"])]


def places_of(line: tuple[Any, ...]) -> list[int]:
    """The earlier lines that a line refers to."""
    return (
        [] if line[0] in ("var", "const") else [*line[1:2]] if line[0] == "power" else [*line[1:]]
    )


def values_of(program: Program, **inputs: float) -> list[float]:
    """The value of each line; x0, x1, … are other values for the "var" lines of these places."""
    values: list[float] = []
    for i, line in enumerate(program):
        op, *rest = line
        if op in ("var", "const"):
            values.append(inputs.get(f"x{i}", float(rest[0])))
        else:
            args = [values[place] for place in places_of(line)]
            values.append(FORWARD[op](*args, *(rest[1:] if op == "power" else [])))
    return values


# What students' graphs say, and what stands in for what they lean on


@dataclass(frozen=True)
class Graph:
    """A student's graph: the place of each line's node, and every node's record."""

    lines: list[int | None]
    values: list[float]
    grads: list[float]
    parents: list[list[int]]
    slopes: list[NDArray[np.float64]]


def place(got: Any, count: int, law: str) -> int:
    """A place in a list of `count` nodes."""
    require(isinstance(got, int) and 0 <= got < count, law, got=got)
    return int(got)


def graph_of(got: Any, program: Program) -> Graph:
    """The graph that `trace_graph` describes, one new Node for each line but the numbers."""
    found_lines, found_nodes = entries(got, "lines", "nodes")
    rows = sequence(found_nodes, what="the list of nodes")
    count = len(rows)
    require(count <= MOST_NODES, "One operation makes a few nodes, not thousands", got=count)
    lines: list[int | None] = []
    for (op, *_), one in zip(program, sequence(found_lines, what="the lines"), strict=False):
        if isinstance(one, list):
            thing = kind_of(*one) if len(one) == 1 else "nothing"
            raise Failure(f"{op} must return a Node (of graph.py); it returned {thing}")
        if op == "const":
            lines.append(None)
            continue
        here = place(one, count, "Each line must have a node")
        require(here not in lines, f"{op} must return a new Node, not one that was there before")
        lines.append(here)
    require(len(lines) == len(program), "Each line must have a node")
    records = [unpack(row, "value", "grad", "parents", "local_grads") for row in rows]
    parents = [
        [place(one, count, "Each parent must be a Node") for one in sequence(record[2])]
        for record in records
    ]
    return Graph(
        lines=lines,
        values=[scalar(record[0], "the value of a Node") for record in records],
        grads=[scalar(record[1], "the grad of a Node") for record in records],
        parents=parents,
        slopes=[
            array(record[3], (len(mine),), what="local_grads").astype(np.float64)
            if mine
            else np.zeros(0)
            for record, mine in zip(records, parents, strict=True)
        ],
    )


def slopes(graph: Graph, end: int, starts: list[int]) -> list[float]:
    """d end / d start for each start, from the graph's local gradients.

    Goes forward, from what is known of a node's parents to the node, in as many rounds as it takes.
    """
    known = {start: np.eye(len(starts))[row] for row, start in enumerate(starts)}
    while end not in known:
        ready = [
            i
            for i, parents in enumerate(graph.parents)
            if i not in known and all(parent in known for parent in parents)
        ]
        require(ready, "The graph goes round in a circle: a node is its own ancestor")
        for i in ready:
            known[i] = np.zeros(len(starts))
            for parent, slope in zip(graph.parents[i], graph.slopes[i], strict=True):
                known[i] = known[i] + slope * known[parent]
    return [float(slope) for slope in known[end]]


def either(
    ref: Reference,
    names: Sequence[str],
    law: Law,
    own: Callable[[], Any],
    lent: Callable[[Any], Any],
) -> None:
    """`law` holds for what `own` returns, or else for what `lent` does with lent functions.

    One mistake costs once: where the student's functions of these names are wrong, those of the
    reference, which answer from here, take their place. Students have no reference to lend from.
    """
    try:
        law(own())
    except (Failure, CallFailed) as first:
        if not hasattr(ref, "Node"):
            raise
        try:
            law(lent(lender(ref, names)))
        except (Failure, CallFailed) as second:
            # What other functions kept from running shows its own fault only with lent ones.
            if isinstance(first, CallFailed) and vars(first) != vars(second):
                raise
            law(own())  # the evidence is of the student's own work


def lender(ref: Reference, names: Sequence[str]) -> Callable[..., Any]:
    """What probe.py asks in place of the student's functions: plain numbers in and out.

    It answers for these names only: the exercise itself must never be among them.
    """

    def answer(name: str, *args: Any) -> Any:
        if name not in names:
            raise LookupError(f"{name} is not lent here")
        if name in OPERATIONS:
            node = getattr(ref, name)(*args)
            return node.value, node.local_grads
        nodes = [ref.Node(value) for value, *_ in args[0]]
        for node, (_, _, parents, local_grads) in zip(nodes, args[0], strict=True):
            node.parents = tuple(nodes[i] for i in parents)
            node.local_grads = tuple(local_grads)
        if name == "backward":
            ref.backward(nodes[0])
            return [node.grad for node in nodes]
        return [nodes.index(node) for node in ref.topological_order(nodes[0])]

    return answer


def before(op: str) -> list[str]:
    """The operations that `op` may lean on."""
    return list(OPERATIONS[: OPERATIONS.index(op)])


# Laws used more than once


def slopes_by_hand(
    student: Student, ref: Reference, program: Program, value: float, want: list[float]
) -> None:
    """The last line has this value, and these derivatives by the inputs."""
    op = program[-1][0]

    def law(got: Any) -> None:
        graph = graph_of(got, program)
        inputs = untouched_inputs(graph, program)
        end = graph.lines[-1]
        assert end is not None
        close(graph.values[end], value, what=f"the value of {op}")
        for i, (got_slope, slope) in enumerate(zip(slopes(graph, end, inputs), want, strict=True)):
            what = f"the derivative of {op} by input {i + 1}"
            close(got_slope, slope, what=what)
            require(
                abs(got_slope - slope) <= FORMULA * max(1.0, abs(slope)),
                f"{what} is right to some digits only, as from a difference quotient: it must "
                "come from a formula",
                got=f"{got_slope!r}",
                want=f"{slope!r}",
            )

    either(
        ref,
        before(op),
        law,
        lambda: student.trace_graph(program),
        lambda answer: student.trace_graph(program, before(op), answer),
    )


def untouched_inputs(graph: Graph, program: Program) -> list[int]:
    """The nodes of the "var" lines, which must be as they were."""
    inputs = []
    for line, here in zip(program, graph.lines, strict=True):
        if line[0] == "var" and here is not None:
            inputs.append(here)
            left_alone = "An operation must leave its arguments as they are"
            close(graph.values[here], line[1], what=f"{left_alone}: the value of an input")
            close(graph.grads[here], STALE, what=f"{left_alone}: the grad of an input")
            require(not graph.parents[here], f"{left_alone}: an input has parents now")
    return inputs


def chain_rule(student: Student, ref: Reference, program: Program, op: str) -> None:
    """The lines of `op` have the right values, and the last line the right derivatives."""
    tape = lines_as_nodes(ref, program, op)
    want = slopes_of(ref, program)
    values = values_of(program)

    def law(got: Any) -> None:
        graph = graph_of(got, tape)
        untouched_inputs(graph, tape)
        for i, here in enumerate(graph.lines):
            if here is not None:
                close(
                    graph.values[here], values[i], what=f"the value of line {i} ({program[i][0]})"
                )
        starts = {f"x{i}": i for i, line in enumerate(program) if line[0] == "var"}
        end = graph.lines[-1]
        assert end is not None
        found = slopes(graph, end, [int(graph.lines[i] or 0) for i in starts.values()])
        derivatives_agree(want, **dict(zip(starts, found, strict=True)))

    either(
        ref,
        before(op),
        law,
        lambda: student.trace_graph(tape),
        lambda answer: student.trace_graph(tape, before(op), answer),
    )


def lines_as_nodes(ref: Reference, program: Program, own: str = "") -> Program:
    """The same program, its operations but `own` spelt out as nodes with their local gradients.

    So a check of one operation calls no other of the student's.
    """
    values = values_of(program)
    tape: Program = []
    for i, line in enumerate(program):
        op = line[0]
        if op in ("var", "const", own):
            tape.append(line)
            continue
        at = places_of(line)
        node = getattr(ref, op)(*[values[j] for j in at], *(line[2:] if op == "power" else ()))
        tape.append(("node", values[i], tuple(at), node.local_grads))
    return tape


def slopes_of(ref: Reference, program: Program) -> Any:
    """The numeric derivatives of the last line by each input, x0, x1, … by place."""

    def last(**inputs: float) -> float:
        return values_of(program, **inputs)[-1]

    return ref.gradient(
        last, **{f"x{i}": line[1] for i, line in enumerate(program) if line[0] == "var"}
    )


def derivatives_agree(want: Any, **found: Any) -> None:
    """Within what central differences of such a program can tell."""
    gradients_agree(want, rtol=1e-5, atol=1e-6, **found)


def swept(student: Student, ref: Reference, tape: Program, law: Law) -> None:
    """`law` holds for what backward leaves behind on this program."""
    either(
        ref,
        ["topological_order"],
        law,
        lambda: student.evaluate_program(tape),
        lambda answer: student.evaluate_with(tape, answer),
    )


def works_for_long_graphs(
    student: Student, ref: Reference, tapes: Sequence[tuple[Program, float]]
) -> None:
    """backward finds the first node's grad on each tape, and on a chain of 3000 nodes.

    The work of the tapes, of nodes that are used twice, grows with the nodes.
    """
    chain: Program = [("var", 1.0), *[("node", 1.0, (i,), (1.0,)) for i in range(2999)]]

    def runs(evaluate: Function, *answer: Any) -> Any:
        along = evaluate(chain, *answer)
        # Of calls that are counted the last is shown: the one of the most nodes.
        return (*[steps(evaluate, tape, *answer) for tape, _ in tapes], along)

    def law(got: Any) -> None:
        *watched, along = got
        values = [*[seen.value for seen in watched], along]
        for (_, want), grads in zip([*tapes, (chain, 1.0)], values, strict=True):
            found = sequence(unpack(grads, "values", "grads")[1], what="the grads")
            close(found[0], want, what="the grad of the input")
        counts = zip(tapes, watched, strict=True)
        work_grows_with_nodes({len(tape): seen.steps for (tape, _), seen in counts})

    either(
        ref,
        ["topological_order"],
        law,
        lambda: runs(student.evaluate_program),
        lambda answer: runs(student.evaluate_with, answer),
    )


def is_topological(got: Any, parents: list[list[int]], when: str = "") -> None:
    """Every ancestor of the last node once, after its parents; the last node last."""
    root = len(parents) - 1
    order = sequence(got, what=f"The order{when}")
    reachable, waiting = {root}, [root]
    while waiting:
        new = set(parents[waiting.pop()]) - reachable
        reachable |= new
        waiting.extend(new)
    for one in order:
        law = f"The order{when} must hold only nodes of this graph that the root was computed from"
        require(place(one, len(parents), law) in reachable, law, got=order)
    law = f"A node stands in the order{when} more than once"
    require(len(set(order)) == len(order), law, got=order)
    require(
        set(order) == reachable,
        f"The order{when} must hold every node that the root was computed from, and the root",
        got=order,
        want=sorted(reachable),
    )
    before: set[int] = set()
    for one in order:
        for parent in parents[one]:
            law = f"In the order{when} node {one} stands before its parent {parent}"
            require(parent in before, law, got=order)
        before.add(one)
    require(order[-1] == root, f"The root must be last in the order{when}", got=order)


def ladder(rng: Generator, nodes: int) -> list[list[int]]:
    """Parents of so many nodes, each with two among the two before it: more than 1.6ⁿ paths."""
    pairs = [(1, 1), (1, 2), (2, 1)]
    drawn = [pairs[k] for k in rng.choice(3, p=[0.6, 0.2, 0.2], size=nodes)]
    return [[], [0, 0], *[[i - a, i - b] for i, (a, b) in enumerate(drawn[2:], start=2)]]


def work_grows_with_nodes(counts: dict[int, int]) -> None:
    """The instructions by the number of nodes: not as many as there are paths."""
    fewest = min(counts)
    for nodes, count in counts.items():
        # Work that grows with n³ passes; the paths are at least 3 times as many as that.
        most = int(counts[fewest] * (nodes / fewest) ** 3)
        require(
            count <= most,
            f"From {fewest} to {nodes} nodes that are used twice the number of Python instructions "
            f"grows from {counts[fewest]} to {count}: the same nodes are visited along every path",
            got=f"{count} instructions",
            want=f"at most {most}",
        )


# add


@check("add", points=1, kind="example", public=True, hint="Where does x appear? Each place counts.")
def add_by_hand(student: Student, ref: Reference) -> None:
    """2 + 3 = 5 with slopes 1 and 1; x + 4 = 4 + x; x + x has slope 2; x + 0 is a new Node."""
    x, y = ("var", 2.0), ("var", 3.0)
    slopes_by_hand(student, ref, [x, y, ("add", 0, 1)], 5.0, [1.0, 1.0])
    slopes_by_hand(student, ref, [x, ("const", 4), ("add", 0, 1)], 6.0, [1.0])
    slopes_by_hand(student, ref, [x, ("const", 4), ("add", 1, 0)], 6.0, [1.0])
    slopes_by_hand(student, ref, [x, ("add", 0, 0)], 4.0, [2.0])
    nought = [("var", 0.0), ("const", 0), ("add", 0, 1), ("add", 0, 2)]
    slopes_by_hand(student, ref, nought, 0.0, [2.0])
    slopes_by_hand(student, ref, [("const", 2), ("const", 3), ("add", 0, 1)], 5.0, [])


@check(
    "add",
    points=1,
    kind="gradient",
    hint="Each use of a node adds to its gradient, even two uses in one sum.",
)
@given(programs("add"), examples=20)
def add_gradients(student: Student, ref: Reference, program: Program) -> None:
    """∂(a + b)/∂a = 1 and ∂(a + b)/∂b = 1, and shared nodes add up."""
    chain_rule(student, ref, program, "add")


# sub


@check("sub", points=1, kind="example", public=True, hint="If y grows by 1, what does x − y do?")
def sub_by_hand(student: Student, ref: Reference) -> None:
    """5 − 3 = 2 and 0 − 0 = 0 with slopes 1 and −1; 1 − y = −2; x − 1 = 4; x − x has slope 0."""
    x, y = ("var", 5.0), ("var", 3.0)
    slopes_by_hand(student, ref, [x, y, ("sub", 0, 1)], 2.0, [1.0, -1.0])
    slopes_by_hand(student, ref, [y, ("const", 1), ("sub", 1, 0)], -2.0, [-1.0])
    slopes_by_hand(student, ref, [x, ("const", 1), ("sub", 0, 1)], 4.0, [1.0])
    slopes_by_hand(student, ref, [x, ("sub", 0, 0)], 0.0, [0.0])
    nought = [("var", 0.0), ("var", 0.0), ("const", 0), ("sub", 1, 2), ("sub", 0, 3)]
    slopes_by_hand(student, ref, nought, 0.0, [1.0, -1.0])
    slopes_by_hand(student, ref, [("const", 5), ("const", 3), ("sub", 0, 1)], 2.0, [])


@check("sub", points=1, kind="gradient", hint="The two parents of a difference pull opposite ways.")
@given(programs("sub", "add"), examples=20)
def sub_gradients(student: Student, ref: Reference, program: Program) -> None:
    """∂(a − b)/∂a = 1 and ∂(a − b)/∂b = −1."""
    chain_rule(student, ref, program, "sub")


# mul


@check(
    "mul",
    points=1,
    kind="example",
    public=True,
    hint="The slope by x is whatever x is multiplied by.",
)
def mul_by_hand(student: Student, ref: Reference) -> None:
    """3·(−4) = −12 with slopes −4 and 3; 0·5 = 0; 2x = x·2; x·x has slope 6; x·1 is a new Node."""
    x, y = ("var", 3.0), ("var", -4.0)
    slopes_by_hand(student, ref, [x, y, ("mul", 0, 1)], -12.0, [-4.0, 3.0])
    slopes_by_hand(student, ref, [x, ("const", 2), ("mul", 0, 1)], 6.0, [2.0])
    slopes_by_hand(student, ref, [x, ("const", 2), ("mul", 1, 0)], 6.0, [2.0])
    slopes_by_hand(student, ref, [x, ("const", 1), ("mul", 0, 1)], 3.0, [1.0])
    slopes_by_hand(student, ref, [x, ("mul", 0, 0)], 9.0, [6.0])
    nought, five = ("var", 0.0), ("var", 5.0)
    slopes_by_hand(student, ref, [nought, five, ("mul", 0, 1)], 0.0, [5.0, 0.0])
    slopes_by_hand(student, ref, [nought, five, ("mul", 1, 0)], 0.0, [5.0, 0.0])
    slopes_by_hand(student, ref, [("const", 2), ("const", 3), ("mul", 0, 1)], 6.0, [])


@check("mul", points=1, kind="gradient", hint="Each factor's slope is the other factor's value.")
@given(programs("mul", "add", "sub"), examples=20)
def mul_gradients(student: Student, ref: Reference, program: Program) -> None:
    """∂(ab)/∂a = b and ∂(ab)/∂b = a."""
    chain_rule(student, ref, program, "mul")


# div


@check(
    "div",
    points=1,
    kind="example",
    public=True,
    hint="A quotient need not be whole: 1/2 is 0.5. For the slope by y, write x/y as x·y⁻¹.",
)
def div_by_hand(student: Student, ref: Reference) -> None:
    """6/2 = 3 with slopes 1/2 and −3/2; 0/2 = 0; 1/y has slope −1/4; x/1 is a new Node."""
    x, y = ("var", 6.0), ("var", 2.0)
    slopes_by_hand(student, ref, [x, y, ("div", 0, 1)], 3.0, [0.5, -1.5])
    slopes_by_hand(student, ref, [y, ("const", 1), ("div", 1, 0)], 0.5, [-0.25])
    slopes_by_hand(student, ref, [x, ("const", 4), ("div", 0, 1)], 1.5, [0.25])
    slopes_by_hand(student, ref, [x, ("const", 1), ("div", 0, 1)], 6.0, [1.0])
    slopes_by_hand(student, ref, [("var", 0.0), y, ("div", 0, 1)], 0.0, [0.5, 0.0])
    slopes_by_hand(student, ref, [("const", 6), ("const", 2), ("div", 0, 1)], 3.0, [])


@check(
    "div",
    points=2,
    kind="gradient",
    hint="First the quotient, which may be a fraction, then its slopes: that by the denominator "
    "falls with the denominator's square.",
)
@given(programs("div", "add", "mul"), examples=20)
def div_gradients(student: Student, ref: Reference, program: Program) -> None:
    """∂(a/b)/∂a = 1/b and ∂(a/b)/∂b = −a/b²."""
    chain_rule(student, ref, program, "div")


# power


@check(
    "power",
    points=1,
    kind="example",
    public=True,
    hint="The value is aᵏ also for a negative k, a fraction and 0. For the slope, bring the "
    "exponent down, then lower it by 1.",
)
def power_by_hand(student: Student, ref: Reference) -> None:
    """power has the right value and slope for whole, negative and fractional k, and at a = 0."""
    x = ("var", 3.0)
    slopes_by_hand(student, ref, [x, ("power", 0, 2)], 9.0, [6.0])
    slopes_by_hand(student, ref, [x, ("power", 0, -1)], 1 / 3, [-1 / 9])
    slopes_by_hand(student, ref, [x, ("power", 0, 0)], 1.0, [0.0])
    slopes_by_hand(student, ref, [("const", 2), ("power", 0, 3)], 8.0, [])
    x = ("var", -2.0)
    slopes_by_hand(student, ref, [x, ("power", 0, -1)], -0.5, [-0.25])
    slopes_by_hand(student, ref, [x, ("power", 0, 2.0)], 4.0, [-4.0])
    x = ("var", 4.0)
    slopes_by_hand(student, ref, [x, ("power", 0, 1.5)], 8.0, [3.0])
    slopes_by_hand(student, ref, [x, ("power", 0, -0.5)], 0.5, [-1 / 16])
    x = ("var", 0.0)
    slopes_by_hand(student, ref, [x, ("power", 0, 0)], 1.0, [0.0])
    slopes_by_hand(student, ref, [x, ("power", 0, 1)], 0.0, [1.0])
    slopes_by_hand(student, ref, [x, ("power", 0, 2)], 0.0, [0.0])


@check(
    "power",
    points=1,
    kind="gradient",
    hint="The value and the power rule hold for k = 1/2 and for negative k, too.",
)
@given(programs("power", "add", "mul"), examples=25)
def power_gradients(student: Student, ref: Reference, program: Program) -> None:
    """∂aᵏ/∂a = k·aᵏ⁻¹ for whole, negative and fractional k."""
    chain_rule(student, ref, program, "power")


@check(
    "power", points=1, kind="stability", hint="At 0 you cannot divide by a: get aᵏ⁻¹ without that."
)
def power_at_zero(student: Student, ref: Reference) -> None:
    """At x = 0: x⁰ = 1 has slope 0, x has 1, x² and x³ have 0; at x = 2, x³ has slope 12."""
    x = ("var", 0.0)
    for k, value, slope in ((0, 1.0, 0.0), (1, 0.0, 1.0), (2, 0.0, 0.0), (3, 0.0, 0.0)):
        slopes_by_hand(student, ref, [x, ("power", 0, k)], value, [slope])
    slopes_by_hand(student, ref, [("var", 2.0), ("power", 0, 3)], 8.0, [12.0])


# exp


@check("exp", points=1, kind="example", public=True, hint="The exponential is its own derivative.")
def exp_by_hand(student: Student, ref: Reference) -> None:
    """e⁰ = 1 with slope 1, e^(ln 2) = 2 with slope 2, e²⁰ = 485165195.4; the number e¹ = 2.718…"""
    slopes_by_hand(student, ref, [("var", 0.0), ("exp", 0)], 1.0, [1.0])
    slopes_by_hand(student, ref, [("var", math.log(2)), ("exp", 0)], 2.0, [2.0])
    slopes_by_hand(student, ref, [("var", 20.0), ("exp", 0)], math.exp(20), [math.exp(20)])
    slopes_by_hand(student, ref, [("const", 1), ("exp", 0)], math.e, [])


@check(
    "exp", points=1, kind="gradient", hint="The slope is a value that you have computed already."
)
@given(programs("exp", "sub", "mul", lines=(1, 5)), examples=20)
def exp_gradients(student: Student, ref: Reference, program: Program) -> None:
    """∂eᵃ/∂a = eᵃ."""
    chain_rule(student, ref, program, "exp")


# log


@check(
    "log",
    points=1,
    kind="example",
    public=True,
    hint="The slope is one over a, which goes in. What is not above 0 is to be refused: look at "
    "the sign of a before you take the logarithm.",
)
def log_by_hand(student: Student, ref: Reference) -> None:
    """log 2 = 0.693147 with slope 1/2; log 10⁻⁷ = −16.1; 0 and −1, also in Nodes: ValueError."""
    slopes_by_hand(student, ref, [("var", 2.0), ("log", 0)], 0.6931471805599453, [0.5])
    slopes_by_hand(student, ref, [("var", 1e-7), ("log", 0)], -7 * math.log(10), [1e7])
    slopes_by_hand(student, ref, [("const", 1), ("log", 0)], 0.0, [])
    for outside in (0.0, -1.0):
        refuses(student.log, outside)
        refuses(student.trace_graph, [("var", outside), ("log", 0)])


@check(
    "log", points=1, kind="gradient", hint="The slope is one over the input, not over the result."
)
@given(programs("log", "add", "mul"), examples=20)
def log_gradients(student: Student, ref: Reference, program: Program) -> None:
    """∂log a/∂a = 1/a."""
    chain_rule(student, ref, program, "log")


# tanh


@check(
    "tanh",
    points=1,
    kind="example",
    public=True,
    hint="With t = tanh a, which power of t stands in the slope?",
)
def tanh_by_hand(student: Student, ref: Reference) -> None:
    """tanh(ln 2) = 0.6 with slope 0.64, tanh 0 = 0 with slope 1; tanh is ±1 at ±20."""
    slopes_by_hand(student, ref, [("var", math.log(2)), ("tanh", 0)], 0.6, [0.64])
    slopes_by_hand(student, ref, [("var", 0.0), ("tanh", 0)], 0.0, [1.0])
    slopes_by_hand(student, ref, [("var", 20.0), ("tanh", 0)], 1.0, [0.0])
    slopes_by_hand(student, ref, [("const", -20), ("tanh", 0)], -1.0, [])


@check("tanh", points=1, kind="gradient", hint="The slope is made of the result, not of the input.")
@given(programs("tanh", "sub", "mul"), examples=20)
def tanh_gradients(student: Student, ref: Reference, program: Program) -> None:
    """∂tanh a/∂a = 1 − tanh²a."""
    chain_rule(student, ref, program, "tanh")


# relu


@check(
    "relu",
    points=1,
    kind="example",
    public=True,
    hint="Flat on the left, and at 0; steep as a ramp on the right.",
)
def relu_by_hand(student: Student, ref: Reference) -> None:
    """relu(3) = 3 and relu(10⁻⁹) = 10⁻⁹ with slope 1; relu(−2) = relu(0) = 0 with slope 0."""
    slopes_by_hand(student, ref, [("var", 3.0), ("relu", 0)], 3.0, [1.0])
    slopes_by_hand(student, ref, [("var", 1e-9), ("relu", 0)], 1e-9, [1.0])
    slopes_by_hand(student, ref, [("var", -2.0), ("relu", 0)], 0.0, [0.0])
    slopes_by_hand(student, ref, [("var", 0.0), ("relu", 0)], 0.0, [0.0])
    slopes_by_hand(student, ref, [("const", -2), ("relu", 0)], 0.0, [])


@check(
    "relu",
    points=1,
    kind="gradient",
    hint="A gate: it lets the whole gradient through, or nothing.",
)
@given(programs("relu", "sub", "mul"), examples=20)
def relu_gradients(student: Student, ref: Reference, program: Program) -> None:
    """∂relu(a)/∂a is 1 for a > 0 and 0 for a < 0."""
    chain_rule(student, ref, program, "relu")


# topological_order


@check(
    "topological_order",
    points=1,
    kind="example",
    public=True,
    hint="A node may come only after all of its parents, of which there may be three, and a chain "
    "of them as long as you like. Which nodes are the same, and what does a later call know of it?",
)
def topological_order_by_hand(student: Student, ref: Reference) -> None:
    """Every ancestor once and after its parents, for equal values, long chains and many paths."""
    is_topological(student.order_of([[], [0, 0], [1, 0]]), [[], [0, 0], [1, 0]])
    # The last node takes the first one, which it is also the longest way from.
    parents = [[], [], [0], [2, 0, 1], [3], [4, 2, 0]]
    values = [1.0, 1.0, 2.0, 2.0, 5.0, 5.0]
    is_topological(student.order_of(parents, values), parents, " of nodes of equal values")
    again = student.order_of(parents, values, [3, 5])
    is_topological(again, parents, " of a graph that was asked about before")
    # The last node does not depend on nodes 1 and 3, which are asked about first.
    parents = [[], [], [0], [1], [2, 0]]
    is_topological(student.order_of(parents, (), [3]), parents, " beside other nodes")
    chain = [[], *[[i] for i in range(2999)]]
    is_topological(student.order_of(chain), chain, " of a chain of 3000 nodes")
    counts = {}
    for nodes in (5, 15):
        doubled = ladder(np.random.default_rng(nodes), nodes)
        seen = steps(student.order_of, doubled)
        is_topological(seen.value, doubled, " of nodes that are used twice")
        counts[nodes] = seen.steps
    work_grows_with_nodes(counts)


@check(
    "topological_order",
    points=2,
    kind="property",
    hint="When exactly may a node be written down, and what does a later call know of it?",
)
@given(draw.drawn(sizes={"nodes": (2, 9)}, parents=ancestry, values=alike_or_not), examples=30)
def topological_order_parents_first(
    student: Student, ref: Reference, parents: list[list[int]], values: list[float]
) -> None:
    """Every ancestor of the root once, parents before children; a second time, too."""
    is_topological(student.order_of(parents, values), parents)
    earlier = [len(parents) // 2, len(parents) - 1]
    when = " of a graph that was asked about before"
    is_topological(student.order_of(parents, values, earlier), parents, when)


@check(
    "topological_order",
    points=1,
    kind="stability",
    hint="Each node comes after its parent. And Python allows about 1000 calls inside one another: "
    "a list of your own can keep as many nodes waiting as you like.",
)
def topological_order_of_a_chain(student: Student, ref: Reference) -> None:
    """A chain of 3000 nodes comes back in its order."""
    parents = [[], *[[i] for i in range(2999)]]
    is_topological(student.order_of(parents), parents)


@check(
    "topological_order",
    points=1,
    kind="stability",
    hint="A node comes after all of its parents, once. When it was visited, neither it nor its "
    "ancestors need be visited again.",
)
@given(draw.growing(least=5, most=15, count=4), examples=3)
def topological_order_of_doublings(
    student: Student, ref: Reference, sizes: list[int], seed: int
) -> None:
    """Where n nodes are used twice each, the work grows with n and not with the 2ⁿ paths."""
    counts = {}
    for nodes in sizes:
        parents = ladder(np.random.default_rng([seed, nodes]), nodes)
        seen = steps(student.order_of, parents)
        is_topological(seen.value, parents)
        counts[nodes] = seen.steps
    work_grows_with_nodes(counts)


# backward


@check(
    "backward",
    points=1,
    kind="example",
    public=True,
    hint="The slopes of x² − y² are 2x and −2y. Old grads do not count; every parent of a node "
    "gets its part as often as it is there, and a node passes its grad on when it is complete.",
)
def backward_by_hand(student: Student, ref: Reference) -> None:
    """(x + y)(x − y) at 3, 2 has grads 6 and −4; so for second calls, long chains, many paths."""
    tape: Program = [
        ("var", 3.0),
        ("var", 2.0),
        ("node", 5.0, (0, 1), (1.0, 1.0)),
        ("node", 1.0, (0, 1), (1.0, -1.0)),
        ("node", 5.0, (2, 3), (1.0, 5.0)),
    ]

    def law(got: Any) -> None:
        values, grads = unpack(got, "values", "grads")
        close(values, np.array([3.0, 2.0, 5.0, 1.0, 5.0]), what="the values afterwards")
        close(array(grads, (5,), what="the grads")[:2], np.array([6.0, -4.0]), what="the gradient")

    swept(student, ref, tape, law)
    more: Program = [
        ("var", 2.0),
        ("var", 3.0),
        ("node", 4.0, (0, 0), (2.0, 5.0)),
        ("node", 1.5, (0, 1, 2), (1.0, -2.0, 0.5)),
        ("node", 7.0, (2, 3), (3.0, 4.0)),
        ("node", 8.0, (3, 0), (1.0, 6.0)),
    ]
    # 3 + 4·0.5 for the first node made, and from there 7·5 = 35, and 4·1 on the short way. The
    # root is the last node but one, and the last is not of its graph: its grad stays.
    want = np.array([39.0, -8.0, 5.0, 4.0, 1.0, STALE])

    def twice(got: Any) -> None:
        for words, found in zip(("first", "second"), entries(got, "first", "second"), strict=True):
            close(array(found, (6,), what="the grads"), want, what=f"the grads of the {words} call")

    either(
        ref,
        ["topological_order"],
        twice,
        lambda: student.backward_twice(more, 4),
        lambda answer: student.backward_twice(more, 4, answer),
    )
    # y = y/2 + y/2, again and again: every grad is 1, and there are 2ⁿ paths.
    halves: list[tuple[Program, float]] = [
        ([("var", 1.0), *[("node", 1.0, (i, i), (0.5, 0.5)) for i in range(nodes - 1)]], 1.0)
        for nodes in (5, 15)
    ]
    works_for_long_graphs(student, ref, halves)


@check(
    "backward",
    points=2,
    kind="gradient",
    hint="Children before parents; each node hands its own grad, times a slope, to each parent.",
)
@given(
    draw.drawn(sizes={"inputs": (1, 4), "lines": (2, 11)}, program=any_program),
    examples=30,
)
def backward_gradients(student: Student, ref: Reference, program: Program) -> None:
    """grad = ∂root/∂node for every input: the sum over all paths of the product of slopes."""
    want = slopes_of(ref, program)

    def law(got: Any) -> None:
        _, grads = unpack(got, "values", "grads")
        found = sequence(grads, len(program), what="the grads")
        at = [i for i, line in enumerate(program) if line[0] == "var"]
        derivatives_agree(want, **{f"x{i}": found[i] for i in at})

    swept(student, ref, lines_as_nodes(ref, program), law)


@check(
    "backward",
    points=1,
    kind="property",
    hint="Each parent gets its part as often as it is there. Old grads must not count, and nodes "
    "that did not lead to the root are not to be touched.",
)
@given(draw.drawn(sizes={"nodes": (3, 9)}, tape=tape_of_nodes), examples=20)
def backward_starts_anew(student: Student, ref: Reference, tape: Program) -> None:
    """Each grad is ∂root/∂node, after a second call too; values and other nodes stay."""
    root, count = len(tape) - 2, len(tape)
    slopes_found = slopes_on_tape(tape, root)
    wanted = np.array([STALE if slope is None else slope for slope in slopes_found])

    def law(got: Any) -> None:
        firsts, seconds, afters = entries(got, "first", "second", "values")
        values = np.array([line[1] for line in tape])
        close(array(afters, (count,)), values, what="the values")
        first = array(firsts, (count,), what="the grads after one call").astype(np.float64)
        for i, want in enumerate(wanted):
            other = slopes_found[i] is None
            which = "a node that the root was not computed from" if other else f"node {i}"
            close(first[i], want, what=f"the grad of {'the root' if i == root else which}")
        close(seconds, wanted, what="the grads after a second call")

    either(
        ref,
        ["topological_order"],
        law,
        lambda: student.backward_twice(tape, root),
        lambda answer: student.backward_twice(tape, root, answer),
    )


@check(
    "backward",
    points=1,
    kind="property",
    hint="y is used twice: both contributions must have arrived before y passes its gradient on. "
    "And x is a parent of y twice, with a slope for each time.",
)
@given(x=draw.options(-2.0, -1.5, -0.5, 0.5, 1.0, 2.0, 3.0), examples=7)
def backward_of_a_diamond(student: Student, ref: Reference, x: float) -> None:
    """With y = x·x and z = y + y·x, dz/dx = 2x + 3x²."""
    y = x * x
    tape: Program = [
        ("var", x),
        ("node", y, (0, 0), (x, x)),
        ("node", y * x, (1, 0), (x, y)),
        ("node", y + y * x, (1, 2), (1.0, 1.0)),
    ]

    def law(got: Any) -> None:
        _, grads = unpack(got, "values", "grads")
        found = sequence(grads, 4, what="the grads")
        close(found[0], 2 * x + 3 * y, what="dz/dx")

    swept(student, ref, tape, law)


@check(
    "backward",
    points=1,
    kind="stability",
    hint="Each parent gets its part as often as it is there. One walk through the order, each node "
    "once, is enough, and needs no call inside another, however long the order is.",
)
@given(draw.growing(least=5, most=15, count=4), examples=3)
def backward_of_long_graphs(student: Student, ref: Reference, sizes: list[int], seed: int) -> None:
    """A chain of 3000 nodes works; where n are used twice, the work grows with n, not with 2ⁿ."""
    tapes = [ladder_tape(np.random.default_rng([seed, nodes]), nodes) for nodes in sizes]
    wanted = [slopes_on_tape(tape, len(tape) - 1)[0] or 0.0 for tape in tapes]
    works_for_long_graphs(student, ref, list(zip(tapes, wanted, strict=True)))


# neuron_gradients


def neurons() -> Any:
    """A neuron with 1 to 8 inputs, some of them 0, |z| ≤ 15, and a label."""

    def bias(_: Generator, __: draw.Sizes, fields: draw.Fields) -> float:
        z = math.fsum(w * x for w, x in zip(fields["w"], fields["x"], strict=True))
        return round(min(max(z + float(fields["shift"]), -14.9), 14.9) - z, 2)

    def numbers(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[float]:
        found = np.round(rng.normal(scale=1.5, size=sizes["k"]), 2)
        found[rng.random(sizes["k"]) < 0.15] = 0.0
        return [float(one) for one in found]

    drawn = draw.drawn(
        sizes={"k": (1, 8)},
        w=numbers,
        x=numbers,
        shift=draw.normal(),
        b=bias,
        y=draw.choice((0, 1)),
    )
    return drawn.map(lambda one: {name: one[name] for name in ("w", "b", "x", "y")})


def neuron_law(loss: float, dw: list[float], db: float) -> Law:
    """The loss and the gradients of a neuron are these."""

    def law(got: Any) -> None:
        found_loss, found_dw, found_db = unpack(got, "loss", "dw", "db")
        close(found_loss, loss, what="loss")
        close(sequence(found_dw, len(dw), what="dw"), np.array(dw), what="dw")
        close(found_db, db, what="db")

    return law


def steep_law(loss: float, error: float, x: list[float]) -> Law:
    """The gradients of a neuron have followed a log that is twice as steep; `error` is a − y."""

    def law(got: Any) -> None:
        found_loss, found_dw, found_db = unpack(got, "loss", "dw", "db")
        close(found_loss, loss, what="loss")
        # A loss of two logs gives 2(a − y), and log(1 + e^z) − y·z gives 2a − y: both are right.
        steep = scalar(found_db, "db")
        require(
            abs(steep - error) > TYPED_IN,
            "db must follow when log is made twice as steep; it is a − y as before",
            got=steep,
            want=f"another slope than {error:.6g}",
        )
        dw = [scalar(one, "an entry of dw") for one in sequence(found_dw, len(x), what="dw")]
        # Which of the two is wrong cannot be told: either may be.
        require(
            np.allclose(dw, steep * np.array(x), rtol=1e-6, atol=TOGETHER),
            "with a steeper log, too, dw must be db times x: here they do not belong together",
            got={"dw": dw, "db": steep},
        )

    return law


@check(
    "neuron_gradients",
    points=1,
    kind="example",
    public=True,
    hint="First a = 1/2 and a − y = −1/2, then a and a − y are 27/28. With another log the graph "
    "has other slopes: read the grads, and type nothing in.",
)
def neuron_gradients_by_hand(student: Student, ref: Reference) -> None:
    """Two neurons worked out by hand; and the gradients follow when log is made steeper."""
    worked_out(student, ref, ([0.0, 0.0], 0.0, [2.0, -1.0], 1), math.log(2), -0.5)
    neuron = [math.log(3), 0.5, 0.0], math.log(3), [2.0, 0.0, -4.0], 0
    worked_out(student, ref, neuron, math.log(28), 27 / 28)


def worked_out(
    student: Student,
    ref: Reference,
    neuron: tuple[list[float], float, list[float], int],
    loss: float,
    error: float,
) -> None:
    """The loss and the gradients of a neuron (w, b, x, y), whose a − y is `error`."""
    either(
        ref,
        EVERYTHING,
        neuron_law(loss, [error * one for one in neuron[2]], error),
        lambda: student.neuron_gradients(*neuron),
        lambda answer: student.neuron_with(*neuron, answer),
    )
    either(
        ref,
        EVERYTHING,
        steep_law(loss, error, neuron[2]),
        lambda: student.neuron_with(*neuron, None, 2.0),
        lambda answer: student.neuron_with(*neuron, answer, 2.0),
    )


@check(
    "neuron_gradients",
    points=2,
    kind="property",
    hint="Compare your loss first: which label goes with log a, which with log(1 − a), and how "
    "often is the bias a part of z? Once.",
)
@given(neurons(), examples=20)
def neuron_gradients_clean(
    student: Student, ref: Reference, w: list[float], b: float, x: list[float], y: int
) -> None:
    """The graph finds the clean gradient by itself: dw = (a − y)·x and db = a − y."""
    z = math.fsum([b, *[one * other for one, other in zip(w, x, strict=True)]])
    signed = -z if y else z
    error = 1 / (1 + math.exp(-z)) - y
    either(
        ref,
        EVERYTHING,
        neuron_law(math.log1p(math.exp(signed)), [error * one for one in x], error),
        lambda: student.neuron_gradients(w, b, x, y),
        lambda answer: student.neuron_with(w, b, x, y, answer),
    )


@check(
    "neuron_gradients",
    points=1,
    kind="property",
    hint="The loss first. Then the gradients are the grads that backward has set, and nothing that "
    "was worked out on paper: a − y follows no other log.",
)
@given(neurons(), examples=10)
def neuron_gradients_from_the_graph(
    student: Student, ref: Reference, w: list[float], b: float, x: list[float], y: int
) -> None:
    """When log is made twice as steep, the gradients change: they come from the graph."""
    z = math.fsum([b, *[one * other for one, other in zip(w, x, strict=True)]])
    error = 1 / (1 + math.exp(-z)) - y
    loss = math.log1p(math.exp(-z if y else z))

    either(
        ref,
        EVERYTHING,
        steep_law(loss, error, x),
        lambda: student.neuron_with(w, b, x, y, None, 2.0),
        lambda answer: student.neuron_with(w, b, x, y, answer, 2.0),
    )
