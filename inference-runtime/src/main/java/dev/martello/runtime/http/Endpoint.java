package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;
import org.jspecify.annotations.Nullable;

/** What a port offers. */
public interface Endpoint {
  /** Decides by the head alone, before any of the body is read: 403, 404 and 405 end here. */
  Route route(RequestHead head) throws CallRefused;

  /**
   * The caller of one request, as its field Authorization shows him; whoever connected, if that
   * counts for nothing here.
   */
  default Caller identify(Caller connected, @Nullable String authorization) {
    return connected;
  }

  /** The group whose limits hold for this caller, for the log; empty if there is none. */
  default String limitOf(Caller caller) {
    return "";
  }

  /** The caller's name for the log, {@code -} for nobody. */
  String nameOf(Caller caller);
}
