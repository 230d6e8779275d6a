#!/usr/bin/env python3
"""Asks a deployment again and again, each time on a new connection, and counts what did not come back right.

soak.py SERVICE_IP HOST CA_FILE PATH BODY_FILE SECONDS: prints requests, failures and latencies in milliseconds as JSON.
"""
import http.client, json, socket, ssl, sys, time

ip, host, ca, path, body_file, seconds = sys.argv[1:]
body = open(body_file, "rb").read()
tls = ssl.create_default_context(cafile=ca)
took, failures = [], {}


def ask():
    with socket.create_connection((ip, 443), timeout=5) as plain, tls.wrap_socket(plain, server_hostname=host) as secure:
        connection = http.client.HTTPSConnection(host)
        connection.sock = secure
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        json.loads(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"status {answer.status}")


until = time.monotonic() + float(seconds)
while time.monotonic() < until:
    began = time.monotonic()
    try:
        ask()
        took.append((time.monotonic() - began) * 1000)
    except (OSError, RuntimeError, ValueError, http.client.HTTPException) as e:
        name = f"{type(e).__name__}: {e}"
        failures[name] = failures.get(name, 0) + 1
    time.sleep(0.02)
took.sort()
at = lambda q: round(took[min(len(took) - 1, int(q * len(took)))], 1) if took else None
print(json.dumps({"requests": len(took) + sum(failures.values()), "failures": failures, "p50": at(0.5), "p99": at(0.99), "max": at(1)}))
