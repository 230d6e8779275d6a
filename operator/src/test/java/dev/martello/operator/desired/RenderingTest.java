package dev.martello.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.martello.crds.ModelTrust;
import dev.martello.crds.ModelTrustSpec;
import dev.martello.crds.TrustedSigner;
import dev.martello.operator.desired.RenderResult.Rejected;
import dev.martello.operator.observed.Scene;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RenderingTest {

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rejections")
  void rejects(String what, Rejection reason, String message, Consumer<Scene> change) {
    Scene scene = new Scene();
    change.accept(scene);
    RenderResult result = Rendering.render(scene.deployment(), scene.inputs());
    assertThat(result).isInstanceOf(Rejected.class);
    assertThat(((Rejected) result).reason()).isEqualTo(reason);
    assertThat(((Rejected) result).message()).contains(message);
  }

  @Test
  void everyRejectionHasItsTest() {
    assertThat(rejections().map(a -> (Rejection) a.get()[1]).toList())
        .containsAll(EnumSet.allOf(Rejection.class));
  }

  static Stream<Arguments> rejections() {
    return Stream.of(
        row(
            "unknown runtime",
            Rejection.RuntimeNotAllowed,
            "'mine' is not on",
            s -> s.spec("/runtime", "mine")),
        row(
            "a tag on the list",
            Rejection.RuntimeNotAllowed,
            "without a digest",
            s -> s.images = Map.of("default", "registry.example/runtime:1")),
        row(
            "no ModelTrust",
            Rejection.NoTrustedSigner,
            "No ModelTrust",
            s -> s.signers = List.of()),
        row(
            "no key",
            Rejection.SignerKeyMalformed,
            "signer 'a'",
            s ->
                s.signers =
                    List.of(
                        new TrustedSigner(
                            "a", "-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----"))),
        row(
            "no image volumes",
            Rejection.ImageVolumeUnsupported,
            "spec.model.source.image",
            s -> s.imageVolumes = false),
        row(
            "an evaluation is demanded",
            Rejection.EvaluationRequired,
            "add spec.evaluation",
            s -> s.evaluationRequired = true),
        row(
            "an evaluation without its bound",
            Rejection.SpecIncomplete,
            "spec.evaluation",
            s -> s.demandingEvaluation().spec("/evaluation/minimum", null)),
        row(
            "a GPU",
            Rejection.ResourcesInvalid,
            "nvidia.com/gpu: Martello serves on CPU only",
            s -> s.spec("/resources", limits("nvidia.com/gpu", "1"))),
        row(
            "no memory",
            Rejection.ResourcesInvalid,
            "above zero",
            s -> s.spec("/resources", limits("memory", "0"))),
        row(
            "less than none",
            Rejection.ResourcesInvalid,
            "above zero",
            s -> s.spec("/resources", limits("cpu", "-1"))),
        row(
            "micro-cores",
            Rejection.ResourcesInvalid,
            "not a quantity",
            s -> s.spec("/resources", limits("cpu", "0.0001"))),
        row(
            "no number",
            Rejection.ResourcesInvalid,
            "not a quantity",
            s -> s.spec("/resources", limits("cpu", "many"))),
        row(
            "no source",
            Rejection.SpecIncomplete,
            "spec.model.source",
            s -> s.spec("/model/source", Map.of())),
        row("no model", Rejection.SpecIncomplete, "spec.model", s -> s.spec("/model", null)));
  }

  private static Arguments row(
      String what, Rejection reason, String message, Consumer<Scene> change) {
    return arguments(what, reason, message, change);
  }

  private static Map<String, Object> limits(String name, String amount) {
    return Map.of("limits", Map.of(name, amount));
  }

  @Test
  void otherSourcesNeedNoImageVolumes() {
    Scene scene = new Scene();
    scene.imageVolumes = false;
    scene.spec("/model/source", Map.of("configMap", Map.of("name", "m")));
    assertThat(scene.desired().objects()).isNotEmpty();
  }

  @Test
  void nobodyAllowedMeansNoRuleAtAll() {
    Scene scene = new Scene();
    scene.spec("/access", null);
    NetworkPolicy policy = scene.desired().object(NetworkPolicy.class).orElseThrow();
    assertThat(policy.getSpec().getIngress())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getPorts().getFirst().getPort().getIntVal()).isEqualTo(9443);
              assertThat(rule.getFrom()).hasSize(1);
            });
    assertThat(policy.getSpec().getEgress()).isEmpty();
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
  }

  @Test
  void noCertificateNoDeployment() {
    Scene scene = new Scene();
    Desired with = scene.desired();
    scene.certificate = Optional.empty();
    Desired without = scene.desired();
    assertThat(with.object(Deployment.class)).isPresent();
    assertThat(without.object(Deployment.class)).isEmpty();
    assertThat(without.revision()).isEqualTo(with.revision());
  }

  @Test
  void aBudgetFromTwoReplicasUp() {
    Scene scene = new Scene();
    assertThat(scene.desired().object(PodDisruptionBudget.class)).isEmpty();
    scene.spec("/replicas", 2);
    assertThat(scene.desired().object(PodDisruptionBudget.class)).isPresent();
    scene.spec("/suspend", true);
    assertThat(scene.desired().object(PodDisruptionBudget.class)).isEmpty();
    assertThat(scene.desired().object(Deployment.class).orElseThrow().getSpec().getReplicas())
        .isZero();
  }

  @Test
  void signersAddUpAndTheHighestDemandCounts() {
    TrustedSigner a = Scene.signer("a");
    TrustedSigner b = Scene.signer("b");
    Trust trust =
        Trust.of(
            List.of(
                trust(List.of(b, a), "0.9"), trust(List.of(a), "0.95"), trust(List.of(b), null)));
    assertThat(trust.signers()).containsExactly(a, b);
    assertThat(trust.minimumAccuracy()).contains(new BigDecimal("0.95"));
    assertThat(trust.signedReportSuffices()).isFalse();
    assertThat(Trust.of(List.of(suffices(a, false))).signedReportSuffices()).isTrue();
    assertThat(
            Trust.of(List.of(suffices(a, false), trust(List.of(b), null))).signedReportSuffices())
        .isFalse();
    assertThat(Trust.of(List.of(suffices(a, true))).signedReportSuffices()).isFalse();
    assertThat(Trust.of(List.of()).signers()).isEmpty();
    assertThat(Trust.of(List.of(trust(List.of(a), "much"))).minimumAccuracy())
        .contains(BigDecimal.ONE);
  }

  private static ModelTrust suffices(TrustedSigner signer, boolean evaluationRequired) {
    ModelTrust trust = new ModelTrust();
    trust.setSpec(new ModelTrustSpec(List.of(signer), null, evaluationRequired, true));
    return trust;
  }

  private static ModelTrust trust(List<TrustedSigner> signers, String minimum) {
    ModelTrust trust = new ModelTrust();
    trust.setSpec(new ModelTrustSpec(signers, minimum, false, false));
    return trust;
  }
}
