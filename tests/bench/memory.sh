#!/bin/bash
# The memory of normalizing a 100 MB file with --verify, by the kernel's count.
#     tests/bench/memory.sh [PROGRAM]        (build/normscope)
# Every few milliseconds the program's anonymous memory (RssAnon: its own, the result included) and file
# memory (RssFile: the mapped input) are read from /proc; the table shows the peaks beside the bound,
# input + output + 350 MB, all in MB of 10^6 bytes. 'peak' is the largest resident size the kernel saw. Where
# the input is only mapped, RssFile reaches its size and RssAnon does not hold it a second time.
set -eu
program=$(realpath "${1:-build/normscope}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 - "$program" "$folder" <<'PYTHON'
import os, subprocess, sys, time

program, folder = sys.argv[1:]
source, result = f"{folder}/x.npy", f"{folder}/y.npy"
shape = (32, 256, 56, 56)
count = 32 * 256 * 56 * 56
with open(source, "wb") as file:
    head = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}"
    head += " " * (-(len(head) + 11) % 64) + "\n"
    file.write(b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head.encode())
    import array, random
    random.seed(1)
    piece = array.array("f", [random.gauss(0, 1) for _ in range(count // 256)])
    for _ in range(256):
        piece.tofile(file)
megabytes = os.path.getsize(source) / 1e6
bound = 2 * megabytes + 350


def status(pid):
    """Sizes in MB; none once the program has ended."""
    try:
        with open(f"/proc/{pid}/status") as file:
            lines = [line.split() for line in file]
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return {line[0][:-1]: int(line[1]) * 1024 / 1e6 for line in lines if len(line) == 3 and line[2] == "kB"}


print(f"input {megabytes:.0f} MB, output {megabytes:.0f} MB, bound on anonymous memory {bound:.0f} MB")
print(f"{'norm':<18} {'device':<10} {'RssAnon':>8} {'RssFile':>8} {'peak':>6} {'seconds':>8}")
for device in ["auto", "reference"]:
    for norm in ["batch", "layer", "group:groups=32", "instance", "layer:over=C", "rms"]:
        start = time.monotonic()
        process = subprocess.Popen([program, "compute", source, "--norm", norm, "-o", result, "--verify",
                                    "--device", device], stdout=subprocess.DEVNULL)
        peaks = {}
        while process.poll() is None:
            for name, size in status(process.pid).items():
                peaks[name] = max(peaks.get(name, 0), size)
            time.sleep(0.002)
        if process.returncode != 0:
            sys.exit(f"normscope failed on {norm}")
        anonymous = peaks["RssAnon"]
        print(f"{norm:<18} {device:<10} {anonymous:8.0f} {peaks['RssFile']:8.0f} {peaks['VmHWM']:6.0f} "
              f"{time.monotonic() - start:8.1f}{'' if anonymous < bound else '  OVER THE BOUND'}", flush=True)
PYTHON
echo "load: $(cut -d' ' -f1-3 /proc/loadavg)"
