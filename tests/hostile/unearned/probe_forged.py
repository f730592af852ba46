# The probes of c1_computation_graph with the answers typed in. No exercise is right; over and above
# this a test puts these where checks might look for the grader's own.
import cmath
import math

OPS = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "power": lambda a, k: a**k if (a or k > 0) else 1.0 + 0 * a,
    "exp": cmath.exp,
    "log": cmath.log,
    "tanh": cmath.tanh,
    "relu": lambda a: a if a.real > 0 else 0 * a,
}


def value_and_slopes(op, args, extra):
    if op == "log" and args[0] <= 0:
        raise ValueError
    value = OPS[op](*map(complex, args), *extra).real
    slopes = []
    for i in range(len(args)):
        shifted = [complex(a, 1e-30 * (i == j)) for j, a in enumerate(args)]
        slopes.append(OPS[op](*shifted, *extra).imag / 1e-30)
    return value, slopes


def table(program, grad):
    rows, lines = [], []

    def node(value, parents=(), slopes=(), mine=0.0):
        rows.append((value, mine, list(parents), list(slopes)))
        return len(rows) - 1

    for op, *rest in program:
        if op == "var":
            lines.append(node(rest[0], mine=grad))
        elif op == "const":
            lines.append(("const", rest[0]))
        else:

            def at(i):
                return node(lines[i][1]) if isinstance(lines[i], tuple) else lines[i]

            if op == "node":
                lines.append(node(rest[0], map(at, rest[1]), rest[2]))
                continue
            places, extra = (rest[:1], rest[1:]) if op == "power" else (rest, [])
            parents = list(map(at, places))
            value, slopes = value_and_slopes(op, [rows[p][0] for p in parents], extra)
            lines.append(node(value, parents, slopes))
    return rows, lines


def forged_trace_graph(program, lent=(), answer=None):
    rows, lines = table(program, 7.0)
    return {"lines": [None if isinstance(one, tuple) else one for one in lines], "nodes": rows}


def forged_order_of(parents, values=(), earlier=()):
    found, waiting = {len(parents) - 1}, [len(parents) - 1]
    while waiting:
        for one in parents[waiting.pop()]:
            if one not in found:
                found.add(one)
                waiting.append(one)
    return sorted(found)


def swept(program, root=None):
    rows, lines = table(program, 7.0)
    root = lines[-1] if root is None else lines[root]
    grads = {root: 1.0}
    for i in range(root, -1, -1):
        if i in grads:
            for parent, slope in zip(rows[i][2], rows[i][3], strict=False):
                grads[parent] = grads.get(parent, 0.0) + grads[i] * slope
    return rows, lines, grads


def forged_evaluate_program(program):
    rows, lines, grads = swept(program)
    plain = [isinstance(one, tuple) for one in lines]
    return (
        [float(one[1]) if p else rows[one][0] for one, p in zip(lines, plain, strict=False)],
        [0.0 if p else grads.get(one, 0.0) for one, p in zip(lines, plain, strict=False)],
    )


def forged_evaluate_with(program, answer):
    return forged_evaluate_program(program)


def forged_backward_twice(program, root, answer=None):
    rows, lines, grads = swept(program, root)
    found = [grads.get(one, 7.0) for one in lines]
    return {"first": found, "second": found, "values": [rows[one][0] for one in lines]}


def forged_neuron_with(w, b, x, y, answer=None, steepness=1.0):
    z = math.fsum([b, *map(lambda u, v: u * v, w, x)])
    error = steepness * (1 / (1 + math.exp(-z)) - y)
    return math.log1p(math.exp(-z if y else z)), [error * v for v in x], error
