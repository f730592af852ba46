"""What coursework uses and can do no harm with: a list, and what is not on it is looked at.

The sandbox holds whatever a file does. This is about the grader's own machinery, which lies in
the process that a submission runs in: what can reach it could say of a call that it changed no
argument, or took fewer steps.
"""

from __future__ import annotations

import functools
import importlib.util
import sys

# Modules whose own functions run no code and find no module by its name.
MODULES = frozenset(
    "__future__ abc argparse array bisect calendar cmath collections colorsys contextlib copy csv "
    "dataclasses datetime decimal enum fractions functools graphlib hashlib heapq itertools json "
    "keyword locale logging math numbers numpy operator platform pprint random re secrets "
    "statistics string sys textwrap time types typing unicodedata uuid warnings zlib "
    # and those that draw, read data or stand beside NumPy in a notebook
    "IPython PIL h5py imageio keras matplotlib mpl_toolkits pandas plotly scipy seaborn skimage "
    "sklearn sympy tensorflow torch torchvision tqdm typing_extensions".split()
)
# Attributes by which a module gives another that may be used as well.
SUBMODULES = frozenset(
    "collections.abc numpy.char numpy.dtypes numpy.emath numpy.exceptions numpy.fft numpy.lib "
    "numpy.lib.stride_tricks numpy.linalg numpy.ma numpy.polynomial numpy.random numpy.rec "
    "numpy.strings numpy.testing numpy.typing numpy.version "
    "numpy.polynomial.chebyshev numpy.polynomial.hermite numpy.polynomial.hermite_e "
    "numpy.polynomial.laguerre numpy.polynomial.legendre numpy.polynomial.polynomial".split()
)
# Modules that others hold for their own use, by the names that they have there.
INNER = frozenset(
    "_mat array_utils bit_generator bltns core ctypeslib extbuild extras f2py format introspect "
    "matlib matrixlib mixins modules mtrand np npyio numpy overrides polyutils pu scimath "
    "stdlib_re".split()
)
OF_SYS = frozenset(
    "argv byteorder exit float_info getrecursionlimit getsizeof hexversion int_info maxsize path "
    "platform setrecursionlimit stderr stdin stdout version version_info".split()
)
# Functions of the list's modules that find what is named at run time, or evaluate text.
TELLING = {
    "contextlib": frozenset(["redirect_stdout", "redirect_stderr"]),
    "logging": frozenset(["config", "handlers", "currentframe"]),
    "operator": frozenset(["attrgetter", "methodcaller"]),
    "string": frozenset(["Formatter"]),
    "types": frozenset("CodeType FrameType FunctionType LambdaType ModuleType".split()),
    "typing": frozenset("ForwardRef get_type_hints".split()),
}
# Special names: of operators, of what a class may be asked, of a module's own description.
SPECIAL = frozenset(
    "__abs__ __add__ __all__ __and__ __annotations__ __array__ __array_priority__ "
    "__array_ufunc__ __author__ __bool__ __bytes__ __call__ __ceil__ __class__ __class_getitem__ "
    "__complex__ __contains__ __copy__ __date__ __deepcopy__ __delattr__ __delitem__ __dir__ "
    "__divmod__ __doc__ __email__ __enter__ __eq__ __exit__ __file__ __float__ __floor__ "
    "__floordiv__ __format__ __future__ __ge__ __getattr__ __getitem__ __gt__ __hash__ __iadd__ "
    "__iand__ __idiv__ __ifloordiv__ __imatmul__ __imod__ __imul__ __index__ __init__ "
    "__init_subclass__ __int__ __invert__ __ior__ __ipow__ __isub__ __iter__ __itruediv__ "
    "__ixor__ __le__ __len__ __length_hint__ __license__ __lshift__ __lt__ __main__ __matmul__ "
    "__mod__ __module__ __mul__ __name__ __ne__ __neg__ __new__ __next__ __or__ __pos__ "
    "__post_init__ __pow__ __qualname__ __radd__ __rand__ __rdivmod__ __repr__ __reversed__ "
    "__rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__ __ror__ __round__ __rpow__ "
    "__rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __set_name__ __setattr__ __setitem__ "
    "__sizeof__ __slots__ __str__ __sub__ __test__ __truediv__ __trunc__ __version__ "
    "__xor__".split()
)


def is_special(name: str) -> bool:
    """Whether Python has a use of its own for a name: one with two lines at each end."""
    return name.startswith("__") and name.endswith("__") and len(name) > 4


@functools.lru_cache(256)
def is_there(module: str) -> bool:
    """Whether a module is on this machine: what is not can do nothing."""
    try:
        return module in sys.builtin_module_names or importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return True


def is_module_of(full: str) -> bool:
    """Whether a dotted name is that of a module which the list does not have.

    It may be a name that only sounds like one: `copy.copy` does not, `warnings.sys` does.
    """
    top, *parts = full.split(".")
    for place, part in enumerate(parts, start=1):
        path = ".".join([top, *parts[:place]])
        if path in SUBMODULES:
            continue
        if part.startswith("_") and part not in SPECIAL:
            return True
        if part in INNER and part != top:
            return True
        # Of NumPy's functions many are called like a module: np.copy, np.select, np.array.
        if top in sys.stdlib_module_names and part in sys.stdlib_module_names and part != top:
            return True
        if part in TELLING.get(top, ()) or (top == "sys" and place == 1 and part not in OF_SYS):
            return True
    return False
