"""Sound norms in half precision are found sound, however the framework rounds on the way and wherever the mean lies;
what is wrong in one set, in one channel, or in what follows the norm, is found.

    check_narrow.py PROGRAM [SEEDS] [--all]

With --all over more shapes and means.
"""

import sys

sys.dont_write_bytecode = True
try:
    import torch
except ImportError as error:
    print("skipped:", error)
    sys.exit(77)

from networks import LlamaRMSNorm  # noqa: E402
from recorded import Recorded  # noqa: E402
from torch import nn  # noqa: E402

ALL = "--all" in sys.argv
IMAGES = ((8, 12, 6, 6), (2, 8, 5, 5), (4, 32, 16, 16))[:3 if ALL else 1]
TEXTS = ((4, 8, 64), (1, 3, 40), (2, 16, 768))[:3 if ALL else 1]
MEANS = (0, 1, 30, 300) if ALL else (0, 30)
NORMS = {
    "BatchNorm": (IMAGES, lambda shape: nn.BatchNorm2d(shape[1])),
    "GroupNorm": (IMAGES, lambda shape: nn.GroupNorm(4, shape[1])),
    "InstanceNorm": (IMAGES, lambda shape: nn.InstanceNorm2d(shape[1], affine=True)),
    "InstanceNorm without weight": (IMAGES, lambda shape: nn.InstanceNorm2d(shape[1])),
    "LayerNorm over images": (IMAGES, lambda shape: nn.LayerNorm(shape[1:])),
    "LayerNorm": (TEXTS, lambda shape: nn.LayerNorm(shape[-1])),
    "LayerNorm without weight": (TEXTS, lambda shape: nn.LayerNorm(shape[-1], elementwise_affine=False)),
    "LlamaRMSNorm": (TEXTS, lambda shape: LlamaRMSNorm(shape[-1])),
}
if hasattr(nn, "RMSNorm"):
    NORMS["RMSNorm"] = (TEXTS, lambda shape: nn.RMSNorm(shape[-1]))


def with_parameters(norm, images):
    for name, values in norm.named_parameters():
        with torch.no_grad():
            values.copy_(1 + 0.3 * torch.randn(values.shape) if "weight" in name else 0.3 * torch.randn(values.shape))
    if isinstance(norm, nn.BatchNorm2d):
        norm.running_mean.copy_(images.float().mean((0, 2, 3)))
        norm.running_var.copy_(images.float().var((0, 2, 3)))
    return norm


def sound_layers(dtype, mode):
    """Names, layers and inputs; those that this PyTorch can't compute in the dtype are left out."""
    for name, (shapes, make) in NORMS.items():
        if mode == "eval" and name != "BatchNorm":
            continue
        for shape in shapes:
            for mean in MEANS:
                x = 1.3 * torch.randn(shape) + mean
                if len(shape) == 4:
                    x += torch.randn(1, shape[1], 1, 1)
                layer = with_parameters(make(shape), x).to(dtype).train(mode == "train")
                try:
                    layer(x.to(dtype))
                except RuntimeError:
                    continue
                yield "%s of %s, mean %d" % (name, "x".join(map(str, shape)), mean), layer, x.to(dtype)


def found_in(recorded, layers):
    model = nn.Module()
    model.all = nn.ModuleList([layer for _, layer, _ in layers])

    def call():
        with torch.no_grad():
            for layer, (_, _, x) in zip(model.all, layers):
                layer(x)

    return recorded.record(model, call)["layers"]


def check_sound(recorded, seeds):
    count = alarms = 0
    for seed in range(seeds):
        for dtype in (torch.float16, torch.bfloat16):
            for mode in ("train", "eval"):
                torch.manual_seed(seed)
                layers = list(sound_layers(dtype, mode))
                if not layers:
                    continue
                for (name, _, _), found in zip(layers, found_in(recorded, layers)):
                    count += 1
                    if found["ok"] is not True:
                        alarms += 1
                        print("%s, %s, %s, seed %d: %s" % (name, dtype, mode, seed, found["verdict"]), found["words"])
    print("sound: %d layers, %d false alarms" % (count, alarms))
    return alarms == 0


def changed(change):
    """A LayerNorm that computes in float32, changes y there, and rounds once."""

    class LayerNorm(nn.LayerNorm):
        def forward(self, x):
            y = nn.functional.layer_norm(x.float(), self.normalized_shape, self.weight.float(), self.bias.float())
            return change(y).to(x.dtype)

    return LayerNorm


def set_scaled(y):
    y[2, 3] *= 1.05
    return y


def channel_moved(y):
    y[..., 7] += 0.03
    return y


MISTAKES = {
    "a set that is scaled": (set_scaled, "set 67 is something else"),
    "a channel that is moved": (channel_moved, "all in channel 7"),
    "a tanh behind the norm": (lambda y: 20 * torch.tanh(y / 20), "bends"),
}


def check_mistakes(recorded):
    missed = 0
    for name, (change, says) in MISTAKES.items():
        for dtype in (torch.float16, torch.bfloat16):
            torch.manual_seed(1)
            layer = with_parameters(changed(change)(64), None).to(dtype)
            (found,) = found_in(recorded, [(name, layer, torch.randn(4, 32, 64).to(dtype))])
            named = found["ok"] is False and says in " ".join([found["verdict"], *found["words"]])
            missed += not named
            if not named:
                print("%s in %s is missed:" % (name, dtype), found["verdict"], found["words"])
    print("mistakes: %d, %d missed" % (2 * len(MISTAKES), missed))
    return missed == 0


def main():
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2].isdigit() else 1
    recorded = Recorded(sys.argv[1])
    sound = check_sound(recorded, seeds)
    sys.exit(0 if check_mistakes(recorded) and sound else 1)


main()
