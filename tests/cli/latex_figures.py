#!/usr/bin/env python3
"""Figures and plots as TikZ are set by pdflatex and look like our own PDF: the fonts differ, all else does not.
Usage: latex_figures.py NORMSCOPE. Skipped (77) where pdflatex with TikZ or pdftoppm is missing.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = [
    ["figure", "--shape", "6,6,6,6", "--norm", "batch", "--norm", "layer", "--norm", "group:groups=2", "--captions", "off"],
    ["figure", "--shape", "4,6,3,3", "--norm", "group:groups=3", "--show", "sets"],
    ["plot", "sample:normal", "--norm", "group:groups=2", "--kind", "statistics"],
    ["plot", "normal:4,6,5,5:seed=1", "--norm", "batch", "--kind", "histogram-y"],
]
# A box of the picture's own size, so that both pages are equal.
PAGE = r"""\documentclass{minimal}\usepackage{tikz}\begin{document}
\setbox0\hbox{\input{%s}}\pdfhorigin=0pt\pdfvorigin=0pt\pdfpagewidth=\wd0\pdfpageheight=\ht0\shipout\box0
\end{document}
"""
DOTS_PER_INCH = 200
BLOCK = 4  # hairlines that fall on another row of dots are the same lines


def grey(pdf):
    """The first page as (width, height, values of 0 to 255), in blocks of dots."""
    picture = subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", "-singlefile", str(pdf)], check=True,
                             capture_output=True).stdout
    kind, width, height, most, values = picture.split(maxsplit=4)
    assert kind == b"P5" and most == b"255"
    width, height = int(width), int(height)
    values = values[-width * height:]
    rows = []
    for top in range(0, height - BLOCK + 1, BLOCK):
        lines = [values[(top + i) * width:(top + i + 1) * width] for i in range(BLOCK)]
        rows.extend(sum(sum(line[left:left + BLOCK]) for line in lines) // BLOCK**2 for left in range(0, width - BLOCK + 1, BLOCK))
    return width // BLOCK, height // BLOCK, rows


def difference(left, right):
    """The mean difference of the pixels that both have, and the share of those that differ by more than a third."""
    width, height = min(left[0], right[0]), min(left[1], right[1])
    far, total = 0, 0
    for row in range(height):
        a = left[2][row * left[0]:row * left[0] + width]
        b = right[2][row * right[0]:row * right[0] + width]
        for x, y in zip(a, b):
            total += abs(x - y)
            far += abs(x - y) > 85
    return total / (255 * width * height), far / (width * height)


def main():
    program = str(Path(sys.argv[1]).resolve())
    if not shutil.which("pdflatex") or not shutil.which("pdftoppm"):
        print("skipped: there is no pdflatex or no pdftoppm")
        return 77
    if subprocess.run(["kpsewhich", "tikz.sty"], capture_output=True).returncode != 0:
        print("skipped: LaTeX has no tikz.sty")
        return 77
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, arguments in enumerate(PICTURES):
            stem = folder / f"p{number}"
            for ending in (".tikz", ".pdf"):
                subprocess.run([program, *arguments, "-o", str(stem) + ending], check=True, capture_output=True)
            page = folder / f"page{number}.tex"
            page.write_text(PAGE % (stem.name + ".tikz"))
            latex = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", page.name], cwd=folder,
                                   capture_output=True, text=True)
            if latex.returncode != 0:
                print(" ".join(arguments), "\n", latex.stdout[-2000:])
                failed += 1
                continue
            ours, theirs = grey(stem.with_suffix(".pdf")), grey(page.with_suffix(".pdf"))
            mean, far = difference(ours, theirs)
            same = abs(ours[0] - theirs[0]) <= 1 and abs(ours[1] - theirs[1]) <= 1 and mean < 0.02 and far < 0.02
            print(f"{'same' if same else 'DIFFERENT'}: {' '.join(arguments)}: {ours[0]}x{ours[1]} and {theirs[0]}x{theirs[1]}, "
                  f"mean difference {mean:.4f}, {100 * far:.2f} % of the pixels far apart")
            failed += not same
    return 1 if failed else 0


sys.exit(main())
