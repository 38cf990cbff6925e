#!/bin/bash
# The private memory of normalizing a large file, by the kernel's count: at most 350 MB whatever the size.
#     tests/bench/memory.sh [PROGRAM [MEGABYTES [FOLDER]]]        (build/normscope, 1000, TMPDIR)
# Every few milliseconds the program's anonymous memory (RssAnon: its own) and file memory (RssFile: the mapped input and
# outputs, which the system writes and drops as it likes) are read from /proc; the table shows the peaks, in MB of 10^6
# bytes, with the seconds. The folder needs room for four such files.
set -eu
program=$(realpath "${1:-build/normscope}")
folder=$(mktemp -d -p "${3:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$folder"' EXIT
TMPDIR=$folder python3 - "$program" "${2:-1000}" "$folder" <<'PYTHON'
import os, random, subprocess, sys, time

program, megabytes, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
bound = 350
piece = (256, 56, 56)
samples = max(1, megabytes * 1000000 // (4 * 256 * 56 * 56))


def write(path, seed):
    import array
    random.seed(seed)
    with open(path, "wb") as file:
        head = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {(samples, *piece)}, }}"
        head += " " * (-(len(head) + 11) % 64) + "\n"
        file.write(b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head.encode())
        values = array.array("f", [random.gauss(0, 1) for _ in range(256 * 56 * 56)])
        for _ in range(samples):
            values.tofile(file)


def status(pid):
    """Sizes in MB; none once the program has ended."""
    try:
        with open(f"/proc/{pid}/status") as file:
            lines = [line.split() for line in file]
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return {line[0][:-1]: int(line[1]) * 1024 / 1e6 for line in lines if len(line) == 3 and line[2] == "kB"}


x, g, y, gx, s = (f"{folder}/{name}" for name in ("x.npy", "g.npy", "y.npy", "gx.npy", "s.npz"))
write(x, 1)
write(g, 2)
cases = {
    "statistics alone": ["--stats", s],
    "-o": ["-o", y],
    "-o .safetensors": ["-o", f"{folder}/y.safetensors"],
    "--verify": ["--verify"],
    "-o --verify": ["-o", y, "--verify"],
    "backward, sums alone": ["--grad-output", g, "--stats", s],
    "backward": ["-o", y, "--grad-output", g, "--grad-input", gx, "--stats", s],
}
print(f"{os.path.getsize(x) / 1e6:.0f} MB of input")
print(f"{'norm':<16} {'':<22} {'device':<10} {'RssAnon':>8} {'RssFile':>8} {'CPU s':>7} {'seconds':>8}")
worst = 0
for device in ["auto", "reference"]:
    for norm in ["batch", "group:groups=32", "layer:over=C"]:
        for name, options in cases.items():
            start = time.monotonic()
            before = os.times()
            process = subprocess.Popen([program, "compute", x, "--norm", norm, "--device", device, *options],
                                       stdout=subprocess.DEVNULL)
            peaks = {}
            while process.poll() is None:
                for kind, size in status(process.pid).items():
                    peaks[kind] = max(peaks.get(kind, 0), size)
                time.sleep(0.005)
            if process.returncode != 0:
                sys.exit(f"normscope failed on {norm}")
            after = os.times()
            cpu = after.children_user + after.children_system - before.children_user - before.children_system
            worst = max(worst, peaks["RssAnon"])
            print(f"{norm:<16} {name:<22} {device:<10} {peaks['RssAnon']:8.0f} {peaks['RssFile']:8.0f} {cpu:7.1f} "
                  f"{time.monotonic() - start:8.1f}{'' if peaks['RssAnon'] <= bound else '  OVER THE BOUND'}", flush=True)
            for path in [y, f"{folder}/y.safetensors", gx]:
                if os.path.exists(path):
                    os.unlink(path)
sys.exit(0 if worst <= bound else 1)
PYTHON
