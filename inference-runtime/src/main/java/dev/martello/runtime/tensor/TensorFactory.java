package dev.martello.runtime.tensor;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * Makes ONNX Runtime's tensors over elements in memory. Its Java binding has no unsigned ones wider
 * than 8 bits: those are made as signed tensors and go through a model of one Cast node, which in
 * two's complement keeps every bit.
 */
public final class TensorFactory implements AutoCloseable {
  private final OrtEnvironment environment;
  private final Map<Datatype, OrtSession> casts;

  private TensorFactory(OrtEnvironment environment, Map<Datatype, OrtSession> casts) {
    this.environment = environment;
    this.casts = casts;
  }

  /** Able to make tensors of these types, and of all that need no Cast. */
  public static TensorFactory of(OrtEnvironment environment, Collection<Datatype> datatypes)
      throws OrtException {
    Map<Datatype, OrtSession> casts = new EnumMap<>(Datatype.class);
    for (Datatype datatype : datatypes) {
      if (datatype.madeBySigned() && !casts.containsKey(datatype)) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
          options.setIntraOpNumThreads(1);
          options.setInterOpNumThreads(1);
          casts.put(datatype, environment.createSession(CastModel.toUnsigned(datatype), options));
        }
      }
    }
    return new TensorFactory(environment, casts);
  }

  OnnxTensor numbers(Datatype datatype, ByteBuffer elements, long[] shape) throws OrtException {
    OrtSession cast = casts.get(datatype);
    if (cast == null) {
      if (datatype.madeBySigned()) {
        throw new IllegalStateException("no " + datatype + " was asked for");
      }
      return OnnxTensor.createTensor(environment, elements, shape, datatype.javaType());
    }
    try (OnnxTensor signed =
        OnnxTensor.createTensor(environment, elements, shape, datatype.javaType())) {
      return (OnnxTensor) cast.run(Map.of(CastModel.INPUT, signed)).get(0);
    }
  }

  OnnxTensor strings(String[] elements, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, elements, shape);
  }

  @Override
  public void close() throws OrtException {
    for (OrtSession cast : casts.values()) {
      cast.close();
    }
  }
}
