"""Records what the norm layers of a model do, for `normscope check` and the window of Normscope.

    import normscope
    with normscope.record(model, "run.safetensors"):
        model(x)

For every call of every norm: its name, class and settings, its input and output, weight and bias, and the running
statistics before the call. `normscope check run.safetensors` says of each whether it is what it says.

    normscope.record(model, path)              a model of PyTorch (1.13 or later), Keras 3, Flax (linen, nnx)
    normscope.record(..., also=[Scale])        with norms whose class name does not say so
    normscope.record_onnx(onnx, inputs, path)  a model for ONNX Runtime
    normscope.show(x, "BTC")                   a tensor in the window
    normscope.show(x, y=y, weight=w)           which norm turned x into y, in the window

Needs Python 3.9 and the framework that is there, nothing else. Only what runs as Python is seen: torch.compile, jit,
CUDA graphs and fused kernels hide their norms. This file is printed by `normscope python` and is under the same
licence as Normscope, GPL-3.0-or-later.
"""

import contextlib
import ctypes
import functools
import json
import operator
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import warnings

__all__ = ["record", "record_onnx", "show"]

BUDGET = 128 * 1024  # bytes of x and y together that are kept of a call, unless a set takes more
SEVERAL = 16  # times the budget that two sets may take; else one set is kept
RUNS = 4  # of an axis positions are kept in so many runs: what lies together in memory is written without a copy
PIECES = 32  # of memory at most that a tensor is written from; what lies in more of them is copied first
DTYPES = {"float64": "F64", "float32": "F32", "float16": "F16", "bfloat16": "BF16"}
SIZES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2}
SPARE = 200  # bytes of the header behind what grows, for the tensor `room`
EPS_NAMES = ("eps", "epsilon", "variance_epsilon", "norm_eps")
PLAIN = (bool, int, float, str, tuple, type(None))
GROUPS_NAMES = ("num_groups", "groups", "n_groups")
CHANNEL_SECOND = ["", "C", "NC", "NCL", "NCHW", "NCDHW", "NCTDHW"]
CHANNEL_LAST = ["", "F", "BF", "BTF", "NHWC", "NDHWC", "NTDHWC"]


# ---- the file ---------------------------------------------------------------------------------------------------


class Growing:
    """A part of the header that grows in its place, within its room; what is left of that is spaces."""

    def __init__(self, before, room):
        self.before = before  # what stands in front of it
        self.text = bytearray()
        self.room = room
        self.at = 0  # its place in the file


