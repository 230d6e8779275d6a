"""Calls a server as users of KServe's Python clients do. Arguments: host:port, ca.crt, model, case."""
import asyncio
import sys

import grpc
import httpx
import numpy as np
from kserve import InferInput, InferRequest, InferenceGRPCClient, InferenceRESTClient, RESTConfig
from kserve.protocol.infer_type import RequestedOutput

address, authority, model, case = sys.argv[1:]
url = "https://" + address


def request(array, datatype, binary, **options):
    tensor = InferInput("x", list(array.shape), datatype)
    tensor.set_data_from_numpy(array, binary_data=binary)
    return InferRequest(model, [tensor], request_id="r1", **options)


def outputs(binary):
    return {"request_outputs": [RequestedOutput("y", {"binary_data": binary})]}


async def everywhere(array, datatype, check):
    """JSON, the binary extension in either direction, and gRPC."""
    http2 = (False, True) if case == "linear" else (False,)
    for version in http2:
        rest = InferenceRESTClient(RESTConfig(protocol="v2", verify=authority, http2=version))
        for sent, answered in ((False, False), (True, False), (False, True), (True, True)):
            if datatype == "FP16" and not (sent and answered):
                continue  # KServe's clients send and read it as bytes only
            answer = await rest.infer(url, request(array, datatype, sent, **outputs(answered)), model)
            assert answer.id == "r1" and answer.model_name == model, answer
            check(answer.outputs[0])
        await rest.close()
    async with InferenceGRPCClient(address, use_ssl=True, root_certificates=authority) as client:
        check((await client.infer(request(array, datatype, True))).outputs[0])


async def linear():
    rest = InferenceRESTClient(RESTConfig(protocol="v2", verify=authority))
    assert await rest.is_server_live(url) and await rest.is_server_ready(url)
    assert await rest.is_model_ready(url, model)
    async with InferenceGRPCClient(address, use_ssl=True, root_certificates=authority) as client:
        assert await client.is_server_live() and await client.is_server_ready()
        assert await client.is_model_ready(model)
        x = np.zeros((1, 4), np.float32)
        try:
            await client.infer(request(x, "FP32", True))
        except grpc.RpcError as e:
            assert e.code() == grpc.StatusCode.INVALID_ARGUMENT and "shape" in e.details(), e
        else:
            raise AssertionError("a wrong shape was taken")
    try:
        await rest.infer(url, request(x, "FP32", True), model)
    except httpx.HTTPStatusError as e:
        assert e.response.status_code == 400 and "shape must be [-1, 3]" in str(e), e
    else:
        raise AssertionError("a wrong shape was taken")
    await rest.close()

    x = np.arange(300, dtype=np.float32).reshape(100, 3)
    expected = x @ np.array([[1, 2], [3, 4], [5, 6]], np.float32) + np.array([0.5, -0.5], np.float32)

    def check(output):
        assert output.name == "y" and output.datatype == "FP32" and output.shape == [100, 2], output
        assert np.array_equal(output.as_numpy(), expected), output

    await everywhere(x, "FP32", check)


VALUES = {
    "INT64": np.array([-(2**63), 2**63 - 1], np.int64),
    "UINT8": np.array([0, 255], np.uint8),
    "BOOL": np.array([True, False]),
    "FP16": np.array([0.5, -65504.0], np.float16),
    "FP64": np.array([0.1, 5e-324], np.float64),
    "BYTES": np.array([b"", "é".encode(), b"a\nb"], np.object_),
}


async def datatype():
    array = VALUES[case]

    def check(output):
        found = output.as_numpy().tolist()
        found = [one.encode() if isinstance(one, str) else one for one in found]
        assert output.datatype == case and found == array.tolist(), (found, array.tolist())

    await everywhere(array, case, check)


asyncio.run(linear() if case == "linear" else datatype())
print("ok", case)
