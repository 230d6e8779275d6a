"""Server CPU time per request, one server after the other in each round, and the ratios of peers to ours.
The generators (wrk, bombardier for client certificates, ghz) share the machine: wall-clock figures are beside the
point, CPU time is not. Each server is first warmed by a number of requests."""
import argparse, json, os, re, signal, statistics, subprocess, sys, time, urllib.request

from servers import PORTS, Servers

TICKS = os.sysconf("SC_CLK_TCK")
# Of ours (a JVM compiles what is hot, and on a busy machine takes its time), of Triton, of a server in Python.
WARM = {"mlp": (400_000, 20_000, 2_000), "mlp_wide": (300_000, 15_000, 2_000), "magika": (2_000, 200, 100), "ppocr": (300, 30, 20)}
LEAST = {"mlp": 20_000, "mlp_wide": 15_000, "magika": 400, "ppocr": 80}
PYTHON = ("mlserver", "kserve")


def children(pid):
    found, parents = [pid], {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as file:
                    parents[int(entry)] = int(file.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                pass
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def cpu_seconds(pid):
    total = 0
    for one in children(pid):
        try:
            with open(f"/proc/{one}/stat") as file:
                total += sum(map(int, file.read().rsplit(")", 1)[1].split()[11:13]))
        except OSError:
            pass
    return total / TICKS


def pss_mib(pid):
    total = 0
    for one in children(pid):
        try:
            with open(f"/proc/{one}/smaps_rollup") as file:
                total += int(re.search(r"^Pss:\s+(\d+)", file.read(), re.M).group(1))
        except (OSError, AttributeError):
            pass
    return total / 1024


class Load:
    """Sends one model's request in one encoding to one server, so many at a time."""

    def __init__(self, work, tools, proto, server, model, encoding):
        self.work, self.tools, self.proto = work, tools, proto
        self.server, self.model, self.encoding = server, model, encoding

    def run(self, connections, seconds):
        """Requests answered, microseconds of the median and of 99 in 100."""
        if self.encoding == "grpc":
            return self.ghz(connections, seconds)
        if self.server == "martello-mtls" or os.environ.get("BOMBARDIER"):
            return self.bombardier(connections, seconds)
        said = self.output(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s",
                            "-s", f"{self.work}/models/{self.model}.{self.encoding}.lua", self.url()])
        result = json.loads(re.search(r"^\{.*\}$", said, re.M).group(0))
        assert result["bad"] == 0, f"{self.server}: {said}"
        return result["n"], result["p50"], result["p99"]

    def url(self):
        scheme = "https" if self.server == "martello-mtls" else "http"
        return f"{scheme}://127.0.0.1:{PORTS[self.server][0]}/v2/models/{self.model}/infer"

    def bombardier(self, connections, seconds):
        with open(f"{self.work}/models/{self.model}.{self.encoding}.headers") as file:
            headers = [part for key, value in json.load(file).items() for part in ("-H", f"{key}: {value}")]
        certificate = ["--cert", f"{self.work}/client.crt", "--key", f"{self.work}/client.key", "-k"]
        said = self.output([f"{self.tools}/bombardier", "-c", str(connections), "-d", f"{seconds}s", "-t", "60s",
                            "-m", "POST", "-f", f"{self.work}/models/{self.model}.{self.encoding}", *headers,
                            *(certificate if self.server == "martello-mtls" else []), "-l", "-p", "r", "-o", "json", self.url()])
        result = json.loads(said)["result"]
        bad = result["req4xx"] + result["req5xx"] + result["others"]
        assert bad == 0, f"{self.server}: {bad} of {result['req2xx']} failed"
        return result["req2xx"], result["latency"]["percentiles"]["50"], result["latency"]["percentiles"]["99"]

    def ghz(self, connections, seconds):
        tls = ["--insecure"]
        if self.server == "martello-mtls":
            tls = ["--cacert", f"{self.work}/ca.crt", "--cert", f"{self.work}/client.crt", "--key", f"{self.work}/client.key"]
        result = json.loads(self.output(
            [f"{self.tools}/ghz", *tls, "--proto", self.proto, "--call", "inference.GRPCInferenceService.ModelInfer",
             "-D", f"{self.work}/models/{self.model}.grpc", "-c", str(connections), "--connections", str(min(4, connections)),
             "-z", f"{seconds}s", "--duration-stop", "wait", "--timeout", "60s", "-O", "json",
             f"127.0.0.1:{PORTS[self.server][1]}"]))
        good = result["statusCodeDistribution"].get("OK", 0)
        assert good == result["count"], f"{self.server}: {result['statusCodeDistribution']} {result['errorDistribution']}"
        at = {one["percentage"]: one["latency"] / 1000 for one in result["latencyDistribution"]}
        return good, at[50], at[99]

    def output(self, arguments):
        done = subprocess.run(arguments, capture_output=True, text=True)
        assert done.returncode == 0, f"{arguments[0]}: {done.stdout[-500:]} {done.stderr[-500:]}"
        return done.stdout

    def until(self, requests, connections, seconds):
        """Runs until so many requests were answered; the last run's percentiles."""
        answered = 0
        while answered < requests:
            more, median, high = self.run(connections, seconds)
            answered += more
        return answered, median, high


def start(servers, server, model):
    command, environment, directory = servers.command(server, model)
    log = open(f"{servers.work}/{server}.log", "wb")
    # As a container's: its output is a pipe that somebody else empties.
    process = subprocess.Popen(command, cwd=directory, env={**os.environ, "ORT_DISABLE_TELEMETRY": "1", **environment},
                               stdout=subprocess.PIPE, stderr=log, start_new_session=True)
    process.reader = subprocess.Popen(["cat"], stdin=process.stdout, stdout=subprocess.DEVNULL)
    process.stdout.close()
    return process


def await_first_answer(load, process):
    begun = time.time()
    while True:
        assert process.poll() is None, f"{load.server} ended; see {load.work}/{load.server}.log"
        assert time.time() - begun < 120, f"{load.server} does not answer"
        try:
            load.run(1, 1)
            return
        except (AssertionError, json.JSONDecodeError, KeyError, AttributeError):
            time.sleep(0.2)


def stop(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    process.reader.wait()


def main():
    parser = argparse.ArgumentParser()
    for name in ("root", "work", "tools", "java", "proto", "triton-backends"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--servers", default="martello,martello-mtls,triton,mlserver,kserve")
    parser.add_argument("--models", default="mlp,mlp_wide,magika,ppocr")
    parser.add_argument("--encodings", default="json,bin,grpc")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--share", type=float, default=1, help="of the usual numbers of requests")
    parser.add_argument("--results", default="results.jsonl")
    given = parser.parse_args()
    servers = Servers(given.root, given.work, given.java, given.triton_backends)
    rows = []
    for model in given.models.split(","):
        connections = given.connections if model.startswith("mlp") else min(given.connections, 16 if model == "magika" else 4)
        for number in range(given.rounds):
            for server in given.servers.split(","):
                process = start(servers, server, model)
                try:
                    for encoding in given.encodings.split(","):
                        load = Load(given.work, given.tools, given.proto, server, model, encoding)
                        await_first_answer(load, process)
                        kind = 0 if server.startswith("martello") else 2 if server in PYTHON else 1
                        first = encoding == given.encodings.split(",")[0]
                        warm, least = WARM[model][kind] * (1 if first else 0.4), LEAST[model]
                        load.until(warm * given.share, connections, given.seconds)
                        before, load_before = cpu_seconds(process.pid), os.getloadavg()[0]
                        answered, median, high = load.until(least * given.share * (0.1 if server in PYTHON else 1), connections, given.seconds)
                        row = dict(model=model, encoding=encoding, server=server, round=number, connections=connections,
                                   cpu_us=(cpu_seconds(process.pid) - before) * 1e6 / answered, p50_us=median, p99_us=high,
                                   requests=answered, pss_mib=pss_mib(process.pid), load=load_before)
                        rows.append(row)
                        with open(given.results, "a") as file:
                            file.write(json.dumps(row) + "\n")
                        print(f"{model:9} {encoding:5} {server:14} round {number} cpu {row['cpu_us']:9.1f} us  p99 {high:9.0f} us  "
                              f"pss {row['pss_mib']:4.0f} MiB  load {load_before:.1f}", flush=True)
                except AssertionError as failed:
                    print(f"{model} {server}: {failed}", flush=True)
                finally:
                    stop(process)
    table(rows)


def table(rows):
    """Medians over the rounds of CPU time, and of the ratio to ours within a round."""
    print(f"\n| model, encoding, connections | server | CPU/request, us | CPU ÷ ours in the clear | CPU ÷ ours with mTLS | p99, ms | PSS, MiB |\n|---|---|---|---|---|---|---|")
    ours = {(row["model"], row["encoding"], row["round"], row["server"]): row["cpu_us"] for row in rows if row["server"].startswith("martello")}
    for key in dict.fromkeys((row["model"], row["encoding"], row["connections"], row["server"]) for row in rows):
        these = [row for row in rows if (row["model"], row["encoding"], row["connections"], row["server"]) == key]

        def ratio(of):
            pairs = [row["cpu_us"] / ours[place] for row in these if (place := (row["model"], row["encoding"], row["round"], of)) in ours]
            return f"{statistics.median(pairs):.2f}" if pairs else "-"

        def middle(field):
            return statistics.median(row[field] for row in these)

        print(f"| {key[0]} {key[1]} c={key[2]} | {key[3]} | {middle('cpu_us'):.1f} | {ratio('martello')} | {ratio('martello-mtls')} "
              f"| {middle('p99_us') / 1000:.1f} | {middle('pss_mib'):.0f} |")


if __name__ == "__main__":
    main()
