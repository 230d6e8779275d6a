package dev.martello.runtime.protocol;

import dev.martello.runtime.model.ModelTensor;
import dev.martello.runtime.tensor.TensorData;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/** What a request says of one input, apart from its elements. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not kept
record DeclaredInput(String name, String datatype, long[] shape) {

  /**
   * Room for the elements, if this is an input of the model.
   *
   * @param mostElements how many elements the request can hold, by its size
   */
  TensorData allocate(Map<String, ModelTensor> model, long mostElements, Arena arena)
      throws RequestInvalid {
    ModelTensor expected = model.get(name);
    if (expected == null) {
      throw new RequestInvalid(named() + " is not one of the model's: " + model.keySet());
    }
    if (!expected.datatype().name().equals(datatype)) {
      throw new RequestInvalid(
          named() + ": datatype must be " + expected.datatype() + ", is " + datatype);
    }
    if (!fits(expected.shape())) {
      throw new RequestInvalid(
          named()
              + ": shape must be "
              + expected.shape()
              + " (-1: any length), is "
              + Arrays.toString(shape));
    }
    int elements = elements(Math.min(mostElements, Integer.MAX_VALUE / Long.BYTES));
    return TensorData.allocate(expected.datatype(), shape, elements, arena);
  }

  String named() {
    return "input '" + name + "'";
  }

  private boolean fits(Collection<Long> expected) {
    if (shape.length != expected.size()) {
      return false;
    }
    int i = 0;
    for (long length : expected) {
      if (length >= 0 && length != shape[i]) {
        return false;
      }
      i++;
    }
    return true;
  }

  private int elements(long most) throws RequestInvalid {
    long elements = 1;
    for (long length : shape) {
      elements = length == 0 || elements == 0 ? 0 : saturated(elements, length);
    }
    if (elements > most) {
      throw new RequestInvalid(
          named()
              + ": shape "
              + Arrays.toString(shape)
              + " asks for more elements than the request can hold");
    }
    return (int) elements;
  }

  private static long saturated(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }
}
