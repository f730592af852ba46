"""What is said of loops without an end: only what is sure."""

from __future__ import annotations

import textwrap

import pytest

from grader.submissions import Asked, analyse, read_module

FREE = "Nothing in the loop on line 3 changes {}, so its condition stays true."


def said(loop, *, before="i = 0", around="def f(x, n):\n    {}\n{}\n    return i\n"):
    source = around.format(before, textwrap.indent(textwrap.dedent(loop).strip("\n"), "    "))
    return [why for _, _, why in analyse(source).endless]


@pytest.mark.parametrize(
    ("loop", "names"),
    [
        ("while i < n:\n    x = x + 1", "`i` or `n`"),
        ("while i < n:\n    s = x[i] + i * n", "`i` or `n`"),
        ("while i < n:\n    x[i] = 0\n    x[i:n] += 1", "`i` or `n`"),
        ("while i < n:\n    for k in range(i, n):\n        x[k] += 1", "`i` or `n`"),
        ("while i < n:\n    if i > 2:\n        x = 3\n    print(i, f'{n}')", "`i` or `n`"),
        ("while i < 10 and not n > 3:\n    x.append(g(i + 1))", "`i` or `n`"),
        ("while abs(i - n) > 1e-3:\n    x = step(x)", "`i` or `n`"),
        ("while i != -n:\n    pass", "`i` or `n`"),
        ("while x is None:\n    y = 1", "`x`"),
        ("while i < n:\n    for k in x:\n        if k:\n            break", "`i` or `n`"),
        ("while i < n:\n    j = 0\n    j += 1", "`i` or `n`"),
    ],
)
def test_what_nothing_in_a_loop_changes_is_named(loop, names):
    assert said(loop) == [FREE.format(names)]


@pytest.mark.parametrize(
    "loop",
    [
        "while i < n:\n    i += 1",
        "while i < n:\n    x, (i, y) = g()",
        "while i < n:\n    for i in x:\n        pass",
        "while i < n:\n    with x as i:\n        pass",
        "while i < n:\n    import i",
        "while i < n:\n    if (i := g()):\n        pass",
        "while i < n:\n    try:\n        g()\n    except ValueError as i:\n        pass",
        "while i < n:\n    match x:\n        case [i, *n]:\n            pass",
        "while i < n:\n    del i",
        "while i < n:\n    n.pop()",
        "while i < n:\n    n[0] = 1",
        "while i < n:\n    n.at = 1",
        "while i < n:\n    g(i)",
        "while i < n:\n    g(k=i)",
        "while i < n:\n    np.add(i, 1, out=i)",
        "while i < n:\n    j = i\n    j += 1",
        "while i < n:\n    pair = (i, n)",
        "while i < n:\n    break",
        "while i < n:\n    if x:\n        return 3",
        "while i < n:\n    raise ValueError",
        "while i < n:\n    yield x",
        "while i < n:\n    assert x",
        "while i < n:\n    while True:\n        return x",
        "while i in x:\n    pass",
        "while i < x.n:\n    pass",
        "while i < x[0]:\n    pass",
        "while i < g():\n    pass",
        "while n:\n    pass",
        "while i < len(x):\n    g()",
        "while (i := g()) < n:\n    pass",
        "while i < n:\n    def i():\n        pass",
        "while False:\n    pass",
    ],
)
def test_where_something_may_change_it_or_leave_nothing_is_said(loop):
    assert said(loop) == []


def test_what_is_another_name_for_the_same_may_change_it():
    for before in ("i = j = np.zeros(1)", "i = 0; j = i", "j, k = i, 3", "k = n; j = k"):
        assert said("while i < n:\n    j += 1", before=before) == [], before
    for view in ("i = x[0]", "i = x.reshape(())", "i = np.asarray(x)"):
        assert said("while i < n:\n    x += 1", before=view) == [], view
    assert said("while i < n:\n    x += 1", before="i = x + 1") != []


@pytest.mark.parametrize(
    "around", ["try:\n    {}\nexcept StopIteration:\n    pass", "with g():\n    {}"]
)
def test_what_an_exception_may_end_is_not_called_endless(around):
    loop = "while True:\n        next(x)"
    assert said(around.format(loop)) == []


@pytest.mark.parametrize(
    "around",
    [
        "{}\nn = 3\n{}\n",  # outside of any function
        "def f(n):\n    {}\n    def g():\n        nonlocal i\n        i += 1\n{}\n",
        "i = 0\ndef g():\n    global i\n    i += 1\ndef f(n):\n    if {}:\n        pass\n{}\n",
        "abs = print\ndef f(n):\n    {}\n{}\n",
    ],
)
def test_what_stands_elsewhere_may_change_it(around):
    before = "True" if "if {}" in around else "i = 0"
    loop = "while abs(i) < n:\n    g()" if "abs" in around else "while i < n:\n    g()"
    assert said(loop, before=before, around=around.replace("\n{}\n", "\n{}\n", 1)) == []


def test_a_loop_without_a_condition_ends_by_a_way_out_alone():
    no_way = "The loop on line 3 has no `break` and no `return`, so it does not end."
    assert said("while True:\n    x = x + 1") == [no_way]
    assert said("while 1:\n    for k in x:\n        break") == [no_way]
    for out in ("break", "return x", "raise ValueError", "yield x"):
        assert said(f"while True:\n    if x:\n        {out}") == []


def test_the_outer_ones_come_first_with_their_lines():
    source = "def f(n):\n    while n < 3:\n        while True:\n            n > 1\n    return n\n"
    found = read_module(source, Asked()).endless
    assert [(first, last) for first, last, _ in found] == [(2, 4), (3, 4)]


def test_of_many_some_are_named_quickly():
    body = "".join(f"    while n < {number}:\n        pass\n" for number in range(5000))
    assert 0 < len(analyse(f"def f(n):\n{body}").endless) < 100


def test_what_is_nested_deeply_is_no_fault():
    chain = "".join(f"    elif n == {number}:\n        n + 1\n" for number in range(150))
    found = analyse(f"def f(n):\n    if n:\n        pass\n{chain}    while n < 3:\n        1\n")
    assert (found.problem, len(found.endless)) == ("", 1)
    for deep in ("+".join(["n"] * 900), "not " * 900 + "n < 3"):
        source = f"def f(n):\n    while {deep} < 3:\n        1\n"
        assert analyse(source).problem in ("", analyse(source.replace("while", "if")).problem)
