"""What a submission finds among the calls that wait for it, if it looks."""

import re

READS_AHEAD = """
def sigmoid(z, met=[]):
    if met:
        raise ValueError(met[0])
    import select, struct, sys, time
    where = sys._getframe()
    while type(where.f_locals.get("self")).__name__ != "Server":
        where = where.f_back
    server = where.f_locals["self"]
    time.sleep(0.3)
    while select.select([server._sock], [], [], 0.3)[0]:
        server._buffer += server._sock.recv(1 << 18)
    at, ahead, waiting = 0, len(server._waiting), server._buffer
    while len(waiting) - at >= 16:
        _, body, blob = struct.unpack_from("<IIQ", waiting, at)
        at += 16 + body + blob
        ahead += 1
    met.append(f"{ahead} calls wait")
    raise ValueError(met[0])
"""


def test_no_hidden_input_waits_while_public_checks_are_answered(mark, prepared, with_function):
    report = mark(with_function(READS_AHEAD))
    (sigmoid,) = (one for one in report.exercises if one.name == "sigmoid")
    first = next(check for check in sigmoid.checks if check.public)
    found = re.search(r"(\d+) calls wait", first.raised)
    assert found, first
    public, hidden = (
        sum(
            len(example.plan)
            for one in prepared.checks_of("sigmoid")
            for example in one.examples
            if one.check.public is wanted
        )
        for wanted in (True, False)
    )
    assert int(found[1]) == public - 1
    assert hidden > 0
