"""Compares `martello optimize` with twelve recipes of onnxruntime.quantization on the same data.

Usage: python recipes.py MODEL.onnx EVALUATION.csv|EVALUATION.npy OPTIMIZED_DIRECTORY [--metric accuracy|agreement]
                         [--ctc-blank CLASS] [--max-drop FIGURE] [--target size|latency] [--keep BEST.onnx] [--scratch DIRECTORY]

OPTIMIZED_DIRECTORY is what `martello optimize` wrote. The recipes get the same three parts of the
data: calibration rows to calibrate with, search rows to choose the best of twelve by, and only that
one and ours are compared on the unseen rows. They begin from what ONNX Runtime's offline
optimizer makes of the model (quant_pre_process leaves the constants of PP-OCR's where the tool does not see them), and
from opset 13 if it is older, since below it their per-channel models are not valid; what fails so is tried on the model
as it is. The best is the one that ours was
asked for: the smallest that loses at most --max-drop and is at most 10 % slower than the float model, or the fastest. With --scratch
what was made and measured of each recipe is kept, so that an interrupted run goes on.
"""
import argparse
import hashlib
import json
import math
import os
import shutil
import struct
import tempfile
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np
import onnx
import onnx.version_converter
import onnxruntime
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType
from onnxruntime.quantization import quantize_dynamic, quantize_static

onnxruntime.set_default_logger_severity(3)
DENSE = ["MatMul", "Gemm"]


def split(records, seed):
    """The parts as dev.martello.optimizer.data.Split makes them, by each record's bytes."""
    parts = {"calibration": [], "search": [], "unseen": []}
    for i, record in enumerate(records):
        head = hashlib.sha256(struct.pack(">q", seed) + record).digest()[:4]
        share = int.from_bytes(head, "big") / 2**32
        parts["calibration" if share < 0.2 else "search" if share < 0.6 else "unseen"].append(i)
    return parts


def read(path):
    """Header, rows as they are, and the bytes by which each is split."""
    if path.suffix == ".npy":
        table = np.load(path)
        return [], table, (row.tobytes() for row in table)
    lines = path.read_text().splitlines()
    header, lines = lines[0].split(","), [line for line in lines[1:] if line.strip()]
    table = np.array([[float(cell) for cell in line.split(",")] for line in lines])
    return header, table, (line.encode() for line in lines)


class Rows(CalibrationDataReader):
    def __init__(self, name, rows):
        # one row at a time: the Percentile calibrator can't take batches of different sizes
        self.batches = iter([{name: rows[i : i + 1]} for i in range(len(rows))])

    def get_next(self):
        return next(self.batches, None)


def recipes(rows):
    """Twelve ways: (name, function of model and output)."""

    def dynamic(**options):
        return lambda model, out: quantize_dynamic(model, out, **options)

    def static(**options):
        return lambda model, out: quantize_static(model, out, rows(), quant_format=QuantFormat.QDQ, **options)

    percentile = CalibrationMethod.Percentile
    u8 = {"activation_type": QuantType.QUInt8}
    return [
        ("dynamic QInt8 (default)", dynamic(weight_type=QuantType.QInt8)),
        ("dynamic QUInt8", dynamic(weight_type=QuantType.QUInt8)),
        ("dynamic QInt8 per-channel", dynamic(weight_type=QuantType.QInt8, per_channel=True)),
        ("dynamic QInt8 reduce-range", dynamic(weight_type=QuantType.QInt8, reduce_range=True)),
        ("dynamic QInt8 MatMul and Gemm only", dynamic(weight_type=QuantType.QInt8, op_types_to_quantize=DENSE)),
        ("static S8S8 all operators (default)", static()),
        ("static U8S8", static(**u8)),
        ("static U8S8 per-channel", static(per_channel=True, **u8)),
        ("static U8S8 reduce-range", static(reduce_range=True, **u8)),
        ("static U8U8", static(weight_type=QuantType.QUInt8, **u8)),
        ("static U8S8 Conv, MatMul, Gemm per-channel", static(per_channel=True, op_types_to_quantize=["Conv"] + DENSE, **u8)),
        ("static U8S8 Percentile per-channel", static(per_channel=True, calibrate_method=percentile, **u8)),
    ]


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def kind(given):
    return np.int32 if given.type == "tensor(int32)" else np.float32


def classes(model, rows):
    name = model.get_inputs()[0].name
    # one by one, as requests come: a dynamic range depends on the rows that share a batch
    return np.stack([model.run(None, {name: rows[i : i + 1]})[0].argmax(-1)[0] for i in range(len(rows))])


def read_by_ctc(steps, blank):
    """Of equal neighbours one is kept, then blanks are left out."""
    kept = np.concatenate(([True], steps[1:] != steps[:-1])) & (steps != blank)
    return steps[kept]


def agreeing(one, other, blank=None):
    """Of each row: whether the whole answer is the same, for a sequence every step, or what CTC reads in it."""
    if blank is None:
        return (one == other).reshape(len(one), -1).all(1)
    return np.array([np.array_equal(read_by_ctc(a, blank), read_by_ctc(b, blank)) for a, b in zip(one, other)])


