"""Trains the laboratory's network in PyTorch, from the same start with the same batches, and compares.

Usage: torch_network.py TRACE_PROGRAM DIGITS_NPY. Exit status 0: losses agree to 1e-4 and running statistics to 1e-5 over 20
steps; 1: they do not; 77: PyTorch is not there to compare with. All networks are compared in double precision. In float32
those are left out in which a set has few values: two values become +1 and -1, and rounding decides which is which.
"""
import subprocess
import sys

try:
    import torch
    import torch.nn as nn
except Exception as error:  # an installation can be broken in many ways
    print(f"skipped: {sys.executable} cannot import torch ({error})")
    sys.exit(77)

STEPS = 20
RATE = 0.1
STAGES = {1: [(1, 16, 3, 2, 1), (16, 32, 3, 2, 1), (32, 32, 2, 1, 0)],
          2: [(1, 16, 3, 2, 1), (16, 32, 3, 2, 1), (32, 32, 3, 1, 1)],
          4: [(1, 16, 3, 2, 1), (16, 32, 3, 1, 1), (32, 32, 3, 1, 1)]}
NORMS = {"batch": lambda c, s: nn.BatchNorm2d(c), "group:groups=4": lambda c, s: nn.GroupNorm(4, c),
         "layer": lambda c, s: nn.LayerNorm([c, s, s]), "instance": lambda c, s: nn.InstanceNorm2d(c),
         "none": lambda c, s: nn.Identity()}


def digits(path):
    """Pictures and labels, of the .npy file's bytes."""
    data = open(path, "rb").read()
    rows = torch.tensor(list(data[-1797 * 65:]), dtype=torch.uint8).reshape(1797, 65)
    return rows[:, :64].float().reshape(-1, 1, 8, 8) / 16, rows[:, 64].long()


class Network(nn.Module):
    def __init__(self, norm, last):
        super().__init__()
        sides = {1: (4, 2, 1), 2: (4, 2, 2), 4: (4, 4, 4)}[last]
        self.convolutions = nn.ModuleList(nn.Conv2d(i, o, k, s, p, bias=norm == "none") for i, o, k, s, p in STAGES[last])
        self.norms = nn.ModuleList(NORMS[norm](stage[1], side) for stage, side in zip(STAGES[last], sides))
        self.linear = nn.Linear(32, 10)

    def forward(self, x):
        for convolution, norm in zip(self.convolutions, self.norms):
            x = torch.relu(norm(convolution(x)))
        return self.linear(x.mean((2, 3)))

    def load(self, numbers):
        """Takes parameters in the program's order and layout: convolutions [kernel, kernel, in, out], norms in NHWC."""
        left = torch.tensor(numbers)

        def take(parameter, order):
            nonlocal left
            shape = [parameter.shape[i] for i in order]
            values = left[:parameter.numel()].reshape(shape)
            left = left[parameter.numel():]
            parameter.data = values.permute([order.index(i) for i in range(len(order))]).contiguous()

        for convolution, norm in zip(self.convolutions, self.norms):
            take(convolution.weight, (2, 3, 1, 0))
            for parameter in [convolution.bias, *norm.parameters()]:
                if parameter is not None:
                    take(parameter, (0,) if parameter.dim() == 1 else (1, 2, 0))
        take(self.linear.weight, (1, 0))
        take(self.linear.bias, (0,))
        assert len(left) == 0


def traced(program, norm, batch_size, last, precision):
    """What the program says, by name; each name's lines in order."""
    said = {}
    command = [program, norm, str(batch_size), str(last), str(STEPS), precision]
    for line in subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines():
        name, *numbers = line.split()
        said.setdefault(name, []).append([float(number) for number in numbers])
    return said


def compare(said, norm, batch_size, last, precision, pictures, labels):
    torch.set_default_dtype(getattr(torch, precision))
    network = Network(norm, last)
    network.load(said["parameters"][0])
    optimizer = torch.optim.SGD(network.parameters(), lr=RATE * batch_size / 32, momentum=0.9)
    worst = 0
    for batch, expected in zip(said["batch"], said["losses"][0]):
        batch = torch.tensor(batch).long()
        loss = nn.functional.cross_entropy(network(pictures[batch].to(torch.get_default_dtype())), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        worst = max(worst, abs(loss.item() - expected))
    running = 0
    if norm == "batch":
        for i, one in enumerate(network.norms):
            for name, values in (("running_mean", one.running_mean), ("running_var", one.running_var)):
                difference = (values - torch.tensor(said[name][i])).abs().max().item()
                running = max(running, difference / max(1, values.abs().max().item()))
    good = worst <= 1e-4 and running <= 1e-5
    print(f"{'ok  ' if good else 'FAIL'} {norm} batch size {batch_size}, last stage {last}, {precision}: losses within {worst:.2g}, "
          f"running statistics within {running:.2g}")
    return good


def main():
    torch.set_num_threads(1)
    pictures, labels = digits(sys.argv[2])
    failures = 0
    for norm in NORMS:
        for last in (1, 2, 4):
            if norm == "instance" and last == 1:
                continue  # one value a set: PyTorch refuses it, and so does the program
            for batch_size in (32, 4, 2):
                few = (norm, last, batch_size) in (("batch", 1, 2), ("batch", 1, 4)) or (norm, last) == ("instance", 2)
                for precision in ("double",) if few else ("float", "double"):
                    said = traced(sys.argv[1], norm, batch_size, last, precision)
                    failures += not compare(said, norm, batch_size, last, precision, pictures, labels)
    print(f"{failures} differ")
    sys.exit(1 if failures else 0)


main()
