"""Writes files with the libraries that own their formats, reads them with the program, and compares every value with what
the library reads. Prints a table of formats and files; the exit status is 1 where a file is read wrong.

    files_read.py PROGRAM files
"""

import datetime
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile

import gguf
import ml_dtypes
import numpy as np
import onnx
import onnx.helper
import onnx.numpy_helper
import PIL.Image
import safetensors.numpy
import safetensors.torch
import torch

program = os.path.abspath(sys.argv[1])
random = np.random.default_rng(7)


class Wrong(Exception):
    pass


def run(*words):
    return subprocess.run([program, *words], capture_output=True, text=True, check=False)


def values_in(text, shape, more=()):
    """What the program computes from a tensor with running statistics of 0 and 1: the tensor itself."""
    channels = shape[0] if len(shape) == 1 else shape[1]
    result = run("compute", text, "--norm", "batch:mode=eval,eps=0", "--running-mean", f"constant:{channels}:value=0",
                 "--running-var", f"constant:{channels}:value=1", "--device", "reference", "-o", "y.npy", *more)
    if result.returncode != 0:
        raise Wrong(result.stderr.strip())
    return np.load("y.npy")


def same(found, expected):
    """NaN is NaN, and zeros have no sign: the arithmetic adds 0."""
    return found.shape == expected.shape and np.array_equal(found, expected, equal_nan=True)


def checked(path, tensors, more=()):
    """All tensors of a file: names and shapes as listed, values as read. Says how many there are."""
    listed = run("list", path, "--json", *more)
    if listed.returncode != 0:
        raise Wrong(listed.stderr.strip())
    found = {tensor["name"]: tensor for tensor in json.loads(listed.stdout)["tensors"]}
    if list(tensors) != [""] and set(found) != set(tensors):
        raise Wrong(f"names: {sorted(found)} for {sorted(tensors)}")
    for name, expected in tensors.items():
        entry = found.get(name) or next(iter(found.values()))
        if tuple(entry["shape"]) != expected.shape:
            raise Wrong(f"{name}: shape {entry['shape']} for {expected.shape}")
        if expected.ndim == 0 or expected.size == 0:
            continue
        expected = expected if expected.dtype == np.float64 else expected.astype(np.float32)
        got = values_in(f"{path}::{name}" if name else path, expected.shape, more)
        if expected.dtype == np.float32:
            got = got.astype(np.float32)
        if not same(got, expected):
            raise Wrong(f"{name}: other values")
    return len(tensors)


def some(dtype, *shape):
    """Values of a dtype, its extremes among them."""
    shape = shape or (2, 3, 4)
    dtype = np.dtype(dtype)
    if dtype == bool:
        return random.integers(0, 2, shape).astype(bool)
    if dtype.kind in "iu":
        values = random.integers(0, 100, shape).astype(dtype)
        values.flat[0], values.flat[1] = np.iinfo(dtype).min, np.iinfo(dtype).max
        return values
    values = random.normal(size=shape).astype(np.float32).astype(dtype)
    if dtype.itemsize > 1:
        values.flat[0], values.flat[1], values.flat[2] = np.nan, np.inf, -np.inf
    return values


rows = []
failures = 0


def row(kind, what, outcome):
    rows.append((kind, what, outcome))


def read(kind, what, path, tensors, more=()):
    """A file that is to be read right."""
    read_all(kind, what, [(path, tensors, more)])


def read_all(kind, what, files):
    """Several files of one row."""
    global failures
    try:
        count = sum(checked(*file) for file in files)
        row(kind, what, f"{count} tensors, all values right" if count > 1 else "all values right")
    except Wrong as problem:
        failures += 1
        row(kind, what, f"**WRONG**: {problem}")


def refused(kind, what, text, words):
    """A file, or a tensor of one, that is to be refused in one line with these words."""
    global failures
    result = run("compute", text, "--norm", "layer", "--device", "reference")
    line = result.stderr.strip()
    if result.returncode not in (1, 2) or "\n" in line or words not in line:
        failures += 1
        row(kind, what, f"**NOT REFUSED as it should be**: {line}")
    else:
        row(kind, what, "refused: " + line.removeprefix("normscope: ").replace(os.getcwd() + "/", ""))


