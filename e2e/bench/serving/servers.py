"""How each server is started: ours as in its image (flags, validation, metrics, access log), the peers as their
documentation has it, with one thread a run. Each speaks on 127.0.0.1 only."""
import glob, hashlib, json, os, subprocess, sys

MODELS = {  # name: (input, type, dimensions after the first, output, its dimensions)
    "mlp": ("input", "FP32", [64], "probabilities", [10]),
    "mlp_wide": ("input", "FP32", [64], "probabilities", [10]),
    "magika": ("bytes", "INT32", [2048], "target_label", [214]),
    "ppocr": ("x", "FP32", [3, 48, -1], "softmax_11.tmp_0", [-1, 6625]),
}
HEAP = "-Xmx256m"  # a quarter of 1 GiB, which is what a pod with that limit gets
FLAGS = ["-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:+DisableAttachMechanism", "-XX:-CreateCoredumpOnCrash",
         "--enable-native-access=ALL-UNNAMED"]
PORTS = {"martello": (18443, 18443), "martello-mtls": (18444, 18444), "triton": (18500, 18501),
         "mlserver": (18600, 18601), "kserve": (18700, 18701)}


class Servers:
    def __init__(self, root, work, java, triton_backends):
        self.root, self.work, self.java, self.backends = root, work, java, triton_backends
        inference = f"{root}/inference-runtime/target"
        self.jars = os.environ.get("MARTELLO_CLASSES") or f"{inference}/classes"
        self.library = ":".join([self.jars, f"{inference}/lib/*", *glob.glob(f"{root}/cli/target/cli-*.jar"), f"{root}/cli/target/lib/*"])

    def command(self, server, model):
        """Arguments, environment, working directory."""
        if server == "martello":
            sealed = self.sealed(model)
            return ([*self.jvm(), "dev.martello.cli.Martello", "run", f"{sealed}/model", "--loopback-http",
                     "--port", str(PORTS[server][0]), "--key", f"{self.work}/keys/recipient.key.pem",
                     "--public-key", f"{self.work}/keys/signer.pub.pem"], {}, self.work)
        if server == "martello-mtls":
            pod = self.sealed(model)
            return [*self.jvm(), "dev.martello.runtime.Main", "serve", *self.pod_settings(pod, model)], {"POD_IP": "127.0.0.1"}, pod
        if server == "triton":
            return self.triton(model)
        if server == "mlserver":
            return self.mlserver(model)
        python = f"{self.work}/venv-kserve/bin/python"
        return ([python, os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers/kserve_server.py"), model,
                 f"{self.work}/models/{model}.onnx", "--http_port", str(PORTS["kserve"][0]),
                 "--grpc_port", str(PORTS["kserve"][1])], {}, self.work)

    def jvm(self):
        return [self.java, *FLAGS, HEAP, *os.environ.get("MARTELLO_JVM", "").split(), "-cp", self.library]

    def martello(self, *arguments):
        subprocess.run([self.java, *FLAGS, "-cp", self.library, "dev.martello.cli.Martello", *arguments],
                       check=True, stdout=subprocess.DEVNULL)

    def sealed(self, model):
        """A directory laid out as a pod's, with the model sealed, made once."""
        pod, keys = f"{self.work}/pods/{model}", f"{self.work}/keys"
        if not os.path.isdir(keys):
            self.martello("keygen", "--type", "signing", "--out", keys)
            self.martello("keygen", "--type", "p256", "--out", keys)
        if not os.path.isdir(pod):
            for part in ("key", "tls", "settings", "client-ca"):
                os.makedirs(f"{pod}/{part}")
            self.martello("seal", f"{self.work}/models/{model}.onnx", "--name", model, "--version", "1.0.0",
                          "--recipient", f"{keys}/recipient.pub.pem", "--signing-key", f"{keys}/signer.key.pem",
                          "--out", f"{pod}/model")
            self.certificates(pod)
            os.symlink(f"{keys}/recipient.key.pem", f"{pod}/key/martello.key")
        return pod

    def certificates(self, pod):
        ca, tls = f"{self.work}/ca", f"{pod}/tls"
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]

        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], check=True, stderr=subprocess.DEVNULL)

        def issue(name, usage, out):
            with open(f"{out}.ext", "w") as file:
                file.write(f"subjectAltName=DNS:{name},IP:127.0.0.1\nextendedKeyUsage={usage}\n")
            openssl("req", *curve[:-2], "-subj", f"/CN={name}", "-keyout", f"{out}.key", "-out", f"{out}.csr")
            openssl("x509", "-req", "-in", f"{out}.csr", "-CA", f"{ca}.crt", "-CAkey", f"{ca}.key", "-CAcreateserial",
                    "-days", "30", "-extfile", f"{out}.ext", "-out", f"{out}.crt")

        if not os.path.exists(f"{ca}.crt"):
            openssl("req", "-x509", *curve, "-subj", "/CN=bench", "-keyout", f"{ca}.key", "-out", f"{ca}.crt")
            issue("client.bench", "clientAuth", f"{self.work}/client")
        issue("localhost", "serverAuth", f"{tls}/tls")
        for place in (f"{tls}/ca.crt", f"{pod}/client-ca/ca.crt"):
            with open(f"{ca}.crt") as source, open(place, "w") as copy:
                copy.write(source.read())

    def pod_settings(self, pod, model):
        with open(f"{self.work}/keys/signer.pub.pem") as file:
            signers = {"formatVersion": 1, "signers": [{"name": "bench", "publicKey": file.read()}]}
        settings = {"formatVersion": 1, "namespace": "bench", "deployment": model,
                    "model": {"name": model, "minimumVersion": "1.0.0"},
                    "serving": {"inferencePort": PORTS["martello-mtls"][0], "managementPort": PORTS["martello-mtls"][0] + 1,
                                "maxRequestBytes": 4 << 20, "drainSeconds": 1},
                    "access": {"requireClientCertificate": True, "identities": ["client.bench"]}}
        digests = []
        for name, document in (("runtime", settings), ("signers", signers)):
            content = json.dumps(document).encode()
            with open(f"{pod}/settings/{name}.json", "wb") as file:
                file.write(content)
            digests.append(hashlib.sha256(content).hexdigest())
        return [f"--settings-sha256={digests[0]}", f"--signers-sha256={digests[1]}"]

    def triton(self, model):
        """Its ONNX Runtime backend, two instances; for the model that gains by batches, its dynamic batching."""
        site = glob.glob(f"{self.work}/venv-triton/lib/python3*/site-packages")[0]
        given, kind, shape, output, result = MODELS[model]
        folder = f"{self.work}/triton/{model}/1"
        os.makedirs(folder, exist_ok=True)
        if not os.path.exists(f"{folder}/model.onnx"):
            os.symlink(f"{self.work}/models/{model}.onnx", f"{folder}/model.onnx")
        batching = model == "mlp_wide"
        with open(f"{folder}/../config.pbtxt", "w") as file:
            file.write(f'name: "{model}"\nbackend: "onnxruntime"\nmax_batch_size: 64\n'
                       f'input [{{ name: "{given}" data_type: TYPE_{kind} dims: {shape} }}]\n'
                       f'output [{{ name: "{output}" data_type: TYPE_FP32 dims: {result} }}]\n'
                       f"instance_group [{{ kind: KIND_CPU count: {1 if batching else 2} }}]\n"
                       + ("dynamic_batching { }\n" if batching else "")
                       + 'parameters { key: "intra_op_thread_count" value: { string_value: "1" } }\n')
        http, grpc = PORTS["triton"]
        more = {"LD_LIBRARY_PATH": f"{site}/nvidia_pytriton.libs", "LD_PRELOAD": os.environ.get("TRITON_PRELOAD", "")}
        return ([f"{site}/pytriton/tritonserver/bin/tritonserver", f"--model-repository={self.work}/triton",
                 "--model-control-mode=explicit", f"--load-model={model}", f"--backend-directory={self.backends}",
                 "--http-address=127.0.0.1", "--grpc-address=127.0.0.1", f"--http-port={http}", f"--grpc-port={grpc}",
                 "--allow-metrics=false", "--log-info=false", "--disable-auto-complete-config",
                 "--pinned-memory-pool-byte-size=0"], more, self.work)

    def mlserver(self, model):
        here = os.path.dirname(os.path.abspath(__file__))
        folder = f"{self.work}/mlserver/{model}"
        os.makedirs(folder, exist_ok=True)
        http, grpc = PORTS["mlserver"]
        documents = {"model-settings": {"name": model, "implementation": "mlserver_onnx.OnnxModel",
                                        "parameters": {"uri": f"{self.work}/models/{model}.onnx"}},
                     "settings": {"debug": False, "parallel_workers": 0, "host": "127.0.0.1", "http_port": http,
                                  "grpc_port": grpc, "metrics_port": 18602, "grpc_max_message_length": 1 << 26}}
        for name, document in documents.items():
            with open(f"{folder}/{name}.json", "w") as file:
                json.dump(document, file)
        return ([f"{self.work}/venv-mlserver/bin/mlserver", "start", folder], {"PYTHONPATH": f"{here}/peers"}, self.work)
