"""Calls a server over gRPC as users of tritonclient do. Arguments: host:port, ca.crt, model, case."""
import sys

import grpc
import numpy as np
import tritonclient.grpc as triton
from grpc_health.v1 import health_pb2, health_pb2_grpc
from tritonclient.grpc import service_pb2, service_pb2_grpc
from tritonclient.utils import InferenceServerException, np_to_triton_dtype

address, authority, model, case = sys.argv[1:]
client = triton.InferenceServerClient(address, ssl=True, root_certificates=authority)
channel = grpc.secure_channel(address, grpc.ssl_channel_credentials(open(authority, "rb").read()))
stub = service_pb2_grpc.GRPCInferenceServiceStub(channel)


def infer(array, datatype=None, **options):
    given = triton.InferInput("x", list(array.shape), datatype or np_to_triton_dtype(array.dtype))
    given.set_data_from_numpy(array)
    return client.infer(model, [given], **options)


def refused(call, code, said):
    try:
        call()
    except grpc.RpcError as e:
        assert e.code() == code and said in e.details(), (e.code(), e.details())
    except InferenceServerException as e:
        assert code.name in e.status() and said in e.message(), (e.status(), e.message())
    else:
        raise AssertionError("not refused: " + said)


def typed(field, values, datatype, shape=None):
    request = service_pb2.ModelInferRequest(model_name=model, id="t1")
    tensor = request.inputs.add(name="x", datatype=datatype, shape=shape or [len(values)])
    getattr(tensor.contents, field).extend(values)
    return request


def linear():
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready(model)
    assert client.is_model_ready(model, "1.2.0")
    assert client.get_server_metadata().name == "martello"
    metadata = client.get_model_metadata(model)
    assert list(metadata.inputs[0].shape) == [-1, 3] and metadata.outputs[0].datatype == "FP32"
    assert list(metadata.versions) == ["1.2.0"] and metadata.platform == "onnxruntime_onnx"
    x = np.arange(3000, dtype=np.float32).reshape(1000, 3)
    expected = x @ np.array([[1, 2], [3, 4], [5, 6]], np.float32) + np.array([0.5, -0.5], np.float32)
    for coding in (None, "gzip", "deflate"):
        answer = infer(x, request_id="r1", compression_algorithm=coding)
        assert answer.get_response().id == "r1"
        assert np.array_equal(answer.as_numpy("y"), expected), coding
    answer = stub.ModelInfer(typed("fp32_contents", [1, 2, 3], "FP32", [1, 3]))
    assert answer.id == "t1" and list(answer.outputs[0].contents.fp32_contents) == [22.5, 27.5]
    assert not answer.raw_output_contents
    wanted = [triton.InferRequestedOutput("y")]
    assert infer(np.zeros((0, 3), np.float32), outputs=wanted).as_numpy("y").shape == (0, 2)

    code = grpc.StatusCode
    refused(lambda: infer(np.zeros((1, 4), np.float32)), code.INVALID_ARGUMENT, "shape must be [-1, 3]")
    refused(lambda: client.get_model_metadata("other"), code.NOT_FOUND, "'linear'")
    refused(
        lambda: stub.ModelInfer(service_pb2.ModelInferRequest(model_name="é")),
        code.NOT_FOUND,
        "no such model",
    )
    refused(
        lambda: stub.ModelInfer(service_pb2.ModelInferRequest(model_name=model, model_version="9")),
        code.NOT_FOUND,
        "no such version",
    )
    refused(
        lambda: stub.ModelInfer(typed("fp64_contents", [1, 2, 3], "FP32", [1, 3])),
        code.INVALID_ARGUMENT,
        "contents are not in the field for FP32",
    )
    refused(
        lambda: stub.ModelInfer(typed("fp32_contents", [1, 2], "FP32", [1, 3])),
        code.INVALID_ARGUMENT,
        "",
    )
    refused(
        lambda: stub.ModelInfer(typed("fp32_contents", [0.0] * 30000, "FP32", [10000, 3])),
        code.RESOURCE_EXHAUSTED,
        "65541 bytes",
    )
    refused(
        lambda: stub.RepositoryIndex(service_pb2.RepositoryIndexRequest()),
        code.UNIMPLEMENTED,
        "no such method",
    )
    health = health_pb2_grpc.HealthStub(channel)
    for service in ("", "inference.GRPCInferenceService"):
        answer = health.Check(health_pb2.HealthCheckRequest(service=service))
        assert answer.status == health_pb2.HealthCheckResponse.SERVING
    refused(lambda: health.Check(health_pb2.HealthCheckRequest(service="x")), code.NOT_FOUND, "")
    garbage = channel.unary_unary(
        "/inference.GRPCInferenceService/ModelInfer", lambda b: b, lambda b: b
    )
    refused(lambda: garbage(b"\x0a\xff\xff\xff\xff\x0f"), code.INVALID_ARGUMENT, "Protocol Buffers")
    refused(lambda: garbage(b"\x0c"), code.INVALID_ARGUMENT, "Protocol Buffers")
    futures = [
        stub.ModelInfer.future(typed("fp32_contents", [i, 0, 0], "FP32", [1, 3])) for i in range(200)
    ]
    for i, future in enumerate(futures):
        assert list(future.result().outputs[0].contents.fp32_contents) == [i + 0.5, 2 * i - 0.5]


def nobody():
    refused(lambda: client.is_server_live(), grpc.StatusCode.PERMISSION_DENIED, "certificate")


TYPED = {
    "BOOL": ("bool_contents", np.bool_, [True, False]),
    "UINT8": ("uint_contents", np.uint8, [0, 255]),
    "UINT16": ("uint_contents", np.uint16, [0, 65535]),
    "UINT32": ("uint_contents", np.uint32, [0, 2**32 - 1]),
    "UINT64": ("uint64_contents", np.uint64, [0, 2**64 - 1]),
    "INT8": ("int_contents", np.int8, [-128, 127]),
    "INT16": ("int_contents", np.int16, [-32768, 32767]),
    "INT32": ("int_contents", np.int32, [-(2**31), 2**31 - 1]),
    "INT64": ("int64_contents", np.int64, [-(2**63), 2**63 - 1]),
    "FP32": ("fp32_contents", np.float32, [0.5, -3.4028234663852886e38]),
    "FP64": ("fp64_contents", np.float64, [0.1, 5e-324]),
    "BYTES": ("bytes_contents", np.object_, [b"", "é".encode(), b"a\nb"]),
}
if case in TYPED:
    field, dtype, values = TYPED[case]
    answer = stub.ModelInfer(typed(field, values, case))
    assert list(getattr(answer.outputs[0].contents, field)) == values, answer
    assert answer.outputs[0].datatype == case and list(answer.outputs[0].shape) == [len(values)]
    array = np.array(values, dtype)
    assert infer(array).as_numpy("y").tolist() == array.tolist()
    if case.endswith("INT8"):
        refused(
            lambda: stub.ModelInfer(typed(field, [256], case)),
            grpc.StatusCode.INVALID_ARGUMENT,
            "element 0: expected an integer",
        )
elif case == "FP16":
    array = np.array([0.5, -65504.0], np.float16)
    assert np.array_equal(infer(array).as_numpy("y"), array)
elif case == "BF16":
    array = np.array([0.5, -2.0], __import__("ml_dtypes").bfloat16)
    answer = infer(array, datatype="BF16").as_numpy("y")
    assert np.array_equal(answer.astype(np.float32), array.astype(np.float32)), answer
else:
    {"linear": linear}[case]()
print("ok", case)
