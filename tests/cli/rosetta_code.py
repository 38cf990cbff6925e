"""Runs the code that `normscope explain --json` writes for frameworks and compares y with that of `normscope compute`.

Usage: rosetta_code.py PROGRAM PART PARTS: every PARTS-th norm, from the PART-th on. NumPy code and, where it is
installed, PyTorch code are run as they are; that for TensorFlow, JAX and ONNX on stand-ins in NumPy. Exit status 0:
they agree; 1: they do not; 77: NumPy is not installed.
"""
import json
import os
import subprocess
import sys
import tempfile

try:
    import numpy as np
except Exception as error:  # an installation can be broken in many ways
    print(f"skipped: {sys.executable} cannot import what the code needs ({error})")
    sys.exit(77)
try:
    import torch
    torch.set_default_dtype(torch.float64)
except Exception as error:
    torch = None
    print(f"PyTorch's code is not run: {sys.executable} cannot import it ({error})")

import framework_stand_ins as stand_ins

SHAPES = {"NCHW": (4, 6, 3, 5), "NHWC": (4, 3, 5, 6), "BTF": (4, 5, 6), "CHWN": (6, 3, 2, 4), "CHW": (6, 3, 4)}
KINDS = ["batch", "batch:workers=2", "batch:momentum=0.25", "batch:mode=eval", "instance", "instance:mode=eval",
         "group:groups=1", "group:groups=2", "layer", "layer:over=CHANNEL", "layer:over=LAST", "rms", "rms:over=LAST",
         "custom:over=FIRST", "custom:over=CHANNEL+LAST", "custom:over=CHANNEL,center=false", "l2", "l2:over=FIRST+LAST",
         "l2:eps=3", "l2:eps=0,over=LAST", "l2:eps=1e-30",
         "group:groups=3,interleaved=true", "rms:groups=2", "rms:bias=true", "rms:over=FIRST+LAST",
         "custom:over=LAST,center=false",
         "custom:over=FIRST+LAST,eps=1e-9,eps_at=outside", "instance:momentum=0.3", "batch:eps=0",
         "layer:over=LAST,bias=false",
         "layer:over=CHANNEL,zero_centered=true", "batch:zero_centered=true", "rms:zero_centered=true"]
AFFINES = ["none", "channel", "element", "group", "FIRST+CHANNEL"]
OPTIONS = ["eps=0.01,eps_at=outside", "eps=0.01,variance=unbiased", "eps=2,eps_at=max", "eps=2,eps_at=inside"]  # each with the kind's own affine


def specs(layout):
    """Norms to try, as text; those that make no sense are skipped when the program refuses them."""
    channel = "F" if "F" in layout else "C"
    for kind in KINDS:
        kind = kind.replace("CHANNEL", channel).replace("LAST", layout[-1]).replace("FIRST", layout[0])
        kind += "," if ":" in kind else ":"
        yield from (kind + "affine=" + affine.replace("CHANNEL", channel).replace("FIRST", layout[0])
                    for affine in AFFINES if affine != "FIRST+CHANNEL" or layout[0] != channel)
        yield from (kind + option for option in OPTIONS if layout in ("NCHW", "BTF"))


def explained(program, layout, spec):
    shape = ",".join(map(str, SHAPES[layout]))
    command = [program, "explain", "--shape", shape, "--layout", layout, "--norm", spec, "--json"]
    result = subprocess.run(command, capture_output=True, text=True)
    return json.loads(result.stdout) if result.returncode == 0 else None