class RunFile:
    """A .safetensors file that is whole at every moment, so that a crash leaves what was recorded.

    While it grows, a tensor `room` holds the place of records to come: their bytes go there before the header knows
    of them. Of the header only what is new is written; where the room in it is used up, the file is written anew with
    twice as much. Past 256 records some are written together, at most one of 256.
    """

    def __init__(self, path):
        self._path = os.fspath(path)
        self._unrecorded = Growing(b'{"__metadata__":{"normscope":"run","version":"1","unrecorded":"[', 2000)
        self._records = Growing(b']","records":"[', 160000)
        self._tensors = Growing(b']"}', 100000)
        self._count = 0
        self._waiting = []  # records with their tensors
        self._data_size = 0
        self._capacity = 1 << 26  # of the data, with the room
        self._file = new_file(self._path)
        self._take(self._begin(self._file))

    def add(self, record, tensors):
        """`record`: JSON; `tensors`: of (name, dtype as .safetensors calls it, shape, pieces of bytes, one behind the
        other), which are used until this returns."""
        if len(self._waiting) < self._count // 256:
            self._waiting.append((record, [(*about, [b"".join(pieces)]) for *about, pieces in tensors]))
            return
        self._waiting.append((record, tensors))
        self._flush()

    def add_unrecorded(self, name):
        """The name of a class that looks like a norm, and whose calls are no records."""
        text = b"," * bool(self._unrecorded.text) + quoted(quoted(name))[1:-1].encode("ascii")
        self._fit({self._unrecorded: text}, self._data_size)
        self._append(self._unrecorded, text)

    def close(self):
        try:
            self._flush()
            at = self._tensors.at + len(self._tensors.text)
            self._write(at, b" " * len(self._room_entry()))
            self._file.truncate(self._start + self._data_size)
        finally:
            self._file.close()

    def _flush(self):
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        at = self._data_size
        entries, records = [], []
        for number, (record, tensors) in enumerate(waiting, self._count):
            begin = at
            if len({dtype for _, dtype, _, _ in tensors}) > 1:
                tensors = sorted(tensors, key=lambda tensor: -SIZES[tensor[1]])
            everything = []
            for name, dtype, shape, pieces in tensors:
                end = at + sum(map(len, pieces))
                entries.append(tensor_entry("%d.%s" % (number, name), dtype, shape, at, end))
                everything += pieces
                at = end
            self._reserve(at)
            self._write(self._start + begin, *everything)
            records.append(quoted(record)[1:-1])
        tensors = "".join(entries).encode("ascii")
        records = ("," * (self._count > 0) + ",".join(records)).encode("ascii")
        self._fit({self._tensors: tensors, self._records: records}, at)
        self._data_size = at
        self._append(self._tensors, tensors, self._room_entry())
        self._append(self._records, records)
        self._count += len(waiting)

    def _room_entry(self):
        return tensor_entry("room", "U8", [self._capacity - self._data_size], self._data_size, self._capacity).encode()

    def _append(self, part, text, behind=b""):
        at = part.at + len(part.text)
        part.text += text
        self._write(at, text + behind.ljust(SPARE))

    def _reserve(self, size):
        if size > self._capacity:
            self._file.truncate(self._start + 2 * size)
            self._capacity = 2 * size
            self._append(self._tensors, b"", self._room_entry())

    def _fit(self, more, data_size):
        """Sees to it that what comes fits into the header; nothing has changed if the disk is full."""
        if all(len(part.text) + len(text) + SPARE <= part.room for part, text in more.items()):
            return
        rooms = {part: part.room for part in more}
        for part, text in more.items():
            size = len(part.text) + len(text) + SPARE
            part.room = part.room if size <= part.room else 2 * size
        try:
            self._move(data_size)
        except BaseException:
            for part, room in rooms.items():
                part.room = room
            raise

    def _write(self, at, *pieces, file=None):
        """Bytes, one piece behind the other: by one call of the system, where it has that and does all of it."""
        file = file or self._file
        written = os.pwritev(file.fileno(), pieces, at) if hasattr(os, "pwritev") else 0
        if written < sum(map(len, pieces)):
            left = memoryview(b"".join(pieces))[written:]
            file.seek(at + written)
            while len(left) > 0:
                left = left[file.write(left) :]

    def _begin(self, file):
        """Writes the header to a new file; returns where its parts and its data begin."""
        text = b""
        places = []
        for part in (self._unrecorded, self._records, self._tensors):
            behind = self._room_entry() if part is self._tensors else b""
            places.append(8 + len(text) + len(part.before))
            text += part.before + (part.text + behind).ljust(part.room)
        text += b"}"
        text = text.ljust((len(text) + 8 + 63) // 64 * 64 - 8)
        self._write(0, len(text).to_bytes(8, "little"), text, file=file)
        file.truncate(8 + len(text) + self._capacity)
        return [*places, 8 + len(text)]

    def _move(self, data_size):
        """To a file with more room in its header."""
        grown = self._path + ".growing"
        try:
            with open(grown, "w+b", buffering=0) as new:
                places = self._begin(new)
                at = 0
                while at < data_size:
                    self._file.seek(self._start + at)
                    piece = self._file.read(min(1 << 22, data_size - at))
                    self._write(places[-1] + at, piece, file=new)
                    at += len(piece)
            self._file.close()
            try:
                os.replace(grown, self._path)
            finally:
                self._file = open(self._path, "r+b", buffering=0)
        except BaseException:
            with contextlib.suppress(OSError):
                os.remove(grown)
            raise
        self._take(places)

    def _take(self, places):
        self._unrecorded.at, self._records.at, self._tensors.at, self._start = places


def new_file(path):
    """A new one in the place of one that may be there: who reads that goes on, and no system writes it out at once."""
    if os.path.isfile(path) and not os.path.islink(path):
        with contextlib.suppress(OSError):
            os.remove(path)
    return open(path, "w+b", buffering=0)


quoted = json.encoder.encode_basestring_ascii  # what json.dumps makes of a text, at a tenth of its cost


def tensor_entry(name, dtype, shape, begin, end):
    """Its part of the header, with the comma before it."""
    return ',"%s":{"dtype":"%s","shape":%s,"data_offsets":[%d,%d]}' % (name, dtype, list(shape), begin, end)


# ---- what is kept -----------------------------------------------------------------------------------------------


def spread(extent, count):
    """So many positions of an axis, in runs that are evenly apart; None for all of them."""
    if count >= extent:
        return None
    count = max(count, 1)
    runs = min(RUNS, count)
    begins = [run * extent // runs for run in range(runs)]
    ends = [run * count // runs for run in range(runs + 1)]
    return tuple(range(begin, begin + ends[i + 1] - ends[i]) for i, begin in enumerate(begins))


def positions(runs):
    return [position for run in runs for position in run]


def share(count, extents):
    """How many positions of each axis make about `count` together."""
    counts = []
    for i, extent in enumerate(extents):
        axes_left = len(extents) - i
        own = count if axes_left == 1 else round(count ** (1 / axes_left))
        counts.append(max(1, min(extent, own)))
        count //= counts[-1]
    return counts


def product(numbers):
    result = 1
    for number in numbers:
        result *= number
    return result


class Sets:
    """Where the sets of a norm lie in x: of the axes in `free` any positions may be left out, the others are whole.

    `groups`: the channels, axis 1, may be cut to whole groups.
    """

    def __init__(self, letters, free, groups=None):
        self.letters = letters
        self.free = free
        self.groups = groups

    def kept(self, shape, element_bytes, keep):
        """Per axis the runs of positions that are kept, or None; every set that is kept is whole."""
        everything = [None] * len(shape)
        budget = BUDGET if keep == "sets" else keep
        if keep == "all" or product(shape) * element_bytes <= budget:
            return everything
        set_bytes = max(1, element_bytes * product(e for axis, e in enumerate(shape) if axis not in self.free))
        least = 2 if 2 * set_bytes <= SEVERAL * budget else 1
        if self.groups and set_bytes > 8 * budget and shape[1] % self.groups == 0:
            return self._kept_groups(shape, set_bytes, budget)
        counts = share(max(least, budget // set_bytes), [shape[axis] for axis in self.free])
        for axis, count in zip(self.free, counts):
            everything[axis] = spread(shape[axis], count)
        return everything

    def _kept_groups(self, shape, sample_bytes, budget):
        """The first groups of one sample: two, or as many more, a power of two, as there is room for."""
        count = 2
        while count * 2 <= self.groups and count * 2 * sample_bytes <= budget * self.groups:
            count *= 2
        kept = [None] * len(shape)
        kept[0] = spread(shape[0], 1)
        channels = min(count, self.groups) * (shape[1] // self.groups)
        if channels < shape[1]:
            kept[1] = (range(channels),)
        return kept


def sets_of_batch(rank):
    return Sets(CHANNEL_SECOND[rank], [1])


def sets_of_instances(rank, batched=True):
    if not batched:
        return Sets(CHANNEL_SECOND[rank + 1][1:], [0])
    return Sets(CHANNEL_SECOND[rank], [0, 1])


def sets_of_groups(rank, groups):
    return Sets(CHANNEL_SECOND[rank], [0], groups)


def sets_of_last(rank, axes):
    """Over the last axes, so many of them."""
    letters = CHANNEL_SECOND[rank] if axes > 1 and axes == rank - 1 else CHANNEL_LAST[rank]
    return Sets(letters, list(range(rank - axes)))


def sets_of_one_axis(rank, axis, letters):
    return Sets(letters[rank], [other for other in range(rank) if other != axis])


def sets_of_samples(rank, last=False):
    """Of a norm that nobody knows; `last`: its channels are taken to be the last axis."""
    return Sets((CHANNEL_LAST if last else CHANNEL_SECOND)[rank], [0] if rank > 1 else [])


def channel_runs(sets, kept):
    """The channels that weight, bias and running statistics are cut to; None for all."""
    for axis, letter in enumerate(sets.letters):
        if letter in "CF":
            return kept[axis]
    return None


def pieces_of(shape, kept):
    """Where what is kept lies in dense memory: (begin, end) of elements, in order; None where that is too many."""
    cut = [axis for axis, runs in enumerate(kept) if runs is not None]
    if not cut:
        return [(0, product(shape))]
    last = cut[-1]
    before = [range(extent) if runs is None else positions(runs) for extent, runs in zip(shape[:last], kept)]
    if product(map(len, before)) * len(kept[last]) > PIECES:
        return None
    begins = [0]
    for extent, own in zip(shape, before):
        begins = [begin * extent + position for begin in begins for position in own]
    inner = product(shape[last + 1 :])
    begins = [begin * shape[last] for begin in begins]
    return [((begin + run.start) * inner, (begin + run.stop) * inner) for begin in begins for run in kept[last]]


def cutter(pieces, element_bytes):
    """What makes of bytes a tuple of those of these pieces."""
    if pieces is None:
        return None
    cut = operator.itemgetter(*[slice(begin * element_bytes, end * element_bytes) for begin, end in pieces])
    return cut if len(pieces) > 1 else lambda data: (cut(data),)


# ---- recording --------------------------------------------------------------------------------------------------


class Kept:
    """What is kept of x and y of a shape, and of what has a value a channel."""

    def __init__(self, sets, shape, element_bytes, keep):
        self._runs = sets.kept(shape, 2 * element_bytes, keep)
        own = [None if each is None else positions(each) for each in self._runs]
        self.whole = shape
        self.shape = [extent if each is None else len(each) for extent, each in zip(shape, own)]
        self.place = json.dumps({"layout": sets.letters, "shape": list(shape), "kept": own})[1:-1]
        self.cuts = [(axis, each) for axis, each in enumerate(own) if each is not None]
        self.indices = {}  # the cuts as tensors, by device
        self._channel_runs = channel_runs(sets, self._runs)
        self.channels = None if self._channel_runs is None else positions(self._channel_runs)
        self.extent = shape[sets.letters.find("C")]  # of weights that are cut
        self._cutters = {}

    def cutter(self, element_bytes):
        """What makes of the bytes of x or y a tuple of those that are kept; None where they lie in many pieces."""
        if element_bytes not in self._cutters:
            self._cutters[element_bytes] = cutter(pieces_of(self.whole, self._runs), element_bytes)
        return self._cutters[element_bytes]

    def channel_cutter(self, element_bytes):
        """The same of a weight that is cut."""
        if -element_bytes not in self._cutters:
            self._cutters[-element_bytes] = cutter(pieces_of([self.extent], [self._channel_runs]), element_bytes)
        return self._cutters[-element_bytes]


class Recorder:
    """What the recorders of all frameworks share: a context whose calls go to a file."""

    def __init__(self, path, keep, also=()):
        if keep not in ("sets", "all") and not (isinstance(keep, int) and keep > 0):
            raise ValueError("keep is 'sets', 'all' or a number of bytes for the x and y of a call, not %r" % (keep,))
        self._path = path
        self._keep = keep
        self._file = None
        self._calls = {}
        self._kept = {}  # of shapes
        self._lock = threading.Lock()
        self._complained = set()
        self._also = [kind if isinstance(kind, str) else kind.__name__ for kind in also]

    def __enter__(self):
        self._file = RunFile(self._path)
        try:
            self._begin()
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(self, *_):
        try:
            self._end()
        finally:
            self._file.close()

    def _write(self, layer, facts, kept, tensors):
        with self._lock:
            call = self._calls.get(layer, 0)
            self._calls[layer] = call + 1
            facts = facts if isinstance(facts, str) else json.dumps(facts)[1:-1]
            self._file.add('{"layer": %s, "call": %d, %s, %s}' % (quoted(layer), call, facts, kept.place), tensors)

    def _kept_of(self, sets, shape, element_bytes):
        key = (sets.letters, *sets.free, sets.groups, shape, element_bytes)
        if key not in self._kept:
            self._kept[key] = Kept(sets, shape, element_bytes, self._keep)
        return self._kept[key]

    def _complain(self, layer, reason):
        """Once a layer: what is not recorded must not stop the model."""
        if layer not in self._complained:
            self._complained.add(layer)
            warnings.warn("normscope: %s is not recorded: %s" % (layer, reason), stacklevel=3)


def record(model, path, keep="sets", also=()):
    """A context that records the norms of `model` to `path`, a .safetensors file, while it is called.

    keep: "sets" keeps a few of each layer's sets, each whole, about 128 KB a call; "all" keeps all of x and y; a
    number is another size in bytes.
    also: classes, or their names, of PyTorch or Keras that are norms though their names don't say so.
    """
    for name, recorder in (("torch", TorchRecorder), ("keras", KerasRecorder), ("flax", FlaxRecorder)):
        if name in sys.modules and recorder.takes(model):
            return recorder(model, path, keep, also)
    raise TypeError("normscope records models of PyTorch, Keras 3 and Flax, not %r" % type(model).__name__)


def names_norm(name):
    """Whether a class is called like a norm: LlamaRMSNorm, LayerNorm2d, BatchNormalization."""
    name = name.lower()
    return "norm" in name.replace("normal", "") or "normaliz" in name


def attribute(thing, name):
    return getattr(thing, name, None)


def first_number(thing, names, attribute=attribute):
    for name in names:
        value = attribute(thing, name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
    return None


# ---- PyTorch ----------------------------------------------------------------------------------------------------


def is_torchs_own(thing):
    return thing.__module__.startswith("torch.nn.modules.")


def without_modes(torch):
    """What makes a context in which no mode sees what the recorder itself calls: its name in 1.13, or that since."""
    since = getattr(torch._C, "DisableTorchFunction", contextlib.nullcontext)
    return getattr(torch.overrides, "_no_torch_function_mode", since)


@functools.lru_cache(maxsize=None)
def bytes_of_size(size):
    """A class of ctypes, which costs more to make than all else of an array."""
    return ctypes.c_ubyte * size


def torch_bytes(tensor):
    """The bytes of a dense tensor on the CPU, which lives as long as they are used."""
    size = tensor.numel() * tensor.element_size()
    if not size:
        return b""
    memory = bytes_of_size(size).from_address(tensor.data_ptr())
    memory.owner = tensor
    return memoryview(memory).cast("B")


class TorchRecorder(Recorder):
    """Modules by hooks; calls of torch.nn.functional by a TorchFunctionMode."""

    @staticmethod
    def takes(model):
        return isinstance(model, sys.modules["torch"].nn.Module)

    def __init__(self, model, path, keep, also=()):
        super().__init__(path, keep, also)
        self._torch = sys.modules["torch"]
        self._untold = without_modes(self._torch)
        self._dtypes = {getattr(self._torch, name): called for name, called in DTYPES.items()}
        self._names = {}  # of every module, by id
        self._norms = set()  # ids of the modules that are recorded
        self._by_function = set()  # of those whose code calls a function that is recorded
        self._unrecorded = set()  # names of classes
        self._modules = list(model.named_modules())
        self._pending = {}  # of calls that have begun, by thread and module
        self._kinds = {}  # whether a class is one of norms
        self._types = {}  # what _torch_type says of a class
        self._facts = {}  # what is said of a module, with what that depends on
        self._facts_alike = {}  # the same by what it depends on
        self._owners = {}  # whether code has a `self`, by the id of the code, which stands beside lest it goes
        self._handles = []
        self._may_step_aside = False
        self._mode = None
        place = self._torch.nn.modules.module
        names = ("_global_forward_pre_hooks", "_global_forward_hooks")
        self._global_hooks = [getattr(place, name) for name in names if hasattr(place, name)]
        for name, module in self._modules:
            self._names[id(module)] = name or type(module).__name__
            if self._is_norm(module):
                self._norms.add(id(module))

    def _begin(self):
        import inspect

        known = inspect.signature(self._torch.nn.Module.register_forward_hook).parameters
        options = {"with_kwargs": True} if "with_kwargs" in known else {}
        after = {"always_call": True} if "always_call" in known else {}  # also where the module raises
        self._may_step_aside = bool(after) and hasattr(self._torch._C, "_get_function_stack_at")
        for _, module in self._modules:
            if id(module) not in self._norms:
                continue
            try:
                self._facts_of(module, self._torch.get_default_dtype())
                self._handles.append(module.register_forward_pre_hook(self._before, **options))
                self._handles.append(module.register_forward_hook(self._after, **after))
            except Exception as error:  # torch.jit has modules without hooks
                self._complain(self._names_of(module), error)
        for _, module in self._modules:
            if id(module) not in self._norms and self._holds_norm(module):
                self._handles.append(module.register_forward_hook(self._pass))
        self._mode = function_mode(self)
        self._mode.__enter__()

    def _end(self):
        for (thread, _), call in self._pending.items():
            if thread == threading.get_ident():
                self._step_back(call)
        self._mode.__exit__(None, None, None)
        for handle in self._handles:
            handle.remove()
        self._pending.clear()

    def _holds_norm(self, module):
        """Whether it holds what a norm does, of somebody's own code: eps and weights along one axis, or statistics."""
        kind = type(module)
        if kind.__module__.split(".")[0] == "torch" or any(True for _ in module.children()):
            return False
        own = dict(module.named_buffers(recurse=False))
        if own.get("running_mean") is not None and own.get("running_var") is not None:
            return True
        weights = [parameter.dim() for parameter in module.parameters(recurse=False)]
        return bool(weights) and set(weights) == {1} and first_number(module, EPS_NAMES) is not None

    def _pass(self, module, args, y):
        """A call of what holds a norm and is none by its name: one along an axis of its input is told."""
        name = type(module).__name__
        if name in self._unrecorded or id(module) in self._by_function or not args:
            return
        x = args[0]
        try:
            with self._untold():
                if not self._is_float(x) or not self._is_float(y) or y.shape != x.shape:
                    return
                own = [*module.parameters(recurse=False), *module.buffers(recurse=False)]
                sizes = {each.shape[0] for each in own if each.dim() == 1}
            if sizes & {x.shape[-1], x.shape[min(1, x.dim() - 1)]} - {1}:
                self._unrecorded.add(name)
                with self._lock:
                    self._file.add_unrecorded(name)
        except Exception as error:
            self._complain(self._names_of(module), error)

    def _is_norm(self, module):
        """Itself, not something with a norm in it."""
        kind = type(module)
        if kind.__name__ in self._also:
            return True
        if kind not in self._kinds:
            self._kinds[kind] = self._is_kind_of_norm(kind)
        identity = self._torch.nn.Identity
        return self._kinds[kind] and all(isinstance(child, identity) for child in module.children())

    def _is_kind_of_norm(self, kind):
        nn = self._torch.nn
        if issubclass(kind, (nn.LocalResponseNorm, nn.CrossMapLRN2d)) or kind.__module__.startswith("torch.nn.utils"):
            return False
        return names_norm(kind.__name__) or self._torch_type(kind) is not None

    def _torch_type(self, kind):
        """The nearest ancestor in torch.nn that is a norm."""
        if kind not in self._types:
            self._types[kind] = None
            for ancestor in kind.__mro__:
                public = getattr(self._torch.nn, ancestor.__name__, None)
                if public is ancestor and "Norm" in ancestor.__name__:
                    self._types[kind] = "torch.nn." + ancestor.__name__
                    break
        return self._types[kind]

    def _held(self, module, name):
        """An attribute, or None. What a module lacks is not asked of it: its error costs more than all else here."""
        for place in (module.__dict__, module._parameters, module._buffers):
            if name in place:
                return place[name]
        kind = type(module)
        if hasattr(kind, name) or kind.__getattr__ is not self._torch.nn.Module.__getattr__:
            return getattr(module, name, None)
        return None

    # A call of a module, before and after.

    def _before(self, module, args, kwargs=None):
        key = (threading.get_ident(), id(module))
        self._step_back(self._pending.pop(key, None))
        try:
            given = args[0] if args else next(iter((kwargs or {}).values()), None)
            with self._untold():
                if not self._is_float(given):
                    return
                if self._changes_nothing(module):
                    self._pending[key] = [given, self._step_aside()]
                else:
                    self._pending[key] = self._begin_module(module, given, self._leaves_alone(module))
        except Exception as error:  # whatever the model does, it goes on
            self._complain(self._names_of(module), error)

    def _after(self, module, args, result):
        call = self._pending.pop((threading.get_ident(), id(module)), None)
        if call is None:
            return
        try:
            with self._untold():
                known = call
                if isinstance(call, list):  # of x alone, which is as it was
                    known = self._begin_module(module, call[0], True, True)
                self._finish(known, result)
        except Exception as error:
            self._complain(self._names_of(module), error)
        finally:
            self._step_back(call)

    def _step_aside(self):
        """Takes the mode off while torch's own code runs, where no other stands above it: there is nothing to see, and
        each look costs. Returns whether it did."""
        if not self._may_step_aside:
            return False
        c = self._torch._C
        count = c._len_torch_function_stack()
        if count == 0 or c._get_function_stack_at(count - 1) is not self._mode:
            return False
        self._mode.__exit__(None, None, None)
        return True

    def _step_back(self, call):
        if isinstance(call, list) and call[1]:
            call[1] = False
            self._mode.__enter__()

    def _changes_nothing(self, module):
        """Whether all is after the call as it was before: then it costs less to take it all at once."""
        tracks = module.training and module._buffers.get("running_mean") is not None
        return not tracks and self._leaves_alone(module)

    def _names_of(self, module):
        return self._names.get(id(module), type(module).__name__)

    def _begin_module(self, module, x, leaves_alone, is_over=False):
        kind = type(module)
        torch_type = self._torch_type(kind)
        weight = self._parameter(module, ("weight", "gamma", "scale", "gain", "g"))
        facts = self._facts_of(module, x.dtype)
        sets = self._sets_of_module(module, torch_type, x, weight)
        own = {
            "weight": weight,
            "bias": self._parameter(module, ("bias", "beta", "shift", "b")),
            "running_mean": self._parameter(module, ("running_mean",)),
            "running_var": self._parameter(module, ("running_var",)),
        }
        return self._begun(self._names_of(module), facts, sets, x, own, leaves_alone, is_over)

    def _facts_of(self, module, dtype):
        """As JSON. What a class of torch.nn says depends on plain attributes and is kept until those change: it is made
        before the model runs, when the processor's caches are not full of the model."""
        if not is_torchs_own(type(module)):
            return self._facts_made(module, dtype)
        tracked = module._buffers.get("num_batches_tracked")
        tracked = None if tracked is None else int(tracked)
        known = self._facts.get(id(module))
        if known is not None:
            plain, held, facts = known
            if held == (plain(module.__dict__), type(module), dtype, tracked):
                return facts
        names = tuple([name for name, value in module.__dict__.items() if type(value) in PLAIN])
        plain = operator.itemgetter(*names)
        held = plain(module.__dict__), type(module), dtype, tracked
        alike = names, tuple(map(type, held[0])), held  # 1 equals True and 1.0, but is written in another way
        if alike not in self._facts_alike:
            self._facts_alike[alike] = self._facts_made(module, dtype)
        self._facts[id(module)] = plain, held, self._facts_alike[alike]
        return self._facts_alike[alike]

    def _facts_made(self, module, dtype):
        kind = type(module)
        torch_type = self._torch_type(kind)
        facts = {
            "type": torch_type or kind.__module__ + "." + kind.__name__,
            "class": kind.__name__,
            "repr": " ".join(("%s(%s)" % (kind.__name__, module.extra_repr())).split()),
            "training": module.training,
            "attributes": self._attributes(module),
        }
        if torch_type == "torch.nn.RMSNorm" and module.eps is None:
            facts["attributes"]["eps"] = self._left_out_eps(dtype)
        return json.dumps(facts)[1:-1]

    def _leaves_alone(self, module):
        """Whether torch's own code alone runs until the call is over: it changes neither x nor weight and bias."""
        return (
            is_torchs_own(type(module).forward)
            and "forward" not in module.__dict__
            and len(module._forward_pre_hooks) == len(module._forward_hooks) == 1
            and not any(self._global_hooks)
        )

    def _parameter(self, module, names):
        for name in names:
            value = self._held(module, name)
            if isinstance(value, self._torch.Tensor) and value.dim() > 0:
                return value
        return None

    def _left_out_eps(self, dtype):
        """What RMSNorm takes for an eps of None: the machine epsilon of x's dtype, or of float32; releases differ."""
        torch = self._torch
        small = 2.0**-8
        y = float(torch.ops.aten.rms_norm(torch.full((1,), small, dtype=dtype), [1], None, None))
        epsilons = [torch.finfo(dtype).eps, torch.finfo(torch.float32).eps]
        return min(epsilons, key=lambda eps: abs(y - small / (small * small + eps) ** 0.5))

    def _attributes(self, module):
        attributes = {}
        eps = first_number(module, EPS_NAMES, self._held)
        if eps is not None:
            attributes["eps"] = float(eps)
        groups = first_number(module, GROUPS_NAMES, self._held)
        if groups is not None:
            attributes["groups"] = int(groups)
        if hasattr(module, "momentum") and hasattr(module, "running_mean"):
            momentum = module.momentum
            attributes["momentum"] = None if momentum is None else float(momentum)
        shape = self._held(module, "normalized_shape")
        if shape is not None:
            attributes["normalized_shape"] = [int(shape)] if isinstance(shape, int) else [int(e) for e in shape]
        tracked = self._held(module, "num_batches_tracked")
        if isinstance(tracked, self._torch.Tensor):
            attributes["num_batches_tracked"] = int(tracked)
        return attributes

    def _sets_of_module(self, module, torch_type, x, weight):
        kind = type(module).__name__
        name = kind + " " + (torch_type or "")
        rank = x.dim()
        if "BatchNorm" in name:
            return sets_of_batch(rank)
        if "InstanceNorm" in name:
            dimensions = {"1d": 1, "2d": 2, "3d": 3}.get((torch_type or "")[-2:], rank - 2)
            return sets_of_instances(rank, rank != dimensions + 1)
        if "GroupNorm" in name and rank > 1:
            return sets_of_groups(rank, first_number(module, GROUPS_NAMES, self._held) or 1)
        if kind.endswith("2d") and rank == 4:
            return sets_of_one_axis(rank, 1, CHANNEL_SECOND)
        shape = tuple(x.shape)
        normalized = tuple(self._held(module, "normalized_shape") or ())
        if not normalized and weight is not None and ("LayerNorm" in kind or "rms" in kind.lower()):
            normalized = tuple(weight.shape)
        if normalized and shape[-len(normalized) :] == normalized:
            return sets_of_last(rank, len(normalized))
        if len(normalized) == 1 and rank > 2 and normalized[0] == shape[1]:
            return sets_of_one_axis(rank, 1, CHANNEL_SECOND)
        return sets_of_samples(rank, rank == 3 and (weight is None or tuple(weight.shape) != shape[1:2]))

    # What modules and functions share.

    def _is_float(self, x):
        return (
            isinstance(x, self._torch.Tensor)
            and x.dtype in self._dtypes
            and 0 < x.dim() < len(CHANNEL_SECOND)
        )

    def _begun(self, layer, facts, sets, x, own, leaves_alone, is_over=False):
        """What has to be taken before the call: all that it may change. `is_over`: it is done, and changed nothing."""
        kept = self._kept_of(sets, tuple(x.shape), x.element_size())
        if not leaves_alone:
            x = self._part(x, kept)
            x = x.contiguous() if kept.cuts else x.clone(memory_format=self._torch.contiguous_format)
        return layer, facts, kept, x, self._own(own, kept, not is_over), not leaves_alone

    def _own(self, own, kept, copied):
        """Of weights and statistics: of those on the CPU (name, dtype, shape, pieces); of others, those of one shape
        together, which costs less, (names, copies)."""
        result, alike = [], {}
        for name, tensor in own.items():
            if tensor is None or tensor.dtype not in self._dtypes:
                continue
            shape = tensor.shape
            cut = kept.channels if len(shape) == 1 and shape[0] == kept.extent else None
            if tensor.is_cpu and tensor.is_contiguous():
                pieces = (torch_bytes(tensor),)
                if cut is not None:
                    pieces = kept.channel_cutter(tensor.element_size())(pieces[0])
                    shape = [len(cut)]
                result.append((name, self._dtypes[tensor.dtype], shape, [b"".join(pieces)] if copied else pieces))
            else:
                alike.setdefault((tensor.dtype, shape, tensor.device, cut is None), {})[name] = tensor
        for (_, _, device, whole), tensors in alike.items():
            copies = self._torch.stack(list(tensors.values())).detach()
            if not whole:
                copies = copies.index_select(1, self._torch.tensor(kept.channels, device=device))
            result.append((tuple(tensors), copies))
        return result

    def _part(self, tensor, kept):
        """What is kept; a view where that is all."""
        part = tensor.detach() if tensor.requires_grad else tensor
        if kept.cuts and tensor.device not in kept.indices:
            kept.indices[tensor.device] = [
                (axis, self._torch.tensor(cut, device=tensor.device)) for axis, cut in kept.cuts
            ]
        for axis, index in kept.indices.get(tensor.device, ()):
            part = part.index_select(axis, index)
        return part

    def _finish(self, call, y):
        layer, facts, kept, x, own, is_cut = call
        if not self._is_float(y) or tuple(y.shape) != kept.whole:
            return
        x = self._plain("x", x.cpu(), kept) if is_cut else self._tensor("x", x, kept)
        self._write(layer, facts, kept, [x, *self._taken_apart(own), self._tensor("y", y, kept)])

    def _tensor(self, name, tensor, kept):
        """What is kept of one, from its own memory where that has it in few pieces."""
        cut = kept.cutter(tensor.element_size())
        if cut is not None and tensor.is_cpu and tensor.is_contiguous():
            return name, self._dtypes[tensor.dtype], kept.shape, cut(torch_bytes(tensor))
        return self._plain(name, self._part(tensor, kept).cpu().contiguous(), kept)

    def _plain(self, name, dense, kept):
        return name, self._dtypes[dense.dtype], kept.shape, (torch_bytes(dense),)

    def _taken_apart(self, own):
        for one in own:
            if len(one) == 4:
                yield one
                continue
            names, copies = one
            dense = copies.cpu().contiguous()
            data = torch_bytes(dense)
            size = len(data) // len(names)
            for i, name in enumerate(names):
                yield name, self._dtypes[dense.dtype], dense.shape[1:], (data[i * size : (i + 1) * size],)

    # A call of a function.

    def _calling_module(self):
        """The module whose code calls: the nearest on the stack."""
        frame = sys._getframe(2)
        while frame is not None:
            code = frame.f_code
            if id(code) not in self._owners:  # code itself as a key would be hashed as a whole
                self._owners[id(code)] = "self" in (*code.co_varnames, *code.co_cellvars, *code.co_freevars), code
            if self._owners[id(code)][0]:  # the variables of a frame cost more than all else here
                caller = frame.f_locals.get("self")
                if isinstance(caller, self._torch.nn.Module) and id(caller) in self._names:
                    return caller
            frame = frame.f_back
        return None

    def call_function(self, signature, function, args, kwargs):
        module = self._calling_module()
        inside = module is not None and (threading.get_ident(), id(module)) in self._pending
        call = None
        layer = function.__name__
        if not inside:
            if module is not None:
                self._by_function.add(id(module))
                layer = self._names[id(module)] + ".F." + layer
            try:
                call = self._begin_function(layer, module, signature, function.__name__, args, kwargs)
            except Exception as error:
                self._complain(layer, error)
        result = function(*args, **kwargs)
        if call is not None:
            try:
                with self._untold():
                    self._finish(call, result)
            except Exception as error:
                self._complain(layer, error)
        return result

    def _begin_function(self, layer, module, signature, name, args, kwargs):
        given = dict(zip(signature, args))
        given.update(kwargs)
        x = given.get("input")
        if not self._is_float(x):
            return None
        sets, words, training = FUNCTIONS[name](given, x)
        attributes = {}
        if given.get("eps") is not None:
            attributes["eps"] = float(given["eps"])
        elif name == "rms_norm":
            attributes["eps"] = self._left_out_eps(x.dtype)
        own = {key: given.get(key) for key in ("weight", "bias", "running_mean", "running_var")}
        words += ["%s=%s" % (key, key) for key, value in own.items() if value is not None]
        words += ["eps=%r" % attributes["eps"]] if "eps" in attributes else []
        facts = {
            "type": "torch.nn.functional." + name,
            "class": name,
            "repr": "F.%s(%s)" % (name, ", ".join(["input"] + words)),
            "training": training if training is not None else bool(module is not None and module.training),
            "attributes": attributes,
        }
        return self._begun(layer, facts, sets, x, own, given.get("out") is None)


def function_of_batch(given, x):
    training = bool(given.get("training", False))
    words = ["training=%r" % training, "momentum=%r" % given.get("momentum", 0.1)]
    return sets_of_batch(x.dim()), words, training


def function_of_instances(given, x):
    from_x = bool(given.get("use_input_stats", True))
    words = ["use_input_stats=%r" % from_x, "momentum=%r" % given.get("momentum", 0.1)]
    return sets_of_instances(x.dim()), words, from_x


def function_of_groups(given, x):
    groups = int(given["num_groups"])
    return sets_of_groups(x.dim(), groups), ["num_groups=%d" % groups], None


def function_of_last(given, x):
    normalized = given["normalized_shape"]
    normalized = [int(normalized)] if isinstance(normalized, int) else [int(e) for e in normalized]
    return sets_of_last(x.dim(), len(normalized)), ["normalized_shape=%r" % normalized], None


def function_of_length(given, x):
    axis = given.get("dim", 1)
    words = ["p=%r" % given.get("p", 2.0), "dim=%r" % (axis,)]
    if not isinstance(axis, int):
        return sets_of_samples(x.dim()), words, None
    axis = axis % x.dim()
    letters = CHANNEL_LAST if axis == x.dim() - 1 and axis != 1 else CHANNEL_SECOND
    return sets_of_one_axis(x.dim(), axis, letters), words, None


FUNCTIONS = {
    "batch_norm": function_of_batch,
    "instance_norm": function_of_instances,
    "group_norm": function_of_groups,
    "layer_norm": function_of_last,
    "rms_norm": function_of_last,
    "normalize": function_of_length,
}

IN_FUNCTIONAL = {
    "batch_norm": "input running_mean running_var weight bias training momentum eps",
    "instance_norm": "input running_mean running_var weight bias use_input_stats momentum eps",
    "group_norm": "input num_groups weight bias eps",
    "layer_norm": "input normalized_shape weight bias eps",
    "rms_norm": "input normalized_shape weight eps",
    "normalize": "input p dim eps",
}

IN_TORCH = {
    "batch_norm": "input weight bias running_mean running_var training momentum eps cudnn_enabled",
    "instance_norm": "input weight bias running_mean running_var use_input_stats momentum eps cudnn_enabled",
    "group_norm": "input num_groups weight bias eps cudnn_enabled",
    "layer_norm": "input normalized_shape weight bias eps cudnn_enable",
    "rms_norm": "input normalized_shape weight eps",
}


def function_mode(recorder):
    """The mode that sees calls of functions, wherever they come from."""
    torch = sys.modules["torch"]
    from torch.overrides import TorchFunctionMode

    signatures = {}
    for place, table in ((torch.nn.functional, IN_FUNCTIONAL), (torch, IN_TORCH)):
        for name, words in table.items():
            if hasattr(place, name):
                signatures[getattr(place, name)] = words.split()

    class Mode(TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            signature = signatures.get(function)
            if signature is None:
                return function(*args, **(kwargs or {}))
            return recorder.call_function(signature, function, args, kwargs or {})

    return Mode()


# ---- Keras 3, Flax and ONNX: through NumPy, which they need themselves ---------------------------------------------


class ArrayRecorder(Recorder):
    """Calls whose tensors can be had as NumPy arrays."""

    def _begun(self, layer, facts, sets, x, own):
        x = self._array(x)
        if x is None:
            return None
        kept = self._kept_of(sets, x.shape, x.dtype.itemsize)
        tensors = {"x": self._part(x, kept.cuts)}
        for name, value in own.items():
            value = None if value is None else self._array(value)
            if value is not None:
                cut = kept.channels is not None and value.ndim == 1
                tensors[name] = self._part(value, [(0, kept.channels)] if cut else [])
        return layer, facts, kept, tensors

    def _finish(self, call, y):
        layer, facts, kept, tensors = call
        y = self._array(y)
        if y is None or y.shape != kept.whole:
            return
        tensors["y"] = self._part(y, kept.cuts)
        plain = []
        for name, array in tensors.items():
            plain.append((name, DTYPES[array.dtype.name], array.shape, [array.tobytes()]))
        self._write(layer, facts, kept, plain)

    def _array(self, value):
        """An array of a dtype that is recorded; None for others, and for what is only traced."""
        import numpy

        try:
            array = numpy.asarray(value)
        except Exception:
            return None
        known = array.dtype.name in DTYPES and 0 < array.ndim < len(CHANNEL_SECOND)
        return array if known else None

    def _part(self, array, cuts):
        """A copy of what is kept."""
        if not cuts:
            return array.copy()
        for axis, positions in cuts:
            array = array.take(positions, axis)
        return array

    def _call(self, layer, begin, forward):
        """Runs forward() and records it; begin() says what has to be known before."""
        call = None
        try:
            call = begin()
        except Exception as error:
            self._complain(layer, error)
        result = forward()
        if call is not None:
            try:
                self._finish(call, result)
            except Exception as error:
                self._complain(layer, error)
        return result


def sets_of_axes(rank, axes, groups=None):
    """Over these axes, channels last as Keras and Flax have them."""
    axes = sorted(axis % rank for axis in axes)
    return Sets(CHANNEL_LAST[rank], [axis for axis in range(rank) if axis not in axes])


def as_list(axes):
    return [int(axis) for axis in axes] if isinstance(axes, (list, tuple)) else [int(axes)]


class KerasRecorder(ArrayRecorder):
    """Layers by their call(), which is replaced while the context lasts. What is compiled is not seen: fit, predict."""

    @staticmethod
    def takes(model):
        return isinstance(model, sys.modules["keras"].Layer)

    def __init__(self, model, path, keep, also=()):
        super().__init__(path, keep, also)
        self._layers = []
        for layer in model._flatten_layers():
            if names_norm(type(layer).__name__) or type(layer).__name__ in self._also:
                self._layers.append(layer)

    def _begin(self):
        for layer in self._layers:
            object.__setattr__(layer, "call", self._replaced(layer, layer.call))

    def _end(self):
        for layer in self._layers:
            layer.__dict__.pop("call", None)

    def _array(self, value):
        import numpy

        keras = sys.modules["keras"]
        if isinstance(value, keras.KerasTensor):
            return None
        try:
            return super()._array(keras.ops.convert_to_numpy(value))
        except Exception:
            return None

    def _replaced(self, layer, call):
        @functools.wraps(call)
        def replaced(*args, **kwargs):
            x = args[0] if args else next(iter(kwargs.values()), None)
            training = kwargs.get("training", args[1] if len(args) > 1 else None)
            name = layer.path or layer.name
            return self._call(
                name, lambda: self._begin_layer(name, layer, x, bool(training)), lambda: call(*args, **kwargs)
            )

        return replaced

    def _begin_layer(self, name, layer, x, training):
        kind = type(layer)
        config = layer.get_config()
        words = {
            "BatchNormalization": ("axis", "momentum", "epsilon", "center", "scale"),
            "LayerNormalization": ("axis", "epsilon", "center", "scale"),
            "RMSNormalization": ("axis", "epsilon"),
            "GroupNormalization": ("groups", "axis", "epsilon", "center", "scale"),
            "UnitNormalization": ("axis",),
        }.get(kind.__name__, ())
        arguments = ", ".join("%s=%r" % (word, config[word]) for word in words if word in config)
        known = kind.__module__.split(".")[0] == "keras"
        attributes = {}
        eps = first_number(layer, ("epsilon", "eps"))
        if eps is not None:
            attributes["eps"] = float(eps)
        groups = first_number(layer, ("groups",))
        if groups is not None:
            attributes["groups"] = int(groups)
        facts = {
            "type": ("keras.layers." if known else kind.__module__ + ".") + kind.__name__,
            "class": kind.__name__,
            "repr": "%s(%s)" % (kind.__name__, arguments),
            "training": training and layer.trainable,
            "attributes": attributes,
        }
        own = {
            "weight": getattr(layer, "gamma", None),
            "bias": getattr(layer, "beta", None),
            "running_mean": getattr(layer, "moving_mean", None),
            "running_var": getattr(layer, "moving_variance", None),
        }
        if own["weight"] is None and kind.__name__ == "RMSNormalization":
            own["weight"] = getattr(layer, "scale", None)
        return self._begun(name, facts, self._sets(kind.__name__, layer, x), x, own)

    def _sets(self, name, layer, x):
        rank = len(x.shape)
        axis = getattr(layer, "axis", -1)
        if name == "BatchNormalization":
            channel = int(axis) % rank
            return Sets((CHANNEL_SECOND if channel == 1 and rank > 2 else CHANNEL_LAST)[rank], [channel])
        if name == "GroupNormalization":
            return Sets((CHANNEL_SECOND if int(axis) % rank == 1 and rank > 2 else CHANNEL_LAST)[rank], [0])
        if name in ("LayerNormalization", "RMSNormalization", "UnitNormalization"):
            return sets_of_axes(rank, as_list(axis))
        return sets_of_samples(rank)


class FlaxRecorder(ArrayRecorder):
    """Modules of linen by intercept_methods, those of nnx by their __call__. What is under jit is not seen."""

    @staticmethod
    def takes(model):
        return any(kind.__module__.startswith("flax.") for kind in type(model).__mro__)

    def __init__(self, model, path, keep, also=()):
        if also:
            raise ValueError("also names classes of PyTorch and Keras; of Flax the norms of linen and nnx are recorded")
        super().__init__(path, keep)
        self._linen = any(kind.__module__.startswith("flax.linen") for kind in type(model).__mro__)
        self._context = None
        self._replaced = []
        self._paths = {}
        if not self._linen:
            from flax import nnx

            for where, module in nnx.iter_modules(model):
                self._paths[id(module)] = ".".join(str(part) for part in where) or type(module).__name__

    def _begin(self):
        if self._linen:
            from flax import linen

            self._context = linen.intercept_methods(self._intercept)
            self._context.__enter__()
            return
        from flax import nnx

        for name in ("BatchNorm", "LayerNorm", "RMSNorm", "GroupNorm", "InstanceNorm"):
            kind = getattr(nnx, name, None)
            if kind is not None:
                self._replaced.append((kind, kind.__call__))
                kind.__call__ = self._replacing(kind.__call__)

    def _end(self):
        if self._context is not None:
            self._context.__exit__(None, None, None)
        for kind, call in self._replaced:
            kind.__call__ = call

    def _intercept(self, forward, args, kwargs, context):
        module = context.module
        known = type(module).__module__.startswith("flax.linen") and names_norm(type(module).__name__)
        if context.method_name != "__call__" or not known or not args:
            return forward(*args, **kwargs)
        name = ".".join(module.path) or type(module).__name__
        return self._call(
            name,
            lambda: self._begin_module(name, module, "linen", args[0], self._linen_state(module), kwargs),
            lambda: forward(*args, **kwargs),
        )

    def _replacing(self, call):
        recorder = self

        def replaced(module, x, *args, **kwargs):
            name = recorder._paths.get(id(module))
            if name is None:
                return call(module, x, *args, **kwargs)
            return recorder._call(
                name,
                lambda: recorder._begin_module(name, module, "nnx", x, recorder._nnx_state(module), kwargs),
                lambda: call(module, x, *args, **kwargs),
            )

        return replaced

    def _linen_state(self, module):
        params = module.variables.get("params", {})
        statistics = module.variables.get("batch_stats", {})
        return params.get("scale"), params.get("bias"), statistics.get("mean"), statistics.get("var")

    def _nnx_state(self, module):
        def value(name):
            variable = getattr(module, name, None)
            return None if variable is None else getattr(variable, "value", variable)

        return value("scale"), value("bias"), value("mean"), value("var")

    def _begin_module(self, name, module, place, x, state, kwargs):
        kind = type(module).__name__
        groups = getattr(module, "num_groups", None)
        words = ["num_features=%d" % x.shape[-1]] if place == "nnx" else []
        if kind == "GroupNorm":
            words.append("num_groups=%r" % groups)
        for word in ("epsilon", "use_bias", "use_scale"):
            if hasattr(module, word):
                words.append("%s=%r" % (word, getattr(module, word)))
        if kind == "BatchNorm":
            words.append("momentum=%r" % module.momentum)
        axes = getattr(module, "reduction_axes", -1)
        if kind in ("LayerNorm", "RMSNorm") and axes != -1:
            words.append("reduction_axes=%r" % (axes,))
        average = kwargs.get("use_running_average")
        if average is None:
            average = getattr(module, "use_running_average", None)
        facts = {
            "type": "flax.%s.%s" % (place, kind),
            "class": kind,
            "repr": "%s(%s)" % (kind, ", ".join(words)),
            "training": not average,
            "attributes": {"eps": float(module.epsilon)},
        }
        own = dict(zip(("weight", "bias", "running_mean", "running_var"), state))
        return self._begun(name, facts, self._sets(kind, module, x), x, own)

    def _sets(self, kind, module, x):
        rank = len(x.shape)
        if kind == "BatchNorm":
            return Sets(CHANNEL_LAST[rank], [rank - 1])
        if kind == "GroupNorm":
            return Sets(CHANNEL_LAST[rank], [0])
        if kind == "InstanceNorm":
            return Sets(CHANNEL_LAST[rank], [0, rank - 1])
        return sets_of_axes(rank, as_list(getattr(module, "reduction_axes", -1)))


ONNX_NORMS = (
    "BatchNormalization",
    "InstanceNormalization",
    "LayerNormalization",
    "GroupNormalization",
    "RMSNormalization",
    "SimplifiedLayerNormalization",
    "LpNormalization",
    "MeanVarianceNormalization",
)


def record_onnx(model, inputs, path, keep="sets"):
    """Runs an .onnx file once by ONNX Runtime, with {name: array}, and records its norm nodes to `path`.

    The nodes' inputs and outputs become outputs of the graph; nodes that the runtime would have fused are run as the
    file has them. Needs onnx and onnxruntime.
    """
    with OnnxRecorder(model, inputs, path, keep):
        pass


class OnnxRecorder(ArrayRecorder):
    def __init__(self, model, inputs, path, keep):
        super().__init__(path, keep)
        self._model = model
        self._inputs = inputs

    def _begin(self):
        import onnx
        import onnxruntime

        model = onnx.load(self._model) if not hasattr(self._model, "graph") else self._model
        nodes = [node for node in model.graph.node if node.op_type in ONNX_NORMS]
        constants = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
        wanted = []
        for node in nodes:
            for name in [*node.input, node.output[0]]:
                if name and name not in constants and name not in self._inputs and name not in wanted:
                    wanted.append(name)
        present = {output.name for output in model.graph.output}
        model.graph.output.extend(onnx.helper.make_empty_tensor_value_info(n) for n in wanted if n not in present)
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        values = dict(constants)
        values.update(self._inputs)
        values.update(zip(wanted, session.run(wanted, self._inputs) if wanted else []))
        for number, node in enumerate(nodes):
            name = node.name or "%s_%d" % (node.op_type, number)
            try:
                self._add(name, node, values)
            except Exception as error:
                self._complain(name, error)

    def _end(self):
        pass

    def _add(self, name, node, values):
        import onnx

        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        x = values[node.input[0]]
        rank = x.ndim
        own = dict(zip(("weight", "bias", "running_mean", "running_var"), (values.get(n) for n in node.input[1:5])))
        facts = {
            "type": "onnx." + node.op_type,
            "class": node.op_type,
            "repr": "%s <%s> (%s)"
            % (
                node.op_type,
                ", ".join("%s = %s" % (key, number_text(value)) for key, value in attributes.items()),
                ", ".join(["X", "scale", "bias", "mean", "var"][: len(node.input)]),
            ),
            "training": bool(attributes.get("training_mode", 0)),
            "attributes": {"eps": float(number_text(attributes["epsilon"]))} if "epsilon" in attributes else {},
        }
        axis = int(attributes.get("axis", -1)) % rank
        sets = {
            "BatchNormalization": lambda: sets_of_batch(rank),
            "InstanceNormalization": lambda: sets_of_instances(rank),
            "GroupNormalization": lambda: sets_of_groups(rank, attributes.get("num_groups", 1)),
            "LpNormalization": lambda: sets_of_one_axis(rank, axis, CHANNEL_SECOND),
        }.get(node.op_type, lambda: sets_of_last(rank, rank - axis))()
        if node.op_type == "MeanVarianceNormalization":
            sets = sets_of_samples(rank)
        call = self._begun(name, facts, sets, x, own)
        if call is not None:
            self._finish(call, values[node.output[0]])


def number_text(value):
    if isinstance(value, float):
        return "%.7g" % value
    return json.dumps(value.decode() if isinstance(value, bytes) else value)


# ---- the window -------------------------------------------------------------------------------------------------


def show(x, layout=None, y=None, weight=None, bias=None):
    """Opens a tensor in the window, in the running one if there is one; with y also what turned x into it.

    layout: letters of the axes, such as "BTC"; N or B is the batch, C or F the channels. $NORMSCOPE names the
    program where it is not in $PATH.
    """
    program = os.environ.get("NORMSCOPE") or shutil.which("normscope")
    if program is None:
        raise FileNotFoundError("normscope is not in $PATH; set $NORMSCOPE to its path")
    x = as_dense(x)
    layout = layout or CHANNEL_SECOND[len(x[1])]
    folder = tempfile.mkdtemp(prefix="normscope-")
    path = os.path.join(folder, "shown.safetensors")
    if y is None:
        write_tensor(path, layout, x)
    else:
        run = RunFile(path)
        facts = {"layer": "x", "call": 0, "type": "normscope.show", "class": "show", "repr": "show()"}
        facts.update({"training": True, "attributes": {}, "layout": layout, "shape": list(x[1])})
        facts["kept"] = [None] * len(x[1])
        tensors = [("x", x), ("y", as_dense(y))]
        tensors += [(name, as_dense(t)) for name, t in (("weight", weight), ("bias", bias)) if t is not None]
        run.add(json.dumps(facts), [(name, dtype, shape, [data]) for name, (dtype, shape, data) in tensors])
        run.close()
    subprocess.Popen([program, "--reuse", path], stdin=subprocess.DEVNULL, start_new_session=True)
    return path


def as_dense(value):
    """(dtype, shape, bytes) of a tensor of PyTorch, or of what NumPy takes."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        value = value.detach().cpu().contiguous()
        return DTYPES[str(value.dtype).split(".")[-1]], tuple(value.shape), bytes(torch_bytes(value))
    import numpy

    array = numpy.asarray(value)
    return DTYPES[array.dtype.name], array.shape, array.tobytes()


def write_tensor(path, layout, tensor):
    dtype, shape, data = tensor
    header = {"__metadata__": {"normscope": "tensor", "layout": layout}}
    header["x"] = {"dtype": dtype, "shape": list(shape), "data_offsets": [0, len(data)]}
    text = json.dumps(header).encode("ascii")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + data)
