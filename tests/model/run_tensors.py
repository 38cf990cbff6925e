"""What is in a run, as tensors of PyTorch."""

import json

import torch

DTYPES_OF_FILES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


def tensors_of(path):
    """The records of a run, and its tensors."""
    with open(path, "rb") as file:
        data = file.read()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    records = json.loads(header.pop("__metadata__")["records"])
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = torch.frombuffer(bytearray(data[start + begin : start + end]), dtype=DTYPES_OF_FILES[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"])
    return records, tensors


def cut(tensor, kept):
    for axis, positions in enumerate(kept):
        if positions is not None:
            tensor = tensor.index_select(axis, torch.tensor(positions))
    return tensor