floating = ["float16", "float32", "float64"]
integers = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
everything = floating + integers + ["bool"]


def of_npy():
    for dtype in everything:
        np.save(f"{dtype}.npy", some(dtype))
    read_all("npy", "numpy.save: " + ", ".join(everything),
             [(f"{dtype}.npy", {"": np.load(f"{dtype}.npy")}) for dtype in everything])
    for name, array in {
        "big endian float32": some("float32").astype(">f4"),
        "Fortran order": np.asfortranarray(some("float64")),
        "rank 1": some("float32", 5),
        "rank 6": some("float32", 2, 1, 3, 2, 1, 2),
    }.items():
        np.save("x.npy", array)
        read("npy", f"numpy.save: {name}", "x.npy", {"": array.astype(array.dtype.newbyteorder("="))})
    np.save("bfloat16.npy", some(ml_dtypes.bfloat16))
    read("npy", "numpy.save of ml_dtypes: bfloat16", "bfloat16.npy", {"": np.load("bfloat16.npy").view(ml_dtypes.bfloat16)})
    np.save("complex.npy", some("float32").astype(np.complex64))
    refused("npy", "numpy.save: complex64", "complex.npy", "c8")
    np.save("object.npy", np.array([{}, []], dtype=object), allow_pickle=True)
    refused("npy", "numpy.save: objects", "object.npy", "O")
    np.save("record.npy", np.zeros(3, dtype=[("a", "<f4"), ("b", "<i2")]))
    refused("npy", "numpy.save: records", "record.npy", "record.npy")


def of_npz():
    arrays = {f"a_{dtype}": some(dtype) for dtype in everything}
    np.savez("plain.npz", **arrays)
    read("npz", "numpy.savez", "plain.npz", dict(np.load("plain.npz")))
    np.savez_compressed("packed.npz", **arrays)
    read("npz", "numpy.savez_compressed", "packed.npz", dict(np.load("packed.npz")))


def as_numpy(tensor):
    return tensor.detach().to(torch.float64 if tensor.dtype == torch.float64 else torch.float32).numpy()


def of_safetensors():
    safetensors.numpy.save_file({dtype: some(dtype) for dtype in everything}, "numpy.safetensors")
    read("safetensors", "safetensors.numpy", "numpy.safetensors", safetensors.numpy.load_file("numpy.safetensors"))
    kinds = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2]
    tensors = {str(kind)[6:]: torch.randn(3, 4, 5).to(kind) for kind in kinds}
    tensors["flags"] = torch.rand(4, 4) < 0.5
    safetensors.torch.save_file(tensors, "torch.safetensors", metadata={"format": "pt"})
    read("safetensors", "safetensors.torch with bfloat16, float8_e4m3fn and float8_e5m2", "torch.safetensors",
         {name: as_numpy(tensor) for name, tensor in safetensors.torch.load_file("torch.safetensors").items()})
    parts = {"model-1.safetensors": {"a": torch.randn(2, 3)}, "model-2.safetensors": {"b": torch.randn(3, 2)}}
    for path, part in parts.items():
        safetensors.torch.save_file(part, path)
    with open("model.safetensors.index.json", "w", encoding="utf-8") as file:
        json.dump({"metadata": {}, "weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}, file)
    read("safetensors", "a model's index with two parts", "model.safetensors.index.json",
         {name: as_numpy(tensor) for part in parts.values() for name, tensor in part.items()})


def of_torch():
    base = torch.randn(6, 8)
    state = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4)).state_dict()
    torch.save(state, "state.pt")
    read("torch", "state_dict of a module", "state.pt",
         {name: as_numpy(tensor) for name, tensor in torch.load("state.pt", weights_only=True).items()})
    views = {"transposed": base.t(), "slice": base[1:4, ::2], "shared": base, "parameter": torch.nn.Parameter(base[0])}
    torch.save(views, "views.pt")
    read("torch", "views of one storage, a Parameter", "views.pt",
         {name: as_numpy(tensor) for name, tensor in torch.load("views.pt", weights_only=True).items()})
    kinds = [torch.float64, torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2, torch.int8, torch.int16,
             torch.int32, torch.int64, torch.uint8, torch.bool]
    tensors = {str(kind)[6:]: (10 * torch.randn(3, 4, 5)).abs().to(kind) for kind in kinds}
    torch.save({"deep": {"list": [tensors]}}, "kinds.pt")
    read("torch", "all dtypes, in nested dicts and lists", "kinds.pt",
         {f"deep.list.0.{name}": as_numpy(tensor) for name, tensor in tensors.items()})
    torch.save(base, "old.pt", _use_new_zipfile_serialization=False)
    refused("torch", "the format before PyTorch 1.6", "old.pt", "old.pt")
    torch.save(torch.nn.Linear(2, 2), "module.pt")
    refused("torch", "a whole module", "module.pt", "module.pt")


