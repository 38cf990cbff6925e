"""Norms with a mistake each, in classes derived from the layer that each says to be, so that its type is that layer."""

import torch
import torch.nn.functional as F
from networks import LlamaRMSNorm, Transformer, ResNet
from torch import nn


def channels(values, x):
    return values.view(1, -1, *[1] * (x.dim() - 2))


def moments(x, unbiased=False):
    axes = [axis for axis in range(x.dim()) if axis != 1]
    return x.mean(axes, keepdim=True), x.var(axes, unbiased=unbiased, keepdim=True)


def evaluated(norm, x, mean, variance, eps):
    return F.batch_norm(x, mean, variance, norm.weight, norm.bias, False, 0.1, eps)


def unscaled(norm, x, w, b):
    """Folded for evaluation, with a shift that lacks the scale."""
    return x * w * torch.rsqrt(channels(norm.running_var, x) + norm.eps) + b - channels(norm.running_mean, x)


def untrained(norm, x, w, b):
    return evaluated(norm, x, 0 * norm.running_mean, 0 * norm.running_var + 1, norm.eps)


def batch(forward):
    """A BatchNorm2d whose forward(self, x) is another; weight and bias are shaped for it."""

    class BatchNorm2d(nn.BatchNorm2d):
        def forward(self, x):
            return forward(self, x, channels(self.weight, x), channels(self.bias, x))

    return BatchNorm2d


def group(forward):
    class GroupNorm(nn.GroupNorm):
        def forward(self, x):
            return forward(self, x, channels(self.weight, x), channels(self.bias, x))

    return lambda count: GroupNorm(8, count)


def layer(forward):
    class LayerNorm(nn.LayerNorm):
        def forward(self, x):
            return forward(self, x, self.weight, self.bias)

    return LayerNorm


def rms(forward):
    class LlamaRMSNorm_(LlamaRMSNorm):
        def forward(self, x):
            return forward(self, x)

    LlamaRMSNorm_.__name__ = "LlamaRMSNorm"
    return LlamaRMSNorm_


def of_batch(self, x, w, b, unbiased=False, eps=None):
    mean, variance = moments(x, unbiased)
    return (x - mean) * torch.rsqrt(variance + (self.eps if eps is None else eps)) * w + b


def eps_outside(self, x, w, b):
    mean, variance = moments(x)
    return (x - mean) / (variance.sqrt() + 0.01) * w + b


def frozen(self, x, w, b):
    return evaluated(self, x, self.running_mean, self.running_var, self.eps)


def running_first(self, x, w, b):
    """Updates the running statistics and normalizes with them."""
    with torch.no_grad():
        mean, variance = moments(x, True)
        self.running_mean.mul_(0.9).add_(0.1 * mean.flatten())
        self.running_var.mul_(0.9).add_(0.1 * variance.flatten())
    return frozen(self, x, w, b)


def no_mean(self, x, w, b):
    return x * torch.rsqrt(x.pow(2).mean((0, 2, 3), keepdim=True) + self.eps) * w + b


def ghosts(self, x, w, b):
    return torch.cat([of_batch(self, part, w, b) for part in x.split(2)])


def folded(self, x, w, b):
    mean, variance = moments(x)
    scale = w * torch.rsqrt(variance + self.eps)
    return x * scale + (b - mean)


def no_root(self, x, w, b):
    mean, variance = moments(x)
    return (x - mean) / (variance + self.eps) * w + b


def as_nhwc(self, x, w, b):
    n, c, height, width = x.shape
    return F.batch_norm(x.reshape(-1, c), None, None, self.weight, self.bias, True, 0.1, self.eps).view_as(x)


def swapped(self, x, w, b):
    return of_batch(self, x, b, w)


