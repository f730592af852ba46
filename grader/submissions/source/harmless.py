"""What coursework uses and can do no harm with: a list, and what is not on it is looked at.

The sandbox holds whatever a file does. This is about the grader's own machinery, which lies in
the process that a submission runs in: what can reach it could say of a call that it changed no
argument, or took fewer steps.
"""

from __future__ import annotations

import functools
import importlib.util
import sys

# Modules of which something can be used. Others that are there are looked at when imported: those
# that read tables, learn or do algebra evaluate text in dozens of places.
MODULES = frozenset(
    "__future__ abc array bisect calendar cmath collections colorsys contextlib copy csv "
    "dataclasses datetime decimal enum fractions functools graphlib hashlib heapq itertools json "
    "keyword locale logging math numbers numpy operator platform pprint random re secrets "
    "statistics string sys textwrap time types typing unicodedata uuid warnings zlib "
    # and those that draw, or stand beside NumPy in a notebook
    "IPython PIL h5py matplotlib mpl_toolkits scipy tqdm typing_extensions".split()
)
# What runs no code that is handed over as text, finds nothing by its name, and sets no attribute
# whose name is made at run time: all that may be used of these modules. Of the others it is
# everything but HELD.
WITHIN = {
    module: frozenset(words.split())
    for module, words in {
        "IPython": "display get_ipython",
        "IPython.display": "clear_output display HTML Image Latex Markdown Math",
        "PIL": "Image",
        "abc": "ABC ABCMeta abstractclassmethod abstractmethod abstractproperty "
        "abstractstaticmethod",
        "collections": "ChainMap Counter OrderedDict UserDict UserList UserString abc "
        "defaultdict deque namedtuple",
        "contextlib": "AbstractContextManager ContextDecorator ExitStack closing contextmanager "
        "nullcontext suppress",
        "copy": "Error copy deepcopy replace",
        "dataclasses": "FrozenInstanceError InitVar KW_ONLY MISSING asdict astuple dataclass "
        "field is_dataclass replace",
        "enum": "Enum EnumMeta EnumType Flag IntEnum IntFlag ReprEnum StrEnum auto member "
        "nonmember unique verify",
        "functools": "cache cached_property cmp_to_key lru_cache partial partialmethod reduce "
        "total_ordering update_wrapper wraps",
        "logging": "CRITICAL DEBUG ERROR Formatter INFO Logger NOTSET NullHandler StreamHandler "
        "WARNING basicConfig critical debug disable error exception getLevelName getLogger info "
        "log warn warning",
        "numpy.lib": "NumpyVersion stride_tricks",
        "numpy.lib.stride_tricks": "sliding_window_view",
        "scipy": "constants fft integrate interpolate linalg ndimage optimize signal spatial "
        "special stats",
        "string": "Template ascii_letters ascii_lowercase ascii_uppercase capwords digits "
        "hexdigits octdigits printable punctuation whitespace",
        "tqdm": "auto notebook tqdm trange",
        "types": "BuiltinFunctionType EllipsisType GeneratorType GenericAlias MappingProxyType "
        "MethodType NoneType NotImplementedType SimpleNamespace UnionType",
        "warnings": "catch_warnings filterwarnings resetwarnings simplefilter warn",
    }.items()
}
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
# Of modules that are used by the hundred, what may not: it finds what is named at run time, runs
# what it is given as text, reads pickles, or reaches beyond an array's memory.
HELD = {
    "matplotlib": frozenset("cbook importlib sys testing".split()),
    "numpy": frozenset(
        "DataSource DummyArray as_strided deprecate deprecate_with_doc distutils f2py fromregex "
        "genfromtxt info load lookfor safe_eval source test".split()
    ),
    "operator": frozenset(["attrgetter", "methodcaller"]),
    "scipy": frozenset(["LowLevelCallable", "test"]),
    "typing": frozenset("ForwardRef evaluate_forward_ref get_args get_type_hints".split()),
    "typing_extensions": frozenset(
        "ForwardRef evaluate_forward_ref get_annotations get_args get_type_hints".split()
    ),
}
# Special names that are read by right work, and must not be given a value, in whatever way: they
# say in which module a class is, what is evaluated of a function, whose object something is, and
# what copies and arrays are made of: a copy sets attributes by name, on whatever it is told to.
NOT_BOUND = frozenset(
    "__annotations__ __array_interface__ __array_struct__ __class__ __class_getitem__ __copy__ "
    "__deepcopy__ __del__ __dict__ __getattr__ __getnewargs__ __getnewargs_ex__ __getstate__ "
    "__module__ __new__ __reduce__ __reduce_ex__ __set_name__ __setstate__".split()
)
# Special names: of operators, of what a class may be asked, of a module's own description.
SPECIAL = frozenset(
    "__abs__ __add__ __all__ __and__ __array__ __array_priority__ "
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

# Special names that a class may define, and that a module may give a value.
DEFINED = SPECIAL - NOT_BOUND - {"__file__", "__name__"} | frozenset(
    "__aenter__ __aexit__ __aiter__ __anext__ __array_finalize__ __array_function__ "
    "__array_wrap__ __await__ __delete__ __fspath__ __get__ __instancecheck__ __match_args__ "
    "__missing__ __set__ __subclasscheck__".split()
)
# Private names that modules tell everybody of.
TOLD = frozenset("_asdict _field_defaults _fields _make _replace".split())


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


def is_held(full: str) -> bool:
    """Whether a dotted name is that of a module, or of a function, which the list does not have.

    It may be a name that only sounds like one: `copy.copy` does not, `warnings.sys` does.
    """
    top, *parts = full.split(".")
    held = HELD.get(top, frozenset())
    home = top
    for place, part in enumerate(parts, start=1):
        path = f"{home}.{part}"
        if home == "numpy.testing" and not part.startswith("assert_"):
            return True
        if home in WITHIN and part not in WITHIN[home] and part not in SPECIAL:
            return True
        home = path
        if path in SUBMODULES:
            continue
        if part.startswith("_") and part not in SPECIAL:
            return True
        if part in INNER and part != top:
            return True
        # Of NumPy's functions many are called like a module: np.copy, np.select, np.array.
        if top in sys.stdlib_module_names and part in sys.stdlib_module_names and part != top:
            return True
        if part in held or (top == "sys" and place == 1 and part not in OF_SYS):
            return True
    return False
