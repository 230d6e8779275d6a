package dev.martello.operator.observed;

/** Labels on every object that the operator owns; the rim's informers select by them. */
public final class Labels {
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String MANAGER = "martello";
  public static final String DEPLOYMENT = "martello.dev/deployment";

  /** On evaluation pods, which the Service must not select. */
  public static final String EVALUATION = "martello.dev/evaluation";

  public static final String REVISION = "martello.dev/revision";

  private Labels() {}
}
