# expect: errored
# at: A B C
# ruff: noqa
import socket


def attempts():
    for family in range(50):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            yield lambda f=family, k=kind: socket.socket(f, k)
    yield lambda: socket.create_connection(("127.0.0.1", HOSTILE_PORT), 0.2)
    yield lambda: socket.socketpair()
    ours = socket.socket(fileno=3)
    yield lambda: ours.bind("\0@MARK@")
    yield lambda: ours.connect("\0@MARK@")
    yield lambda: ours.listen()
    ours.detach()


def sigmoid(z):
    for attempt in attempts():
        try:
            attempt()
        except OSError:
            continue
        return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
    raise PermissionError
