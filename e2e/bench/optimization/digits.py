"""Trains a wide MLP on scikit-learn's handwritten digits and writes it with its evaluation data.

Usage: python digits.py OUTPUT_DIRECTORY

Writes model.onnx (64-1024-1024-10, opset 17) and evaluation.csv: the 1,297 of the 1,797 digits that
were not trained on. One thread and fixed seeds, so that the same wheels give the same files.
"""
import os
import sys
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

SEED = 8
TRAINED = 500


def network(classifier):
    """The trained layers as MatMul, Add, Relu and Softmax."""
    nodes, constants, tensor = [], [], "pixels"
    last = len(classifier.coefs_) - 1
    for i, (weights, bias) in enumerate(zip(classifier.coefs_, classifier.intercepts_)):
        constants.append(numpy_helper.from_array(weights.astype(np.float32), f"weights_{i}"))
        constants.append(numpy_helper.from_array(bias.astype(np.float32), f"bias_{i}"))
        nodes.append(helper.make_node("MatMul", [tensor, f"weights_{i}"], [f"product_{i}"]))
        nodes.append(helper.make_node("Add", [f"product_{i}", f"bias_{i}"], [f"sum_{i}"]))
        operator, tensor = ("Relu", f"hidden_{i}") if i < last else ("Softmax", "probabilities")
        nodes.append(helper.make_node(operator, [f"sum_{i}"], [tensor]))
    graph = helper.make_graph(
        nodes,
        "wide-digits",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["N", 64])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", 10])],
        constants,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    x, y = load_digits(return_X_y=True)
    x, held_x, y, held_y = train_test_split(x / 16, y, train_size=TRAINED, random_state=SEED, stratify=y)
    classifier = MLPClassifier((1024, 1024), random_state=SEED, max_iter=60, early_stopping=False)
    classifier.fit(x, y)
    (out / "model.onnx").write_bytes(network(classifier).SerializeToString(deterministic=True))
    names = ",".join(f"pixel_{i}" for i in range(64)) + ",label\n"
    rows = [",".join([repr(float(v)) for v in row] + [str(int(label))]) + "\n" for row, label in zip(held_x, held_y)]
    (out / "evaluation.csv").write_text(names + "".join(rows), encoding="ascii")
    print(f"accuracy on the {len(held_y)} held-out digits: {classifier.score(held_x, held_y):.4f}")


if __name__ == "__main__":
    main()
