package dev.martello.cli.model;

import dev.martello.sealedmodel.Claims;
import dev.martello.sealedmodel.Recipient;
import dev.martello.sealedmodel.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a sealed model says of itself, for people. */
final class ClaimsText {
  private final StringBuilder text = new StringBuilder();

  private ClaimsText() {}

  static String of(Claims claims) {
    var lines = new ClaimsText();
    var manifest = claims.manifest();
    lines.line("model", manifest.name() + " " + manifest.version());
    lines.line("digest", claims.digest());
    lines.line(
        "plaintext",
        "%,d bytes, sha256:%s"
            .formatted(manifest.plaintext().length(), manifest.plaintext().sha256()));
    lines.line("format", manifest.format().label());
    lines.line("cipher", manifest.cipher().name());
    lines.line("precision", manifest.precision());
    lines.line("opsets", manifest.opsets().isEmpty() ? "none" : opsets(manifest.opsets()));
    lines.lines("input", manifest.inputs().stream().map(ClaimsText::tensor).toList());
    lines.lines("output", manifest.outputs().stream().map(ClaimsText::tensor).toList());
    lines.lines(
        "recipient",
        claims.recipients().stream().map(one -> one.kind().label() + " " + one.keyId()).toList());
    lines.line(
        "post-quantum",
        Recipient.arePostQuantum(claims.recipients())
            ? "yes, every recipient (the signature is not)"
            : "no, some recipient is classical and any one opens");
    lines.line("signer hint", claims.signerHint());
    manifest
        .evaluation()
        .ifPresent(
            it ->
                lines.line(
                    "evaluation",
                    "%s %s (%s to %s) on %,d rows"
                        .formatted(it.metric(), it.value(), it.lower(), it.upper(), it.rows())));
    manifest.provenance().ifPresent(it -> lines.line("provenance", it.toString()));
    lines.text.append("Claimed, not proven: check it with 'martello verify'.\n");
    return lines.text.toString();
  }

  private void line(String name, String value) {
    text.append("%-12s %s%n".formatted(name, printable(value)));
  }

  private void lines(String name, List<String> values) {
    values.forEach(value -> line(name, value));
  }

  private static String opsets(Map<String, Integer> opsets) {
    return new TreeMap<>(opsets)
        .entrySet().stream()
            .map(
                entry ->
                    (entry.getKey().isEmpty() ? "ai.onnx" : entry.getKey())
                        + " "
                        + entry.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String tensor(Tensor tensor) {
    var shape =
        tensor.shape().stream()
            .map(size -> size < 0 ? "any" : size.toString())
            .collect(Collectors.joining(", "));
    return "%s %s [%s]".formatted(tensor.name(), tensor.datatype(), shape);
  }

  /** Whoever made the file chose its names: they shall not steer the reader's terminal. */
  private static String printable(String value) {
    return value.replaceAll("\\p{Cntrl}", "?");
  }
}
