package dev.martello.embedded.node;

import java.util.logging.Logger;

/** What the node has to say to whoever started it. */
final class NodeLog {
  static final Logger LOG = Logger.getLogger(NodeLog.class.getPackageName());

  private NodeLog() {}
}
