"""Sends the same requests to both servers and compares every output. Arguments: checkout, work directory."""
import csv
import json
import os
import socket
import struct
import subprocess
import sys
import time
import urllib.request

import numpy as np

root, work = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
here = os.path.dirname(os.path.abspath(__file__))
TABULAR = {"breast-cancer": "breast-cancer", "digits": "digits"}
BATCHES = (1, 7, 64)
TOLERANCE = 1e-5


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def ask(url, body=None):
    request = urllib.request.Request(url, json.dumps(body).encode() if body else None, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def wait_for(url, process):
    for _ in range(240):
        if process.poll() is not None:
            sys.exit(f"{process.args[0]} ended with {process.returncode}: see {work}/*.log")
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    sys.exit(f"{url} does not answer")


def start(name, command, **options):
    log = open(f"{work}/{name}.log", "w")
    return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, **options)


def mlserver(models):
    http = free_port()
    settings = {"debug": False, "parallel_workers": 0, "host": "127.0.0.1", "http_port": http,
                "grpc_port": free_port(), "metrics_port": free_port()}
    folder = f"{work}/mlserver"
    for model in models:
        os.makedirs(f"{folder}/{model}", exist_ok=True)
        with open(f"{folder}/{model}/model-settings.json", "w") as file:
            json.dump({"name": model, "implementation": "onnx_model.OnnxModel",
                       "parameters": {"uri": f"{work}/models/{model}.onnx"}}, file)
    with open(f"{folder}/settings.json", "w") as file:
        json.dump(settings, file)
    process = start("mlserver", [f"{work}/venv/bin/mlserver", "start", folder],
                    env={**os.environ, "PYTHONPATH": here}, cwd=work)
    url = f"http://127.0.0.1:{http}"
    wait_for(f"{url}/v2/health/ready", process)
    return process, url


def martello(*arguments):
    subprocess.run([f"{root}/cli/target/martello", *arguments], check=True, stdout=subprocess.DEVNULL)


def ours(model):
    keys, sealed, port = f"{work}/keys", f"{work}/sealed/{model}", free_port()
    if not os.path.isdir(keys):
        martello("keygen", "--type", "p256", "--out", keys)
        martello("keygen", "--type", "signing", "--out", keys)
    if not os.path.isdir(sealed):
        os.makedirs(f"{work}/sealed", exist_ok=True)
        martello("seal", f"{work}/models/{model}.onnx", "--name", model, "--version", "1.0.0", "--recipient",
                 f"{keys}/recipient.pub.pem", "--signing-key", f"{keys}/signer.key.pem", "--out", sealed)
    process = start(f"martello-{model}", [
        f"{root}/cli/target/martello", "run", sealed, "--loopback-http", "--port", str(port),
        "--key", f"{keys}/recipient.key.pem", "--public-key", f"{keys}/signer.pub.pem"])
    url = f"http://127.0.0.1:{port}"
    wait_for(f"{url}/v2/health/ready", process)
    return process, url


def rows(model, width):
    """The evaluation's own rows where there are some, then numbers that no training data has."""
    random = np.random.default_rng(20)
    if model in TABULAR:
        with open(f"{root}/examples/{TABULAR[model]}/evaluation.csv") as file:
            table = [[float(value) for value in row[:width]] for row in list(csv.reader(file))[1:]]
        wild = random.normal(0, 100, (64, width))
        return np.concatenate([np.array(table), wild]).astype(np.float32)
    return random.integers(0, 257, (80, width)).astype(np.int32)


def bits(value):
    return struct.pack("<f", value)


def compare(model, one, other):
    """How many numbers there are, how many have the same bits, and the largest difference."""
    assert [o["name"] for o in one["outputs"]] == [o["name"] for o in other["outputs"]], (one, other)
    total = same = 0
    worst = 0.0
    for mine, theirs in zip(one["outputs"], other["outputs"]):
        shapes = [mine["shape"]] + ([mine["shape"] + [1]] if len(mine["shape"]) == 1 else [])  # MLServer has no vectors
        assert mine["datatype"] == theirs["datatype"] and theirs["shape"] in shapes, (mine, theirs)
        a, b = np.array(mine["data"]).ravel(), np.array(theirs["data"]).ravel()
        assert a.size == b.size, (a.size, b.size)
        total += a.size
        if mine["datatype"] == "FP32":
            same += sum(bits(x) == bits(y) for x, y in zip(a, b))
            worst = max(worst, float(np.max(np.abs(a - b)) / max(np.max(np.abs(b)), 1e-30)))
        else:
            same += int(np.sum(a == b))
    return total, same, worst


def main():
    models = [*TABULAR, "file-types"]
    started = []
    failed = False
    try:
        process, theirs = mlserver(models)
        started.append(process)
        for model in models:
            process, mine = ours(model)
            started.append(process)
            given = ask(f"{mine}/v2/models/{model}")["inputs"][0]
            table = rows(model, given["shape"][-1])
            total = same = 0
            worst = 0.0
            for size in BATCHES:
                for begin in range(0, len(table) - size + 1, max(size, len(table) // 16)):
                    part = table[begin:begin + size]
                    body = {"inputs": [{"name": given["name"], "datatype": given["datatype"],
                                        "shape": list(part.shape), "data": part.ravel().tolist()}]}
                    found = compare(model, ask(f"{mine}/v2/models/{model}/infer", body),
                                    ask(f"{theirs}/v2/models/{model}/infer", body))
                    total, same, worst = total + found[0], same + found[1], max(worst, found[2])
            good = total > 0 and (same == total if model in TABULAR else worst <= TOLERANCE)
            failed |= not good
            print(f"{'same' if good else 'DIFFERENT':9}  {model:15}  {total} numbers, {same} with the same bits, "
                  f"largest difference {worst:.1e} of the largest")
            process.terminate()
            process.wait(60)
    finally:
        for process in started:
            if process.poll() is None:
                process.terminate()
                process.wait(60)
    sys.exit(failed)


main()
