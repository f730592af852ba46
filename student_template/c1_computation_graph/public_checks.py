"""The public checks of A computation graph that differentiates itself; run them with `grade check`."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from grader.authoring import CallFailed, Failure, Function, Reference, Student, array, check, close, entries, kind_of, refuses, require, scalar, sequence, steps, unpack


Program = list[tuple[Any, ...]]


Law = Callable[[Any], None]


OPERATIONS = ("add", "mul", "sub", "power", "exp", "log", "div", "tanh", "relu")


EVERYTHING = (*OPERATIONS, "topological_order", "backward")


MOST_NODES = 2000


STALE = 7.0


FORMULA = 1e-12


TYPED_IN = 1e-7


TOGETHER = 1e-8


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


@check("exp", points=1, kind="example", public=True, hint="The exponential is its own derivative.")
def exp_by_hand(student: Student, ref: Reference) -> None:
    """e⁰ = 1 with slope 1, e^(ln 2) = 2 with slope 2, e²⁰ = 485165195.4; the number e¹ = 2.718…"""
    slopes_by_hand(student, ref, [("var", 0.0), ("exp", 0)], 1.0, [1.0])
    slopes_by_hand(student, ref, [("var", math.log(2)), ("exp", 0)], 2.0, [2.0])
    slopes_by_hand(student, ref, [("var", 20.0), ("exp", 0)], math.exp(20), [math.exp(20)])
    slopes_by_hand(student, ref, [("const", 1), ("exp", 0)], math.e, [])


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