def of_gguf():
    writer = gguf.GGUFWriter("model.gguf", "llama")
    writer.add_name("test")
    tensors = {"f32": some("float32", 3, 32), "f16": some("float16", 3, 32), "f64": some("float64", 4, 4),
               "i8": some("int8", 4, 4), "i16": some("int16", 4, 4), "i32": some("int32", 4, 4),
               "i64": some("int64", 4, 4)}
    for name, array in tensors.items():
        writer.add_tensor(name, array)
    bfloat = some(ml_dtypes.bfloat16, 2, 32)
    writer.add_tensor("bf16", bfloat.view(np.uint8), raw_dtype=gguf.GGMLQuantizationType.BF16)
    quantized = gguf.quants.quantize(random.normal(size=(2, 64)).astype(np.float32), gguf.GGMLQuantizationType.Q8_0)
    for close in (writer.write_header_to_file, writer.write_kv_data_to_file, writer.write_tensors_to_file, writer.close):
        close()
    expected = {tensor.name: np.array(tensor.data) for tensor in gguf.GGUFReader("model.gguf").tensors}
    expected["bf16"] = expected["bf16"].view(ml_dtypes.bfloat16).reshape(2, 32)
    read("gguf", "F64, F32, F16, BF16, I8 to I64", "model.gguf", expected)
    writer = gguf.GGUFWriter("quantized.gguf", "llama")
    writer.add_tensor("q", quantized, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    for close in (writer.write_header_to_file, writer.write_kv_data_to_file, writer.write_tensors_to_file, writer.close):
        close()
    refused("gguf", "Q8_0", "quantized.gguf::q", "Q8_0")


def of_onnx():
    arrays = {dtype: some(dtype) for dtype in everything}
    arrays["bfloat16"] = some(ml_dtypes.bfloat16)
    arrays["float8_e4m3fn"] = some(ml_dtypes.float8_e4m3fn)
    arrays["float8_e5m2"] = some(ml_dtypes.float8_e5m2)
    initializers = [onnx.numpy_helper.from_array(array, name) for name, array in arrays.items()]
    typed = onnx.helper.make_tensor("typed", onnx.TensorProto.FLOAT, (2, 2), [1.0, 2.0, 3.0, 4.0])
    out = onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, (2, 2))
    node = onnx.helper.make_node("Identity", ["typed"], ["y"])
    graph = onnx.helper.make_graph([node], "graph", [], [out], [*initializers, typed])
    model = onnx.helper.make_model(graph)
    onnx.save(model, "model.onnx")
    expected = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in onnx.load("model.onnx").graph.initializer}
    read("onnx", "initializers, bfloat16 and float8 among them", "model.onnx", expected)
    onnx.save(model, "external.onnx", save_as_external_data=True, location="external.data", size_threshold=0)
    expected = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in onnx.load("external.onnx").graph.initializer}
    read("onnx", "external data", "external.onnx", expected)
    with open("tensor.pb", "wb") as file:
        file.write(initializers[1].SerializeToString())
    read("onnx", "a TensorProto", "tensor.pb", {"float32": arrays["float32"]})
    with open("text.pb", "wb") as file:
        file.write(onnx.helper.make_tensor("words", onnx.TensorProto.STRING, (2,), [b"a", b"b"]).SerializeToString())
    refused("onnx", "a TensorProto of strings", "text.pb", "text.pb")


def as_channels(image):
    array = np.asarray(image)
    return (array[None, None] if array.ndim == 2 else np.moveaxis(array, 2, 0)[None]).astype(np.float32)