def of_groups(self, x, w, b, count=None, transpose=False):
    n, c = x.shape[:2]
    count = count or self.num_groups
    grouped = x.view(n, c // count, count, -1).transpose(1, 2) if transpose else x.view(n, count, c // count, -1)
    mean = grouped.mean((2, 3), keepdim=True)
    y = (grouped - mean) * torch.rsqrt(grouped.var((2, 3), unbiased=False, keepdim=True) + self.eps)
    return (y.transpose(1, 2) if transpose else y).reshape(x.shape) * w + b


def of_last(self, x, w, b, axis=-1, unbiased=False, eps=None, outside=False):
    eps = self.eps if eps is None else eps
    mean, variance = x.mean(axis, keepdim=True), x.var(axis, unbiased=unbiased, keepdim=True)
    root = variance.sqrt() + eps if outside else (variance + eps).sqrt()
    return (x - mean) / root * w + b


def of_square(self, x, weight=None, eps=None, center=False):
    h = x.to(torch.float32)
    if center:
        h = h - h.mean(-1, keepdim=True)
    h = h * torch.rsqrt(h.pow(2).mean(-1, keepdim=True) + (self.variance_epsilon if eps is None else eps))
    return (self.weight if weight is None else weight) * h.to(x.dtype)


def cast_last(self, x):
    h = x.to(torch.float32)
    h = h * torch.rsqrt(h.pow(2).mean(-1, keepdim=True) + self.variance_epsilon)
    return (self.weight.float() * h).to(x.dtype)


def slowly_tracking(count):
    """Moves its running statistics by the complement of what it says, as Keras counts momentum."""
    norm = batch(lambda s, x, w, b: F.batch_norm(x, s.running_mean, s.running_var, s.weight, s.bias, True, 0.01, s.eps))
    return norm(count)


class Mutant:
    def __init__(self, name, network, make, where, mode="train", dtype=torch.float32, says=""):
        self.name, self.network, self.make, self.where = name, network, make, where
        self.mode, self.dtype, self.says = mode, dtype, says


def resnet(norm=nn.BatchNorm2d):
    return lambda: ResNet(norm)


def of_eight(count):
    return nn.GroupNorm(8, count)


BATCH = [
    ("eps 1e-3 for 1e-5", lambda *a: of_batch(*a, eps=1e-3), "eps is 0.001, not 1e-5"),
    ("unbiased variance", lambda *a: of_batch(*a, unbiased=True), "unbiased variance"),
    ("eps outside of the root", eps_outside, "outside"),
    ("frozen statistics in training", frozen, "batch:mode=eval"),
    ("momentum: running averages normalize", running_first, "after their update"),
    ("per sample", lambda s, x, w, b: F.instance_norm(x, eps=s.eps) * w + b, "instance"),
    ("chunks of the batch", ghosts, "workers=4"),
    ("without the mean", no_mean, "mean"),
    ("weight left out", lambda s, x, w, b: of_batch(s, x, 1, b), "weight"),
    ("bias left out", lambda s, x, w, b: of_batch(s, x, w, 0), "bias"),
    ("1 + weight", lambda s, x, w, b: of_batch(s, x, 1 + w, b), "1 + weight"),
    ("weight and bias swapped", swapped, "swapped"),
    ("mean folded unscaled", folded, "bias − mean"),
    ("root left out", no_root, "root was left out"),
    ("read as NHWC", as_nhwc, "NHWC"),
    ("nothing done", lambda s, x, w, b: x.clone(), "y is x"),
    ("twice as much", lambda s, x, w, b: 2 * of_batch(s, x, w, b), "2"),
    ("half precision inside", lambda s, x, w, b: of_batch(s, x, w, b).half().float(), "half"),
]
EVAL = [
    ("batch statistics in evaluation", of_batch, "batch"),
    ("eps 1e-3 for 1e-5 in evaluation",
     lambda s, x, w, b: evaluated(s, x, s.running_mean, s.running_var, 1e-3), "eps"),
    ("bias not scaled", unscaled, "bias − mean"),
    ("untrained statistics", untrained, "mean 0 and variance 1"),
]
GROUP = [
    ("4 groups for 8", lambda *a: of_groups(*a, count=4), "groups=4"),
    ("interleaved groups", lambda *a: of_groups(*a, transpose=True), "interleaved"),
    ("one group", lambda *a: of_groups(*a, count=1), "groups=1"),
    ("batch statistics for groups", of_batch, "batch"),
]
LAYER = [
    ("over positions", lambda *a: of_last(*a, axis=1), "over=T"),
    ("unbiased variance of a layer", lambda *a: of_last(*a, unbiased=True), "unbiased"),
    ("standard deviation plus eps", lambda *a: of_last(*a, unbiased=True, eps=1e-2, outside=True), "unbiased"),
    ("over positions and features", lambda *a: of_last(*a, axis=(1, 2)), "groups=1"),
    ("RMS for a layer", lambda s, x, w, b: x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + s.eps) * w + b, "rms"),
    ("eps 1e-12 for 1e-5", lambda *a: of_last(*a, eps=1e-12), "eps"),
]
RMS = [
    ("1 + weight in RMSNorm", lambda s, x: of_square(s, x, 1 + s.weight), "1 + weight"),
    ("mean subtracted in RMSNorm", lambda s, x: of_square(s, x, center=True), "layer"),
    ("eps 1e-2 for 1e-6", lambda s, x: of_square(s, x, eps=1e-2), "eps"),
    ("weight left out of RMSNorm", lambda s, x: of_square(s, x, torch.ones_like(s.weight)), "weight"),
]


def mutants():
    all_of_them = []
    for name, forward, says in BATCH:
        all_of_them.append(Mutant(name, resnet(), batch(forward), "layer1.1.bn1", says=says))
    for name, forward, says in EVAL:
        all_of_them.append(Mutant(name, resnet(), batch(forward), "layer1.1.bn1", "eval", says=says))
    for name, forward, says in GROUP:
        all_of_them.append(Mutant(name, resnet(of_eight), group(forward), "layer2.0.bn2", says=says))
    for name, forward, says in LAYER:
        all_of_them.append(Mutant(name, Transformer, layer(forward), "layers.1.norm1", says=says))
    for name, forward, says in RMS:
        all_of_them.append(Mutant(name, lambda: Transformer(LlamaRMSNorm), rms(forward), "layers.1.norm2", says=says))
    cast = Mutant("cast after the weight", lambda: Transformer(LlamaRMSNorm), rms(cast_last), "layers.1.norm2",
                  dtype=torch.bfloat16, says="not rounded")
    slow = Mutant("momentum of 0.01", resnet(), slowly_tracking, "layer1.1.bn1", says="momentum 0.01, not 0.1")
    return all_of_them + [cast, slow]
