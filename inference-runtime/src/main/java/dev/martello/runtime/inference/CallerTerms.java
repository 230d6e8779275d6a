package dev.martello.runtime.inference;

import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.RequestHead;
import dev.martello.runtime.limits.Allowance;
import dev.martello.runtime.limits.CallerLimits;
import dev.martello.runtime.tls.AccessRule;
import dev.martello.runtime.tls.Caller;
import java.util.OptionalInt;

/** Who may call, and how much he may. */
public record CallerTerms(AccessRule access, CallerLimits limits) {
  public static final CallerTerms ANYONE = new CallerTerms(AccessRule.ANYONE, CallerLimits.NONE);

  /** Decided by the head alone, for one infer call of somebody who was not turned away. */
  Allowance allow(RequestHead head, String template) throws CallRefused {
    if (limits.none()) {
      return Allowance.ALL;
    }
    Allowance allowance = limits.allow(access.admission(head.caller()));
    OptionalInt seconds = allowance.retrySeconds();
    if (seconds.isPresent()) {
      throw CallRefused.tooMany(
              seconds.getAsInt(), "this caller's rate is used up; try again later")
          .of(template);
    }
    return allowance;
  }

  /** The group of a caller who is not turned away; empty if there is none. */
  String limitOf(Caller caller) {
    return limits.none() || access.refusal(caller).isPresent()
        ? ""
        : limits.of(access.admission(caller)).map(group -> group.limit().name()).orElse("");
  }
}