def of_pictures():
    colours = random.integers(0, 256, (9, 7, 3)).astype(np.uint8)
    rgb = PIL.Image.fromarray(colours)
    pictures = {"RGB": rgb, "L": rgb.convert("L"), "RGBA": rgb.convert("RGBA"), "LA": rgb.convert("LA"),
                "P": rgb.convert("P"), "1": rgb.convert("1")}
    files = []
    for mode, image in pictures.items():
        image.save(f"{mode}.png")
        plain = PIL.Image.open(f"{mode}.png").convert({"P": "RGB", "1": "L"}.get(mode, mode))
        files.append((f"{mode}.png", {"": as_channels(plain)}))
    read_all("PNG", "Pillow: modes " + ", ".join(pictures), files)
    PIL.Image.fromarray(random.integers(0, 65536, (6, 5)).astype(np.uint16)).save("deep.png")
    read("PNG", "Pillow: 16 bits", "deep.png", {"": as_channels(PIL.Image.open("deep.png"))})
    for mode in ("RGB", "L"):
        rgb.convert(mode).save(f"{mode}.jpg", quality=95)
    read_all("JPEG", "Pillow: modes RGB, L",
             [(f"{mode}.jpg", {"": as_channels(PIL.Image.open(f"{mode}.jpg"))}) for mode in ("RGB", "L")])
    rgb.convert("CMYK").save("cmyk.jpg")
    refused("JPEG", "Pillow: mode CMYK", "cmyk.jpg", "cmyk.jpg")
    os.makedirs("pictures", exist_ok=True)
    several = random.integers(0, 256, (3, 8, 6, 3)).astype(np.uint8)
    for i, one in enumerate(several):
        PIL.Image.fromarray(one).save(f"pictures/{i}.png")
    read("PNG", "a folder of three", "pictures", {"": np.moveaxis(several, 3, 1).astype(np.float32)})


def of_text():
    table = random.normal(size=(20, 5))
    tables = {"table.csv": ",", "table.tsv": "\t", "table.txt": " "}
    for path, separator in tables.items():
        np.savetxt(path, table, delimiter=separator)
    read_all("text", "numpy.savetxt with commas, tabs, blanks",
             [(path, {"": np.loadtxt(path, delimiter=separator)}) for path, separator in tables.items()])
    cube = np.round(random.normal(size=(2, 3, 4)), 3).astype(np.float32)
    for what, words in (("str() of an array", str(cube)), ("repr() of an array", repr(cube)),
                        ("str() of a torch.Tensor", str(torch.from_numpy(cube)))):
        with open("printed.txt", "w", encoding="utf-8") as file:
            file.write(words + "\n")
        read("text", what, "printed.txt", {"": cube})
    with open("words.csv", "w", encoding="utf-8") as file:
        file.write("1,2\n3,four\n")
    refused("text", "a table with a word", "words.csv", "four")


def of_raw():
    arrays = [some(dtype)
              for dtype in [*everything, ml_dtypes.bfloat16, ml_dtypes.float8_e4m3fn, ml_dtypes.float8_e5m2]]
    for array in arrays:
        array.tofile(f"{array.dtype.name}.bin")
    read_all("raw binary", "ndarray.tofile: the same, bfloat16, float8_e4m3fn, float8_e5m2",
             [(f"{array.dtype.name}.bin", {"": array}, ("--dtype", array.dtype.name, "--shape", "2,3,4"))
              for array in arrays])


def main():
    folder = tempfile.mkdtemp(prefix="normscope-files-")
    os.chdir(folder)
    for write in (of_npy, of_npz, of_safetensors, of_torch, of_gguf, of_onnx, of_pictures, of_text, of_raw):
        write()
    packages = ["numpy", "ml_dtypes", "safetensors", "torch", "gguf", "onnx", "pillow"]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    print(f"{datetime.date.today()}: {versions}\n\n| format | file | read |\n|---|---|---|")
    for kind, what, outcome in rows:
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in (kind, what, outcome)) + " |")
    print(f"\n{len(rows)} files, {failures} wrong")
    subprocess.run(["rm", "-r", folder], check=False)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
