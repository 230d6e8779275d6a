package dev.martello.runtime.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * ONNX Runtime's environment, until the process ends. Its Java binding releases it in a shutdown
 * hook, at once, while a server still drains: then a kernel that runs for the first time fails for
 * want of a logger, and a session that is being made can crash the process (both seen with 1.28.0).
 * The environment counts its references, so one more, never given back, keeps it.
 */
final class LastingEnvironment {
  /** Its messages can quote the elements of an input, so there are none. */
  static final OrtLoggingLevel SILENT = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

  private static final OrtEnvironment ENVIRONMENT = create();

  private LastingEnvironment() {}

  static OrtEnvironment get() {
    return ENVIRONMENT;
  }

  private static OrtEnvironment create() {
    OrtEnvironment environment = OrtEnvironment.getEnvironment(SILENT);
    try {
      Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
      api.setAccessible(true);
      Method create =
          OrtEnvironment.class.getDeclaredMethod(
              "createHandle", long.class, int.class, String.class);
      create.setAccessible(true);
      create.invoke(null, api.getLong(null), SILENT.getValue(), "lasting");
      return environment;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("ONNX Runtime's Java binding is not the one that was built with", e);
    }
  }
}
