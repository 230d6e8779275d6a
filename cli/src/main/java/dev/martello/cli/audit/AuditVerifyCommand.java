package dev.martello.cli.audit;

import dev.martello.cli.Refusal;
import dev.martello.operator.audit.AuditFinding;
import dev.martello.operator.audit.AuditHead;
import dev.martello.operator.audit.AuditVerification;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code martello audit verify}: every line against the one before, and the last against its head.
 */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Checks the lines of an operator's log: none removed, changed, reordered or inserted since it wrote them.",
      "kubectl -n martello-system get configmap martello-audit-head -o json > head.json",
      "kubectl -n martello-system logs deploy/martello-operator | martello audit verify --head head.json --ca ca.crt",
      "Exit code 0: nothing of that kind (gaps by log rotation and an unsealed tail are told); 1: tampering."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class AuditVerifyCommand implements Callable<Integer> {
  private static final int MOST_SHOWN = 100;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "The log, the oldest file first; lines that are missing between two files count as lost by rotation. Default: standard input.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--head",
      required = true,
      paramLabel = "FILE",
      description = "The head that the operator published last: its ConfigMap as JSON.")
  private Path head;

  @Option(
      names = "--ca",
      required = true,
      paramLabel = "PEM",
      description =
          "The operator's CA, from a place that whoever you suspect can't write: not from the cluster. After a rotation the old and the new root, one after the other.")
  private Path authority;

  @Option(
      names = "--anchor",
      paramLabel = "FILE",
      description =
          "Heads that were kept elsewhere, as JSON one after the other. Against one who can sign as the operator only these help.")
  private @Nullable Path anchor;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    List<AuditHead> heads = new ArrayList<>(HeadFile.read(head));
    if (heads.size() != 1) {
      throw new Refusal(head + ": holds " + heads.size() + " heads; give the ConfigMap alone");
    }
    if (anchor != null) {
      heads.addAll(HeadFile.read(anchor));
    }
    List<X509Certificate> roots = roots();
    for (AuditHead each : heads) {
      Optional<String> fault =
          roots.stream().allMatch(root -> each.fault(root).isPresent())
              ? each.fault(roots.getFirst())
              : Optional.empty();
      if (fault.isPresent()) {
        throw new Refusal(
            "the head of epoch %d, number %d counts for nothing: %s; take --ca from where the operator was installed"
                .formatted(each.epoch(), each.number(), fault.get()));
      }
    }
    AuditVerification verification = new AuditVerification(heads);
    read(verification);
    return tell(verification);
  }

  private void read(AuditVerification verification) throws Exception {
    if (files.isEmpty()) {
      lines("line", System.in, verification);
    }
    for (Path file : files) {
      verification.nextFile();
      try (InputStream in = Files.newInputStream(file)) {
        lines(file.getFileName() + ":", in, verification);
      }
    }
  }

  private static void lines(String file, InputStream in, AuditVerification verification)
      throws Exception {
    LogLines lines = new LogLines(in);
    long number = 0;
    for (byte[] line = lines.next(); line.length > 0 || lines.more(); line = lines.next()) {
      number++;
      verification.line(file, number, line);
    }
  }

  private int tell(AuditVerification verification) {
    var out = command.commandLine().getOut();
    List<AuditFinding> findings = verification.finish();
    findings.stream()
        .limit(MOST_SHOWN)
        .forEach(finding -> out.println(word(finding.kind()) + ": " + finding.what()));
    if (findings.size() > MOST_SHOWN) {
      out.println("and %,d more".formatted(findings.size() - MOST_SHOWN));
    }
    boolean tampered = findings.stream().anyMatch(finding -> finding.kind().tampering());
    out.println(
        "%s: %,d lines of the trail, %,d other lines"
            .formatted(
                tampered ? "TAMPERED" : "holds", verification.lines(), verification.others()));
    out.flush();
    return tampered ? 1 : 0;
  }

  private static String word(AuditFinding.Kind kind) {
    return switch (kind) {
      case Changed -> "changed";
      case Removed -> "removed";
      case Reordered -> "reordered";
      case Inserted -> "inserted";
      case HeadDiffers -> "head differs";
      case Gap -> "gap";
      case UnsealedTail -> "unsealed tail";
    };
  }

  /** Several after the operator's CA was rotated. */
  private List<X509Certificate> roots() throws Exception {
    List<X509Certificate> roots = new ArrayList<>();
    try (InputStream in = Files.newInputStream(authority)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        roots.add((X509Certificate) each);
      }
    } catch (CertificateException malformed) {
      throw new Refusal(authority + ": is no certificate in PEM", malformed);
    }
    if (roots.isEmpty()) {
      throw new Refusal(authority + ": is no certificate in PEM");
    }
    return roots;
  }
}
