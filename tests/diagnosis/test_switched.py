"""A function with its edits behind switches does, with one on, what the edited function does."""

import ast
import textwrap

import numpy as np
import pytest

from grader.diagnosis.edits.apart import (
    SwitchesWanted,
    Target,
    made_here,
    request_of,
    switches_from,
)
from grader.diagnosis.edits.repairs import TIERS, Repairs
from grader.diagnosis.edits.switched import ON, TICK, WHOLE, switched

MANY = (1000,) * len(TIERS)
SOURCES = (
    """
    def f(X, W, lr):
        \"\"\"Sums of rows.\"\"\"
        total = np.zeros(X.shape[0])
        for i in range(1, X.shape[0]):
            part = 0.0
            for j in range(X.shape[1] - 1):
                part += X[i, j] * W[j] / 2
                if part > lr:
                    part = part - lr
            total[i] = part
        return total.sum(), total
    """,
    """
    def f(X, W, lr):
        found, n = [], 0
        while n < len(W):
            found.append(np.exp(-X[n]).sum(axis=0))
            n += 1
        if lr < 1:
            return {"found": found, "lr": lr}
        return {"found": found[::-1], "lr": 1 - lr}
    """,
)
ARGS = (np.arange(12.0).reshape(3, 4) / 7, np.array([0.3, -1.0, 2.0]), 0.5)


class Endless(BaseException):
    """So many rounds are enough."""


def given_by(code, name="f", on=None):
    """What a function gives, as text; of an error its class."""
    left = [2000]

    def tick():
        left[0] -= 1
        if left[0] < 0:
            raise Endless

    space = {"np": np, ON: on, TICK: tick}
    exec(code, space)
    try:
        with np.errstate(all="ignore"):
            return repr(space[name](*[np.copy(one) for one in ARGS]))
    except (Exception, Endless) as error:  # noqa: BLE001 (what an edit may raise)
        return type(error).__name__


def ticking(root):
    for node in ast.walk(root):
        if isinstance(node, ast.For | ast.While):
            node.body.insert(0, ast.Expr(ast.Call(ast.Name(TICK, ast.Load()), [], [])))
    return compile(ast.fix_missing_locations(root), "f", "exec")


def parsed(source):
    return ast.parse(textwrap.dedent(source)).body[0]


@pytest.mark.parametrize("source", SOURCES)
def test_with_a_switch_on_it_does_what_the_edited_function_does(source):
    edits = Repairs(parsed(source), range(100))
    wanted = [
        (mend, given_by(ticking(ast.parse(ast.unparse(edits.root)))))
        for tier in TIERS
        for mend in edits.of(tier, 1000)
    ]
    root, switches, size = switched(parsed(source), range(100), MANY)
    code = compile(ast.fix_missing_locations(root), "f", "exec")
    assert len(switches) == len(wanted) > 150
    seen = set()
    for switch, (mend, given) in zip(switches, wanted, strict=True):
        on = [False] * size
        for number in (switch.number, *switch.slots):
            on[number] = True
        name = "f" if switch.slots else f"{WHOLE}{switch.number}"
        assert switch.mend == mend
        assert given_by(code, name, on) == given, mend
        seen.add(given)
    assert len(seen) > 30
    assert given_by(code, "f", [False] * size) == given_by(
        ticking(ast.Module([parsed(source)], []))
    )


def test_two_switches_of_different_statements_are_both_on():
    root, switches, size = switched(parsed(SOURCES[0]), range(100), MANY)
    code = compile(ast.fix_missing_locations(root), "f", "exec")
    by_text = {(one.mend.old, one.mend.new): one for one in switches}
    pair = [
        by_text["for i in range(1, X.shape[0]):", "for i in range(0, X.shape[0]):"],
        by_text["part = 0.0", "part = 0.0 (before the block)"],
        by_text["part += X[i, j] * W[j] / 2", "part += X[i, j] * W[j] * 2"],
    ]
    on = [False] * size
    for one in pair:
        for number in (one.number, *one.slots):
            on[number] = True
    with_all = textwrap.dedent(SOURCES[0]).replace("range(1, ", "range(0, ").replace("/ 2", "* 2")
    assert given_by(code, "f", on) != given_by(compile(with_all, "f", "exec"))
    assert {*pair[0].slots} & {*pair[2].slots} == set()


def test_code_without_loops_stays_switched_where_it_is_moved():
    source = """
    def f(X, W, lr):
        for i in range(2):
            found = []
            if i < 5:
                part = X[i] - lr
            found.append(part)
        return found
    """
    root, switches, size = switched(parsed(source), range(100), MANY)
    code = compile(ast.fix_missing_locations(root), "f", "exec")
    by_text = {(one.mend.old, one.mend.new): one for one in switches}
    on = [False] * size
    for old, new in (
        ("found = []", "found = [] (before the block)"),
        ("part = X[i] - lr", "part = X[i] + lr"),
    ):
        for number in (by_text[old, new].number, *by_text[old, new].slots):
            on[number] = True
    X, _, lr = ARGS
    assert given_by(code, "f", on) == repr([X[0] + lr, X[1] + lr])


def test_a_source_is_answered_with_all_its_targets():
    source = textwrap.dedent(SOURCES[0]) + "\n\ndef g(x):\n    return x + 1\n"
    line = source[: source.index("def g")].count("\n") + 1
    targets = (Target(2, "f"), Target(line, "g"))
    wanted = SwitchesWanted(source, "f.py", targets, tuple(range(1, 99)), (20,) * len(TIERS))
    one, other = switches_from(made_here(request_of(wanted)))
    assert (one.target, other.target) == (0, 1)
    numbers = [switch.number for each in (one, other) for switch in each.switches]
    assert len({*numbers}) == len(numbers)
    assert max(numbers) < other.size
    assert max(sum(s.tier == tier for s in one.switches) for tier in TIERS) <= 21
    broken = SwitchesWanted("def f(:", "f.py", targets, (1,), (20,) * len(TIERS))
    assert switches_from(made_here(request_of(broken))) == []


def test_no_list_is_put_into_itself():
    source = """
    def f(x):
        rows, row = [], []
        rows.append(row)
        return rows
    """
    edits = Repairs(parsed(source), range(100))
    new = [mend.new for tier in TIERS for mend in edits.of(tier, 1000)]
    assert "rows.append(rows)" not in new
    assert "rows.append(x)" in new