def computed(program, folder, layout, spec, arrays):
    path = lambda name: os.path.join(folder, name + ".npy")
    for name, array in arrays.items():
        np.save(path(name), array)
    command = [program, "compute", path("x"), "--norm", spec, "--layout", layout, "-o", path("y"), "--device",
               "reference"]
    if "weight" in arrays:
        command += ["--weight", path("weight")]
    if "bias" in arrays:
        command += ["--bias", path("bias")]
    if "mode=eval" in spec:
        command += ["--running-mean", path("running_mean"), "--running-var", path("running_var")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return np.load(path("y"))


def torch_rms_norm():
    """nn.RMSNorm, for a PyTorch before 2.4."""
    class RMSNorm(torch.nn.Module):
        def __init__(self, normalized_shape, eps, elementwise_affine=True):
            super().__init__()
            self.axes, self.eps = tuple(range(-len(normalized_shape), 0)), eps
            self.weight = torch.nn.Parameter(torch.ones(normalized_shape)) if elementwise_affine else None

        def forward(self, x):
            y = x / torch.sqrt((x * x).mean(self.axes, keepdim=True) + self.eps)
            return y if self.weight is None else y * self.weight

    return RMSNorm


def run_torch(code, arrays):
    if not hasattr(torch.nn, "RMSNorm"):
        torch.nn.RMSNorm = torch_rms_norm()
    names = {name: torch.from_numpy(array) for name, array in arrays.items()}
    exec(code, names)
    if "norm" in names:  # the layer is there now: give it its values and apply it again
        norm = names["norm"]
        with torch.no_grad():
            for name in ("weight", "bias", "running_mean", "running_var"):
                if getattr(norm, name, None) is not None:
                    getattr(norm, name).copy_(torch.from_numpy(arrays[name]))
        exec(code[code.index("\ny ="):], names)
    return names["y"].detach().numpy()


def run_keras(code, arrays):
    names = dict(arrays)
    sys.modules.update(stand_ins.tensorflow())
    if "norm = " in code:
        start = code.index("\ny =")
        exec(code[:start], names)
        for name in ("weight", "bias", "running_mean", "running_var"):
            setattr(names["norm"], name, arrays.get(name))
        code = code[start:]
    exec(code, names)
    return names["y"]


def run_plain(code, arrays):
    names = dict(arrays)
    sys.modules.update(stand_ins.jax())
    exec(code, names)
    return names["y"]


def run_onnx(code, arrays):
    last = "LayerNormalization" in code or "RMSNormalization" in code
    ones = np.float64(1) if last else np.ones(arrays["running_mean"].size)
    return stand_ins.run_onnx(code, {**arrays, "ones": ones, "zeros": ones * 0})


RUNNERS = {"pytorch": run_torch, "tensorflow": run_keras, "jax": run_plain, "onnx": run_onnx, "numpy": run_plain}


def arrays_for(layout, told, random):
    channels = dict(zip(layout, SHAPES[layout])).get("F" if "F" in layout else "C")
    arrays = {"x": random.normal(0.5, 2, SHAPES[layout]), "running_mean": random.normal(size=channels),
              "running_var": random.uniform(0.5, 2, channels)}
    if told["parameter_shape"] is not None:
        arrays["weight"] = random.normal(1, 1, told["parameter_shape"])
        bias = "bias=true" in told["spec"] or (not told["spec"].startswith("rms") and "bias=false" not in told["spec"])
        if bias:  # a bias that is given would be one
            arrays["bias"] = random.normal(0, 1, told["parameter_shape"])
    return arrays


class Tally:
    def __init__(self, runner=None, tolerance=1e-12):
        self.runner, self.tolerance = runner, tolerance
        self.run = self.without = self.failures = 0

    def check(self, framework, told, arrays, expected):
        code = told["code"][framework]
        if code is None:
            self.without += 1
            return
        try:
            difference = float(np.abs((self.runner or RUNNERS[framework])(code, arrays) - expected).max())
        except Exception as error:
            difference = repr(error)
        self.run += 1
        if not isinstance(difference, float) or not difference <= self.tolerance:
            self.failures += 1
            print(f"FAIL {framework} {told['spec']} {told['layout']}: {difference}\n{code}")


def check_all(program, tallies, part=0, parts=1):
    """Runs the code of every `parts`-th norm for every framework that has a tally; true where all agree."""
    random = np.random.default_rng(1)
    cases = [(layout, spec) for layout in SHAPES for spec in specs(layout)]
    with tempfile.TemporaryDirectory() as folder:
        for layout, spec in cases[part::parts]:
            told = explained(program, layout, spec)
            if told is None:
                continue
            arrays = arrays_for(layout, told, random)
            expected = computed(program, folder, layout, spec, arrays)
            for framework, tally in tallies.items():
                tally.check(framework, told, arrays, expected)
    for framework, tally in tallies.items():
        print(f"{framework}: {tally.run} norms run, {tally.without} without code, {tally.failures} differ")
    return not any(tally.failures or tally.run < 50 for tally in tallies.values())


if __name__ == "__main__":
    frameworks = [framework for framework in RUNNERS if framework != "pytorch" or torch is not None]
    agree = check_all(sys.argv[1], {framework: Tally() for framework in frameworks}, *map(int, sys.argv[2:4]))
    sys.exit(0 if agree else 1)
