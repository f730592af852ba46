"""Which sources change given code, which call their own things like it, and which do neither."""

from __future__ import annotations

import textwrap

import pytest

from grader.submissions.source.analysis import analyse
from grader.submissions.source.given import changed, defined_in, rebound

GIVEN = {
    "graph": "class Node:\n    pass\n\n\ndef yours():\n    pass\n\n\nSTALE = 7\n",
    "probe": "from graph import Node\n\n\ndef trace():\n    pass\n\n\ndef _row():\n    pass\n",
}
NAMES = defined_in(GIVEN)


def said(source):
    return changed(analyse(textwrap.dedent(source), given=GIVEN), NAMES)


def remarked(source):
    return rebound(analyse(textwrap.dedent(source), given=GIVEN), NAMES)


def test_names_are_modules_and_what_they_define_for_others():
    expected = {"graph": "graph", "probe": "probe"}
    assert expected | {"Node": "graph", "yours": "graph", "trace": "probe"} == NAMES


@pytest.mark.parametrize(
    "source",
    [
        "def trace():\n    return 1\n",
        "trace = lambda: 1\n",
        "class Node:\n    pass\n",
        "from math import exp as trace\n",
        "import math as probe\n",
        "def f():\n    global trace\n    trace = 1\n",
        "if True:\n    trace = 1\n",
        "for trace in ():\n    pass\n",
        "from graph import Node as yours\n",
        "trace: list = []\n",
        "for probe in (0.1, 0.2):\n    pass\n",
        "while (probe := next(i, None)):\n    pass\n",
        "with open('x') as graph:\n    graph.line = 1\n",
        "from graph import Node\n\ngraph = [Node(1)]\ngraph[0].grad = 1.0\n",
        "for graph in ():\n    graph.total = 1\n",
        "from probe import *\n\nfor graph in ():\n    graph.total = 1\n",
    ],
)
def test_a_name_of_ones_own_is_remarked_on_and_costs_nothing(source):
    assert said(source) == ""
    assert remarked(source).startswith("Line "), source


@pytest.mark.parametrize(
    "source",
    [
        "import probe\nprobe.trace = 1\n",
        "import probe as p\np.trace = 1\n",
        "from graph import Node\nNode.value = 1\n",
        "def f():\n    import graph\n    graph.yours = 1\n",
        "import graph\nsetattr(graph, 'yours', 1)\n",
        "import graph\nvars(graph)['yours'] = 1\n",
        "import graph\ngraph.__dict__['yours'] = 1\n",
        "import graph\ndel graph.yours\n",
        "from graph import yours\nyours.__code__ = f.__code__\n",
        "from graph import *\nNode.value = 1\n",
        "from graph import Node\nNode.backward = lambda self: self\n",
        "from graph import Node as N\n\ngraph = 1\nN.__add__ = max\n",
        "import graph as g\n\nfor probe in ():\n    g.yours = probe\n",
    ],
)
def test_changing_is_told_with_its_line(source):
    assert said(source).startswith("Line "), source


@pytest.mark.parametrize(
    "source",
    [
        "import graph, probe\nfrom graph import Node, yours\nfrom probe import trace\n",
        "import graph as g\n\n\ndef f(root):\n    root.grad = 1.0\n    return g.Node(1)\n",
        "from graph import *\n\n\ndef f(x):\n    return Node(x)\n",
        (
            "from graph import Node\n\n\nclass Mine(Node):\n    def __init__(self):\n"
            "        super().__init__()\n        self.value = Node.__init__\n"
        ),
        "def f():\n    trace = [1]\n    for yours in trace:\n        pass\n    return trace\n",
        "class Tree:\n    def trace(self):\n        return self\n",
        "def _row(node):\n    return node\n\n\nSTALE = 1\n",
    ],
)
def test_use_and_other_things_of_that_name_are_not(source):
    assert said(source) == remarked(source) == ""
