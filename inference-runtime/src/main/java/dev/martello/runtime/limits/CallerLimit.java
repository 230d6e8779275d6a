package dev.martello.runtime.limits;

import dev.martello.runtime.tls.Admission;
import java.util.Set;

/**
 * A group of callers, and what it may.
 *
 * @param name in the log and in metrics
 * @param identities names in certificates
 * @param serviceAccounts as {@code system:serviceaccount:NAMESPACE:NAME}; with no identities
 *     either, everybody is meant
 */
public record CallerLimit(
    String name,
    Set<String> identities,
    Set<String> serviceAccounts,
    OutputLimit outputs,
    Rate rate) {
  public CallerLimit {
    identities = Set.copyOf(identities);
    serviceAccounts = Set.copyOf(serviceAccounts);
  }

  boolean means(Admission caller) {
    if (identities.isEmpty() && serviceAccounts.isEmpty()) {
      return true;
    }
    return caller.serviceAccount().filter(serviceAccounts::contains).isPresent()
        || caller.names().stream().anyMatch(identities::contains);
  }
}
