"""Trains the breast-cancer example and writes every file that is derived from it.

Usage: python train.py [OUTPUT_DIRECTORY]     (default: the directory of this file)

Writes model.onnx, evaluation.csv, evaluation.json, provenance.json and record.json. The same wheels
(requirements.txt) give the same bytes: one thread, a fixed split, a convex problem solved to its only
minimum, and weights rounded far coarser than what the order of floating-point additions can change.
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
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

SEED = 20
EVALUATION_SHARE = 0.3
DECIMALS = 4  # of a weight; the means and scales keep 6 significant digits
HERE = Path(__file__).resolve().parent


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def rounded(values, decimals=DECIMALS):
    """Rounds, and refuses a value so near the middle between two steps that another CPU might round it the other way."""
    steps = np.asarray(values, dtype=np.float64) * 10.0**decimals
    if np.min(np.abs(np.abs(steps - np.floor(steps)) - 0.5)) < 1e-6:
        raise SystemExit("a weight lies between two rounding steps: change SEED or DECIMALS")
    return np.round(steps) / 10.0**decimals


def significant(values, digits=6):
    """Rounds to significant digits, by way of decimal text."""
    return np.array([float(f"{v:.{digits - 1}e}") for v in np.asarray(values).ravel()])


def train(x, y):
    """Mean, scale, weights and bias of a regularised logistic regression on standardised columns."""
    mean, scale = significant(x.mean(axis=0)), significant(x.std(axis=0))
    model = LogisticRegression(C=0.1, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    model.fit((x - mean) / scale, y)
    return mean, scale, rounded(model.coef_[0]), rounded(model.intercept_)


def graph(mean, scale, weights, bias):
    """ONNX of it: `features` FP32 [N,30] -> `label` INT64 [N], `probabilities` FP32 [N,2], no ZipMap."""

    def constant(name, values):
        return numpy_helper.from_array(np.ascontiguousarray(values, dtype=np.float32), name)

    # two logits, 0 for malignant (label 0) and the score for benign (label 1): their softmax is the logistic
    columns = np.stack([np.zeros_like(weights), weights], axis=1)
    nodes = [
        helper.make_node("Sub", ["features", "mean"], ["centred"], name="centre"),
        helper.make_node("Div", ["centred", "scale"], ["standard"], name="scale_columns"),
        helper.make_node("Gemm", ["standard", "weights", "bias"], ["logits"], name="score"),
        helper.make_node("Softmax", ["logits"], ["probabilities"], name="softmax", axis=1),
        helper.make_node("ArgMax", ["probabilities"], ["label"], name="choose", axis=1, keepdims=0),
    ]
    model = helper.make_model(
        helper.make_graph(
            nodes,
            "breast-cancer",
            [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", 30])],
            [
                helper.make_tensor_value_info("label", TensorProto.INT64, ["N"]),
                helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", 2]),
            ],
            [
                constant("mean", mean),
                constant("scale", scale),
                constant("weights", columns),
                constant("bias", [0.0, bias[0]]),
            ],
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


def write_csv(path, x, y, names):
    header = ",".join(name.replace(" ", "_") for name in names) + ",label\n"
    lines = [",".join([repr(float(v)) for v in row] + [str(int(label))]) + "\n" for row, label in zip(x, y)]
    Path(path).write_text(header + "".join(lines), encoding="ascii")


def evaluate(model_path, csv_path):
    """Accuracy of the exported file, as ONNX Runtime answers, on the rows as they were written."""
    table = np.loadtxt(csv_path, delimiter=",", skiprows=1)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model_path), options, providers=["CPUExecutionProvider"])
    labels = session.run(["label"], {"features": table[:, :-1].astype(np.float32)})[0]
    right, rows = int((labels == table[:, -1].astype(np.int64)).sum()), len(table)
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
    bundled = Path(sklearn.datasets.__file__).parent / "data" / "breast_cancer.csv"
    return {
        "trainingCode": {"file": "train.py", "sha256": sha256(__file__)},
        "environment": {"file": "requirements.txt", "sha256": sha256(HERE / "requirements.txt")},
        "dataset": {
            "name": "Breast Cancer Wisconsin (Diagnostic)",
            "file": "sklearn/datasets/data/breast_cancer.csv",
            "sha256": sha256(bundled),
            "source": "https://doi.org/10.24432/C5DW2B",
            "licence": "CC-BY-4.0",
        },
        "seed": SEED,
    }


def record(row):
    """One record as the body of an Open Inference Protocol v2 infer request."""
    tensor = {"name": "features", "shape": [1, len(row)], "datatype": "FP32", "data": [float(v) for v in row]}
    return {"id": "example-1", "inputs": [tensor]}


def write_json(path, value):
    Path(path).write_text(json.dumps(value, indent=2) + "\n", encoding="ascii")


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    out.mkdir(parents=True, exist_ok=True)
    data = load_breast_cancer()
    x, held_x, y, held_y = train_test_split(
        data.data, data.target, test_size=EVALUATION_SHARE, random_state=SEED, stratify=data.target
    )
    (out / "model.onnx").write_bytes(graph(*train(x, y)).SerializeToString(deterministic=True))
    write_csv(out / "evaluation.csv", held_x, held_y, data.feature_names)
    write_json(out / "evaluation.json", evaluate(out / "model.onnx", out / "evaluation.csv"))
    write_json(out / "provenance.json", provenance())
    (out / "record.json").write_text(json.dumps(record(held_x[0])) + "\n", encoding="ascii")
    for name in ("model.onnx", "evaluation.csv", "evaluation.json", "provenance.json", "record.json"):
        print(sha256(out / name), name)


if __name__ == "__main__":
    main()
