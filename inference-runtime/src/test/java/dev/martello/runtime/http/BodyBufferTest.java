package dev.martello.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BodyBufferTest {
  private final BodyBudget budget = new BodyBudget(20_000);

  @Test
  void growsWithWhatComesAndGivesItBack() throws Exception {
    BodyBuffer body = new BodyBuffer(15_000, budget);
    for (int i = 0; i < 15_000; i += 1000) {
      byte[] part = new byte[1000];
      Arrays.fill(part, (byte) (i / 1000));
      body.append(Unpooled.wrappedBuffer(part));
    }
    assertThat(body.length()).isEqualTo(15_000);
    assertThat(body.bytes()[14_999]).isEqualTo((byte) 14);
    assertThat(budget.held()).isEqualTo(body.bytes().length).isLessThanOrEqualTo(15_000);
    body.release();
    assertThat(budget.held()).isZero();
  }

  @Test
  void refusesMoreThanARequestMayHave() {
    BodyBuffer body = new BodyBuffer(10, budget);
    assertThatExceptionOfType(CallRefused.class)
        .isThrownBy(() -> body.append(Unpooled.wrappedBuffer(new byte[11])))
        .matches(refused -> refused.status() == 413);
    assertThat(budget.held()).isZero();
  }

  @Test
  void refusesMoreThanAllRequestsTogetherMayHave() throws Exception {
    BodyBuffer first = new BodyBuffer(15_000, budget);
    first.append(Unpooled.wrappedBuffer(new byte[15_000]));
    BodyBuffer second = new BodyBuffer(15_000, budget);
    assertThatExceptionOfType(CallRefused.class)
        .isThrownBy(() -> second.append(Unpooled.wrappedBuffer(new byte[15_000])))
        .matches(refused -> refused.status() == 503)
        .matches(refused -> refused.answer().headers().get("retry-after").equals("1"));
    first.release();
    second.append(Unpooled.wrappedBuffer(new byte[15_000]));
    assertThat(second.length()).isEqualTo(15_000);
  }
}
