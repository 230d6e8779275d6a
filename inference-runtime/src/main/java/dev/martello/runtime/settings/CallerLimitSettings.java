package dev.martello.runtime.settings;

import dev.martello.runtime.limits.CallerLimit;
import dev.martello.runtime.limits.OutputLimit;
import dev.martello.runtime.limits.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** {@code access.limits}: groups of callers, and what each may see and ask. */
final class CallerLimitSettings {
  private static final int MOST_SHOWN = 100;
  private static final int MOST_DECIMALS = 9;
  private static final int MOST_PER_MINUTE = 10_000_000;

  private CallerLimitSettings() {}

  static List<CallerLimit> parse(List<StrictObject> groups) throws SettingsRefused {
    List<CallerLimit> limits = new ArrayList<>();
    for (StrictObject group : groups) {
      limits.add(
          new CallerLimit(
              group.text("name"),
              Set.copyOf(group.optionalTexts("identities")),
              Set.copyOf(group.optionalTexts("serviceAccounts")),
              outputs(group.optionalObject("outputs")),
              rate(group.optionalObject("rate"))));
      group.noOtherKeys();
    }
    return List.copyOf(limits);
  }

  private static OutputLimit outputs(Optional<StrictObject> given) throws SettingsRefused {
    if (given.isEmpty()) {
      return OutputLimit.NONE;
    }
    StrictObject json = given.get();
    Set<String> names = Set.copyOf(json.optionalTexts("names"));
    OptionalInt top = json.optionalInteger("top", 1, MOST_SHOWN);
    boolean hideScores = json.optionalFlag("hideScores");
    if (hideScores && top.isEmpty()) {
      throw new SettingsRefused(json.at("hideScores") + ": needs top.");
    }
    OutputLimit limit =
        new OutputLimit(names, top, hideScores, json.optionalInteger("decimals", 0, MOST_DECIMALS));
    json.noOtherKeys();
    return limit;
  }

  private static Rate rate(Optional<StrictObject> given) throws SettingsRefused {
    if (given.isEmpty()) {
      return Rate.ANY;
    }
    StrictObject json = given.get();
    Rate rate =
        new Rate(
            json.optionalInteger("requestsPerMinute", 1, MOST_PER_MINUTE).orElse(0),
            json.optionalInteger("rowsPerMinute", 1, MOST_PER_MINUTE).orElse(0));
    json.noOtherKeys();
    return rate;
  }
}
