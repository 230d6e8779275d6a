package dev.martello.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.martello.crds.Condition;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.findings.ConditionType;
import dev.martello.operator.observed.AuditState;
import dev.martello.operator.observed.ObservedObject;
import dev.martello.operator.observed.Scene;
import dev.martello.operator.observed.Sight;
import dev.martello.operator.observed.Surroundings.Binding;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
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

/**
 * Every condition is True when all is well, and False once the cluster is not what the spec says.
 */
class ConditionsFalseTest {

  @Test
  void allAreTrueWhereAllIsWell() {
    ModelDeploymentStatus status = NextStatus.of(new Scene().situation());
    assertThat(status.conditions())
        .allSatisfy(c -> assertThat(c.status()).as(c.toString()).isEqualTo(Condition.Status.True))
        .extracting(Condition::type)
        .containsExactlyElementsOf(
            Stream.of(ConditionType.values())
                .filter(t -> t != ConditionType.Reconciling && t != ConditionType.Stalled)
                .map(Enum::name)
                .toList());
    assertThat(status.conditions()).allMatch(c -> c.observedGeneration() == 3);
    assertThat(status.observedGeneration()).isEqualTo(3);
  }

  @ParameterizedTest(name = "{0} is False: {1}")
  @MethodSource("differences")
  void isFalse(ConditionType type, String what, Consumer<Scene> change, String reason) {
    Scene scene = new Scene();
    change.accept(scene);
    Condition condition = NextStatus.of(scene.situation()).condition(type.name()).orElseThrow();
    assertThat(condition.status()).as(condition.toString()).isEqualTo(Condition.Status.False);
    assertThat(condition.reason()).isEqualTo(reason);
    assertThat(condition.message()).isNotBlank();
  }

  @Test
  void eachConditionHasSuchATest() {
    EnumSet<ConditionType> expected = EnumSet.allOf(ConditionType.class);
    expected.removeAll(EnumSet.of(ConditionType.Reconciling, ConditionType.Stalled));
    assertThat(differences().map(a -> (ConditionType) a.get()[0]).toList()).containsAll(expected);
  }

  static Stream<Arguments> differences() {
    return Stream.of(
        row(
            ConditionType.AuditRecorded,
            "somebody changed the audit head",
            scene -> scene.audit = Sight.seen(AuditState.Changed),
            "AuditHeadChanged"),
        row(
            ConditionType.Accepted,
            "the runtime was taken off the allow-list",
            scene -> scene.images = Map.of("other", Scene.IMAGE),
            "RuntimeNotAllowed"),
        row(
            ConditionType.Applied,
            "someone else's field stands on our Service",
            scene ->
                scene.objects =
                    all ->
                        List.of(
                            new ObservedObject(
                                "Service",
                                "breast-cancer",
                                ObservedObject.Standing.Drifted,
                                "spec.externalIPs set by kubectl-edit")),
            "Drifted"),
        row(
            ConditionType.Available,
            "no endpoint is ready",
            scene ->
                scene.endpoints =
                    all ->
                        List.of(
                            new EndpointSliceBuilder(all.getFirst())
                                .editFirstEndpoint()
                                .editConditions()
                                .withReady(false)
                                .endConditions()
                                .endEndpoint()
                                .build()),
            "NoReadyEndpoint"),
        row(
            ConditionType.ModelVerified,
            "a model by another signer runs",
            scene -> scene.evidence("/model/signer/keyId", "sha256:0"),
            "SignerNotTrusted"),
        row(
            ConditionType.ModelEncrypted,
            "the model was opened with a stranger's key",
            scene -> scene.evidence("/model/recipientKeyId", "sha256:0"),
            "KeyNotRecipient"),
        row(
            ConditionType.TrafficEncrypted,
            "the certificate was swapped",
            scene -> scene.evidence("/tls/certificateSha256", "9".repeat(64)),
            "CertificateSwapped"),
        row(
            ConditionType.PodHardened,
            "a webhook added a container",
            scene ->
                scene.pod =
                    pod ->
                        new PodBuilder(pod)
                            .editSpec()
                            .addNewContainer()
                            .withName("injected")
                            .endContainer()
                            .endSpec()
                            .build(),
            "PodWeakened"),
        row(
            ConditionType.NetworkIsolated,
            "the policy was opened",
            scene ->
                scene.policies =
                    all ->
                        List.of(
                            new NetworkPolicyBuilder(all.getFirst())
                                .editSpec()
                                .addToIngress(new NetworkPolicyIngressRule())
                                .endSpec()
                                .build()),
            "PolicyDiffers"),
        row(
            ConditionType.LeastPrivilege,
            "someone bound a role to the service account",
            scene ->
                scene.bindings =
                    Sight.seen(
                        List.of(new Binding("ClusterRoleBinding", "b", "ClusterRole/admin"))),
            "AccountBound"),
        row(
            ConditionType.ResourcesBounded,
            "a webhook lowered the requests",
            scene ->
                scene.pod =
                    pod ->
                        new PodBuilder(pod)
                            .editSpec()
                            .editFirstContainer()
                            .editResources()
                            .addToRequests("cpu", new Quantity("10m"))
                            .endResources()
                            .endContainer()
                            .endSpec()
                            .build(),
            "RequestsDiffer"),
        row(
            ConditionType.AccuracyValidated,
            "the approvers demand more",
            scene -> scene.minimumAccuracy = Optional.of(new BigDecimal("0.99")),
            "AccuracyTooLow"),
        row(
            ConditionType.ConfigurationManaged,
            "other settings are mounted",
            scene -> scene.evidence("/settings/sha256", "0".repeat(64)),
            "SettingsDiffer"),
        row(
            ConditionType.Compliant,
            "TLS 1.2 is accepted",
            scene -> scene.evidence("/tls/tls12", "Accepted"),
            "NotSatisfied"),
        row(
            ConditionType.Ready,
            "a pod is gone",
            scene ->
                scene.deployments =
                    all ->
                        List.of(
                            new DeploymentBuilder(all.getFirst())
                                .editStatus()
                                .withAvailableReplicas(0)
                                .endStatus()
                                .build()),
            "RollingOut"));
  }

  private static Arguments row(
      ConditionType type, String what, Consumer<Scene> change, String reason) {
    return arguments(type, what, change, reason);
  }
}
