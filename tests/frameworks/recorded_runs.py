"""Records networks of a framework with the program's own module, and has them checked: all layers are what they say.

    recorded_runs.py PROGRAM pytorch|tensorflow|jax|onnx
"""

import os
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "model"))
from recorded import Recorded  # noqa: E402


def report(name, found):
    others = [layer for layer in found["layers"] if layer["ok"] is not True]
    print("%s: %d calls recorded, %d not as declared" % (name, len(found["layers"]), len(others)))
    for layer in others:
        print("   ", layer["name"], layer["declared"], layer["verdict"], layer["reason"])
    return bool(found["layers"]) and not others


def of_keras(recorded):
    import keras
    import numpy as np

    random = np.random.default_rng(0)
    x = random.normal(size=(4, 8, 8, 6)).astype("float32")
    norms = [
        keras.layers.BatchNormalization(name="batch"),
        keras.layers.LayerNormalization(name="layer"),
        keras.layers.GroupNormalization(4, name="group"),
        keras.layers.UnitNormalization(name="unit"),
    ]
    if hasattr(keras.layers, "RMSNormalization"):
        norms.append(keras.layers.RMSNormalization(name="rms"))
    inputs = keras.Input((8, 8, 6))
    y = keras.layers.Conv2D(8, 3)(inputs)
    for norm in norms:
        y = norm(y)
    model = keras.Model(inputs, y)
    for weight in model.weights:
        if len(weight.shape) == 1:
            weight.assign(random.uniform(0.5, 1.5, weight.shape))

    def both():
        model(x)
        model(x, training=True)

    good = report("Keras", recorded.record(model, both))
    return also_of_keras(recorded, x) and good


def also_of_keras(recorded, x):
    """A layer whose name says no norm is recorded where it is asked for, by its class or by that one's name."""
    import keras

    class RootScale(keras.layers.Layer):
        def build(self, shape):
            self.gamma = self.add_weight(shape=shape[-1:], initializer="random_uniform")
            self.epsilon = 1e-3

        def call(self, x, training=False):
            return x * keras.ops.rsqrt(keras.ops.mean(x * x, -1, keepdims=True) + self.epsilon) * self.gamma

    inner = keras.Sequential([RootScale(name="first")], name="inner")
    model = keras.Sequential([keras.layers.Dense(8), inner, RootScale(name="second")])
    model(x)
    good = not recorded.record(model, lambda: model(x))["layers"]
    for also in ([RootScale], ["RootScale"]):
        layers = recorded.record(model, lambda: model(x), also=also)["layers"]
        found = [(layer["name"].split("/")[-1], (layer["found"] or "").split(":")[0]) for layer in layers]
        good = good and found == [("first", "rms"), ("second", "rms")] and layers[0]["ok"] is None
        print("Keras, also=%r:" % also, found, [layer["verdict"] for layer in layers])
    return good


def of_flax(recorded):
    import jax
    import numpy as np
    from flax import linen, nnx

    x = np.random.default_rng(0).normal(size=(4, 5, 5, 6)).astype("float32")

    class Linen(linen.Module):
        @linen.compact
        def __call__(self, x, train):
            x = linen.BatchNorm(use_running_average=not train, name="batch")(linen.Dense(8)(x))
            x = linen.LayerNorm(name="layer")(x)
            x = linen.GroupNorm(num_groups=4, name="group")(x)
            return linen.InstanceNorm(name="instance")(linen.RMSNorm(name="rms")(x))

    model = Linen()
    variables = model.init(jax.random.key(0), x, False)

    def both():
        model.apply(variables, x, False)
        model.apply(variables, x, True, mutable=["batch_stats"])

    good = report("Flax (linen)", recorded.record(model, both))

    class Nnx(nnx.Module):
        def __init__(self, rngs):
            self.dense = nnx.Linear(6, 8, rngs=rngs)
            self.batch = nnx.BatchNorm(8, rngs=rngs)
            self.layer = nnx.LayerNorm(8, rngs=rngs)
            self.group = nnx.GroupNorm(8, num_groups=4, rngs=rngs)
            self.rms = nnx.RMSNorm(8, rngs=rngs)

        def __call__(self, x):
            return self.rms(self.group(self.layer(self.batch(self.dense(x)))))

    other = Nnx(nnx.Rngs(0))

    def in_both_modes():
        other(x)
        other.eval()
        other(x)

    return report("Flax (nnx)", recorded.record(other, in_both_modes)) and good


def of_onnx(recorded):
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    random = np.random.default_rng(0)

    def initializer(name, *shape):
        return numpy_helper.from_array(random.uniform(0.5, 1.5, shape).astype("float32"), name)

    nodes = [
        helper.make_node("BatchNormalization", ["x", "s", "b", "m", "v"], ["y1"], name="batch", epsilon=1e-3),
        helper.make_node("InstanceNormalization", ["y1", "s", "b"], ["y2"], name="instance", epsilon=1e-4),
        helper.make_node("GroupNormalization", ["y2", "s", "b"], ["y3"], name="group", num_groups=4),
        helper.make_node("LayerNormalization", ["y3", "ws", "wb"], ["y4"], name="layer", axis=-1),
        helper.make_node("LpNormalization", ["y4"], ["y5"], name="length", axis=1, p=2),
    ]
    graph = helper.make_graph(
        nodes,
        "norms",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [2, 8, 4, 4])],
        [helper.make_tensor_value_info("y5", TensorProto.FLOAT, None)],
        [initializer(n, 8) for n in "sbmv"] + [initializer("ws", 4), initializer("wb", 4)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    path = recorded.path("model") + ".onnx"
    onnx.save(model, path)
    x = random.normal(size=(2, 8, 4, 4)).astype("float32")
    recorded.module.record_onnx(path, {"x": x}, recorded.path())
    return report("ONNX Runtime", recorded.check(recorded.path()))


def main():
    program, framework = sys.argv[1:3]
    if framework == "pytorch":
        scripts = [os.path.join(here, "..", "model", name + ".py") for name in ("check_networks", "record_models")]
        scripts.append(os.path.join(here, "recorded_device.py"))
        sys.exit(max(subprocess.run([sys.executable, "-B", script, program]).returncode for script in scripts))
    check = {"tensorflow": of_keras, "jax": of_flax, "onnx": of_onnx}[framework]
    sys.exit(0 if check(Recorded(program)) else 1)


main()
