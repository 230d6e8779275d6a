"""Trains the digits example and writes every file that is derived from it by training.

Usage: python train.py [OUTPUT_DIRECTORY]     (default: the directory of this file)

Writes model.onnx, evaluation.csv, evaluation.json and provenance.json; `martello reproduce` then makes
smaller.onnx of it, as provenance.json says. The same wheels (requirements.txt) give the same bytes: one
thread, a fixed split, a convex problem, and weights rounded far coarser than what the order of
floating-point additions can change.
"""
import hashlib
import json
import math
import os
import sys
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np
import onnx
import onnxruntime
import sklearn.datasets
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

SEED = 20
DECIMALS = 3  # of a weight
OPTIMIZATION = {
    "model": "model.onnx",
    "evaluation": "evaluation.csv",
    "plan": "dynamic per-channel",
    "seed": 1,
    "metric": "accuracy",
    "file": "smaller.onnx",
    "report": "smaller.json",
}
HERE = Path(__file__).resolve().parent


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def rounded(values):
    """Rounds, and refuses a value so near the middle between two steps that another CPU might round it the other way."""
    steps = np.asarray(values, dtype=np.float64) * 10.0**DECIMALS
    if np.min(np.abs(np.abs(steps - np.floor(steps)) - 0.5)) < 1e-5:
        raise SystemExit("a weight lies between two rounding steps: change SEED or DECIMALS")
    return np.round(steps) / 10.0**DECIMALS


def train(x, y):
    """Weights [64,10] and bias of a regularised multinomial logistic regression on pixels from 0 to 1."""
    model = LogisticRegression(C=0.2, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    model.fit(x / 16, y)
    return rounded(model.coef_.T), rounded(model.intercept_)


def graph(weights, bias):
    """ONNX of it: `pixels` FP32 [N,64], from 0 to 16 -> `probabilities` FP32 [N,10]."""

    def constant(name, values):
        return numpy_helper.from_array(np.ascontiguousarray(values, dtype=np.float32), name)

    nodes = [
        helper.make_node("Div", ["pixels", "sixteen"], ["grey"], name="scale"),
        helper.make_node("Gemm", ["grey", "weights", "bias"], ["logits"], name="score"),
        helper.make_node("Softmax", ["logits"], ["probabilities"], name="softmax", axis=1),
    ]
    model = helper.make_model(
        helper.make_graph(
            nodes,
            "digits",
            [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["N", 64])],
            [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", 10])],
            [constant("sixteen", [16.0]), constant("weights", weights), constant("bias", bias)],
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=10,
        producer_name="martello-example",
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def wilson(successes, rows, z=1.959963984540054):
    """The 95 % Wilson score interval of a proportion."""
    p = successes / rows
    centre = p + z * z / (2 * rows)
    half = z * math.sqrt(p * (1 - p) / rows + z * z / (4 * rows * rows))
    return (centre - half) / (1 + z * z / rows), (centre + half) / (1 + z * z / rows)


def write_csv(path, x, y):
    header = ",".join(f"pixel_{i}" for i in range(64)) + ",label\n"
    lines = [",".join(str(int(v)) for v in [*row, label]) + "\n" for row, label in zip(x, y)]
    Path(path).write_text(header + "".join(lines), encoding="ascii")


def evaluate(model_path, csv_path):
    """Accuracy of the exported file, as ONNX Runtime answers, on the rows as they were written."""
    table = np.loadtxt(csv_path, delimiter=",", skiprows=1)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model_path), options, providers=["CPUExecutionProvider"])
    answers = session.run(None, {"pixels": table[:, :-1].astype(np.float32)})[0].argmax(1)
    right, rows = int((answers == table[:, -1]).sum()), len(table)
    lower, upper = wilson(right, rows)
    return {
        "metric": "accuracy",
        "value": round(right / rows, 6),
        "lower": round(lower, 6),
        "upper": round(upper, 6),
        "rows": rows,
        "datasetSha256": sha256(csv_path),
    }


def provenance():
    bundled = Path(sklearn.datasets.__file__).parent / "data" / "digits.csv.gz"
    return {
        "trainingCode": {"file": "train.py", "sha256": sha256(__file__)},
        "environment": {"file": "requirements.txt", "sha256": sha256(HERE / "requirements.txt")},
        "dataset": {
            "name": "Optical Recognition of Handwritten Digits (test part)",
            "file": "sklearn/datasets/data/digits.csv.gz",
            "sha256": sha256(bundled),
            "source": "https://doi.org/10.24432/C50P49",
            "licence": "CC-BY-4.0",
        },
        "seed": SEED,
        "optimization": OPTIMIZATION,
    }


def write_json(path, value):
    Path(path).write_text(json.dumps(value, indent=2) + "\n", encoding="ascii")


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    out.mkdir(parents=True, exist_ok=True)
    x, y = load_digits(return_X_y=True)
    x, held_x, y, held_y = train_test_split(x, y, test_size=0.5, random_state=SEED, stratify=y)
    (out / "model.onnx").write_bytes(graph(*train(x, y)).SerializeToString(deterministic=True))
    write_csv(out / "evaluation.csv", held_x, held_y)
    write_json(out / "evaluation.json", evaluate(out / "model.onnx", out / "evaluation.csv"))
    write_json(out / "provenance.json", provenance())
    for name in ("model.onnx", "evaluation.csv", "evaluation.json", "provenance.json"):
        print(sha256(out / name), name)


if __name__ == "__main__":
    main()
