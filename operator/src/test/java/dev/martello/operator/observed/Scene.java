package dev.martello.operator.observed;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.crds.ComplianceException;
import dev.martello.crds.ComplianceProfile;
import dev.martello.crds.Drift;
import dev.martello.crds.EvaluationVerdict;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.ServingCertificate;
import dev.martello.crds.TrustedSigner;
import dev.martello.operator.desired.Desired;
import dev.martello.operator.desired.Inputs;
import dev.martello.operator.desired.RenderResult;
import dev.martello.operator.desired.RenderResult.Rendered;
import dev.martello.operator.desired.Rendering;
import dev.martello.operator.desired.Signers;
import dev.martello.operator.desired.Trust;
import dev.martello.operator.findings.Situation;
import dev.martello.operator.observed.Surroundings.Binding;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A deployment on a real node where everything is as it should be, to be spoilt by tests. */
public final class Scene {
  public static final Instant NOW = Instant.parse("2026-11-23T08:10:00Z");
  public static final String IMAGE = "registry.example/martello/runtime@sha256:" + "a".repeat(64);
  public static final String API_SERVER = "198.18.0.1:443";
  public static final String OPERATOR_PORT = "198.18.128.2:8082";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TrustedSigner SIGNER = signer("data-science");

  public Instant now = NOW;
  public boolean embedded;
  public String operatorNamespace = "martello-system";
  public Map<String, String> images = Map.of("default", IMAGE);
  public List<TrustedSigner> signers = List.of(SIGNER);
  public Optional<BigDecimal> minimumAccuracy = Optional.of(new BigDecimal("0.95"));
  public boolean evaluationRequired;
  public boolean signedReportSuffices;
  public String evaluatedBy;
  public boolean userNamespaces = true;
  public boolean imageVolumes = true;
  public List<Control> controls = List.of(reached(API_SERVER), reached(OPERATOR_PORT));
  public Sight<Boolean> operatorPolicyBound = Sight.seen(true);
  public Sight<List<Binding>> bindings = Sight.seen(List.of());
  public Optional<ServingCertificate> certificate =
      Optional.of(
          new ServingCertificate(
              "breast-cancer-tls-0123456789",
              "8".repeat(64),
              "2026-12-23T08:00:00Z",
              "f".repeat(64),
              "2026-09-24T08:00:00Z",
              null,
              List.of("f".repeat(64))));
  public UnaryOperator<List<NetworkPolicy>> policies = UnaryOperator.identity();
  public UnaryOperator<Sight<List<NetworkPolicy>>> policySight = UnaryOperator.identity();
  public UnaryOperator<List<ObservedObject>> objects = UnaryOperator.identity();
  public UnaryOperator<Optional<PodDisruptionBudget>> budget = UnaryOperator.identity();
  public UnaryOperator<List<Deployment>> deployments = UnaryOperator.identity();
  public UnaryOperator<List<EndpointSlice>> endpoints = UnaryOperator.identity();
  public UnaryOperator<Pod> pod = UnaryOperator.identity();
  public UnaryOperator<List<ObservedPod>> pods = UnaryOperator.identity();
  public List<ComplianceException> exceptions = List.of();
  public List<ComplianceProfile> profiles = List.of();
  public Sight<AuditState> audit = Sight.seen(AuditState.Published);
  public List<PodWarning> warnings = new ArrayList<>();
  public ManagementTls managementTls =
      new ManagementTls(
          tried(Outcome.Accepted),
          tried(Outcome.Refused),
          tried(Outcome.Refused),
          Optional.of("8".repeat(64)));
  public Try inferencePort = tried(Outcome.TimedOut);
  public Instant receivedAt = NOW.minusSeconds(60);
  public Optional<Sight<Receipt>> evidenceInstead = Optional.empty();
  public Optional<ObservedEvaluation> evaluation = Optional.empty();
  public ModelDeploymentStatus status;
  public long generation = 3;
  public Optional<Drift> lastDrift = Optional.empty();

  private final ObjectNode spec = (ObjectNode) read("src/test/resources/scene/spec.json");
  private final ObjectNode evidence = (ObjectNode) read("../docs/contracts/evidence.json");
  private final List<Runnable> afterSettings = new ArrayList<>();

