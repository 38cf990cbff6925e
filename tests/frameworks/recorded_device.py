"""Norms on a device whose memory is not the processor's are recorded: on one of Python, as PyTorch 2.15 can have it.

    recorded_device.py PROGRAM

A tensor there holds one of the processor, which only this file knows of: its own address is 0, so that a recorder that
reads memory where it must ask for a copy ends in a crash.
"""

import copy
import os
import sys

import torch
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "model"))
from recorded import Recorded  # noqa: E402
from run_tensors import cut, tensors_of  # noqa: E402

try:
    from torch.utils._pytree import tree_map
    from torch.utils.backend_registration import _setup_privateuseone_for_python_backend

    _setup_privateuseone_for_python_backend("faraway")
except ImportError as error:
    print("skipped:", error)
    sys.exit(0)


class Far(torch.Tensor):
    @staticmethod
    def __new__(cls, near):
        far = torch._C._acc.create_empty_tensor(near.shape, near.dtype)
        far.__class__ = cls
        return far

    def __init__(self, near):
        self.near = near.contiguous()


def near(value):
    return value.near if isinstance(value, Far) else value


def far(value):
    return Far(value) if isinstance(value, torch.Tensor) and not isinstance(value, Far) else value


def kernel(operator):
    def run(*args, **kwargs):
        device = kwargs.pop("device", None)
        result = operator(*tree_map(near, args), **tree_map(near, kwargs))
        if operator.__name__.split(".")[0].endswith("_"):
            return args[0]
        return tree_map(far, result) if device is None or device.type != "cpu" else result

    return run


OPERATORS = "_to_copy _local_scalar_dense detach index_select clone stack native_batch_norm native_layer_norm native_group_norm"
library = torch.library.Library("aten", "IMPL")
for name in OPERATORS.split():
    library.impl(name, kernel(getattr(torch.ops.aten, name).default), "PrivateUse1")
library.impl("add_.Tensor", kernel(torch.ops.aten.add_.Tensor), "PrivateUse1")


def empty(size, dtype=None, **_):
    return Far(torch.empty(size, dtype=dtype))


library.impl("empty.memory_format", empty, "PrivateUse1")


def there(norm):
    """The same on the device."""
    moved = copy.deepcopy(norm)
    for own in (moved._parameters, moved._buffers):
        own.update({name: None if value is None else Far(value.detach().clone()) for name, value in own.items()})
    return moved


def main():
    recorded = Recorded(sys.argv[1])
    big = torch.randn(8, 40, 28, 28)
    cases = [(nn.BatchNorm2d(40).eval(), big), (nn.BatchNorm2d(40), big), (nn.BatchNorm2d(40).eval(), big[:1])]
    cases += [(nn.GroupNorm(8, 40), big), (nn.GroupNorm(4, 40), torch.randn(2, 40, 200, 200))]
    cases += [(nn.LayerNorm(600), torch.randn(8, 60, 600)), (nn.LayerNorm(16), torch.randn(2, 3, 16))]
    for norm, x in cases:
        own = {name: value.clone() for name, value in norm.state_dict().items() if value.dim()}
        moved = there(norm)
        with torch.no_grad(), recorded.module.record(moved, recorded.path()):
            moved(Far(x))
        found = recorded.check(recorded.path())["layers"]
        records, tensors = tensors_of(recorded.path())
        kept = records[0]["kept"]
        channels = kept[1] if "C" in records[0]["layout"] else kept[-1]
        assert [layer["ok"] for layer in found] == [True], (norm, found)
        assert sorted(tensors) == sorted("0." + name for name in ("x", "y", *own)), (norm, tensors.keys())
        assert torch.equal(tensors["0.x"], cut(x, kept)), norm
        assert torch.allclose(tensors["0.y"], cut(norm(x), kept), atol=1e-5), norm
        for name, value in own.items():
            assert torch.equal(tensors["0." + name], cut(value, [channels])), (norm, name)
    print("on a device: %d norms recorded as they are" % len(cases))


main()
