package dev.martello.cli.optimize;

import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.report.Pareto;
import dev.martello.optimizer.search.Budget;
import dev.martello.optimizer.search.Demand;
import dev.martello.optimizer.search.Prepared;
import dev.martello.optimizer.search.Search;
import dev.martello.optimizer.search.SearchResult;
import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.data.DataSet;
import dev.martello.runtime.evaluation.metric.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code martello optimize}: smaller and faster, only while it stays right. */
@Command(
    name = "optimize",
    mixinStandardHelpOptions = true,
    description =
        "Searches for a smaller or faster form of an ONNX model (8 bits, fewer hidden units) that still meets the demand on data that the search has not seen. Refuses if there is none.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class OptimizeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL.onnx", description = "The float model.")
  private Path model;

  @Option(
      names = "--evaluation",
      required = true,
      paramLabel = "DATA",
      description =
          "Records to judge by, not the training data: .csv with a line of names, .npy, or .npz with an array for each input.")
  private Path evaluation;

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "The column or array with the right answers; default: label.")
  private @Nullable String label;

  @Option(
      names = "--metric",
      required = true,
      paramLabel = "METRIC",
      description = "${COMPLETION-CANDIDATES}; agreement is with the float model.")
  private Metric metric;

  @Option(
      names = "--minimum",
      paramLabel = "FIGURE",
      description = "The least figure that the smaller model must reach.")
  private @Nullable Double minimum;

  @Option(
      names = "--maximum",
      paramLabel = "FIGURE",
      description = "The largest error that it may have; for rmse.")
  private @Nullable Double maximum;

  @Option(
      names = "--max-drop",
      paramLabel = "FIGURE",
      defaultValue = "0.01",
      description =
          "How much worse than the float model it may be; a plan that keeps within it by more than chance is preferred. Default: ${DEFAULT-VALUE}.")
  private double maxDrop;

  @Option(
      names = "--ctc-blank",
      paramLabel = "CLASS",
      description =
          "For a model that answers with a class a step and is read by CTC, as text recognition is: sequences agree if they are the same once repeats are collapsed and this class is left out.")
  private @Nullable Long ctcBlank;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      defaultValue = "size",
      description =
          "size: the smallest that is not slower; latency: the fastest that is not larger, or the smallest if none is faster. Default: ${DEFAULT-VALUE}.")
  private Demand.Target target;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "How long to search, like 90s or 10m; default: ${DEFAULT-VALUE}.")
  private String budget;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Decides who is in which part of the data; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The directory to be made; must not exist yet.")
  private Path directory;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal("--out " + directory + " exists already: name a directory that does not");
    }
    var demand =
        new Demand(
            metric,
            bound(),
            maxDrop,
            target,
            ctcBlank == null ? OptionalLong.empty() : OptionalLong.of(ctcBlank));
    Duration length = length();
    try {
      return optimize(demand, length);
    } catch (OptimizationRefused | DataRefused refused) {
      throw new Refusal(String.valueOf(refused.getMessage()), refused);
    }
  }

  private int optimize(Demand demand, Duration length)
      throws OptimizationRefused, DataRefused, Refusal, IOException, InterruptedException {
    var out = command.commandLine().getOut();
    var prepared = Prepared.of(Files.readAllBytes(model), model.toString());
    var data = DataSet.read(evaluation, Optional.ofNullable(label));
    var split = Split.of(data, seed);
    out.printf(
        "%d rows: %d for calibration, %d for the search, %d unseen%n",
        data.rows(),
        split.calibration().rows().size(),
        split.search().rows().size(),
        split.unseen().rows().size());
    out.flush();
    var progress = new ProgressLines(out, length);
    var journal = SearchJournal.of(directory, search(demand));
    if (journal.size() > 0) {
      out.printf(
          "going on with a search that was interrupted: %d plans are known%n", journal.size());
    }
    var result = Search.run(prepared, split, demand, Budget.startingNow(length), progress, journal);
    journal.delete();
    out.println(Pareto.table(result));
    out.flush();
    var results = new ResultDirectory(directory, model, evaluation, split, demand);
    return switch (result.outcome()) {
      case SearchResult.None none -> {
        results.writeReport(result);
        throw new Refusal(none.message());
      }
      case SearchResult.Chosen chosen -> {
        results.write(result, chosen);
        out.printf(
            Locale.ROOT,
            "chosen: %s%nunseen rows: %s %.4f (%.4f to %.4f), float model %.4f%n%s%n",
            chosen.trial().name(),
            metric.word(),
            chosen.unseen().value(),
            chosen.unseen().lower(),
            chosen.unseen().upper(),
            chosen.unseenOriginal().value(),
            directory.resolve(ResultDirectory.MODEL));
        out.flush();
        yield 0;
      }
    };
  }

  /** Says which search it is: what was measured in another can't be used. */
  private String search(Demand demand) throws IOException {
    return String.join(
        " ",
        Sha256.of(model),
        Sha256.of(evaluation),
        String.valueOf(label),
        String.valueOf(seed),
        demand.target().toString(),
        demand.toString());
  }

  private OptionalDouble bound() {
    Double given = metric.isHigherBetter() ? minimum : maximum;
    if ((metric.isHigherBetter() ? maximum : minimum) != null) {
      throw new ParameterException(
          command.commandLine(),
          metric.isHigherBetter()
              ? "--maximum is for rmse: use --minimum with " + metric.word()
              : "--minimum is for figures that should be high: use --maximum with rmse");
    }
    return given == null ? OptionalDouble.empty() : OptionalDouble.of(given);
  }

  private Duration length() {
    try {
      return Duration.parse("PT" + budget.toUpperCase(Locale.ROOT));
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          command.commandLine(), "--budget is '" + budget + "': write it like 90s, 10m or 1h", e);
    }
  }
}
