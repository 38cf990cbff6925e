#!/bin/bash
# How long from the start of the program to its first painted window, on a virtual display.
#     tests/bench/first_window.sh [PROGRAM [RUNS]]        (build/normscope, 10)
# Read from the memory of the display every 2 ms: `first pixels`, when anything in the middle of the bare
# display has changed; `cube painted`, when there are four colours, those of the cube and its background. One
# run before the counted ones warms the disk cache. Needs Xvfb and python3.
set -eu
program=$(realpath "${1:-build/normscope}")
runs=${2:-10}
folder=$(mktemp -d)
mkfifo "$folder/number"
Xvfb -displayfd 9 -screen 0 1600x1000x24 -fbdir "$folder" 9>"$folder/number" >/dev/null 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$folder"' EXIT
DISPLAY=:$(head -1 "$folder/number")
XDG_CONFIG_HOME=$folder # the built-in start, and nobody's settings
export DISPLAY XDG_CONFIG_HOME QT_QPA_PLATFORM=xcb

python3 - "$program" "$runs" "$folder/Xvfb_screen0" <<'PYTHON'
import mmap, statistics, struct, subprocess, sys, time

program, runs, screen = sys.argv[1], int(sys.argv[2]), sys.argv[3]
with open(screen, "rb") as file:
    memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
header = struct.unpack(">25I", memory[:100])
pixels = header[0] + 12 * header[19]  # XWD: the header, the colours, the pixels
line = header[12]


def colours():
    """The different pixels on a grid over the middle of the display."""
    places = [pixels + y * line + 4 * x for y in range(200, 700, 20) for x in range(320, 1000, 20)]
    return {memory[place:place + 3] for place in places}


def run():
    before = colours()
    start = time.monotonic()
    process = subprocess.Popen([program], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    changed = complete = None
    while complete is None and time.monotonic() - start < 20:
        now = colours()
        if changed is None and now != before:
            changed = time.monotonic() - start
        if len(now) >= 4:
            complete = time.monotonic() - start
        time.sleep(0.002)
    process.terminate()
    process.wait()
    while colours() != before:
        time.sleep(0.02)
    return 1000 * changed, 1000 * complete


run()
times = [run() for _ in range(runs)]
for name, figures in zip(["first pixels", "cube painted"], zip(*times)):
    print(f"{name}: median {statistics.median(figures):.0f} ms, largest {max(figures):.0f} ms of {runs} runs")
PYTHON
echo "load: $(cut -d' ' -f1-3 /proc/loadavg)"
