# expect: errored
# at: A B C
# ruff: noqa
import ctypes
import os

# Numbers of x86_64; none does harm if it is allowed.
CALLS = {
    "ptrace": (101, 16, HOSTILE_PID, 0, 0),
    "process_vm_readv": (310, HOSTILE_PID, 0, 0, 0, 0, 0),
    "process_vm_writev": (311, HOSTILE_PID, 0, 0, 0, 0, 0),
    "io_uring_setup": (425, 1, 0),
    "bpf": (321, 0, 0, 0),
    "unshare user": (272, 0x10000000),
    "unshare mounts": (272, 0x00020000),
    "setns": (308, 0, 0),
    "mount": (165, 0, 0, 0, 0, 0),
    "umount2": (166, 0, 2),
    "keyctl": (250, 0, -3, 1),
    "add_key": (248, 0, 0, 0),
    "request_key": (249, 0, 0, 0),
    "clone into a user namespace": (56, 0x10000000 | 17, 0, 0, 0, 0),
    "clone3": (435, 0, 0),
    "pidfd_open": (434, HOSTILE_PID, 0),
    "pidfd_getfd": (438, 0, 0, 0),
    "memfd_create": (319, 0, 0),
    "userfaultfd": (323, 0),
    "perf_event_open": (298, 0, 0, -1, -1, 0),
    "kcmp": (312, HOSTILE_PID, 1, 0, 0, 0),
    "open_by_handle_at": (304, 0, 0, 0),
    "shmget": (29, 0, 4096, 0o1600),
    "msgget": (68, 0, 0o1600),
    "mq_open": (240, 0, 0, 0, 0),
    "inotify_init1": (294, 0),
    "fanotify_init": (300, 0, 0),
    "signalfd4": (289, -1, 0, 8, 0),
    "timer_create": (222, 0, 0, 0),
    "personality": (135, 0x0040000),
    "modify_ldt": (154, 0, 0, 0),
    "prctl dumpable": (157, 4, 1, 0, 0, 0),
    "prctl death signal": (157, 1, 0, 0, 0, 0),
    "prctl subreaper": (157, 36, 1, 0, 0, 0),
    "seccomp": (317, 1, 0, 0),
    "sched_setaffinity": (203, 0, 0, 0),
    "setsid": (112,),
    "setpgid": (109, 0, 0),
    "chroot": (161, 0),
    "quotactl": (179, 0, 0, 0, 0),
    "memfd_secret": (447, 0),
}


def sigmoid(z):
    libc = ctypes.CDLL(None, use_errno=True)
    if os.uname().machine == "x86_64":
        for name, numbers in CALLS.items():
            ctypes.set_errno(0)
            done = libc.syscall(*[ctypes.c_long(number) for number in numbers])
            if done != -1 or ctypes.get_errno() not in (1, 38):
                print(name, done, ctypes.get_errno())
                return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
    raise PermissionError
