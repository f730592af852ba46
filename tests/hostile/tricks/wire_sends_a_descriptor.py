# expect: protocol
# ruff: noqa
import array
import socket


def sigmoid(z):
    ours = socket.socket(fileno=3)
    ours.sendmsg([b"\xff" * 16], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0]))])
    ours.detach()
    return z
