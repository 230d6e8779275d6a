package dev.martello.operator.reconcile;

import dev.martello.crds.ModelDeployment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * All that the operator's process is told from outside.
 *
 * @param namespace where the operator itself runs ({@code OPERATOR_NAMESPACE})
 * @param runtimes directory with the allow-list of images
 * @param authority directory with the CA's tls.crt and tls.key, if the Secret is mounted
 * @param evidenceInterval how often pods at rest are asked ({@code EVIDENCE_INTERVAL}, in seconds)
 * @param healthPort of /livez, /readyz and /metrics ({@code HEALTH_PORT}); 0 for any free port
 * @param scope which ModelDeployments are its own
 * @param leaderIdentity under which it stands for election ({@code LEADER_ELECTION}); empty if it
 *     is the only one
 * @param auditDirectory where the lines of the audit trail are kept besides ({@code
 *     AUDIT_DIRECTORY})
 */
public record OperatorSettings(
    String namespace,
    Path runtimes,
    Path authority,
    Duration evidenceInterval,
    int healthPort,
    Scope scope,
    Optional<String> leaderIdentity,
    Optional<Path> auditDirectory) {

  /** Evidence that is older than two rounds of five minutes counts for nothing. */
  private static final int LONGEST_INTERVAL = 300;

  private static final int SHORTEST_INTERVAL = 15;

  /**
   * Which ModelDeployments are this operator's own.
   *
   * @param watched the one namespace that it looks at ({@code WATCH_NAMESPACE}); empty for all
   * @param operatorClass those with this {@code spec.operatorClass} ({@code OPERATOR_CLASS}); empty
   *     for those without one
   */
  public record Scope(Optional<String> watched, Optional<String> operatorClass) {
    static final Scope EVERYTHING = new Scope(Optional.empty(), Optional.empty());

    boolean mine(ModelDeployment deployment) {
      return operatorClass.equals(Optional.ofNullable(deployment.getSpec().operatorClass()));
    }
  }

  /** The only operator of a cluster. */
  public OperatorSettings(
      String namespace, Path runtimes, Path authority, Duration evidenceInterval, int healthPort) {
    this(
        namespace,
        runtimes,
        authority,
        evidenceInterval,
        healthPort,
        Scope.EVERYTHING,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Reads the environment; the paths are relative to the working directory.
   *
   * @throws ConfigurationRefused with all that is wrong, in one line
   */
  public static OperatorSettings fromEnvironment(Map<String, String> environment)
      throws ConfigurationRefused {
    List<String> problems = new ArrayList<>();
    String namespace = environment.getOrDefault("OPERATOR_NAMESPACE", "");
    if (namespace.isEmpty()) {
      problems.add(
          "OPERATOR_NAMESPACE is not set; set it to the operator's own namespace, such as martello-system.");
    }
    int interval =
        number(
            environment,
            "EVIDENCE_INTERVAL",
            LONGEST_INTERVAL,
            SHORTEST_INTERVAL,
            LONGEST_INTERVAL,
            problems);
    int port = number(environment, "HEALTH_PORT", 8081, 0, 65535, problems);
    String election = environment.getOrDefault("LEADER_ELECTION", "false");
    if (!election.matches("true|false")) {
      problems.add("LEADER_ELECTION is '%s'; give true or false.".formatted(election));
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationRefused(String.join(" ", problems));
    }
    return new OperatorSettings(
        namespace,
        Path.of("runtimes"),
        Path.of("ca"),
        Duration.ofSeconds(interval),
        port,
        new Scope(given(environment, "WATCH_NAMESPACE"), given(environment, "OPERATOR_CLASS")),
        election.equals("true") ? Optional.of(identity(environment)) : Optional.empty(),
        given(environment, "AUDIT_DIRECTORY").map(Path::of));
  }

  private static Optional<String> given(Map<String, String> environment, String variable) {
    return Optional.of(environment.getOrDefault(variable, "")).filter(text -> !text.isEmpty());
  }

  /** The pod's name, as the kubelet gives it to every container. */
  private static String identity(Map<String, String> environment) {
    return given(environment, "HOSTNAME").orElse("operator") + "_" + UUID.randomUUID();
  }

  private static int number(
      Map<String, String> environment,
      String variable,
      int absent,
      int least,
      int most,
      List<String> problems) {
    String text = environment.getOrDefault(variable, "");
    if (text.isEmpty()) {
      return absent;
    }
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    problems.add("%s is '%s'; give a number from %d to %d.".formatted(variable, text, least, most));
    return absent;
  }
}
