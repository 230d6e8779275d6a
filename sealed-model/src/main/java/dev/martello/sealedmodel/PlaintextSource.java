package dev.martello.sealedmodel;

import java.io.IOException;
import java.io.InputStream;

/**
 * Where a plain model is read from.
 *
 * @param name for messages
 */
record PlaintextSource(String name, Opening opening) {
  interface Opening {
    InputStream open() throws IOException;
  }

  InputStream open() throws IOException {
    return opening.open();
  }
}
