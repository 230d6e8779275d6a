package dev.martello.runtime.tensor;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import java.util.Optional;

/**
 * A tensor's datatype as the Open Inference Protocol spells it; {@code bytes} is one element's size
 * in memory, 0 where it has none of its own. ONNX Runtime's Java binding makes no unsigned tensors
 * but of 8 bits: the wider ones are made as signed ones with the same bits ({@link TensorFactory}).
 */
public enum Datatype {
  BOOL(1, OnnxJavaType.BOOL),
  INT8(1, OnnxJavaType.INT8),
  INT16(2, OnnxJavaType.INT16),
  INT32(4, OnnxJavaType.INT32),
  INT64(8, OnnxJavaType.INT64),
  UINT8(1, OnnxJavaType.UINT8),
  UINT16(2, OnnxJavaType.INT16),
  UINT32(4, OnnxJavaType.INT32),
  UINT64(8, OnnxJavaType.INT64),
  FP16(2, OnnxJavaType.FLOAT16),
  BF16(2, OnnxJavaType.BFLOAT16),
  FP32(4, OnnxJavaType.FLOAT),
  FP64(8, OnnxJavaType.DOUBLE),
  BYTES(0, OnnxJavaType.STRING);

  private final int bytes;
  private final OnnxJavaType javaType;

  Datatype(int bytes, OnnxJavaType javaType) {
    this.bytes = bytes;
    this.javaType = javaType;
  }

  public int bytes() {
    return bytes;
  }

  /** What to make such a tensor, or one with the same bits, with. */
  OnnxJavaType javaType() {
    return javaType;
  }

  /** Whether ONNX Runtime's Java binding can only make a signed tensor with the same bits. */
  boolean madeBySigned() {
    return this == UINT16 || this == UINT32 || this == UINT64;
  }

  /** Of integers narrower than 64 bits; all of a long otherwise. */
  long least() {
    return switch (this) {
      case BOOL, UINT8, UINT16, UINT32 -> 0;
      case INT8 -> Byte.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      default -> Long.MIN_VALUE;
    };
  }

  long most() {
    return switch (this) {
      case BOOL -> 1;
      case INT8 -> Byte.MAX_VALUE;
      case UINT8 -> 0xff;
      case INT16 -> Short.MAX_VALUE;
      case UINT16 -> 0xffff;
      case INT32 -> Integer.MAX_VALUE;
      case UINT32 -> 0xffff_ffffL;
      default -> Long.MAX_VALUE;
    };
  }

  /** By the protocol's name; names are case-sensitive. */
  public static Optional<Datatype> named(String name) {
    for (Datatype datatype : values()) {
      if (datatype.name().equals(name)) {
        return Optional.of(datatype);
      }
    }
    return Optional.empty();
  }

  /** Of an element type of ONNX; empty for those that the protocol has no name for. */
  public static Optional<Datatype> of(OnnxTensorType type) {
    return switch (type) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> Optional.of(BOOL);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> Optional.of(INT8);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> Optional.of(INT16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> Optional.of(INT32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> Optional.of(INT64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> Optional.of(UINT8);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> Optional.of(UINT16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> Optional.of(UINT32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> Optional.of(UINT64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> Optional.of(FP16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> Optional.of(BF16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> Optional.of(FP32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> Optional.of(FP64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> Optional.of(BYTES);
      default -> Optional.empty();
    };
  }
}
