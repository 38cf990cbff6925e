"""Reads calls of a framework with `normscope explain --call` and compares the norm with what the framework computes.

Usage: read_calls.py PROGRAM FRAMEWORK (pytorch, tensorflow, jax or onnx, installed in this Python). Exit status 0: they
agree for every call; 1: they do not.
"""
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

NCHW, NHWC, BTF = ("NCHW", (4, 6, 3, 5)), ("NHWC", (4, 3, 5, 6)), ("BTF", (4, 5, 6))

CALLS = {
    "pytorch": [
        (NCHW, "nn.BatchNorm2d(6)"), (NCHW, "nn.BatchNorm2d(2 * 3, eps=1e-3, affine=False)"),
        (NCHW, "nn.BatchNorm2d(6).eval()"), (NCHW, "nn.LazyBatchNorm2d()"), (NCHW, "nn.InstanceNorm2d(6)"),
        (NCHW, "nn.GroupNorm(2, 6)"), (NCHW, "nn.LayerNorm((6, 3, 5))"), (NHWC, "nn.LayerNorm(6, bias=False)"),
        (NHWC, "nn.RMSNorm(6, eps=1e-6)"), (BTF, "nn.LayerNorm(6, elementwise_affine=False)"),
        (NCHW, "F.layer_norm(x, x.shape[1:])"), (NCHW, "F.normalize(x)"), (NCHW, "torch.group_norm(x, 3)"),
        (NCHW, "F.instance_norm(x, eps=0.1)")],
    "tensorflow": [
        (NHWC, "keras.layers.BatchNormalization()(x, training=False)"), (NCHW, "keras.layers.LayerNormalization(axis=1)"),
        (NHWC, "keras.layers.LayerNormalization(epsilon=0.1, center=False)"),
        (NHWC, "keras.layers.GroupNormalization(groups=2)"), (NCHW, "keras.layers.GroupNormalization(groups=-1, axis=1)"),
        (NHWC, "keras.layers.RMSNormalization()"), (NCHW, "keras.layers.RMSNormalization(axis=[2, 3])"),
        (NCHW, "tf.math.l2_normalize(x, axis=1)"), (NCHW, "tf.nn.l2_normalize(x, [1, 2], epsilon=0.25)")],
    "jax": [
        (NHWC, "nn.BatchNorm(use_running_average=False)"), (NHWC, "nn.BatchNorm(use_running_average=True)"),
        (NHWC, "nn.LayerNorm()"), (NCHW, "nn.LayerNorm(reduction_axes=1, feature_axes=(0, 2))"),
        (NHWC, "nn.LayerNorm(use_bias=False, epsilon=0.1)"), (NHWC, "nn.GroupNorm(num_groups=2)"),
        (NHWC, "nn.GroupNorm(num_groups=None, group_size=2)"), (NHWC, "nn.InstanceNorm()"), (NHWC, "nn.RMSNorm()"),
        (BTF, "nn.RMSNorm(reduction_axes=(1, 2), feature_axes=-1)"), (NHWC, "nnx.BatchNorm(6, rngs=nnx.Rngs(0))"),
        (NHWC, "nnx.LayerNorm(6, rngs=nnx.Rngs(0))"), (NHWC, "nnx.RMSNorm(6, rngs=nnx.Rngs(0))"),
        (NHWC, "nnx.GroupNorm(6, 2, rngs=nnx.Rngs(0))")],
    "onnx": [
        (NCHW, "LayerNormalization <axis: int = 1, epsilon: float = 1e-05> (x, ones(6, 3, 5), zeros(6, 3, 5))"),
        (NCHW, "LayerNormalization <axis = -1> (x, ones(5))"),
        (NCHW, "InstanceNormalization <epsilon = 0.1> (x, ones(6), zeros(6))"),
        (NCHW, "GroupNormalization <num_groups = 2> (x, ones(6), zeros(6))"),
        (NCHW, "RMSNormalization <axis = 2> (x, ones(3, 5))"), (NCHW, "LpNormalization <axis = 1, p = 2> (x)"),
        (NCHW, "MeanVarianceNormalization <axes = [1, 3]> (x)"),
        (NCHW, "BatchNormalization <training_mode = 0> (x, ones(6), zeros(6), zeros(6), ones(6))")],
}


