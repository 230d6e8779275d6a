package dev.martello.runtime.tensor;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.SequenceInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the operator ZipMap of ai.onnx.ml gives: for each row a map from class label to probability.
 * The protocol has no maps: it becomes a tensor [rows, classes] of FP32, with the labels beside it.
 */
public final class ClassMaps {
  private ClassMaps() {}

  /** Whether an output is of this kind. */
  public static boolean are(SequenceInfo info) {
    if (!info.isSequenceOfMaps() || info.mapInfo == null) {
      return false;
    }
    MapInfo map = info.mapInfo;
    return map.valueType == OnnxJavaType.FLOAT
        && (map.keyType == OnnxJavaType.INT64 || map.keyType == OnnxJavaType.STRING);
  }

  /** One column for each label, in the labels' own order. */
  static OutputTensor tensor(OnnxSequence rows) throws OrtException {
    List<Map<?, ?>> maps = new ArrayList<>();
    List<? extends OnnxValue> values = rows.getValue();
    try {
      for (OnnxValue value : values) {
        maps.add(((OnnxMap) value).getValue());
      }
    } finally {
      values.forEach(OnnxValue::close);
    }
    List<Object> labels =
        maps.isEmpty() ? List.of() : List.copyOf(new TreeSet<Object>(maps.get(0).keySet()));
    ByteBuffer numbers =
        ByteBuffer.allocate(Math.multiplyExact(maps.size() * Float.BYTES, labels.size()))
            .order(ByteOrder.nativeOrder());
    for (Map<?, ?> map : maps) {
      if (map.size() != labels.size()) {
        throw new IllegalStateException("the rows have different labels");
      }
      for (Object label : labels) {
        if (!(map.get(label) instanceof Float probability)) {
          throw new IllegalStateException("the rows have different labels");
        }
        numbers.putFloat(probability);
      }
    }
    return OutputTensor.labelled(new long[] {maps.size(), labels.size()}, numbers.flip(), labels);
  }
}
