"""What the Python module records of PyTorch, case by case, and what the program makes of it.

    record_models.py PROGRAM
"""

import contextlib
import json
import os
import stat
import subprocess
import sys
import time

sys.dont_write_bytecode = True
try:
    import torch
except ImportError as error:
    print("skipped:", error)
    sys.exit(77)

import torch.nn.functional as F  # noqa: E402
from recorded import Recorded, wrong  # noqa: E402
from run_tensors import cut, tensors_of  # noqa: E402
from torch import nn  # noqa: E402

recorded = Recorded(sys.argv[1])


def names(found):
    return [(layer["name"], layer["call"]) for layer in found["layers"]]


def assert_sound(found, count):
    assert len(found["layers"]) == count, names(found)
    for layer in found["layers"]:
        assert layer["ok"] is True, layer


class Two(nn.Module):
    def __init__(self, fails=False):
        super().__init__()
        self.first = nn.LayerNorm(32)
        self.second = nn.LayerNorm(32)
        self.fails = fails

    def forward(self, x):
        x = self.first(x)
        if self.fails:
            raise ValueError("on the way")
        return self.second(input=x)


def the_model_is_as_before():
    model = Two()
    x = torch.randn(4, 8, 32, requires_grad=True)
    plain = model(x)
    found = recorded.record(model, lambda: model(x).sum().backward())
    assert x.grad is not None and torch.equal(plain, model(x))
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in model.modules())
    assert len(found["layers"]) == 2 and not wrong(found), names(found)
    assert names(found)[0] == ("first", 0) and names(found)[1][0].startswith("second")


def an_error_leaves_what_was_recorded():
    model = Two(fails=True)
    try:
        with recorded.module.record(model, recorded.path()):
            model(torch.randn(4, 8, 32))
        raise AssertionError("no error")
    except ValueError:
        pass
    assert_sound(recorded.check(recorded.path()), 1)


KILLED = """
import os, sys
sys.path.insert(0, sys.argv[1])
import torch, normscope
norms = torch.nn.Sequential(*(torch.nn.BatchNorm2d(8) for _ in range(5)))
norms[3].register_forward_hook(lambda *_: os.kill(os.getpid(), 9))
with normscope.record(norms, sys.argv[2]):
    norms(torch.randn(4, 8, 16, 16))
"""


def a_kill_leaves_what_was_recorded():
    folder = os.path.dirname(recorded.path())
    done = subprocess.run([sys.executable, "-B", "-c", KILLED, folder, recorded.path()])
    assert done.returncode == -9, done.returncode
    assert_sound(recorded.check(recorded.path()), 3)


