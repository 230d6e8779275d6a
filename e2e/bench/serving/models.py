"""Trains two small networks on scikit-learn's digits, takes two large ones out of the packages that ship them,
and writes a request for each: JSON, the binary tensor extension, gRPC.   Usage: models.py OUT"""
import base64, glob, importlib.util, json, os, shutil, sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
digits = load_digits()
pixels = digits.data.astype(np.float32)


def train(name, layers, iterations):
    x, _, y, _ = train_test_split(pixels, digits.target, test_size=0.3, random_state=0)
    fitted = MLPClassifier(layers, max_iter=iterations, random_state=0).fit(x, y)
    nodes, weights, flows = [], [], "input"
    for i, (matrix, bias) in enumerate(zip(fitted.coefs_, fitted.intercepts_)):
        last = i == len(fitted.coefs_) - 1
        weights += [numpy_helper.from_array(matrix.astype(np.float32), f"w{i}"),
                    numpy_helper.from_array(bias.astype(np.float32), f"b{i}")]
        nodes += [helper.make_node("MatMul", [flows, f"w{i}"], [f"m{i}"]),
                  helper.make_node("Add", [f"m{i}", f"b{i}"], [f"a{i}"]),
                  helper.make_node("Softmax", [f"a{i}"], ["probabilities"], axis=1) if last
                  else helper.make_node("Relu", [f"a{i}"], [f"h{i}"])]
        flows = f"h{i}"
    graph = helper.make_graph(
        nodes, name,
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["N", 64])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", 10])], weights)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), f"{out}/{name}.onnx")


def shipped(name, package, pattern):
    folder = os.path.dirname(importlib.util.find_spec(package).origin)
    shutil.copy(glob.glob(f"{folder}/{pattern}")[0], f"{out}/{name}.onnx")


def requests(name, tensor, datatype, elements):
    elements = np.ascontiguousarray(elements)
    head = {"name": tensor, "shape": list(elements.shape), "datatype": datatype}
    as_text = [float(str(v)) if datatype == "FP32" else int(v) for v in elements.ravel()]
    raw = elements.tobytes()

    def write(kind, body):
        with open(f"{out}/{name}.{kind}", "wb") as file:
            file.write(body)

    def compact(document):
        return json.dumps(document, separators=(",", ":")).encode()

    binary = compact({"inputs": [{**head, "parameters": {"binary_data_size": len(raw)}}],
                      "parameters": {"binary_data_output": True}})
    write("json", compact({"inputs": [{**head, "data": as_text}]}))
    write("bin", binary + raw)
    write("grpc", compact({"model_name": name, "inputs": [head],
                           "raw_input_contents": [base64.b64encode(raw).decode()]}))
    for kind, header in (("json", {"Content-Type": "application/json"}),
                         ("bin", {"Content-Type": "application/octet-stream",
                                  "Inference-Header-Content-Length": str(len(binary))})):
        with open(f"{out}/{name}.{kind}.headers", "w") as file:
            json.dump(header, file)
        script = f'local f = io.open("{os.path.abspath(out)}/{name}.{kind}", "rb")\nwrk.body = f:read("*a")\nf:close()\nwrk.method = "POST"\n'
        script += "".join(f'wrk.headers["{key}"] = "{value}"\n' for key, value in header.items())
        script += """function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('{"n":%d,"p50":%d,"p99":%d,"bad":%d}\\n', summary.requests, latency:percentile(50),
    latency:percentile(99), e.status + e.connect + e.read + e.write + e.timeout))
end
"""
        with open(f"{out}/{name}.{kind}.lua", "w") as file:
            file.write(script)


random = np.random.default_rng(1)
train("mlp", (64,), 400)
train("mlp_wide", (1024, 1024), 60)
shipped("magika", "magika", "models/standard_v3_3/model.onnx")
shipped("ppocr", "rapidocr_onnxruntime", "models/*rec*.onnx")
requests("mlp", "input", "FP32", pixels[:1])
requests("mlp_wide", "input", "FP32", pixels[:1])
requests("magika", "bytes", "INT32", random.integers(0, 256, (1, 2048)).astype(np.int32))
requests("ppocr", "x", "FP32", (random.random((1, 3, 48, 320)) * 2 - 1).astype(np.float32))
