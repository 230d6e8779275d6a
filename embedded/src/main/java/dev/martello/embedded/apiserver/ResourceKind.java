package dev.martello.embedded.apiserver;

/** What discovery says of one kind; {@code group} is empty for the core group. */
record ResourceKind(
    String group,
    String version,
    String plural,
    String kind,
    boolean namespaced,
    boolean statusSubresource) {

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }
}
