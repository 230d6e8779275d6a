package dev.martello.operator.desired;

import dev.martello.crds.ModelTrust;
import dev.martello.crds.TrustedSigner;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the ModelTrusts of one namespace say together: all their signers, and the highest of their
 * demands.
 *
 * @param signers without repetition, in the order of names
 * @param minimumAccuracy between 0 and 1; empty if none is demanded
 * @param evaluationRequired whether any of them demands that models are evaluated in the cluster
 * @param signedReportSuffices whether all of them let a signed report stand in for measuring
 */
public record Trust(
    List<TrustedSigner> signers,
    Optional<BigDecimal> minimumAccuracy,
    boolean evaluationRequired,
    boolean signedReportSuffices) {

  public Trust(List<TrustedSigner> signers, Optional<BigDecimal> minimumAccuracy) {
    this(signers, minimumAccuracy, false, false);
  }

  public static Trust of(Collection<ModelTrust> trusts) {
    List<TrustedSigner> signers =
        trusts.stream()
            .flatMap(trust -> trust.getSpec().signers().stream())
            .distinct()
            .sorted(
                Comparator.comparing(TrustedSigner::name).thenComparing(TrustedSigner::publicKey))
            .toList();
    Optional<BigDecimal> minimum =
        trusts.stream()
            .map(trust -> accuracy(trust.getSpec().minimumAccuracy()))
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder());
    boolean required = trusts.stream().anyMatch(trust -> trust.getSpec().evaluationRequired());
    boolean suffices =
        !trusts.isEmpty()
            && trusts.stream().allMatch(trust -> trust.getSpec().signedReportSuffices());
    return new Trust(signers, minimum, required, suffices && !required);
  }

  /** What the schema would have refused counts as the strictest demand, not as none. */
  private static Optional<BigDecimal> accuracy(@Nullable String text) {
    return Optional.ofNullable(text)
        .map(t -> t.matches("[01](\\.[0-9]{1,6})?") ? new BigDecimal(t) : BigDecimal.ONE);
  }
}
