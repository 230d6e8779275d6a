"""Writes evaluation data for magika's model: installed files as the bytes that the model looks at.

Usage: python files.py OUTPUT_DIRECTORY [FILES]     (default: 2400 files under /usr)

Writes model.onnx (magika 1.0.3, standard_v3_3, Apache-2.0, as its wheel has it) and evaluation.csv
without labels, so that the metric is agreement with the float model. At most 150 files of an
extension, chosen by a fixed seed from what is installed: another machine gives other rows.
"""
import collections
import os
import random
import shutil
import sys
from pathlib import Path

import magika

BLOCK, TAKEN, PADDING = 4096, 1024, 256
MOST_OF_A_KIND, LEAST_BYTES = 150, 64


def features(path):
    """1024 bytes from each end, white space at the ends left out, short files padded with 256."""
    with path.open("rb") as file:
        first = file.read(BLOCK)
        file.seek(max(0, path.stat().st_size - BLOCK))
        last = file.read(BLOCK)
    first, last = list(first.lstrip()[:TAKEN]), list(last.rstrip()[-TAKEN:])
    return first + [PADDING] * (TAKEN - len(first)) + [PADDING] * (TAKEN - len(last)) + last


def installed():
    for directory, _, names in os.walk("/usr"):
        for name in names:
            path = Path(directory, name)
            if not path.is_symlink() and path.is_file() and path.stat().st_size >= LEAST_BYTES:
                yield path


def main():
    out, wanted = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2400
    out.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(magika.__file__).parent / "models" / "standard_v3_3" / "model.onnx", out / "model.onnx")
    paths = sorted(installed())
    random.Random(8).shuffle(paths)
    kinds, rows = collections.Counter(), set()
    for path in paths:
        if kinds[path.suffix] < MOST_OF_A_KIND and len(rows) < wanted:
            row = ",".join(map(str, features(path)))
            if row not in rows:
                rows.add(row)
                kinds[path.suffix] += 1
    header = ",".join(f"byte_{i}" for i in range(2 * TAKEN))
    (out / "evaluation.csv").write_text("\n".join([header, *sorted(rows)]) + "\n", encoding="ascii")
    print(f"{len(rows)} different files of {len(kinds)} extensions")


if __name__ == "__main__":
    main()