  public Scene() {
    evidence("/pod/uid", "uid-0");
    evidence("/model/signer/keyId", Signers.keyId(SIGNER).orElseThrow());
  }

  /** Demands an evaluation on the cluster. */
  public Scene demandingEvaluation() {
    return spec(
        "/evaluation",
        Map.of(
            "dataset",
            Map.of(
                "name",
                "holdout",
                "source",
                Map.of("image", Map.of("reference", "r/d@sha256:" + "d".repeat(64))),
                "decryptionKey",
                Map.of("secretName", "holdout-key")),
            "metric",
            "accuracy",
            "minimum",
            "0.95"));
  }

  /** The present revision was evaluated, and this came of it. */
  public Scene evaluated(boolean passed, String metric, String value) {
    demandingEvaluation();
    // Another change may have made the spec one that is not rendered.
    String revision =
        Rendering.render(deployment(), inputs()) instanceof Rendered rendered
            ? rendered.desired().revision()
            : "none";
    EvaluationVerdict verdict =
        new EvaluationVerdict(
            revision,
            passed,
            "sha256:" + "4".repeat(64),
            "sha256:" + "7".repeat(64),
            "holdout 1.0.0",
            metric,
            value,
            value,
            value,
            171L,
            "0.95",
            210L,
            131_072_000L,
            "9".repeat(64),
            evaluatedBy,
            passed ? "The model does what is demanded." : "The model falls short.");
    status =
        new ModelDeploymentStatus(
            generation,
            List.of(),
            null,
            null,
            0,
            0,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            List.of(verdict));
    return this;
  }

  /** Sets, or with null removes, one value of the spec by JSON pointer. */
  public Scene spec(String pointer, Object value) {
    set(spec, pointer, value);
    return this;
  }

  /**
   * Sets, or with null removes, one value of every pod's evidence; later than what the rendering
   * decides.
   */
  public Scene evidence(String pointer, Object value) {
    afterSettings.add(
        () -> {
          // A part that another change left out stays left out.
          if (evidence.at(pointer.substring(0, pointer.lastIndexOf('/'))).isObject()) {
            set(evidence, pointer, value);
          }
        });
    return this;
  }

  public static Control reached(String target) {
    return new Control(target, tried(Outcome.Accepted));
  }

  public static Try tried(Outcome outcome) {
    return new Try(outcome, Optional.of(NOW.minusSeconds(60)), "");
  }

  public ModelDeployment deployment() {
    ModelDeployment deployment = new ModelDeployment();
    deployment.getMetadata().setNamespace("demo");
    deployment.getMetadata().setName("breast-cancer");
    deployment.getMetadata().setUid("0f0e0d0c-0000-4000-8000-000000000001");
    deployment.getMetadata().setGeneration(generation);
    deployment.setSpec(JSON.convertValue(spec, ModelDeploymentSpec.class));
    deployment.setStatus(status);
    return deployment;
  }

  public Inputs inputs() {
    return new Inputs(
        operatorNamespace,
        images,
        new Trust(signers, minimumAccuracy, evaluationRequired, signedReportSuffices),
        certificate.map(ServingCertificate::secretName),
        userNamespaces,
        imageVolumes);
  }

  /** What is rendered now; for tests that need the revision. */
  public Desired desired() {
    return ((Rendered) Rendering.render(deployment(), inputs())).desired();
  }

  public Situation situation() {
    RenderResult rendering = Rendering.render(deployment(), inputs());
    List<ObservedPod> seen = new ArrayList<>();
    List<ObservedObject> standing = new ArrayList<>();
    List<Deployment> running = new ArrayList<>();
    List<NetworkPolicy> standingPolicies = new ArrayList<>();
    Optional<PodDisruptionBudget> standingBudget = Optional.empty();
    if (rendering instanceof Rendered rendered) {
      Desired desired = rendered.desired();
      set(evidence, "/settings/sha256", desired.settingsSha256());
      set(evidence, "/settings/signersSha256", desired.signersSha256());
      desired
          .objects()
          .forEach(
              o -> standing.add(ObservedObject.asRendered(o.getKind(), o.getMetadata().getName())));
      desired.object(NetworkPolicy.class).ifPresent(standingPolicies::add);
      standingBudget = desired.object(PodDisruptionBudget.class);
      desired
          .object(Deployment.class)
          .ifPresent(
              d -> {
                running.add(complete(d));
                afterSettings.forEach(Runnable::run);
                for (int i = 0; i < desired.replicas(); i++) {
                  seen.add(observed(d, i));
                }
              });
    }
    List<ObservedPod> allPods = pods.apply(seen);
    Observed observed =
        new Observed(
            deployment(),
            now,
            new Surroundings(
                embedded,
                operatorPolicyBound,
                bindings,
                policySight.apply(Sight.seen(policies.apply(standingPolicies))),
                exceptions,
                profiles,
                audit),
            new Dependents(
                deployments.apply(running),
                endpoints.apply(List.of(slice(allPods))),
                budget.apply(standingBudget),
                objects.apply(standing),
                certificate,
                lastDrift,
                evaluation),
            allPods,
            List.copyOf(warnings));
    return new Situation(observed, inputs(), rendering);
  }

