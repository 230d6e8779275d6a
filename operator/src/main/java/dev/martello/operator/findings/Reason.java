package dev.martello.operator.findings;

/**
 * Every reason that a check can give; those of what the rim could not see (such as EvidenceMissing)
 * come from there.
 */
public enum Reason {
  // Unknown: what must be looked at can't be seen.
  /** No kubelet, no network plugin, no admission: it takes a real node. */
  EmbeddedCluster,
  /** No pod serves. */
  NoPods,
  /** No pod serves, as the spec asks. */
  Suspended,
  /** The spec is not accepted, so there is nothing to compare with. */
  NothingRendered,
  /** The Service leads to an address behind which none of our pods stands. */
  StrayEndpoint,
  /** The last evidence is older than two rounds. */
  EvidenceStale,
  /** The evidence names another pod than the one that was asked. */
  EvidenceOfOtherPod,
  /** The evidence lacks a value: the runtime could not read it. */
  EvidenceIncomplete,
  /** A pod of an earlier revision serves, which can't be held against the present spec. */
  OlderRevision,
  /** The API server shows no spec of the pod. */
  SpecNotSeen,
  /** Attempts in a pod's first 30 s prove nothing about network policies. */
  PodTooYoung,
  /** The attempt was not made. */
  NotTried,
  /** The attempt was made but neither went through nor was refused. */
  TryInconclusive,
  /** spec.compliance.probing is Off, so that nothing was attempted. */
  ProbingOff,
  /** What should have worked in the same minute was not seen to work. */
  NoPositiveControl,
  /** The spec might admit the operator, so that its attempt proves nothing. */
  OperatorAdmitted,
  /** No certificate was issued yet. */
  CertificateMissing,
  /** No certificate was seen in use. */
  CertificateNotSeen,
  /** The pod still mounts an earlier certificate. */
  CertificateReplaced,
  /** Not all wanted pods are ready. */
  ReplicasNotReady,
  /** Not satisfied, and a ComplianceException accepts that for a time. */
  ExceptionApproved,
  /** Our mistake: the check itself failed. */
  CheckFailed,
  // The model.
  /** Signed by a signer of a ModelTrust. */
  SignerTrusted,
  /** Signed by someone whom no ModelTrust names. */
  SignerNotTrusted,
  /** Name, version and digest are those of the spec. */
  ModelAsked,
  /** Name, version or digest are not those of the spec. */
  OtherModel,
  /** An authenticated cipher, opened with a key of a recipient. */
  Encrypted,
  /** A cipher that sealed models don't have. */
  CipherNotAccepted,
  /** Opened with a key that is not among the recipients. */
  KeyNotRecipient,
  /** The signer's evaluation report, good enough for the ModelTrusts. */
  ReportBySigner,
  /** The sealed model holds no usable evaluation report. */
  NoReport,
  /** The evaluation in the cluster found the model good enough. */
  EvaluatedByJob,
  /** The spec asks for no evaluation in the cluster. */
  NoEvaluationDemanded,
  /** A pod serves that was not evaluated. */
  NotEvaluated,
  /** A pod serves another model than the one that was evaluated. */
  OtherModelEvaluated,
  /** The report measures something else than the accuracy that is demanded. */
  OtherMetric,
  /** The report's accuracy is below the minimum of a ModelTrust. */
  AccuracyTooLow,
  // Traffic.
  /** TLS 1.3 accepted, TLS 1.2 and plaintext refused. */
  OnlyTls13,
  /** TLS 1.2 was accepted. */
  OldTlsAccepted,
  /** Plaintext was answered. */
  PlaintextAccepted,
  /** TLS 1.3 with a chain to our CA did not come about. */
  HandshakeRefused,
  /** The certificate in use is the one that was issued. */
  CertificateIssued,
  /** It was renewed a moment ago, and the pod still shows the one before it. */
  CertificateRenewing,
  /** Another certificate is in use. */
  CertificateSwapped,
  /** The certificate has expired. */
  CertificateExpired,
  // Network.
  /** spec.access.from is empty. */
  NobodyAdmitted,
  // The key in the pod: as it was; another that opens the model too; one that doesn't, so that the
  // next restart would fail.
  KeyUnchanged,
  KeyRotated,
  KeyDoesNotOpen,
  // Callers must show a client certificate, or a service-account token.
  CertificateAsked,
  TokenAsked,
  /** spec.access.from names certain peers. */
  CallersNamed,
  /** spec.access.from means everybody, without a client certificate. */
  EverybodyAdmitted,
  // spec.access.limits: absent; a group for everybody; none for some.
  NoLimits,
  AllCallersLimited,
  CallersUnlimited,
  /** Our policy stands as rendered and no other opens anything. */
  ClosedBothWays,
  /** Our policy is not there. */
  PolicyMissing,
  /** Our policy is not as rendered. */
  PolicyDiffers,
  /** Our policy does not select a serving pod. */
  PodNotSelected,
  /** Another policy opens a way to or from a serving pod. */
  PolicyWidened,
  /** A forbidden connection to the pod failed, an allowed one worked. */
  IngressBlocked,
  /** A forbidden connection from the pod failed, the operator's worked. */
  EgressBlocked,
  /** A forbidden connection went through. */
  PolicyNotEnforced,
  // Pods.
  /** Fields as rendered. */
  Restricted,
  /** A field is weaker than rendered, or something was added. */
  PodWeakened,
  /** The image is on the allow-list, with its digest. */
  ImageAllowed,
  /** The image is not on the allow-list. */
  ImageNotAllowed,
  /** The pod has a user namespace of its own. */
  OwnUsers,
  /** The pod shares the node's users. */
  HostUsers,
  /** Not every node can separate users. */
  UserNamespacesUnsupported,
  /** No capability, no_new_privs, seccomp filter, not user 0. */
  Confined,
  /** One of these does not hold. */
  NotConfined,
  /** Writing to / and running a shell failed. */
  WriteAndShellRefused,
  /** A file could be created in /. */
  RootWritable,
  /** A shell could be run. */
  ShellPresent,
  /** Memory can't leave in a dump. */
  MemoryNotDumpable,
  /** Memory could leave in a dump. */
  MemoryDumpable,
  /** Requests equal limits, as the spec says. */
  Guaranteed,
  /** cpu or memory has no limit. */
  NotBounded,
  /** Requests are not the limits. */
  RequestsDiffer,
  /** Limits are not those of the spec. */
  LimitsDiffer,
  /** A resource is asked for that the spec does not name. */
  ResourceAdded,
  /** The cgroup's limits are the pod's. */
  LimitsEnforced,
  /** The cgroup's limits are not the pod's. */
  LimitsNotEnforced,
  // Rights.
  /** No service account token in the pod. */
  NoToken,
  /** A service account token is in the pod. */
  TokenPresent,
  /** No binding names the service account. */
  AccountUnbound,
  /** A binding names the service account. */
  AccountBound,
  /** The admission policy for the operator's account is bound. */
  OperatorBound,
  /** It is not there, or does not deny. */
  OperatorUnbound,
  // Upkeep.
  /** The pods' settings are the rendered ones. */
  SettingsRendered,
  /** A pod's settings are not the rendered ones. */
  SettingsDiffer,
  /** Every object stands as rendered. */
  NoDrift,
  /** An object does not stand as rendered. */
  Drifted,
  /** Every request is logged. */
  AllLogged,
  /** Not every request is logged. */
  NotAllLogged,
  /** The audit trail's last head is published and verifies. */
  AuditHeadPublished,
  /** The API server did not take the audit trail's head. */
  AuditHeadNotPublished,
  /** The published audit head is not the operator's last. */
  AuditHeadChanged,
  /** A line of the trail is not in the directory where lines are kept. */
  AuditLineNotKept,
  /** Pods on several nodes, and a disruption budget. */
  Redundant,
  /** All pods are on one node. */
  SingleNode,
  /** Fewer than two replicas are asked for. */
  SingleReplica,
  /** The disruption budget is missing. */
  NoDisruptionBudget,
  /** To be judged by a person. */
  NoFeed,
  // By a person: nothing recorded; recorded and valid today, unchecked; run out, too old or not of
  // the past.
  NotAttested,
  Attested,
  AttestationEnded,
  // By a profile: it demands what was not asked for; nonsense; a check that this operator does not
  // have; more nodes; less time.
  DemandedByProfile,
  ProfileParameterInvalid,
  CheckNotKnown,
  TooFewNodes,
  ReviewTooFar,
  // Governance.
  // Owner and purpose are declared; no owner; no purpose.
  OwnerNamed,
  OwnerMissing,
  PurposeMissing,
  /** The data's classification is declared. */
  Classified,
  /** No classification is declared. */
  ClassificationMissing,
  /** The next review is not due yet. */
  ReviewPlanned,
  /** No date of review is declared. */
  ReviewDateMissing,
  /** The date of review has passed. */
  ReviewOverdue
}
