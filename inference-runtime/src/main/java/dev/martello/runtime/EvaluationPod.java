package dev.martello.runtime;

import ai.onnxruntime.OrtException;
import dev.martello.runtime.evaluation.Gate;
import dev.martello.runtime.evaluation.GateResult;
import dev.martello.runtime.evaluation.ModelAnswers;
import dev.martello.runtime.evaluation.SealedDataset;
import dev.martello.runtime.evaluation.SignedReport;
import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.data.DataSet;
import dev.martello.runtime.evaluation.metric.Answers;
import dev.martello.runtime.evaluation.metric.ClassFigures;
import dev.martello.runtime.evaluation.metric.Judged;
import dev.martello.runtime.evaluation.metric.Metric;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.model.WarmUp;
import dev.martello.runtime.settings.EvaluationSettings;
import dev.martello.runtime.settings.PodSettings;
import dev.martello.runtime.settings.SettingsRefused;
import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.UnverifiedModel;
import dev.martello.sealedmodel.VerifiedModel;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The program of an evaluation pod: opens the model as a serving pod would, judges it by sealed
 * data, and ends. No port is opened.
 */
final class EvaluationPod {
  private final PodLayout layout;
  private final PodSettings settings;
  private final EvaluationSettings evaluation;

  private EvaluationPod(PodLayout layout, PodSettings settings, EvaluationSettings evaluation) {
    this.layout = layout;
    this.settings = settings;
    this.evaluation = evaluation;
  }

  /** Evaluates, and writes the report and the termination message. */
  static ExitCode run(PodLayout layout, EvaluateArguments arguments, PrintStream out)
      throws StartRefused, SettingsRefused, ModelRefused {
    PodSettings settings =
        PodSettings.read(
            layout.settings(),
            arguments.settingsSha256(),
            layout.signers(),
            arguments.signersSha256());
    EvaluationSettings evaluation =
        PodSettings.evaluation(layout.evaluation(), arguments.evaluationSha256());
    try {
      EvaluationReport report = new EvaluationPod(layout, settings, evaluation).report();
      String full = report.full(settings.runtime());
      out.println(full);
      out.flush();
      report.message(full).write(layout.terminationLog());
      return report.result().passed() ? ExitCode.DRAINED : ExitCode.FELL_SHORT;
    } catch (DataRefused e) {
      throw refused("DatasetRefused", "dataset: " + e.getMessage());
    } catch (OrtException e) {
      // What ONNX Runtime says may quote elements.
      throw refused(
          "EvaluationRefused",
          "ONNX Runtime can't run the model on the data; try both with `martello optimize`.");
    } catch (OutOfMemoryError e) {
      throw refused(
          "DatasetTooLarge",
          "dataset: a quarter of spec.resources.limits.memory does not hold it; raise the limit or"
              + " seal fewer rows.");
    }
  }

  private EvaluationReport report() throws ModelRefused, StartRefused, DataRefused, OrtException {
    Optional<EvaluationReport> signed =
        evaluation.signedReportSuffices() ? signedReport() : Optional.empty();
    return signed.isPresent() ? signed.get() : measured();
  }

  /** Verifies model and data, and opens neither: no key is read. */
  private Optional<EvaluationReport> signedReport() throws ModelRefused, StartRefused {
    VerifiedModel model =
        UnverifiedModel.read(layout.model()).verify(settings.signers(), expected());
    try {
      VerifiedModel dataset =
          SealedDataset.verify(layout.dataset(), settings.signers(), evaluation.dataset());
      return SignedReport.result(evaluation.demand(), model, dataset)
          .map(
              result ->
                  new EvaluationReport(evaluation.demand(), result, List.of(), model, dataset));
    } catch (ModelRefused e) {
      throw refused("Dataset" + e.reason().name(), "dataset: " + e.getMessage());
    }
  }

  private EvaluationReport measured() throws ModelRefused, StartRefused, DataRefused, OrtException {
    SealedDataset dataset = dataset();
    DataSet data = dataset.data();
    Metric metric = evaluation.demand().metric();
    try (LoadedModel model =
        LoadedModel.load(
            layout.model(), settings.signers(), expected(), () -> KeyFile.read(layout.key()))) {
      WarmUp.run(model.session());
      ModelAnswers mine = ModelAnswers.of(model.session(), data);
      metric.demand(data, mine.answers());
      // Before a reference model takes memory too.
      OptionalLong memory = PeakMemory.bytes();
      double[] labels =
          data.isLabelled()
              ? IntStream.range(0, data.rows()).mapToDouble(data::label).toArray()
              : new double[0];
      Judged judged =
          new Judged(read(mine.answers()), labels, read(reference(data, mine.answers())));
      GateResult result = Gate.judge(evaluation.demand(), data, judged, mine.latencies(), memory);
      return new EvaluationReport(
          evaluation.demand(),
          result,
          metric == Metric.ACCURACY || metric == Metric.F1
              ? ClassFigures.worstFirst(mine.answers(), labels)
              : List.of(),
          model.source(),
          dataset.source());
    }
  }

  private Expected expected() throws StartRefused {
    try {
      return settings.expected();
    } catch (SettingsRefused e) {
      throw new StartRefused(
          ExitCode.WRONG_SETTINGS, "SettingsRefused", String.valueOf(e.getMessage()));
    }
  }

  private SealedDataset dataset() throws StartRefused, DataRefused {
    try {
      return SealedDataset.open(
          layout.dataset(),
          settings.signers(),
          evaluation.dataset(),
          () -> KeyFile.read(layout.datasetKey()));
    } catch (ModelRefused e) {
      throw refused("Dataset" + e.reason().name(), "dataset: " + e.getMessage());
    }
  }

  /** Sequences as CTC reads them, if that is asked. */
  private Answers read(Answers taken) {
    OptionalLong blank = evaluation.ctcBlank();
    return blank.isPresent() ? taken.decoded(blank.getAsLong()) : taken;
  }

  /** Its answers; the model's own where no reference is asked. */
  private Answers reference(DataSet data, Answers own)
      throws StartRefused, DataRefused, OrtException {
    if (evaluation.reference().isEmpty()) {
      return own;
    }
    try (LoadedModel reference =
        LoadedModel.load(
            layout.reference(),
            settings.signers(),
            evaluation.reference().get(),
            () -> KeyFile.read(layout.referenceKey()))) {
      return ModelAnswers.of(reference.session(), data).answers();
    } catch (ModelRefused e) {
      throw refused("Reference" + e.reason().name(), "reference: " + e.getMessage());
    }
  }

  private static StartRefused refused(String reason, String message) {
    return new StartRefused(ExitCode.REFUSED, reason, message);
  }
}