def run_torch(call, x):
    import torch
    from torch import nn
    from torch.nn import functional as F
    torch.set_default_dtype(torch.float64)
    names = {"torch": torch, "nn": nn, "F": F, "x": torch.from_numpy(x)}
    result = eval(call, names)
    return (result(names["x"]) if isinstance(result, nn.Module) else result).detach().numpy()


def run_keras(call, x):
    import keras
    import tensorflow as tf
    keras.backend.set_floatx("float64")
    names = {"keras": keras, "tf": tf, "x": tf.constant(x)}
    result = eval(call, names)
    return np.asarray(result(names["x"]) if isinstance(result, keras.layers.Layer) else result)


def run_flax(call, x):
    import jax
    jax.config.update("jax_enable_x64", True)
    from flax import linen as nn, nnx
    x = jax.numpy.asarray(x)
    module = eval(call, {"nn": nn, "nnx": nnx})
    if not isinstance(module, nn.Module):
        return np.asarray(module(x))
    y, _ = module.init_with_output(jax.random.key(0), x)
    return np.asarray(y)


def run_onnx(call, x):
    import re
    import onnx
    import onnxruntime
    values = {"x": x.astype(np.float32)}

    def constant(match):
        name = f"c{len(values)}"
        values[name] = getattr(np, match[1])([int(n) for n in match[2].split(",")], np.float32)
        return name

    # The types beside the attributes are those of the printer; not every release of the parser reads them.
    node = re.sub(r"(ones|zeros)\(([^)]*)\)", constant, re.sub(r"(\w+): (int|float) =", r"\1 =", call))
    inputs = ", ".join(f"float[{','.join(map(str, v.shape))}] {name}" for name, v in values.items())
    shape = ",".join(map(str, x.shape))
    model = onnx.parser.parse_model(f'<ir_version: 10, opset_import: ["": 23]>\n'
                                    f"g ({inputs}) => (float[{shape}] y) {{\ny = {node}\n}}")
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(["y"], values)[0]


RUNNERS = {"pytorch": (run_torch, 1e-9), "tensorflow": (run_keras, 1e-9), "jax": (run_flax, 1e-6),
           "onnx": (run_onnx, 1e-4)}


def read_and_computed(program, folder, call, layout, x):
    """The spec that the call is read as, and its y for weights of 1, biases of 0 and fresh running statistics."""
    path = lambda name: os.path.join(folder, name + ".npy")
    shape = ",".join(map(str, x.shape))
    explain = [program, "explain", "--shape", shape, "--layout", layout, "--call", call, "--json"]
    told = json.loads(subprocess.run(explain, check=True, capture_output=True, text=True).stdout)
    np.save(path("x"), x)
    channels = x.shape[layout.index("F" if "F" in layout else "C")]
    np.save(path("mean"), np.zeros(channels))
    np.save(path("var"), np.ones(channels))
    compute = [program, "compute", path("x"), "--norm", told["spec"], "--layout", layout, "-o", path("y"), "--device",
               "reference"]
    if "mode=eval" in told["spec"]:
        compute += ["--running-mean", path("mean"), "--running-var", path("var")]
    subprocess.run(compute, check=True, stdout=subprocess.DEVNULL)
    return told["spec"], np.load(path("y"))


def main():
    program, framework = sys.argv[1:]
    run, tolerance = RUNNERS[framework]
    random = np.random.default_rng(1)
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for (layout, shape), call in CALLS[framework]:
            x = random.normal(0.5, 2, shape)
            try:
                spec, y = read_and_computed(program, folder, call, layout, x)
                difference = float(np.abs(run(call, x) - y).max())
            except subprocess.CalledProcessError as error:
                spec, difference = error.stderr, float("nan")
            except Exception as error:
                difference = repr(error)
            if not isinstance(difference, float) or not difference <= tolerance:
                failures += 1
                print(f"FAIL {call} on {layout}, read as {spec}: {difference}")
    print(f"{framework}: {len(CALLS[framework])} calls read, {failures} differ")
    sys.exit(1 if failures else 0)


main()