def is_whole(path):
    """Its tensors, without a hole, are all that is behind the header."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        start, end = file.tell(), file.seek(0, os.SEEK_END)
    records = json.loads(header.pop("__metadata__")["records"])
    places = sorted(entry["data_offsets"] for entry in header.values())
    meet = all(before[1] == after[0] for before, after in zip([[0, 0], *places], places))
    return meet and places[-1][1] == end - start and all("%d.y" % i in header for i in range(len(records)))


def the_file_is_whole_at_every_moment():
    run = recorded.module.RunFile(recorded.path())
    write, torn = run._write, []

    def watched(*arguments, **options):
        write(*arguments, **options)
        torn.append(not is_whole(recorded.path()))

    run._write = watched
    for call in range(300):
        run.add(json.dumps({"layer": "n", "call": call, "repr": "r" * call}), [("x", "F32", [5], [b"x" * 20]), ("y", "F16", [], [b"yy"])])
    assert len(torn) > 600 and sum(torn) == 0, (len(torn), sum(torn))
    run._write = write
    run.close()
    assert is_whole(recorded.path()) and b"room" not in open(recorded.path(), "rb").read()


def a_full_disk_leaves_what_was_recorded():
    run = recorded.module.RunFile(recorded.path())
    add = [("x", "F32", [5], [b"x" * 20]), ("y", "F32", [5], [b"y" * 20])]
    move = run._move

    def full(size):
        raise OSError("full")

    run.add(json.dumps({"layer": "first"}), add)
    run._move = full
    try:
        run.add(json.dumps({"layer": "second", "repr": "r" * 300000}), add)
        raise AssertionError("no error")
    except OSError:
        pass
    run._move = move
    run.add(json.dumps({"layer": "third", "repr": "r" * 300000}), add)
    run.close()
    with open(recorded.path(), "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    records = json.loads(header["__metadata__"]["records"])
    assert is_whole(recorded.path()) and [record["layer"] for record in records] == ["first", "third"]
    assert sorted(header) == ["0.x", "0.y", "1.x", "1.y", "__metadata__"]


def hundreds_of_records_move_the_header():
    model = nn.Sequential(*(nn.LayerNorm(4) for _ in range(700)))
    found = recorded.record(model, lambda: model(torch.randn(3, 4)))
    assert len(found["layers"]) == 700 and not wrong(found)
    assert not os.path.exists(recorded.path() + ".growing")


def a_setting_that_changes_is_recorded_as_it_is():
    model = nn.Sequential(nn.LayerNorm(32, eps=1e-3), nn.BatchNorm1d(8))

    def run():
        for eps in (1e-3, 0.5):
            model[0].eps = eps
            model(torch.randn(4, 8, 32))
        model.eval()
        model(torch.randn(4, 8, 32))

    found = recorded.record(model, run)
    assert_sound(found, 6)
    assert [layer["declared"] for layer in found["layers"] if layer["name"] == "0"] == [
        "layer:over=F,eps=0.001", "layer:over=F,eps=0.5", "layer:over=F,eps=0.5"], found
    assert [layer["declared"] for layer in found["layers"]][5] == "batch:mode=eval", found


def a_run_that_was_there_stays_with_its_readers():
    model = nn.Sequential(nn.LayerNorm(32))
    recorded.record(model, lambda: model(torch.randn(4, 8, 32)))
    with open(recorded.path(), "rb") as reader:
        before = reader.read()
        recorded.record(model, lambda: model(torch.randn(4, 8, 32)))
        reader.seek(0)
        assert reader.read() == before
    with open(recorded.path(), "rb") as file:
        assert file.read() != before


RESNET = [(64, 112)] + [(64, 56)] * 6 + [(256, 56)] * 4 + [(128, 28)] * 8 + [(512, 28)] * 5
RESNET += [(256, 14)] * 46 + [(1024, 14)] * 24 + [(512, 7)] * 6 + [(2048, 7)] * 4


class Norms(nn.Module):
    """One norm for each activation of a network, without what makes those."""

    def __init__(self, norm, shapes):
        super().__init__()
        self.norms = nn.ModuleList(norm(channels) for channels, _ in shapes)
        self.shapes = shapes

    def forward(self, batch):
        for norm, (channels, side) in zip(self.norms, self.shapes):
            norm(torch.randn(batch, channels, side, side))


def large_layers_are_cut_and_exact():
    kinds = {
        "batch": lambda c: nn.BatchNorm2d(c),
        "groups": lambda c: nn.GroupNorm(32, c),
        "instance": lambda c: nn.InstanceNorm2d(c, affine=True),
    }
    for name, make in kinds.items():
        model = Norms(make, sorted(set(RESNET)))
        assert_sound(recorded.record(model, lambda: model(8)), len(set(RESNET)))
        size = os.path.getsize(recorded.path())
        print("  %s: %d layers in %.1f MB" % (name, len(set(RESNET)), size / 1e6))


def a_hundred_layers_stay_small():
    """Those of ResNet-101, at a batch of 8, and 100 of a transformer."""
    model = Norms(nn.BatchNorm2d, RESNET)
    with torch.no_grad(), recorded.module.record(model, recorded.path("resnet")):
        model(8)
    tokens = nn.Sequential(*(nn.LayerNorm(1024) for _ in range(100)))
    with torch.no_grad(), recorded.module.record(tokens, recorded.path("tokens")):
        tokens(torch.randn(8, 512, 1024))
    for name in ("resnet", "tokens"):
        start = time.time()
        found = recorded.check(recorded.path(name))
        megabytes = os.path.getsize(recorded.path(name)) / 1e6
        print("  %s: %d layers, %.1f MB, checked in %.1f s" % (name, len(found["layers"]), megabytes, time.time() - start))
        assert len(found["layers"]) >= 100 and not wrong(found) and megabytes < 64


class Widening(nn.Module):
    """A norm whose y has another dtype than x, and that keeps its class to itself."""

    def forward(self, x):
        return F.layer_norm(x.float(), x.shape[1:])


class WideningNorm(Widening):
    pass


def what_is_kept_is_what_lies_there():
    """Whatever the memory of x looks like: dense, channels last, every second column, part of a graph."""
    batch, trained = nn.BatchNorm2d(40).eval(), nn.BatchNorm2d(40)
    for each in (batch, trained):
        each.weight.data, each.bias.data = torch.randn(40), torch.randn(80)[::2]
        each.running_mean.normal_()
    big = torch.randn(8, 40, 28, 28)
    cases = [(norm, x) for norm in (batch, trained) for x in (big, big[:1])]
    cases += [(norm, big.to(memory_format=torch.channels_last)) for norm in (batch, trained)]
    cases += [(batch, big[..., ::2]), (trained, big[..., ::2]), (batch, big[:4].requires_grad_())]
    cases += [(nn.BatchNorm2d(40).double(), big.double()), (nn.GroupNorm(8, 40), big), (nn.InstanceNorm2d(40), big)]
    cases += [(nn.GroupNorm(4, 40), torch.randn(2, 40, 200, 200))]
    cases += [(nn.LayerNorm(600), torch.randn(8, 60, 600)), (WideningNorm(), torch.randn(8, 60, 600).bfloat16())]
    cases += [(nn.LayerNorm((40, 600)), torch.randn(10, 40, 600)), (nn.BatchNorm1d(3000).eval(), torch.randn(30, 3000))]
    for norm, x in cases:
        before = {name: value.clone() for name, value in norm.state_dict().items()}
        with recorded.module.record(norm, recorded.path()):
            y = norm(x)
        records, tensors = tensors_of(recorded.path())
        own = {name: value for name, value in before.items() if value.dim()}
        kept = records[0]["kept"]
        assert len(records) == 1 and any(kept), (norm, kept)
        assert sorted(tensors) == sorted("0." + name for name in ("x", "y", *own)), (norm, tensors.keys())
        for name, value in (("x", x), ("y", y)):
            found = tensors["0." + name]
            assert found.dtype == value.dtype and torch.equal(found, cut(value.detach(), kept)), (norm, name, kept)
        for name, value in own.items():
            positions = kept[1] if "C" in records[0]["layout"] else kept[-1]
            assert torch.equal(tensors["0." + name], cut(value, [positions] if value.dim() == 1 else [])), (norm, name)


def all_is_kept_where_asked():
    model = nn.Sequential(nn.BatchNorm2d(64))
    recorded.record(model, lambda: model(torch.randn(8, 64, 40, 40)), keep="all")
    assert os.path.getsize(recorded.path()) > 2 * 4 * 8 * 64 * 1600
    recorded.record(model, lambda: model(torch.randn(8, 64, 40, 40)), keep=1 << 20)
    assert os.path.getsize(recorded.path()) < (1 << 20) + 300000


def what_a_call_changes_is_recorded_as_it_was():
    class Emptying(nn.LayerNorm):
        def forward(self, x):
            y = super().forward(x)
            x.zero_()
            return y

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.own = Emptying(32)
            self.hooked = nn.LayerNorm(32)
            self.hooked.register_forward_hook(lambda module, given, y: (given[0].zero_(), None)[1])
            self.trained = nn.BatchNorm1d(8)

        def forward(self, x):
            x = self.trained(self.hooked(self.own(x)))
            return F.normalize(x, dim=-1, out=x)

    model = Model()
    with torch.no_grad():
        found = recorded.record(model, lambda: (model(torch.randn(4, 8, 32)), model(torch.randn(4, 8, 32))))
    assert_sound(found, 8)


def functions_are_seen_after_a_norm_that_raised():
    """Also where the mode stood aside for it, and where it raised what is no Exception."""

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm = nn.LayerNorm(32)

        def forward(self, x):
            for error, wrong_x in ((Exception, x[..., :16]), (KeyboardInterrupt, x)):
                self.norm.stop = error is KeyboardInterrupt
                try:
                    self.norm(wrong_x)
                except error:
                    pass
            return F.normalize(self.norm(x), dim=-1)

    model = Model()
    plain = nn.functional.layer_norm

    def stopping(*args, **options):
        if model.norm.stop:
            model.norm.stop = False
            raise KeyboardInterrupt
        return plain(*args, **options)

    nn.functional.layer_norm = stopping
    try:
        found = recorded.record(model, lambda: model(torch.randn(4, 8, 32)))
    finally:
        nn.functional.layer_norm = plain
    assert_sound(found, 2)
    assert names(found) == [("norm", 0), ("Model.F.normalize", 0)], names(found)


def a_mode_of_the_model_sees_what_it_saw():
    if not hasattr(torch._C, "_get_function_stack_at"):
        return

    class Mode(torch.overrides.TorchFunctionMode):
        def __init__(self):
            super().__init__()
            self.seen = []

        def __torch_function__(self, function, types, args=(), kwargs=None):
            self.seen.append(getattr(function, "__name__", ""))
            return function(*args, **(kwargs or {}))

    def seen_by(context):
        mode = Mode()
        model, x = nn.Sequential(nn.LayerNorm(32), nn.BatchNorm1d(8).eval()), torch.randn(4, 8, 32)
        with context(mode, model), torch.no_grad():
            model(x)
        return [name for name in mode.seen if name.endswith("_norm")]

    @contextlib.contextmanager
    def inside(mode, model):
        with recorded.module.record(model, recorded.path()), mode:
            yield

    @contextlib.contextmanager
    def outside(mode, model):
        with mode, recorded.module.record(model, recorded.path()):
            yield

    expected = seen_by(lambda mode, model: mode)
    assert len(expected) == 2, expected
    for context in (inside, outside):
        assert seen_by(context) == expected, (context.__name__, seen_by(context))
        assert_sound(recorded.check(recorded.path()), 2)


def what_is_no_norm_itself_is_looked_into():
    class PreNorm(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm = nn.LayerNorm(32)
            self.inner = nn.Linear(32, 32)

        def forward(self, x):
            return self.inner(self.norm(x))

    class BatchNormAct2d(nn.BatchNorm2d):
        def __init__(self, channels):
            super().__init__(channels)
            self.act = nn.ReLU()

        def forward(self, x):
            return self.act(super().forward(x))

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.attention = PreNorm()
            self.bn = BatchNormAct2d(8)

        def forward(self, x):
            x = self.attention(x)
            self.bn(x.view(4, 8, 8, 4))
            F.group_norm(x, 2)
            torch.layer_norm(x, (32,))
            return F.normalize(F.normalize(x, dim=-1), dim=2)

    model = Model()
    found = recorded.record(model, lambda: model(torch.randn(4, 8, 32)))
    assert_sound(found, 6)
    assert names(found) == [("attention.norm", 0), ("bn.F.batch_norm", 0), ("Model.F.group_norm", 0),
                            ("Model.F.layer_norm", 0), ("Model.F.normalize", 0), ("Model.F.normalize", 1)], names(found)


def an_unknown_class_is_found_only():
    class SpecialNorm(nn.Module):
        def forward(self, x):
            return (x - x.mean(-1, keepdim=True)) / x.std(-1, unbiased=False, keepdim=True)

    model = nn.Sequential(SpecialNorm())
    layer = recorded.record(model, lambda: model(torch.randn(4, 8, 32)))["layers"][0]
    assert layer["ok"] is None and layer["declared"] is None and layer["found"].startswith("layer"), layer
    assert "call '__main__.SpecialNorm()': '__main__' is no library that is known here" in layer["reason"], layer


class RootScale(nn.Module):
    """A norm, whatever it is called."""

    def __init__(self, width):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(width))
        self.eps = 1e-6

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.gain


class LayerScale(RootScale):
    def forward(self, x):
        return F.layer_norm(x, x.shape[-1:]) * self.gain


class Whiten(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, x):
        return (x - self.running_mean[:, None]) / self.running_var[:, None].sqrt()


class Gain(nn.Module):
    """No norm: it has no eps."""

    def __init__(self, width):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return self.gamma * x


def what_looks_like_a_norm_and_is_not_recorded_is_told():
    model = nn.Sequential(RootScale(32), LayerScale(32), Gain(32), Whiten(8), nn.Linear(32, 32), nn.PReLU(8), RootScale(32),
                          nn.Embedding(8, 32), nn.Conv1d(8, 8, 1), nn.LSTM(32, 32))
    x = torch.randn(4, 8, 32)
    found = recorded.record(model[:7], lambda: model[:7](x))
    assert names(found) == [("1.F.layer_norm", 0)], names(found)
    assert found["notices"] == [
        "RootScale and Whiten are not recorded: they hold what norms hold, and their names say none; record them too by "
        "normscope.record(..., also=['RootScale', 'Whiten'])"], found["notices"]
    with torch.no_grad():
        model[0].gain.uniform_(0.5, 2)
    found = recorded.record(model[:7], lambda: model[:7](x), also=[RootScale, "Whiten"])
    assert [name for name, _ in names(found)] == ["0", "1.F.layer_norm", "3", "6"] and not found["notices"], found
    assert found["layers"][0]["found"].startswith("rms:"), found["layers"][0]
    found = recorded.record(model[4:], lambda: (model[4:6](x), model[8:](x)))
    assert found["notices"] == ["no call of a norm was recorded: what is compiled or fused hides its norms"], found


def two_runs_part_where_they_do():
    torch.manual_seed(0)
    one = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.Conv2d(8, 8, 3), nn.GroupNorm(4, 8), nn.GroupNorm(4, 8))
    x = torch.randn(4, 3, 12, 12)

    def run(name):
        with torch.no_grad(), recorded.module.record(one, recorded.path(name)):
            one(x)
        return recorded.path(name)

    before = run("before")
    one[1].running_mean.zero_()
    one[1].running_var.fill_(1)
    one[1].num_batches_tracked.zero_()
    assert recorded.check(before, "--against", run("same"))["first"] is None
    one[3].num_groups = 2
    first = recorded.check(before, "--against", run("groups"))["first"]
    assert first["layer"] == "3" and first["x_differs"] is False, first
    one[3].num_groups = 4
    with torch.no_grad():
        one[2].weight.mul_(2)
    first = recorded.check(before, "--against", run("weights"))["first"]
    assert first["layer"] == "3" and first["x_differs"] is True, first
    assert "lies behind '1'" in first["verdict"], first


def what_makes_no_sense_is_refused():
    for arguments, kind in (((Two(), recorded.path(), "some"), ValueError), ((7, recorded.path()), TypeError)):
        try:
            recorded.module.record(*arguments)
            raise AssertionError(arguments)
        except kind as error:
            print("  " + str(error))


def shown_tensors_go_to_the_window():
    """The program that is called says what it was given."""
    stand_in = os.path.join(os.path.dirname(recorded.path()), "window")
    said = stand_in + ".said"
    with open(stand_in, "w") as file:
        file.write('#!/bin/sh\necho "$@" > %s.part && mv %s.part %s\n' % (said, said, said))
    os.chmod(stand_in, os.stat(stand_in).st_mode | stat.S_IXUSR)
    os.environ["NORMSCOPE"] = stand_in
    x = torch.randn(2, 5, 16)
    for arguments in ({"layout": "BTF"}, {"layout": "BTF", "y": F.layer_norm(x, (16,))}):
        path = recorded.module.show(x, **arguments)
        end = time.time() + 20
        while not os.path.exists(said) and time.time() < end:
            time.sleep(0.02)
        with open(said) as file:
            assert file.read().split() == ["--reuse", path]
        os.remove(said)
        if "y" in arguments:
            assert recorded.check(path)["layers"][0]["found"].startswith("layer:over=F")
        else:
            text = subprocess.run([recorded.program, "list", path], capture_output=True, text=True).stdout
            assert "x        float32 [2, 5, 16]" in text, text


def main():
    for name, case in list(globals().items()):
        if callable(case) and getattr(case, "__module__", "") == "__main__" and name[0].islower():
            if name not in ("names", "assert_sound", "is_whole", "main"):
                print(name.replace("_", " "))
                sys.stdout.flush()
                case()


main()
