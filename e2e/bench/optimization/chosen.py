"""The last comparison, of models that were chosen before: figure on the unseen rows, size, and time in turns.

Usage: python chosen.py accuracy|agreement EVALUATION.csv|EVALUATION.npy FLOAT.onnx OTHER.onnx...

One thread, one row. The seed of the split is 1, the default of `martello optimize`. Times are for a quiet machine;
the load is printed beside them.
"""
import os
import sys
from pathlib import Path

from recipes import agreeing, classes, kind, latency, read, session, split, wilson


def main():
    metric, evaluation, *paths = sys.argv[1], Path(sys.argv[2]), *map(Path, sys.argv[3:])
    header, table, records = read(evaluation)
    unseen = split(records, 1)["unseen"]
    models = [session(path) for path in paths]
    rows = (table[:, :-1] if header[-1:] == ["label"] else table).astype(kind(models[0].get_inputs()[0]))[unseen]
    microseconds = latency(models, rows[:1])
    print(f"{evaluation}: {len(unseen)} unseen rows, load {os.getloadavg()[0]:.2f}")
    truth = table[unseen, -1].astype(int) if metric == "accuracy" else classes(models[0], rows)
    for path, model, time in zip(paths, models, microseconds):
        right = int(agreeing(classes(model, rows), truth).sum())
        lower, upper = wilson(right, len(rows))
        print(
            f"  {str(path):50} {metric} {right / len(rows):.4f} ({lower:.4f} to {upper:.4f})"
            f" {path.stat().st_size / 1024:9.1f} KiB {time:9.1f} us {microseconds[0] / time:5.2f}x",
            flush=True,
        )


if __name__ == "__main__":
    main()
