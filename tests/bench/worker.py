"""A program that is timed by lines on its standard input, as engine_worker.cpp and torch_worker.py are."""
import os
import subprocess
import sys


class Worker:
    def __init__(self, command, more={}):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, **more})

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.process.args[-1]}: it ended at '{line}'; run it by hand")
        return answer.split()

    def seconds(self, line):
        return [float(word) for word in self.ask(line)]
