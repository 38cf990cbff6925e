"""Layers of Keras and Flax and operators of ONNX, and the few functions of TensorFlow and JAX that generated code
calls, written in NumPy from their documentation: they take the arguments of the originals and no others, so that
code whose framework is not installed can be run all the same.
"""
import re
import types

import numpy as np


def normalized(x, axes, eps, center=True):
    mean = x.mean(axis=axes, keepdims=True) if center else 0.0
    return (x - mean) / np.sqrt(((x - mean) ** 2).mean(axis=axes, keepdims=True) + eps)


def along(values, axes, rank):
    """A parameter whose axes are those of a tensor of that rank."""
    shape = [1] * rank
    for extent, axis in zip(values.shape, axes):
        shape[axis] = extent
    return values.reshape(shape)


def as_list(axes, rank):
    return [axis % rank for axis in (axes if isinstance(axes, (list, tuple)) else [axes])]


class KerasLayer:
    """gamma, beta, moving_mean and moving_variance are set from outside."""
    weight = bias = running_mean = running_var = None

    def finish(self, y, axes):
        if self.affine:
            y = y * along(self.weight, axes, y.ndim) + along(self.bias, axes, y.ndim)
        return y


class BatchNormalization(KerasLayer):
    def __init__(self, axis, momentum, epsilon, center=True, scale=True):
        self.axis, self.eps, self.affine = axis, epsilon, center and scale

    def __call__(self, x, training):
        others = tuple(i for i in range(x.ndim) if i != self.axis)
        if training:
            return self.finish(normalized(x, others, self.eps), [self.axis])
        mean, var = (along(v, [self.axis], x.ndim) for v in (self.running_mean, self.running_var))
        return self.finish((x - mean) / np.sqrt(var + self.eps), [self.axis])


