"""Runs the code that `normscope explain --json` writes for a framework on the framework itself.

Usage: written_code.py PROGRAM FRAMEWORK (pytorch, tensorflow, jax or onnx, installed in this Python). Exit status 0: y
is that of `normscope compute` for every norm; 1: it is not.
"""
import os
import re
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import rosetta_code

OPSET = 25  # where the nodes do not name an older one


def run_jax(code, arrays):
    import jax
    jax.config.update("jax_enable_x64", True)
    names = {name: jax.numpy.asarray(array) for name, array in arrays.items()}
    exec(code, names)
    return np.asarray(names["y"])


def run_keras(code, arrays):
    import keras
    import tensorflow
    keras.backend.set_floatx("float64")
    names = {name: tensorflow.constant(array) for name, array in arrays.items()}
    exec(code, names)
    if "norm" in names:  # the layer is built now: give it its values and apply it again
        norm = names["norm"]
        for own, name in (("gamma", "weight"), ("scale", "weight"), ("beta", "bias"),
                          ("moving_mean", "running_mean"), ("moving_variance", "running_var")):
            variable = getattr(norm, own, None)
            if variable is not None and hasattr(variable, "assign"):
                variable.assign(arrays[name].reshape(variable.shape))
        exec(code[code.index("\ny ="):], names)
    return np.asarray(names["y"])


def run_torch(code, arrays):
    import torch
    torch.set_default_dtype(torch.float64)
    rosetta_code.torch = torch
    return rosetta_code.run_torch(code, arrays)


def run_onnx(code, arrays):
    """In float32, as ONNX Runtime has most operators only there."""
    import onnx
    import onnxruntime
    last = re.search(r"opsets (\d+) to (\d+)", code)
    opset = int(last.group(1)) if last else OPSET
    ones = np.ones(()) if "LayerNormalization" in code or "RMSNormalization" in code else np.ones(
        arrays["running_mean"].size)
    arrays = {**arrays, "ones": ones, "zeros": ones * 0}
    body = "\n".join(line for line in code.splitlines() if not line.startswith("#"))
    used = [name for name in arrays if re.search(r"\b" + name + r"\b", body)]
    inputs = ", ".join(f"float[{','.join(map(str, arrays[name].shape))}] {name}" for name in used)
    shape = ",".join(map(str, arrays["x"].shape))
    model = onnx.parser.parse_model(f'<ir_version: 10, opset_import: ["": {opset}]>\n'
                                    f"g ({inputs}) => (float[{shape}] y) {{\n{body}\n}}")
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(["y"], {name: arrays[name].astype(np.float32) for name in used})[0]


RUNNERS = {"pytorch": (run_torch, 1e-9), "tensorflow": (run_keras, 1e-9), "jax": (run_jax, 1e-9),
           "onnx": (run_onnx, 1e-4)}

if __name__ == "__main__":
    program, framework = sys.argv[1:]
    sys.exit(0 if rosetta_code.check_all(program, {framework: rosetta_code.Tally(*RUNNERS[framework])}) else 1)
