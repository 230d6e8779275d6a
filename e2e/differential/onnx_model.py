"""MLServer's runtime for an ONNX model, all outputs; PyPI has none."""
import onnxruntime as ort
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceResponse


class OnnxModel(MLModel):
    async def load(self):
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = ort.InferenceSession(self._settings.parameters.uri, options, providers=["CPUExecutionProvider"])
        self.names = [output.name for output in self.session.get_outputs()]
        return True

    async def predict(self, request):
        given = {one.name: NumpyCodec.decode_input(one) for one in request.inputs}
        results = self.session.run(self.names, given)
        return InferenceResponse(
            model_name=self.name, outputs=[NumpyCodec.encode_output(*pair) for pair in zip(self.names, results)])
