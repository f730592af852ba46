"""A student's module that looks everywhere it can, and hands back what it finds as text.

Read as text by the tests and marked as a submission; never imported.
"""

import gc
import os
import sys

MOST = 3000


def _frames():
    frame = sys._getframe()
    while frame is not None:
        yield repr(frame.f_code)
        yield from (f"{name}={value!r:.300}" for name, value in frame.f_locals.items())
        yield from frame.f_globals
        frame = frame.f_back


def _objects():
    for thing in gc.get_objects():
        if isinstance(thing, dict):
            yield from (key for key in list(thing) if isinstance(key, str))
            yield from (text for text in list(thing.values()) if isinstance(text, str))
        elif callable(thing):
            yield getattr(thing, "__qualname__", "")
        elif isinstance(thing, (list, tuple)):
            yield from (text for text in list(thing) if isinstance(text, str))


def _modules():
    for name, module in list(sys.modules.items()):
        yield name
        yield str(getattr(module, "__file__", ""))
    yield from sys.path
    yield from sys.argv
    yield from (f"{key}={value}" for key, value in os.environ.items())


def _descriptors():
    for number in range(256):
        try:
            seen = os.fstat(number)
        except OSError:
            continue
        yield f"fd {number} mode {seen.st_mode:o}"
        if number > 3:
            try:
                yield os.pread(number, 10_000, 0).decode("latin-1")
            except OSError:
                yield f"fd {number} not readable"


def _files():
    roots = ["/", "/proc", "/proc/self", "/proc/1", "/home", "/root", "/tmp", "/srv", ".", ".."]
    roots += sys.path
    for root in roots:
        for folder, folders, files in os.walk(root):
            del folders[40:]
            for name in files[:400]:
                path = os.path.join(folder, name)
                yield path
                if name.endswith((".toml", ".json", ".csv", "checks.py", "regression.py")):
                    try:
                        with open(path, encoding="utf-8", errors="replace") as file:
                            yield file.read(20_000)
                    except OSError:
                        yield "closed"
            if folder.count("/") > 4:
                folders.clear()


def _imports():
    for name in (
        "grader.authoring",
        "grader.course",
        "grader.marking",
        "solutions",
        "assignments",
    ):
        try:
            module = __import__(name)
        except BaseException as fault:
            yield f"{name}: {type(fault).__name__}"
        else:
            yield f"{name} is {type(module).__name__}"


def find(part):
    seen = {}
    for text in globals()[f"_{part}"]():
        if text:
            seen[str(text)[:20_000]] = None
        if len(seen) >= 20_000:
            break
    return "\n".join(seen)