  private ObservedPod observed(Deployment deployment, int number) {
    Pod made = pod.apply(running(deployment, number));
    ObjectNode own = evidence.deepCopy();
    if (number > 0) {
      set(own, "/pod/uid", made.getMetadata().getUid());
    }
    Sight<Receipt> sight =
        evidenceInstead.orElseGet(
            () ->
                Sight.seen(new Receipt(parse(own), receivedAt, Duration.ofMinutes(10), controls)));
    return new ObservedPod(made, sight, managementTls, inferencePort);
  }

  /** A ready pod of that Deployment, admitted as rendered, running for nine minutes. */
  public static Pod running(Deployment deployment, int number) {
    var template = deployment.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("demo")
        .withName(deployment.getMetadata().getName() + "-abcde-" + number)
        .withUid("uid-" + number)
        .withLabels(template.getMetadata().getLabels())
        .endMetadata()
        .withSpec(template.getSpec())
        .editSpec()
        .withNodeName("node-" + number)
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .withPodIP("198.18.128." + (9 + number))
        .withStartTime("2026-11-23T08:01:00Z")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .addNewContainerStatus()
        .withName("runtime")
        .withReady(true)
        .withNewState()
        .withNewRunning("2026-11-23T08:01:00Z")
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  /** The Deployment with a status that says that all is done. */
  public static Deployment complete(Deployment deployment) {
    int replicas = deployment.getSpec().getReplicas();
    return new DeploymentBuilder(deployment)
        .editMetadata()
        .withGeneration(1L)
        .endMetadata()
        .withNewStatus()
        .withObservedGeneration(1L)
        .withReplicas(replicas)
        .withUpdatedReplicas(replicas)
        .withReadyReplicas(replicas)
        .withAvailableReplicas(replicas)
        .endStatus()
        .build();
  }

  private static EndpointSlice slice(List<ObservedPod> pods) {
    var slice = new EndpointSliceBuilder().withAddressType("IPv4");
    for (ObservedPod pod : pods) {
      slice
          .addNewEndpoint()
          .withAddresses(pod.address().orElse("198.18.128.255"))
          .withNewConditions()
          .withReady(pod.ready())
          .endConditions()
          .withNewTargetRef()
          .withKind("Pod")
          .withUid(pod.uid())
          .endTargetRef()
          .endEndpoint();
    }
    return slice.build();
  }

  /** A signer with a key made just now. */
  public static TrustedSigner signer(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      String base64 =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
      return new TrustedSigner(
          name, "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
    } catch (java.security.GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Evidence parse(JsonNode document) {
    try {
      return EvidenceFormat.parse(JSON.writeValueAsBytes(document));
    } catch (Exception malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }

  private static void set(ObjectNode root, String pointer, Object value) {
    int slash = pointer.lastIndexOf('/');
    ObjectNode parent = root;
    for (String part : pointer.substring(1, Math.max(1, slash)).split("/", -1)) {
      parent = part.isEmpty() ? parent : parent.withObjectProperty(part);
    }
    String key = pointer.substring(slash + 1);
    if (value == null) {
      parent.remove(key);
    } else {
      parent.set(key, JSON.convertValue(value, new TypeReference<JsonNode>() {}));
    }
  }

  private static JsonNode read(String path) {
    try {
      return JSON.readTree(Path.of(path).toFile());
    } catch (java.io.IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
