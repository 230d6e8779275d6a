package dev.martello.runtime.settings;

import dev.martello.runtime.accesslog.LogMode;
import dev.martello.runtime.limits.CallerLimit;
import dev.martello.sealedmodel.ModelFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code settings/runtime.json}, format version 1: what the operator wants this pod to serve. */
public record RuntimeSettings(
    String namespace, String deployment, Model model, Serving serving, Access access) {
  /** 256 MiB: the elements of such a request still fit in one buffer, whatever their type. */
  private static final int MOST_REQUEST_BYTES = 1 << 28;

  private static final int MOST_BATCH_ROWS = 1024;

  /**
   * Which sealed model is meant; {@code digest} is its root digest, {@code sha256:<hex>}; strict
   * memory demands a format that is used in place.
   */
  public record Model(
      String name,
      Optional<String> minimumVersion,
      Optional<String> digest,
      Optional<ModelFormat> format) {}

  /**
   * Ports; the largest request body in bytes; how long a drain may take, in seconds; how many rows
   * of different calls may be computed in one run, which is measured if it is not given; which
   * requests are logged.
   */
  public record Serving(
      int inferencePort,
      int managementPort,
      int maxRequestBytes,
      int drainSeconds,
      OptionalInt mostBatchRows,
      LogMode accessLog) {}

  /**
   * Who may call the inference port; an empty list of identities admits every certificate. With
   * service accounts, as {@code system:serviceaccount:NAMESPACE:NAME}, one of their tokens is
   * enough. The first limit that means a caller is his.
   */
  public record Access(
      boolean requireClientCertificate,
      List<String> identities,
      List<String> serviceAccounts,
      List<CallerLimit> limits) {
    public Access {
      identities = List.copyOf(identities);
      serviceAccounts = List.copyOf(serviceAccounts);
      limits = List.copyOf(limits);
    }
  }

  public static RuntimeSettings parse(byte[] json, String file) throws SettingsRefused {
    StrictObject root = StrictObject.parse(json, file);
    root.integer("formatVersion", 1, 1);
    RuntimeSettings settings =
        new RuntimeSettings(
            root.text("namespace"),
            root.text("deployment"),
            model(root.object("model")),
            serving(root.object("serving")),
            access(root.object("access")));
    root.noOtherKeys();
    return settings;
  }

  private static Model model(StrictObject json) throws SettingsRefused {
    Model model =
        new Model(
            json.text("name"),
            json.optionalText("minimumVersion"),
            json.optionalText("digest"),
            memory(json));
    json.noOtherKeys();
    return model;
  }

  private static Optional<ModelFormat> memory(StrictObject json) throws SettingsRefused {
    Optional<String> memory = json.optionalText("memory");
    if (memory.isPresent() && !memory.get().equals("strict")) {
      throw new SettingsRefused(json.at("memory") + ": must be strict, or absent.");
    }
    return memory.map(strict -> ModelFormat.ORT);
  }

  private static Serving serving(StrictObject json) throws SettingsRefused {
    Serving serving =
        new Serving(
            json.integer("inferencePort", 1, 65_535),
            json.integer("managementPort", 1, 65_535),
            json.integer("maxRequestBytes", 1, MOST_REQUEST_BYTES),
            json.integer("drainSeconds", 0, 86_400),
            json.optionalInteger("mostBatchRows", 1, MOST_BATCH_ROWS),
            accessLog(json));
    json.noOtherKeys();
    if (serving.inferencePort() == serving.managementPort()) {
      throw new SettingsRefused(
          json.at("managementPort") + ": must differ from serving.inferencePort.");
    }
    return serving;
  }

  private static LogMode accessLog(StrictObject json) throws SettingsRefused {
    Optional<String> label = json.optionalText("accessLog");
    Optional<LogMode> mode = LogMode.of(label.orElse(LogMode.ALL.label()));
    if (mode.isEmpty()) {
      throw new SettingsRefused(json.at("accessLog") + ": must be all, refusals or sample.");
    }
    return mode.get();
  }

  private static Access access(StrictObject json) throws SettingsRefused {
    Access access =
        new Access(
            json.flag("requireClientCertificate"),
            json.texts("identities"),
            json.optionalTexts("serviceAccounts"),
            CallerLimitSettings.parse(json.optionalObjects("limits")));
    json.noOtherKeys();
    if (!access.identities().isEmpty() && !access.requireClientCertificate()) {
      throw new SettingsRefused(
          json.at("identities") + ": needs requireClientCertificate to be true.");
    }
    return access;
  }
}
