"""Two networks with the norms of real ones: a ResNet and a transformer, with random weights."""

import torch
import torch.nn.functional as F
from torch import nn


class LlamaRMSNorm(nn.Module):
    """As transformers has it: x̂ is rounded to the dtype of x before the weight comes."""

    def __init__(self, hidden_size, eps=1e-6):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(hidden_size))
        self.variance_epsilon = eps

    def forward(self, hidden_states):
        x = hidden_states.to(torch.float32)
        x = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.variance_epsilon)
        return self.weight * x.to(hidden_states.dtype)


class GemmaRMSNorm(nn.Module):
    """Multiplies by 1 + weight, before x̂ is rounded."""

    def __init__(self, dim, eps=1e-6):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.zeros(dim))

    def forward(self, x):
        y = x.float() * torch.rsqrt(x.float().pow(2).mean(-1, keepdim=True) + self.eps)
        return (y * (1.0 + self.weight.float())).type_as(x)


class LayerNorm2d(nn.LayerNorm):
    """Over the channels of NCHW, as timm and torchvision have it."""

    def forward(self, x):
        x = x.permute(0, 2, 3, 1)
        return F.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps).permute(0, 3, 1, 2)


class Block(nn.Module):
    def __init__(self, channels, out, stride, norm):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, out, 3, stride, 1, bias=False)
        self.bn1 = norm(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = norm(out)
        self.downsample = None
        if stride != 1 or channels != out:
            self.downsample = nn.Sequential(nn.Conv2d(channels, out, 1, stride, bias=False), norm(out))

    def forward(self, x):
        shortcut = x if self.downsample is None else self.downsample(x)
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        return F.relu_(self.bn2(self.conv2(y)) + shortcut)


class ResNet(nn.Module):
    """Its norms are BatchNorm, or what `norm` makes of a number of channels; a LayerNorm2d, an InstanceNorm and two
    functions stand at the end, so that all kinds are there."""

    def __init__(self, norm=nn.BatchNorm2d, width=16):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, 1, 1, bias=False)
        self.bn1 = norm(width)
        self.layer1 = nn.Sequential(Block(width, width, 1, norm), Block(width, width, 1, norm))
        self.layer2 = nn.Sequential(Block(width, 2 * width, 2, norm), Block(2 * width, 2 * width, 1, norm))
        self.style = nn.InstanceNorm2d(2 * width, affine=True)
        self.last = LayerNorm2d(2 * width, eps=1e-6)
        self.groups = nn.GroupNorm(4, 2 * width)
        self.head = nn.BatchNorm1d(2 * width)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer2(self.layer1(x))
        x = self.last(self.style(x))
        x = F.group_norm(self.groups(x), 2)
        return F.normalize(self.head(x.mean((2, 3))))


class Attention(nn.Module):
    """With norms of queries and keys, as recent ones have."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.q_norm = LlamaRMSNorm(width // heads)
        self.out = nn.Linear(width, width)

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        q, k = self.q_norm(q), F.normalize(k, dim=-1)
        y = (q @ k.transpose(-1, -2)).float().softmax(-1).to(v.dtype) @ v
        return self.out(y.transpose(1, 2).reshape(batch, length, width))


class Layer(nn.Module):
    def __init__(self, width, heads, norm):
        super().__init__()
        self.norm1 = norm(width)
        self.attention = Attention(width, heads)
        self.norm2 = norm(width)
        self.up = nn.Linear(width, 2 * width)
        self.down = nn.Linear(2 * width, width)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Transformer(nn.Module):
    def __init__(self, norm=nn.LayerNorm, width=64, layers=3):
        super().__init__()
        self.layers = nn.Sequential(*(Layer(width, 4, norm) for _ in range(layers)))
        self.norm = GemmaRMSNorm(width)

    def forward(self, x):
        return self.norm(F.layer_norm(self.layers(x), x.shape[-1:], eps=1e-6))


def randomized(model):
    """Weights and statistics as after some training: nothing at 1 or 0."""
    with torch.no_grad():
        for module in model.modules():
            for name in ("weight", "bias"):
                parameter = getattr(module, name, None)
                if isinstance(parameter, torch.Tensor) and parameter.dim() == 1:
                    parameter.add_(torch.randn_like(parameter) * 0.3)
            if getattr(module, "running_mean", None) is not None:
                module.running_mean.normal_(0, 0.5)
                module.running_var.uniform_(0.3, 2)
    return model
