"""KServe's Python server with one ONNX model.   Usage: kserve_server.py NAME FILE --http_port N --grpc_port N"""
import sys

import kserve
import onnxruntime as ort
from kserve import InferOutput, InferResponse, Model, ModelServer


class Onnx(Model):
    def __init__(self, name, path):
        super().__init__(name)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.output = self.session.get_outputs()[0].name
        self.ready = True

    def predict(self, payload, headers=None, response_headers=None):
        given = payload.inputs[0]
        result = self.session.run([self.output], {given.name: given.as_numpy()})[0]
        answer = InferOutput(self.output, list(result.shape), "FP32")
        binary = any((one.parameters or {}).get("binary_data") for one in payload.request_outputs or [])
        answer.set_data_from_numpy(result, binary_data=binary)
        return InferResponse(response_id=payload.id or "-", model_name=self.name, infer_outputs=[answer])


name, path = sys.argv.pop(1), sys.argv.pop(1)
arguments = kserve.model_server.parser.parse_args()
ModelServer(http_port=arguments.http_port, grpc_port=arguments.grpc_port, access_log_format=None).start([Onnx(name, path)])
