package dev.martello.optimizer.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Rows;
import dev.martello.optimizer.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How far models are from the float model over a few calibration rows: cheap enough to be asked of
 * every layer, and finer than counting answers that change.
 */
public final class Deviation {
  private static final int ROWS = 32;

  private final Rows rows;
  private final String output;
  private final List<float[]> expected;

  private Deviation(Rows rows, String output, List<float[]> expected) {
    this.rows = rows;
    this.output = output;
    this.expected = expected;
  }

  public static Deviation from(byte[] original, Split.Calibration calibration)
      throws OptimizationRefused {
    try (var engine = Engine.load(original)) {
      String output =
          engine
              .firstOutput(OnnxJavaType.FLOAT)
              .or(() -> engine.outputNames().stream().findFirst())
              .orElseThrow(() -> new OptimizationRefused("the model has no output"));
      Rows rows = calibration.rows().first(ROWS);
      return new Deviation(rows, output, answers(engine, rows, output));
    }
  }

  /** The squared difference beside the squared float output. */
  public double of(byte[] model) throws OptimizationRefused {
    List<float[]> given;
    try (var engine = Engine.load(model)) {
      given = answers(engine, rows, output);
    }
    double difference = 0;
    double power = Double.MIN_NORMAL;
    for (int row = 0; row < expected.size(); row++) {
      float[] should = expected.get(row);
      float[] does = given.get(row);
      for (int i = 0; i < should.length; i++) {
        power += (double) should[i] * should[i];
        difference += Math.pow((double) should[i] - does[i], 2);
      }
    }
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference / power;
  }

  private static List<float[]> answers(Engine engine, Rows rows, String output)
      throws OptimizationRefused {
    List<float[]> answers = new ArrayList<>();
    Runs.over(engine, rows, 1, Set.of(output), seen -> answers.add(floats(seen.tensor(output))));
    return answers;
  }

  private static float[] floats(OnnxTensor tensor) {
    if (tensor.getInfo().type == OnnxJavaType.FLOAT) {
      var values = new float[tensor.getFloatBuffer().remaining()];
      tensor.getFloatBuffer().get(values);
      return values;
    }
    var labels = tensor.getLongBuffer();
    var values = new float[labels.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = labels.get(i);
    }
    return values;
  }
}
