"""Recording with the module that the program prints, and checking by the program."""

import importlib.util
import json
import os
import subprocess
import tempfile


class Recorded:
    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.folder = tempfile.TemporaryDirectory()
        path = os.path.join(self.folder.name, "normscope.py")
        with open(path, "wb") as file:
            subprocess.run([self.program, "python"], stdout=file, check=True)
        spec = importlib.util.spec_from_file_location("normscope", path)
        self.module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.module)

    def path(self, name="run"):
        return os.path.join(self.folder.name, name + ".safetensors")

    def record(self, model, call, name="run", **options):
        """Records what call() does, and checks it."""
        with self.module.record(model, self.path(name), **options):
            call()
        return self.check(self.path(name))

    def check(self, *arguments):
        done = subprocess.run([self.program, "check", *arguments, "--json"], capture_output=True, text=True)
        if done.returncode not in (0, 3):
            raise SystemExit("normscope check: " + done.stderr)
        found = json.loads(done.stdout)
        assert done.returncode == (0 if found["ok"] and not found.get("first") else 3), done.returncode
        return found


def wrong(found):
    return [layer for layer in found["layers"] if layer["ok"] is False]
