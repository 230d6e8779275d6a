package dev.martello.operator.findings;

/**
 * The conditions in {@code status.conditions}. All but the last two are always present; every one
 * is positive, so that True is good news, but for Reconciling and Stalled, which kstatus wants only
 * while they are true. A condition that a check feeds takes its reason from the verdict ({@link
 * Reason}).
 */
public enum ConditionType {
  /** The spec passes what the schema can't say. False: a reason of {@code desired.Rejection}. */
  Accepted,
  /**
   * Every dependent stands as rendered and is ours. False: the worst standing among the objects.
   */
  Applied,
  /** Some revision is serving: a ready endpoint. False: NoReadyEndpoint, Suspended. */
  Available,
  /** Every serving pod runs the model that was asked for, signed by someone who is trusted. */
  ModelVerified,
  /** The model that every serving pod runs came encrypted. */
  ModelEncrypted,
  /** Both ports speak TLS 1.3 with our certificate and nothing less. */
  TrafficEncrypted,
  /** Every pod is as hardened as it was rendered, seen from outside and from within. */
  PodHardened,
  /** Nothing passes the network policies but what the spec allows. */
  NetworkIsolated,
  /** Neither the pods nor the operator can do more than they must. */
  LeastPrivilege,
  /** Every pod has its resources reserved and can't take more. */
  ResourcesBounded,
  /** The model was evaluated, and well enough. */
  AccuracyValidated,
  /** What runs is what was rendered, and nobody has changed it. */
  ConfigurationManaged,
  /** What the operator decides is written down, and signed for. */
  AuditRecorded,
  /** Every counted finding is satisfied or accepted. */
  Compliant,
  /** This generation is fully rolled out and serving. */
  Ready,
  /** Only while true: on the way to Ready without anybody's help. */
  Reconciling,
  /** Only while true: someone must act. */
  Stalled
}
