"""Asks for the type of a file.
file_types.py request CONFIG FILE     prints the request: 1024 bytes of the file's beginning and 1024 of its end
file_types.py answer CONFIG           reads the answer, prints the likeliest type"""
import json, sys


def request(config, path):
    block, begin, end, padding = (config[key] for key in ("block_size", "beg_size", "end_size", "padding_token"))
    with open(path, "rb") as file:
        content = file.read()
    first = list(content[:block].lstrip()[:begin])
    last = list(content[-block:].rstrip()[-end:])
    elements = first + [padding] * (begin - len(first)) + [padding] * (end - len(last)) + last
    return {"inputs": [{"name": "bytes", "datatype": "INT32", "shape": [1, len(elements)], "data": elements}]}


def answer(config, document):
    scores = document["outputs"][0]["data"]
    best = max(range(len(scores)), key=scores.__getitem__)
    return f"{config['target_labels_space'][best]} {scores[best]:.3f}"


with open(sys.argv[2]) as file:
    settings = json.load(file)
if sys.argv[1] == "request":
    print(json.dumps(request(settings, sys.argv[3]), separators=(",", ":")))
else:
    print(answer(settings, json.load(sys.stdin)))
