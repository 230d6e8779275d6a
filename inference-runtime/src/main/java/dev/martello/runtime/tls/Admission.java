package dev.martello.runtime.tls;

import java.util.List;
import java.util.Optional;

/**
 * By what a caller was let in: only what counts at this port, so that nobody passes for another by
 * showing something besides.
 *
 * @param names of his certificate; where a list of identities is set, those on it
 * @param serviceAccount of his token, {@code system:serviceaccount:NAMESPACE:NAME}
 */
public record Admission(List<String> names, Optional<String> serviceAccount) {
  static final Admission NAMELESS = new Admission(List.of(), Optional.empty());

  public Admission {
    names = List.copyOf(names);
  }

  /** One word for him that he can't change from call to call; empty for one without a name. */
  public String key() {
    if (!names.isEmpty()) {
      return "certificate " + names.get(0);
    }
    return serviceAccount.map(account -> "token " + account).orElse("");
  }
}
