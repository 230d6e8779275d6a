package dev.martello.runtime.settings;

import dev.martello.runtime.evaluation.GateDemand;
import dev.martello.runtime.evaluation.SliceDemand;
import dev.martello.runtime.evaluation.metric.Metric;
import dev.martello.sealedmodel.Expected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * {@code settings/evaluation.json}, format version 1: by what the operator wants the model judged.
 *
 * @param dataset which sealed data
 * @param reference which sealed model to agree with, for the metric agreement
 * @param ctcBlank the class that CTC leaves out, if sequences are compared as it reads them
 * @param signedReportSuffices whether a report in the signed manifest may stand in for measuring
 */
public record EvaluationSettings(
    Expected dataset,
    Optional<Expected> reference,
    GateDemand demand,
    OptionalLong ctcBlank,
    boolean signedReportSuffices) {

  public static EvaluationSettings parse(byte[] json, String file) throws SettingsRefused {
    StrictObject root = StrictObject.parse(json, file);
    root.integer("formatVersion", 1, 1);
    Expected dataset = expected(root.object("dataset"));
    Optional<StrictObject> other = root.optionalObject("reference");
    Optional<Expected> reference =
        other.isPresent() ? Optional.of(expected(other.get())) : Optional.empty();
    String word = root.text("metric");
    Metric metric =
        Metric.named(word)
            .orElseThrow(
                () -> new SettingsRefused(root.at("metric") + ": '" + word + "' is not known."));
    if (reference.isPresent() != (metric == Metric.AGREEMENT)) {
      throw new SettingsRefused(
          root.at("reference") + ": belongs to the metric agreement, and only to it.");
    }
    String bound = metric.isHigherBetter() ? "minimum" : "maximum";
    List<SliceDemand> slices = new ArrayList<>();
    for (StrictObject slice : root.objects("slices")) {
      slices.add(
          new SliceDemand(
              slice.text("name"),
              slice.text("column"),
              slice.optionalDecimal("from"),
              slice.optionalDecimal("below"),
              required(slice, bound)));
      slice.noOtherKeys();
    }
    GateDemand demand =
        new GateDemand(
            metric,
            required(root, bound),
            slices,
            whole(root, "maximumP95Microseconds"),
            whole(root, "maximumMemoryBytes"));
    OptionalLong ctcBlank = whole(root, "ctcBlank");
    if (ctcBlank.isPresent() && metric != Metric.AGREEMENT) {
      throw new SettingsRefused(
          root.at("ctcBlank") + ": belongs to the metric agreement, and only to it.");
    }
    boolean signed = root.optionalFlag("signedReportSuffices");
    root.noOtherKeys();
    return new EvaluationSettings(dataset, reference, demand, ctcBlank, signed);
  }

  private static Expected expected(StrictObject json) throws SettingsRefused {
    Expected expected =
        new Expected(
            Optional.of(json.text("name")),
            Optional.empty(),
            json.optionalText("digest"),
            Optional.empty());
    json.noOtherKeys();
    return expected;
  }

  private static double required(StrictObject json, String key) throws SettingsRefused {
    OptionalDouble value = json.optionalDecimal(key);
    if (value.isEmpty()) {
      throw new SettingsRefused(json.at(key) + ": is missing.");
    }
    return value.getAsDouble();
  }

  private static OptionalLong whole(StrictObject json, String key) throws SettingsRefused {
    OptionalDouble value = json.optionalDecimal(key);
    return value.isPresent() ? OptionalLong.of((long) value.getAsDouble()) : OptionalLong.empty();
  }
}
