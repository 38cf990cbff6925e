#!/bin/sh
# A file of 8 GB, mapped and computed by `normscope compute`: time, memory and the difference from the reference of a part.
#     tests/bench/large_file.sh [FOLDER]       the folder needs 9 GB
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
file=${1:-/tmp}/normscope-large.npy
trap 'rm -f "$file"' EXIT
/usr/bin/python3 - "$file" <<'PYTHON'
import sys
import numpy
shape = (64, 512, 256, 256)
values = numpy.lib.format.open_memmap(sys.argv[1], mode="w+", dtype=numpy.float32, shape=shape)
part = numpy.random.default_rng(1).normal(3, 1, shape[1:]).astype(numpy.float32)
for n in range(shape[0]):
    values[n] = part * (1 + n / 64)
PYTHON
for norm in group:groups=32 batch; do
  "$here/build/normscope" compute "$file" --norm "$norm" --device opencl:0 --json &
  pid=$!
  most=0
  while kill -0 "$pid" 2>/dev/null; do
    now=$(sed -n 's/^RssAnon:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null || true)
    [ "${now:-0}" -gt "$most" ] && most=$now
    sleep 0.2
  done
  wait "$pid"
  echo "$norm: private memory at most $((most / 1024)) MB"
done
