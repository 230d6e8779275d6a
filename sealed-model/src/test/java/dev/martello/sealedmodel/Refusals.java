package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every refusal must be: typed, with a message that says what, where and what to do. */
public final class Refusals {
  private Refusals() {}

  /** For whatever reason. */
  public static ModelRefused refused(ThrowingCallable call) {
    ModelRefused refused = catchThrowableOfType(ModelRefused.class, call);
    Assertions.assertThat(refused).as("refusal").isNotNull();
    return refused;
  }

  public static ModelRefused refused(Reason reason, ThrowingCallable call) {
    ModelRefused refused = catchThrowableOfType(ModelRefused.class, call);
    Assertions.assertThat(refused).as("refusal").isNotNull();
    Assertions.assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
    Assertions.assertThat(refused.getMessage()).contains(": ").contains("; ");
    return refused;
  }
}