def prepared(path, into):
    """What the recipes begin from."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(into)
    onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    model = onnx.load(into)
    if max(one.version for one in model.opset_import if one.domain in ("", "ai.onnx")) < 13:
        model = onnx.version_converter.convert_version(model, 13)
    for node in [node for node in model.graph.node if node.op_type == "Constant" and node.attribute[0].name == "value"]:
        node.attribute[0].t.name = node.output[0]
        model.graph.initializer.append(node.attribute[0].t)
        model.graph.node.remove(node)
    onnx.save(model, into)
    return into


def one(model, row):
    """Microseconds a run, over about 12 ms."""
    name, runs, start = model.get_inputs()[0].name, 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < 0.012:
        model.run(None, {name: row})
        runs += 1
    return spent * 1e6 / runs


def latency(models, row):
    """The 20th percentile of rounds in which the models take turns."""
    rounds = [[one(model, row) for model in models] for _ in range(15)]
    return np.sort(np.array(rounds[1:]), axis=0)[2]


def wilson(right, rows, z=1.959963984540054):
    p = right / rows
    centre, half = p + z * z / (2 * rows), z * math.sqrt(p * (1 - p) / rows + z * z / (4 * rows * rows))
    return (centre - half) / (1 + z * z / rows), (centre + half) / (1 + z * z / rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("optimized", type=Path)
    parser.add_argument("--metric", choices=["accuracy", "agreement"], default="accuracy")
    parser.add_argument("--ctc-blank", type=int)
    parser.add_argument("--max-drop", type=float, default=0.01)
    parser.add_argument("--target", choices=["size", "latency"], default="size")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--scratch", type=Path)
    arguments = parser.parse_args()

    report = json.loads((arguments.optimized / "report.json").read_text())
    if "chosen" not in report:
        print(f"{arguments.model}: {report['refused']}")
        return
    header, table, records = read(arguments.evaluation)
    parts = split(records, report["seed"])
    assert {name: len(part) for name, part in parts.items()} == report["rows"], "not the same split"
    labelled = header[-1:] == ["label"]
    original = session(arguments.model)
    given = original.get_inputs()[0]
    rows = (table[:, :-1] if labelled else table).astype(kind(given))
    if arguments.metric == "accuracy":
        truth = table[:, -1].astype(int)
    elif arguments.scratch and (arguments.scratch / "truth.npy").exists():
        truth = np.load(arguments.scratch / "truth.npy")
    else:
        truth = classes(original, rows)
        if arguments.scratch:
            arguments.scratch.mkdir(parents=True, exist_ok=True)
            np.save(arguments.scratch / "truth.npy", truth)

    def figure(model, part):
        return float(agreeing(classes(model, rows[parts[part]]), truth[parts[part]], arguments.ctc_blank).mean())

    baseline = figure(original, "search") if arguments.metric == "accuracy" else 1.0
    print(f"{arguments.model}: {arguments.metric} on {len(parts['search'])} search rows, float model {baseline:.4f}")
    tried = []
    with tempfile.TemporaryDirectory() as temporary:
        scratch = arguments.scratch or Path(temporary)
        source = prepared(arguments.model, Path(temporary, "prepared.onnx"))
        for i, (name, make) in enumerate(recipes(lambda: Rows(given.name, rows[parts["calibration"]]))):
            path, known = scratch / f"{i}.onnx", scratch / f"{i}.json"
            if not known.exists():
                try:
                    try:
                        make(str(source), str(path))
                    except Exception:  # the tool takes some models better as they are
                        make(str(arguments.model), str(path))
                    candidate = session(path)
                    search = figure(candidate, "search")
                    mine, theirs = latency([candidate, original], rows[parts["search"][:1]])
                    known.write_text(json.dumps([search, mine, theirs]))
                except Exception as failure:  # a recipe that fails is a result too
                    known.write_text(json.dumps(str(failure).splitlines()[0][:80]))
            seen = json.loads(known.read_text())
            if isinstance(seen, str):
                print(f"  {name:45} fails: {seen}")
                continue
            search, mine, theirs = seen
            size = path.stat().st_size
            meets = baseline - search <= arguments.max_drop and mine <= theirs * 1.1 and size < arguments.model.stat().st_size
            merit = size if arguments.target == "size" else mine / theirs
            tried.append((not meets, merit if meets else -search, name, path))
            print(f"  {name:45} {search:.4f} {size / 1024:9.1f} KiB {theirs / mine:5.2f}x{'' if meets else '  does not meet the demand'}", flush=True)
        tried.sort(key=lambda entry: entry[:2])
        failed, _, name, path = tried[0]
        best = session(path)
        if arguments.keep:
            shutil.copy(path, arguments.keep)
        ours = session(arguments.optimized / "model.onnx")
        figures = latency([best, ours, original], rows[parts["unseen"][:1]])
        print(f"unseen rows ({len(parts['unseen'])})" + (": no recipe meets the demand, the most right of them" if failed else ""))
        ours_path = arguments.optimized / "model.onnx"
        entries = [
            (f"best of twelve: {name}", best, path),
            (f"martello: {report['chosen']['plan']}", ours, ours_path),
            ("float", original, arguments.model),
        ]
        for (name, model, path), microseconds in zip(entries, figures):
            count = len(parts["unseen"])
            value = figure(model, "unseen")
            lower, upper = wilson(round(value * count), count)
            print(f"  {name:70} {value:.4f} ({lower:.4f} to {upper:.4f}) {path.stat().st_size / 1024:9.1f} KiB {microseconds:8.1f} us {figures[2] / microseconds:5.2f}x")


if __name__ == "__main__":
    main()
