import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/** The least that serves a plain model: read, session, one run. */
public class Bare {
  public static void main(String[] arguments) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    try (FileChannel file = FileChannel.open(Path.of(arguments[0]))) {
      ByteBuffer model = ByteBuffer.allocateDirect((int) file.size());
      while (model.hasRemaining() && file.read(model) >= 0) {}
      OrtSession session = environment.createSession(model.flip(), options);
      long[] shape = {1, Integer.parseInt(arguments[1])};
      FloatBuffer row = FloatBuffer.allocate((int) shape[1]);
      session.run(Map.of("x", OnnxTensor.createTensor(environment, row, shape))).close();
    }
    System.out.println("ready");
    Thread.sleep(600_000);
  }
}
