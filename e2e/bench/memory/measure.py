"""A dense network of so many megabytes: how much anonymous memory each way to serve it takes, and how long until it does."""
import os, shutil, socket, statistics, subprocess, sys, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../serving"))
import servers

WIDTH = 2048
MIB = 1 << 20


def model(path, megabytes):
    import numpy as np
    from onnx import TensorProto as t, helper as h, numpy_helper as n, save
    random, nodes, weights, layer = np.random.default_rng(0), [], [], "x"
    for i in range(max(1, megabytes * 1_000_000 // (4 * WIDTH * WIDTH))):
        weights.append(n.from_array(random.standard_normal((WIDTH, WIDTH), dtype=np.float32) * 0.02, f"w{i}"))
        nodes += [h.make_node("MatMul", [layer, f"w{i}"], [f"m{i}"]), h.make_node("Relu", [f"m{i}"], [f"r{i}"])]
        layer = f"r{i}"
    ends = [[h.make_tensor_value_info(name, t.FLOAT, ["n", WIDTH])] for name in ("x", layer)]
    save(h.make_model(h.make_graph(nodes, "dense", *ends, weights), opset_imports=[h.make_opsetid("", 17)], ir_version=8), path)


def anonymous(pid):
    with open(f"/proc/{pid}/status") as status:
        return next((int(line.split()[1]) * 1024 for line in status if line.startswith("RssAnon")), 0)


def run(command, directory, ready):
    """Most and last anonymous memory in bytes, seconds until ready."""
    log = open(f"{directory}/log", "w")
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=directory, env={**os.environ, "POD_IP": "127.0.0.1"}, stdout=log, stderr=log)
    try:
        most = 0
        while not ready(directory):
            if process.poll() is not None:
                sys.exit(f"ended with {process.returncode}: {open(f'{directory}/log').read()[-2000:]}")
            most = max(most, anonymous(process.pid))
            time.sleep(0.001)
        took = time.monotonic() - began
        time.sleep(2)
        return most, anonymous(process.pid), took
    finally:
        process.kill()
        process.wait()


def listens(_):
    with socket.socket() as probe:  # the management port opens last
        return probe.connect_ex(("127.0.0.1", servers.PORTS["martello-mtls"][0] + 1)) == 0


def says_ready(directory):
    return "ready" in open(f"{directory}/log").read()


def main(root, work, java, megabytes, rounds):
    os.makedirs(f"{work}/models", exist_ok=True)
    plain = f"{work}/models/dense.onnx"
    model(plain, megabytes)
    bench = servers.Servers(root, work, java, "")
    copied = bench.sealed("dense")
    strict = f"{work}/pods/strict"
    shutil.rmtree(strict, ignore_errors=True)
    shutil.copytree(copied, strict, symlinks=True, ignore=lambda folder, _: ["model"] if folder == copied else [])
    bench.martello("seal", plain, "--name", "dense", "--version", "1.0.0", "--format", "ort", "--recipient", f"{work}/keys/recipient.pub.pem",
                   "--signing-key", f"{work}/keys/signer.key.pem", "--out", f"{strict}/model")
    jvm = [*bench.jvm()[:-2], "-XX:MinHeapFreeRatio=0", "-XX:MaxHeapFreeRatio=0", "-XX:-ShrinkHeapInSteps", "-Xms16m", *bench.jvm()[-2:]]
    pod = lambda folder: [*jvm, "dev.martello.runtime.Main", "serve", *bench.pod_settings(folder, "dense")]
    classes = f"{work}/bare"
    subprocess.run([java + "c", "-cp", bench.library, "-d", classes, os.path.join(os.path.dirname(os.path.abspath(__file__)), "Bare.java")], check=True)
    bare = [*jvm[:-2], "-XX:MaxDirectMemorySize=2g", jvm[-2], f"{classes}:{jvm[-1]}", "Bare", plain, str(WIDTH)]
    ways = {"bare Java, plain file": (bare, classes, says_ready), "pod": (pod(copied), copied, listens), "pod, strict": (pod(strict), strict, listens)}
    size = os.path.getsize(plain)
    kek = "a5" * 32
    cms = ["openssl", "cms", "-encrypt", "-binary", "-stream", "-aes-256-gcm", "-in", plain, "-outform", "DER", "-out", f"{work}/cms",
           "-secretkey", kek, "-secretkeyid", "01"]
    subprocess.run(cms, check=True)
    seen = {way: [] for way in ways}
    decryptions = []
    for _ in range(rounds):
        for way, terms in ways.items():
            seen[way].append(run(*terms))
        began = time.monotonic()
        subprocess.run(["openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-in", f"{work}/cms", "-out", "/dev/null", "-secretkey", kek], check=True)
        decryptions.append(time.monotonic() - began)
    print(f"model {size / MIB:.0f} MiB, {rounds} rounds, medians; load {os.getloadavg()[0]:.1f}")
    print("| | most, MiB | at rest, MiB | most ÷ model | ready, s |\n|---|---|---|---|---|")
    for way, rows in seen.items():
        most, rest, took = (statistics.median(column) for column in zip(*rows))
        print(f"| {way} | {most / MIB:.0f} | {rest / MIB:.0f} | {most / size:.2f} | {took:.2f} |")
    print(f"openssl cms -decrypt: {statistics.median(decryptions):.2f} s")


main(*sys.argv[1:4], *map(int, sys.argv[4:6]))
