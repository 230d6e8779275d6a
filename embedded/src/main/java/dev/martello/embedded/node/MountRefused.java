package dev.martello.embedded.node;

/** Why a volume can't be set up, in the kubelet's words. */
final class MountRefused extends Exception {
  private static final long serialVersionUID = 1L;

  MountRefused(String volume, String why) {
    super("MountVolume.SetUp failed for volume \"%s\" : %s".formatted(volume, why));
  }
}
