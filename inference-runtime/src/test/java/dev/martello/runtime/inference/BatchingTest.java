package dev.martello.runtime.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.BodyBudget;
import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.HttpCall;
import dev.martello.runtime.http.RequestHead;
import dev.martello.runtime.limits.Allowance;
import dev.martello.runtime.model.OnnxSession;
import dev.martello.runtime.protocol.InferBody;
import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.protocol.InferRequestReader;
import dev.martello.runtime.protocol.InferResponseWriter;
import dev.martello.runtime.protocol.RequestInvalid;
import dev.martello.runtime.tensor.OutputTensor;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.tls.Caller;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Calls that were taken together: each must get the answer that he would have got alone. */
class BatchingTest {
  private static final String INPUT =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"%s\",\"shape\":%s,\"data\":%s}]}";

  private final InferenceStatistics statistics = new InferenceStatistics();
  private final List<Runnable> eventLoop = new ArrayList<>();

  @Test
  void runsWhatIsAlikeTogetherAndNothingElse() throws Exception {
    List<String> calls = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int width = i % 2 == 0 ? 2 : 3; // two kinds of rows
      int rows = 1 + i % 3;
      StringBuilder data = new StringBuilder("[" + i + ".5");
      for (int element = 1; element < rows * width; element++) {
        data.append(',').append(i * 100 + element).append(".0");
      }
      calls.add(INPUT.formatted("FP32", "[" + rows + "," + width + "]", data + "]"));
      expected.add(data + "]");
    }
    List<JsonNode> answers = answer(OnnxModels.identity(OnnxModels.FLOAT, -1, -1), 8, calls);
    assertThat(answers)
        .extracting(answer -> answer.at("/outputs/0/data").toString())
        .containsExactlyElementsOf(expected);
    // 12 rows of each kind, at most 8 in a run, no call parted
    assertThat(statistics.batch.count()).isEqualTo(4);
    assertThat(statistics.rows.sum()).isEqualTo(24);
    assertThat(statistics.succeeded.sum()).isEqualTo(12);
  }

  @Test
  void keepsStringsApart() throws Exception {
    List<String> calls =
        List.of(
            INPUT.formatted("BYTES", "[2]", "[\"a\",\"b\"]"),
            INPUT.formatted("BYTES", "[1]", "[\"\"]"),
            INPUT.formatted("BYTES", "[1]", "[\"c\"]"));
    assertThat(answer(OnnxModels.identity(OnnxModels.STRING, -1), 8, calls))
        .extracting(answer -> answer.at("/outputs/0/data").toString())
        .containsExactly("[\"a\",\"b\"]", "[\"\"]", "[\"c\"]");
    assertThat(statistics.batch.count()).isEqualTo(1);
  }

  @Test
  void makesNobodyPayForAnothersMistake() throws Exception {
    List<JsonNode> answers =
        answer(
            OnnxModels.gather(),
            8,
            List.of(
                INPUT.formatted("INT64", "[1]", "[2]"),
                INPUT.formatted("INT64", "[1]", "[7]"),
                "nonsense",
                INPUT.formatted("INT64", "[0]", "[]"),
                INPUT.formatted("INT64", "[2]", "[0,1]")));
    assertThat(answers.get(0).at("/outputs/0/data").toString()).isEqualTo("[30.0]");
    assertThat(answers.get(1).path("error").textValue()).contains("can't compute");
    assertThat(answers.get(2).path("error").textValue()).contains("well-formed");
    assertThat(answers.get(3).at("/outputs/0/data").toString()).isEqualTo("[]");
    assertThat(answers.get(4).at("/outputs/0/data").toString()).isEqualTo("[10.0,20.0]");
    assertThat(statistics.invalid.sum()).isEqualTo(2);
  }

  /** What a model does with its first dimension is not always rows. */
  @Test
  void goesBackToSingleRunsWhereOutputsHaveNoRows() throws Exception {
    List<String> calls =
        List.of(
            INPUT.formatted("FP32", "[3]", "[1,0,0]"), INPUT.formatted("FP32", "[3]", "[0,1,0]"));
    assertThat(answer(OnnxModels.vector(), 8, calls))
        .extracting(answer -> answer.at("/outputs/0/data").toString())
        .containsExactly("[1.0,2.0]", "[3.0,4.0]");
  }

  /** Softmax over the first dimension: a row's result depends on the others. */
  @Test
  void neverBatchesAModelWhoseRowsDependOnEachOther() throws Exception {
    byte[] softmax = OnnxModels.node("Softmax", OnnxModels.FLOAT, OnnxModels.FLOAT, -1);
    try (OnnxSession session = open(softmax)) {
      ServingPlan plan = ServingProbe.run(session, OptionalInt.empty());
      assertThat(plan.mostRows()).isEqualTo(1);
      assertThat(plan.rowNanos()).isPositive();
      assertThat(plan.batchedRowNanos()).as("not even measured").isZero();
    }
  }

  @Test
  void takesTheNumberOfRowsThatItIsGiven() throws Exception {
    try (OnnxSession session = open(OnnxModels.linear())) {
      assertThat(ServingProbe.run(session, OptionalInt.of(5)).mostRows()).isEqualTo(5);
      assertThat(ServingProbe.run(session, OptionalInt.of(1)).batching()).isFalse();
    }
  }

  /** Of three calls in one pass, with room for two in a run. */
  @Test
  void anEventLoopAnswersAtTheEndOfAPassOrWhenARunIsFull() throws Exception {
    try (OnnxSession session = open(OnnxModels.identity(OnnxModels.FLOAT, -1))) {
      EventLoopCalls calls = new EventLoopCalls(new Inference(session, 2, statistics), 2);
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        String body = INPUT.formatted("FP32", "[1]", "[" + i + "]");
        calls.add(call(session, body, answers::add));
        assertThat(answers).hasSize(i == 0 ? 0 : 2);
      }
      eventLoop.forEach(Runnable::run);
      assertThat(answers).hasSize(3);
    }
  }

  private List<JsonNode> answer(byte[] model, int mostRows, List<String> bodies) throws Exception {
    List<Answer> answers = new ArrayList<>();
    List<JsonNode> json = new ArrayList<>();
    try (OnnxSession session = open(model)) {
      List<PendingCall> calls = new ArrayList<>();
      for (String body : bodies) {
        int index = answers.size();
        answers.add(null);
        calls.add(call(session, body, answer -> answers.set(index, answer)));
      }
      new Inference(session, mostRows, statistics).answer(calls);
      for (Answer answer : answers) {
        json.add(new JsonMapper().readTree(answer.body()));
      }
    }
    return json;
  }

  private PendingCall call(OnnxSession session, String body, Consumer<Answer> reply) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    RequestHead head = new RequestHead("POST", List.of(), Map.of(), Map.of(), Caller.ANONYMOUS);
    HttpCall call =
        new HttpCall(head, bytes, bytes.length, new BodyBudget(0), () -> false, eventLoop::add);
    return new PendingCall(
        new PlainJson(session),
        call,
        Allowance.ALL,
        reply,
        System.nanoTime(),
        PendingCall.noDeadline());
  }

  private static OnnxSession open(byte[] model) throws Exception {
    return OnnxSession.open(ByteBuffer.allocateDirect(model.length).put(model).flip());
  }

  private record PlainJson(OnnxSession session) implements InferCodec {
    @Override
    public InferRequest read(HttpCall call, Arena arena) throws RequestInvalid {
      return new InferRequestReader("m", session.inputs(), session.outputs())
          .read(new InferBody(call.body(), call.bodyLength(), call.bodyLength()), arena);
    }

    @Override
    public Answer write(HttpCall call, InferRequest request, Map<String, OutputTensor> outputs)
        throws IOException {
      return Answer.json(200, new InferResponseWriter("m", "1").write(request, outputs).body());
    }

    @Override
    public Answer refused(CallRefused why) {
      return why.answer();
    }
  }
}