class GroupNormalization(KerasLayer):
    def __init__(self, groups, axis, epsilon, center=True, scale=True):
        self.groups, self.axis, self.eps, self.affine = groups, axis, epsilon, center and scale

    def __call__(self, x):
        channels = x.shape[self.axis]
        groups = channels if self.groups == -1 else self.groups
        split = x.reshape(x.shape[:self.axis] + (groups, channels // groups) + x.shape[self.axis + 1:])
        axes = tuple(i for i in range(1, split.ndim) if i != self.axis)
        return self.finish(normalized(split, axes, self.eps).reshape(x.shape), [self.axis])


class LayerNormalization(KerasLayer):
    def __init__(self, axis, epsilon, center=True, scale=True):
        self.axis, self.eps, self.affine = axis, epsilon, center and scale

    def __call__(self, x):
        axes = as_list(self.axis, x.ndim)
        return self.finish(normalized(x, tuple(axes), self.eps), axes)


class RMSNormalization(KerasLayer):
    """As in Keras: the scale is multiplied as it is, so that it lies along the last axes."""

    def __init__(self, axis, epsilon):
        self.axis, self.eps = axis, epsilon

    def __call__(self, x):
        axes = as_list(self.axis, x.ndim)
        assert self.weight.shape == tuple(x.shape[axis] for axis in axes)
        return normalized(x, tuple(axes), self.eps, center=False) * self.weight


def l2_normalize(x, axis, epsilon=1e-12):
    square_sum = np.sum(np.square(x), axis=tuple(as_list(axis, x.ndim)), keepdims=True)
    return x / np.sqrt(np.maximum(square_sum, epsilon))


def tensorflow():
    """The module tensorflow, as far as generated code needs it."""
    tf = types.ModuleType("tensorflow")
    tf.reshape, tf.sqrt = np.reshape, np.sqrt
    tf.reduce_mean = lambda x, axis, keepdims: np.mean(x, axis=tuple(axis), keepdims=keepdims)
    tf.reduce_sum = lambda x, axis, keepdims: np.sum(x, axis=tuple(axis), keepdims=keepdims)
    tf.maximum = np.maximum
    tf.math = types.SimpleNamespace(
        reduce_variance=lambda x, axis, keepdims: np.var(x, axis=tuple(axis), keepdims=keepdims),
        l2_normalize=l2_normalize)
    tf.keras = types.ModuleType("tensorflow.keras")
    tf.keras.layers = types.SimpleNamespace(BatchNormalization=BatchNormalization,
                                            GroupNormalization=GroupNormalization,
                                            LayerNormalization=LayerNormalization,
                                            RMSNormalization=RMSNormalization)
    return {"tensorflow": tf, "tensorflow.keras": tf.keras}


class FlaxModule:
    def finish(self, y, axes, variables):
        assert ("params" in variables) == self.affine, variables.keys()
        if self.affine:
            scale, bias = (along(variables["params"][name], axes, y.ndim) for name in ("scale", "bias"))
            y = y * scale + bias
        return y


class FlaxBatchNorm(FlaxModule):
    def __init__(self, *, use_running_average, axis, momentum, epsilon, use_fast_variance, use_bias=True,
                 use_scale=True):
        self.running, self.axis, self.eps, self.affine = use_running_average, axis, epsilon, use_bias and use_scale

    def apply(self, variables, x, mutable=None):
        others = tuple(i for i in range(x.ndim) if i != self.axis)
        stats = {name: along(v, [self.axis], x.ndim) for name, v in variables["batch_stats"].items()}
        if self.running:
            return self.finish((x - stats["mean"]) / np.sqrt(stats["var"] + self.eps), [self.axis], variables)
        assert mutable == ["batch_stats"]
        return self.finish(normalized(x, others, self.eps), [self.axis], variables), {}


class FlaxLayerNorm(FlaxModule):
    def __init__(self, *, reduction_axes, epsilon, use_fast_variance, feature_axes=-1, use_bias=True, use_scale=True):
        self.axes, self.features, self.eps = reduction_axes, feature_axes, epsilon
        self.affine = use_bias and use_scale

    def apply(self, variables, x):
        y = normalized(x, tuple(as_list(self.axes, x.ndim)), self.eps)
        return self.finish(y, as_list(self.features, x.ndim), variables)


class FlaxRMSNorm(FlaxModule):
    def __init__(self, *, reduction_axes, epsilon, feature_axes=-1, use_scale=True):
        self.axes, self.features, self.eps, self.affine = reduction_axes, feature_axes, epsilon, use_scale

    def apply(self, variables, x):
        y = normalized(x, tuple(as_list(self.axes, x.ndim)), self.eps, center=False)
        if not self.affine:
            return y
        assert list(variables["params"]) == ["scale"]
        return y * along(variables["params"]["scale"], as_list(self.features, x.ndim), x.ndim)


class FlaxGroupNorm(FlaxModule):
    def __init__(self, *, num_groups, epsilon, use_fast_variance, use_bias=True, use_scale=True):
        self.groups, self.eps, self.affine = num_groups, epsilon, use_bias and use_scale

    def apply(self, variables, x):
        split = x.reshape(x.shape[:-1] + (self.groups, x.shape[-1] // self.groups))
        axes = tuple(range(1, x.ndim - 1)) + (x.ndim,)
        return self.finish(normalized(split, axes, self.eps).reshape(x.shape), [x.ndim - 1], variables)


def jax():
    """The modules jax and flax, as far as generated code needs them."""
    package, flax = types.ModuleType("jax"), types.ModuleType("flax")
    package.numpy = np
    flax.linen = types.SimpleNamespace(BatchNorm=FlaxBatchNorm, LayerNorm=FlaxLayerNorm, GroupNorm=FlaxGroupNorm,
                                        RMSNorm=FlaxRMSNorm)
    return {"jax": package, "jax.numpy": np, "flax": flax}


def onnx_operator(name, attributes, inputs):
    x = inputs[0]
    eps = attributes.get("epsilon", 1e-5)
    if name == "Transpose":
        return x.transpose(attributes["perm"])
    if name == "Add":
        return inputs[0] + inputs[1]
    if name == "MeanVarianceNormalization":
        axes = tuple(attributes["axes"])
        return (x - x.mean(axis=axes, keepdims=True)) / (x.std(axis=axes, keepdims=True) + 1e-9)
    if name == "LpNormalization":
        assert attributes["p"] == 2
        return x / np.sqrt((x ** 2).sum(axis=attributes["axis"], keepdims=True))
    if name in ("LayerNormalization", "RMSNormalization"):
        axes = tuple(range(attributes["axis"], x.ndim))
        y = normalized(x, axes, eps, center=name == "LayerNormalization") * inputs[1]
        return y + inputs[2] if len(inputs) > 2 else y
    scale, bias = (along(np.atleast_1d(v), [1], x.ndim) for v in inputs[1:3])
    if name == "BatchNormalization":
        if attributes.get("training_mode"):
            return normalized(x, tuple(i for i in range(x.ndim) if i != 1), eps) * scale + bias
        mean, var = (along(v, [1], x.ndim) for v in inputs[3:5])
        return (x - mean) / np.sqrt(var + eps) * scale + bias
    if name == "InstanceNormalization":
        return normalized(x, tuple(range(2, x.ndim)), eps) * scale + bias
    assert name == "GroupNormalization", name
    groups = attributes["num_groups"]
    split = x.reshape((x.shape[0], groups, -1) + x.shape[2:])
    y = normalized(split, tuple(range(2, split.ndim)), eps).reshape(x.shape)
    if inputs[1].size == groups:  # opset 18: per group
        scale, bias = (np.repeat(v, x.shape[1] // groups, axis=1) for v in (scale, bias))
    return y * scale + bias


def run_onnx(code, values):
    """Runs nodes in ONNX' text form and returns y."""
    values = dict(values)
    for line in code.splitlines():
        if line.startswith("#"):
            continue
        outputs, name, attributes, inputs = re.fullmatch(r"([\w, ]+) = (\w+) (?:<(.*)> )?\((.*)\)", line).groups()
        pairs = re.findall(r"(\w+) = (\[[^\]]*\]|[^,]+)", attributes or "")
        arguments = [values[key.strip()] for key in inputs.split(",")]
        attributes = {key: eval(value, {}) for key, value in pairs}
        values[outputs.split(",")[0].strip()] = onnx_operator(name, attributes, arguments)
    return values["y"]
