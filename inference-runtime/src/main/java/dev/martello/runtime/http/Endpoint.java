package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;

/** What a port offers. */
public interface Endpoint {
  /** Decides by the head alone, before any of the body is read: 403, 404 and 405 end here. */
  Route route(RequestHead head) throws CallRefused;

  /** The caller's name for the log, {@code -} for nobody. */
  String nameOf(Caller caller);
}
