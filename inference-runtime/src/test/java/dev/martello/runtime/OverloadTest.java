package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.BodyBudget;
import dev.martello.runtime.http.HttpCall;
import dev.martello.runtime.http.RequestHead;
import dev.martello.runtime.inference.CallerTerms;
import dev.martello.runtime.inference.InferenceCalls;
import dev.martello.runtime.inference.InferenceEndpoint;
import dev.martello.runtime.inference.ServingPlan;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.testkit.Keys;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.tls.Caller;
import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.RecipientKey;
import dev.martello.sealedmodel.Signer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread, room for one more: the third call at a time is told to come again. */
class OverloadTest {
  private static final byte[] BODY =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1,2,3]}]}"
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void refusesWhatFindsNoRoomAndAnswersTheRest(@TempDir Path directory) throws Exception {
    TestPod sealed = new TestPod(directory, OnnxModels.linear());
    byte[] key = Keys.privatePem(sealed.recipient).getBytes(StandardCharsets.US_ASCII);
    Signer signer = Signer.fromPem("s", Keys.publicPem(sealed.signer));
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    try (LoadedModel model =
        LoadedModel.load(
            directory.resolve("model"),
            List.of(signer),
            Expected.anything(),
            () -> RecipientKey.parse(key, "key"))) {
      InferenceCalls calls = InferenceCalls.start(model.session(), ServingPlan.PLAIN, 1, 1);
      InferenceEndpoint endpoint =
          new InferenceEndpoint(model, CallerTerms.ANYONE, () -> true, calls, 1000, "test");
      RequestHead head =
          new RequestHead(
              "POST",
              List.of("v2", "models", "linear", "infer"),
              Map.of(),
              Map.of(),
              Caller.ANONYMOUS);
      HttpCall call =
          new HttpCall(head, BODY, BODY.length, new BodyBudget(1000), () -> false, Runnable::run);
      endpoint
          .route(head)
          .action()
          .run(
              call,
              answer -> {
                running.countDown();
                await(stuck);
                answers.add(answer);
              });
      await(running);
      endpoint.route(head).action().run(call, answers::add);
      assertThat(answers).isEmpty();
      endpoint.route(head).action().run(call, answers::add);
      assertThat(answers.remove().status()).isEqualTo(503);
      stuck.countDown();
      assertThat(answers.poll(30, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(answers.poll(30, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(calls.stop()).isTrue();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
