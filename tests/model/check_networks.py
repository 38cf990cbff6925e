"""Networks with sound norms are found sound, and each mistake in one norm is found and named.

    check_networks.py PROGRAM [SEEDS] [--table]
"""

import sys
import time

sys.dont_write_bytecode = True
try:
    import torch
except ImportError as error:
    print("skipped:", error)
    sys.exit(77)

from mutants import mutants, of_eight  # noqa: E402
from networks import GemmaRMSNorm, LlamaRMSNorm, ResNet, Transformer, randomized  # noqa: E402
from recorded import Recorded, wrong  # noqa: E402

SOUND = {
    "ResNet": (ResNet, torch.float32),
    "ResNet with groups": (lambda: ResNet(of_eight), torch.float32),
    "ResNet in double precision": (ResNet, torch.float64),
    "transformer": (Transformer, torch.float32),
    "transformer with Llama's norms in bfloat16": (lambda: Transformer(LlamaRMSNorm), torch.bfloat16),
    "transformer with Gemma's norms in bfloat16": (lambda: Transformer(GemmaRMSNorm), torch.bfloat16),
    "transformer in bfloat16": (Transformer, torch.bfloat16),
}

if int(torch.__version__.split(".")[0]) >= 2:  # earlier ones lack convolutions or norms of these
    SOUND["ResNet in bfloat16"] = (ResNet, torch.bfloat16)
    SOUND["ResNet with groups in float16"] = (lambda: ResNet(of_eight), torch.float16)
    SOUND["transformer in float16"] = (Transformer, torch.float16)


def made(make, seed, dtype):
    torch.manual_seed(seed)
    return randomized(make()).to(dtype)


def input_for(model, dtype):
    return torch.randn((8, 3, 16, 16) if isinstance(model, ResNet) else (4, 24, 64)).to(dtype)


def run(model, dtype, mode, calls=1):
    model.train(mode == "train")
    x = input_for(model, dtype)

    def call():
        with torch.no_grad():
            for _ in range(calls):
                model(x)

    return call


def check_sound(recorded, seeds):
    layers = alarms = open_ones = 0
    for seed in range(seeds):
        for name, (make, dtype) in SOUND.items():
            for mode in ("train", "eval"):
                model = made(make, seed, dtype)
                found = recorded.record(model, run(model, dtype, mode, 2 if mode == "train" else 1))
                layers += len(found["layers"])
                assert len(found["layers"]) > 6, (name, len(found["layers"]))
                for layer in found["layers"]:
                    if layer["ok"] is not True:
                        alarms += layer["ok"] is False
                        open_ones += layer["ok"] is None
                        print("%s, seed %d, %s: %s: %s" % (name, seed, mode, layer["name"], layer["verdict"]),
                              layer["declared"], layer["reason"])
    print("sound: %d layers, %d false alarms, %d not told" % (layers, alarms, open_ones))
    return alarms + open_ones == 0


def replaced(model, where, make, network):
    """The model with its norm at `where` replaced by one made for as many channels, of the same weights."""
    parent = model.get_submodule(where.rpartition(".")[0])
    old = getattr(parent, where.rpartition(".")[2])
    new = make(old.weight.shape[0])
    new.load_state_dict(old.state_dict())
    setattr(parent, where.rpartition(".")[2], new.to(old.weight.dtype))
    return model


def check_mutants(recorded, table):
    missed = 0
    for mutant in mutants():
        model = replaced(made(mutant.network, 1, mutant.dtype), mutant.where, mutant.make, mutant.network)
        found = recorded.record(model, run(model, mutant.dtype, mutant.mode, 2 if "momentum" in mutant.name else 1))
        lying = wrong(found)[:1] if "momentum" in mutant.name else wrong(found)
        named = [layer["name"] for layer in lying] == [mutant.where]
        said = named and mutant.says in " ".join([lying[0]["verdict"], *lying[0]["words"]])
        missed += not said
        if table or not said:
            print("%s | %s | %s" % ("named" if said else "MISSED", mutant.name,
                                    "; ".join(l["name"] + ": " + l["verdict"] for l in lying) or "nothing"))
            if named and not said:
                print("   should say:", mutant.says, lying[0]["words"])
    print("mutants: %d, %d missed" % (len(mutants()), missed))
    return missed == 0


def main():
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2].isdigit() else 1
    recorded = Recorded(sys.argv[1])
    start = time.time()
    sound = check_sound(recorded, seeds)
    named = check_mutants(recorded, "--table" in sys.argv)
    print("%.1f s" % (time.time() - start))
    sys.exit(0 if sound and named else 1)


main()
