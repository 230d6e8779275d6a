"""The last comparison, of models that were chosen before: figure on the unseen rows, size, and time in turns.

Usage: python chosen.py [--ctc-blank CLASS] accuracy|agreement EVALUATION.csv|EVALUATION.npy FLOAT.onnx OTHER.onnx...

One thread, one row. The seed of the split is 1, the default of `martello optimize`. Times are for a quiet machine;
the load is printed beside them.
"""
import argparse
import os
from pathlib import Path

from recipes import agreeing, classes, kind, latency, read, session, split, wilson


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ctc-blank", type=int)
    parser.add_argument("metric")
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("paths", type=Path, nargs="+")
    arguments = parser.parse_args()
    metric, evaluation, paths = arguments.metric, arguments.evaluation, arguments.paths
    header, table, records = read(evaluation)
    unseen = split(records, 1)["unseen"]
    models = [session(path) for path in paths]
    rows = (table[:, :-1] if header[-1:] == ["label"] else table).astype(kind(models[0].get_inputs()[0]))[unseen]
    microseconds = latency(models, rows[:1])
    print(f"{evaluation}: {len(unseen)} unseen rows, load {os.getloadavg()[0]:.2f}")
    truth = table[unseen, -1].astype(int) if metric == "accuracy" else classes(models[0], rows)
    for path, model, time in zip(paths, models, microseconds):
        right = int(agreeing(classes(model, rows), truth, arguments.ctc_blank).sum())
        lower, upper = wilson(right, len(rows))
        print(
            f"  {str(path):50} {metric} {right / len(rows):.4f} ({lower:.4f} to {upper:.4f})"
            f" {path.stat().st_size / 1024:9.1f} KiB {time:9.1f} us {microseconds[0] / time:5.2f}x",
            flush=True,
        )


if __name__ == "__main__":
    main()
