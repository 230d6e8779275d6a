"""Calls a server as users of tritonclient do. Arguments: host:port, ca.crt, model."""
import sys

import numpy as np
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException, np_to_triton_dtype

address, authority, model, case = sys.argv[1:]
client = triton.InferenceServerClient(
    address,
    ssl=True,
    ssl_options={"ca_certs": authority},
    ssl_context_factory=__import__("gevent.ssl", fromlist=["ssl"]).create_default_context,
)


def infer(array, datatype=None, binary_in=True, binary_out=True, **options):
    given = triton.InferInput("x", list(array.shape), datatype or np_to_triton_dtype(array.dtype))
    given.set_data_from_numpy(array, binary_data=binary_in)
    wanted = triton.InferRequestedOutput("y", binary_data=binary_out)
    return client.infer(model, [given], outputs=[wanted], **options)


def linear():
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready(model)
    assert client.get_server_metadata()["extensions"] == ["binary_tensor_data"]
    assert client.get_model_metadata(model)["inputs"][0]["shape"] == [-1, 3]
    x = np.arange(1500, dtype=np.float32).reshape(500, 3)
    expected = x @ np.array([[1, 2], [3, 4], [5, 6]], np.float32) + np.array([0.5, -0.5], np.float32)
    for binary_in in (True, False):
        for binary_out in (True, False):
            for coding in (None, "gzip", "deflate"):
                answer = infer(
                    x,
                    binary_in=binary_in,
                    binary_out=binary_out,
                    request_id="r1",
                    request_compression_algorithm=coding,
                    response_compression_algorithm=coding,
                )
                assert answer.get_response()["id"] == "r1"
                assert np.array_equal(answer.as_numpy("y"), expected), (binary_in, binary_out, coding)
    given = triton.InferInput("x", [0, 3], "FP32")
    given.set_data_from_numpy(np.zeros((0, 3), np.float32))
    assert client.infer(model, [given]).as_numpy("y").shape == (0, 2)
    given = triton.InferInput("x", [1, 4], "FP32")
    given.set_data_from_numpy(np.zeros((1, 4), np.float32))
    try:
        client.infer(model, [given])
        raise AssertionError("a shape that does not fit was taken")
    except InferenceServerException as e:
        assert e.status() == "400" and "shape must be [-1, 3]" in e.message(), e


def identity(values, dtype):
    array = np.array(values, dtype)
    for binary in (True, False):
        answer = infer(array, binary_in=binary, binary_out=binary).as_numpy("y")
        got = [e if isinstance(e, (bytes, str)) else e.item() for e in answer.flatten()]
        sent = [e if isinstance(e, (bytes, str)) else e.item() for e in array.flatten()]
        got = [e.decode() if isinstance(e, bytes) else e for e in got]
        sent = [e.decode() if isinstance(e, bytes) else e for e in sent]
        assert got == sent, (binary, got, sent)


def bf16():
    array = np.array([0.5, -2.0, 3.0], __import__("ml_dtypes").bfloat16)
    answer = infer(array, datatype="BF16").as_numpy("y")
    assert np.array_equal(answer.astype(np.float32), array.astype(np.float32)), answer


CASES = {
    "linear": linear,
    "BOOL": lambda: identity([True, False], np.bool_),
    "UINT8": lambda: identity([0, 255], np.uint8),
    "UINT16": lambda: identity([0, 65535], np.uint16),
    "UINT32": lambda: identity([0, 2**32 - 1], np.uint32),
    "UINT64": lambda: identity([0, 2**64 - 1], np.uint64),
    "INT8": lambda: identity([-128, 127], np.int8),
    "INT16": lambda: identity([-32768, 32767], np.int16),
    "INT32": lambda: identity([-(2**31), 2**31 - 1], np.int32),
    "INT64": lambda: identity([-(2**63), 2**63 - 1], np.int64),
    "FP32": lambda: identity([0.1, -3.4028235e38], np.float32),
    "FP64": lambda: identity([0.1, 5e-324], np.float64),
    "BYTES": lambda: identity(["", "é", "a\nb"], np.object_),
    "BF16": bf16,
}
if case == "FP16":  # the client sends it as bytes only
    array = np.array([0.5, -65504.0], np.float16)
    assert np.array_equal(infer(array).as_numpy("y"), array)
else:
    CASES[case]()
print("ok", case)
