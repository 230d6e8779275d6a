package dev.martello.operator.cluster;

/**
 * The ModelDeployment was deleted while its round ran on what the watch had shown before.
 * Unchecked, since nothing is left to do at any level: the garbage collector takes what it owned,
 * and nothing of that may be made anew.
 */
public final class DeploymentGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeploymentGone() {
    super("The ModelDeployment is gone.");
  }
}
