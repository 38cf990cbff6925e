"""Compares what `normscope compute` writes, y and all gradients, with PyTorch's autograd, in two memory layouts.

Usage: torch_gradients.py PROGRAM. Exit status 0: they agree; 1: they do not; 77: PyTorch is not there to compare with.
Needs PyTorch alone: arrays are written and read by a few lines of its own.
"""
import array
import ast
import io
import math
import os
import struct
import subprocess
import sys
import tempfile
import zipfile

try:
    import torch
    import torch.nn.functional as F
except Exception as error:  # an installation can be broken in many ways
    print(f"skipped: {sys.executable} cannot import torch ({error})")
    sys.exit(77)

CODES = {torch.float32: ("<f4", "f"), torch.float64: ("<f8", "d")}
N, C, H, W = 4, 6, 5, 7
EPS = 1e-5


def save(path, tensor):
    """Writes a .npy file in C order."""
    text, code = CODES[tensor.dtype]
    shape = "(" + "".join(f"{extent}, " for extent in tensor.shape) + ")"
    header = f"{{'descr': '{text}', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (-(11 + len(header)) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        file.write(array.array(code, tensor.detach().flatten().tolist()).tobytes())


def load(data):
    """The tensor of a .npy file's bytes, in float64."""
    stream = io.BytesIO(data)
    assert stream.read(8) == b"\x93NUMPY\x01\x00"
    header = ast.literal_eval(stream.read(struct.unpack("<H", stream.read(2))[0]).decode())
    assert not header["fortran_order"], header
    values = array.array({"<f4": "f", "<f8": "d"}[header["descr"]])
    values.frombytes(stream.read())
    return torch.tensor(list(values), dtype=torch.float64).reshape(header["shape"])


def by_formula(x, weight, bias, dims, center=True, unbiased=False, outside=False):
    """What PyTorch has no function for, for its autograd to differentiate."""
    centered = x - x.mean(dims, keepdim=True) if center else x
    count = math.prod(x.shape[d] for d in dims)
    variance = (centered * centered).sum(dims, keepdim=True) / (count - 1 if unbiased else count)
    root = variance.sqrt() + EPS if outside else (variance + EPS).sqrt()
    return centered / root * weight.view(1, C, 1, 1) + bias.view(1, C, 1, 1)


def cases(running):
    """Norm, shape of its parameters, and the same in PyTorch on NCHW."""
    mean, variance = running
    return [
        ("group:groups=2", (C,), lambda x, w, b: F.group_norm(x, 2, w, b, EPS)),
        ("layer", (C, H, W), lambda x, w, b: F.layer_norm(x, (C, H, W), w, b, EPS)),
        ("layer:over=C", (C,),
         lambda x, w, b: F.layer_norm(x.permute(0, 2, 3, 1), (C,), w, b, EPS).permute(0, 3, 1, 2)),
        ("instance:affine=channel", (C,), lambda x, w, b: F.instance_norm(x, None, None, w, b, True, 0.1, EPS)),
        ("batch", (C,), lambda x, w, b: F.batch_norm(x, None, None, w, b, True, 0.1, EPS)),
        ("batch:mode=eval", (C,), lambda x, w, b: F.batch_norm(x, mean, variance, w, b, False, 0.1, EPS)),
        ("rms", (C,), lambda x, w, b: by_formula(x, w, b, (1,), center=False)),
        ("layer:over=C+W,affine=channel,eps_at=outside,variance=unbiased", (C,),
         lambda x, w, b: by_formula(x, w, b, (1, 3), unbiased=True, outside=True)),
    ]


def in_layout(tensor, layout):
    """NCHW, or CHW, in the memory order of the layout."""
    if layout == "NCHW" or tensor.dim() < 3:
        return tensor
    return tensor.permute(*range(tensor.dim() - 3), -2, -1, -3)


def run(program, folder, norm, layout, arrays):
    """What the program writes: y, grad_input, grad_weight and grad_bias."""
    path = lambda name: os.path.join(folder, name)
    for name, tensor in arrays.items():
        save(path(name + ".npy"), in_layout(tensor, layout))
    command = [program, "compute", path("x.npy"), "--norm", norm, "--layout", layout, "--weight", path("weight.npy"),
               "--bias", path("bias.npy"), "--grad-output", path("grad_output.npy"), "-o", path("y.npy"),
               "--grad-input", path("grad_input.npy"), "--stats", path("s.npz")]
    if norm.startswith("batch"):
        command += ["--running-mean", path("mean.npy"), "--running-var", path("variance.npy")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    results = {name: load(open(path(name + ".npy"), "rb").read()) for name in ("y", "grad_input")}
    with zipfile.ZipFile(path("s.npz")) as archive:
        for name in ("grad_weight", "grad_bias"):
            results[name] = load(archive.read(name + ".npy"))
    return results


def compare(program, folder, dtype, tolerance):
    """Compares all norms in both layouts; the number of results that differ."""
    torch.manual_seed(1)
    normal = lambda *shape: torch.randn(*shape, dtype=dtype)
    mean, variance = normal(C), normal(C) ** 2 + 0.5
    failures = 0
    for norm, shape, function in cases((mean, variance)):
        x = (normal(N, C, H, W) + 0.5).requires_grad_()
        weight = (normal(*shape) + 1).requires_grad_()
        bias = normal(*shape).requires_grad_()
        grad_output = normal(N, C, H, W) + 0.3
        y = function(x, weight, bias)
        y.backward(grad_output)
        expected = {"y": y, "grad_input": x.grad, "grad_weight": weight.grad, "grad_bias": bias.grad}
        arrays = {"x": x, "weight": weight, "bias": bias, "grad_output": grad_output, "mean": mean,
                  "variance": variance}
        for layout in ("NCHW", "NHWC"):
            for name, result in run(program, folder, norm, layout, arrays).items():
                wanted = in_layout(expected[name].detach(), layout).double()
                difference = ((result - wanted).abs().max() / wanted.abs().max()).item()
                good = result.shape == wanted.shape and difference <= tolerance
                failures += not good
                print(f"{'ok  ' if good else 'FAIL'} {norm} {layout} {dtype} {name}: {difference:.2g}")
    return failures


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        failures = compare(program, folder, torch.float64, 1e-12) + compare(program, folder, torch.float32, 2e-6)
    print(f"{failures} differ")
    sys.exit(1 if failures else 0)


main()
