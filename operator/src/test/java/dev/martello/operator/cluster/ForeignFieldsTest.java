package dev.martello.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ForeignFieldsTest {
  private static final String US = "martello-operator";

  private static Deployment managed(String... entries) {
    Deployment deployment = new Deployment();
    List<ManagedFieldsEntry> parsed =
        Stream.of(entries)
            .map(e -> Serialization.unmarshal("---\n" + e, ManagedFieldsEntry.class))
            .toList();
    deployment.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMeta());
    deployment.getMetadata().setManagedFields(parsed);
    return deployment;
  }

  private static final String OURS =
      """
      {manager: martello-operator, operation: Apply, fieldsV1: {
        "f:metadata": {"f:labels": {"f:a": {}}},
        "f:spec": {"f:replicas": {}, "f:selector": {}, "f:template": {"f:spec": {"f:containers": {
          'k:{"name":"runtime"}': {".": {}, "f:name": {}, "f:image": {}}}}}}}}
      """;

  @Test
  void nothingIsForeignOnAFreshObject() {
    Deployment fresh =
        managed(
            OURS,
            """
            {manager: kube-controller-manager, operation: Update, subresource: status, fieldsV1: {
              "f:metadata": {"f:annotations": {"f:revision": {}}}, "f:status": {"f:replicas": {}}}}
            """);
    assertThat(ForeignFields.added(fresh, US)).isEmpty();
    assertThat(ForeignFields.managers(fresh, US)).isEmpty();
  }

  @Test
  void addedFieldAndAddedContainerAreNamedWithTheirManager() {
    Deployment tampered =
        managed(
            OURS,
            """
            {manager: kubectl-edit, operation: Update, fieldsV1: {"f:spec": {"f:template": {"f:spec": {
              "f:hostNetwork": {},
              "f:containers": {'k:{"name":"evil"}': {".": {}, "f:image": {}}}}}}}}
            """);
    assertThat(ForeignFields.added(tampered, US))
        .containsExactly(
            "kubectl-edit: .spec.template.spec.containers[{\"name\":\"evil\"}]",
            "kubectl-edit: .spec.template.spec.hostNetwork");
  }

  @Test
  void fieldInsideOurContainerIsFound() {
    Deployment tampered =
        managed(
            OURS,
            """
            {manager: x, operation: Update, fieldsV1: {"f:spec": {"f:template": {"f:spec": {
              "f:containers": {'k:{"name":"runtime"}': {"f:image": {}, "f:command": {}}}}}}}}
            """);
    assertThat(ForeignFields.added(tampered, US))
        .containsExactly("x: .spec.template.spec.containers[{\"name\":\"runtime\"}].command");
  }

  @Test
  void whatWeOwnTooOrOwnAsAWholeIsNoAddition() {
    Deployment shared =
        managed(
            OURS,
            """
            {manager: x, operation: Apply, fieldsV1: {"f:spec": {"f:replicas": {},
              "f:selector": {"f:matchLabels": {"f:a": {}}}}}}
            """);
    assertThat(ForeignFields.added(shared, US)).isEmpty();
    assertThat(ForeignFields.managers(shared, US)).containsExactly("x");
  }

  @Test
  void labelsAndAnnotationsBelongToEverybody() {
    Deployment labelled =
        managed(
            OURS,
            """
            {manager: argocd, operation: Apply, fieldsV1: {"f:metadata": {"f:labels": {"f:team": {}}}}}
            """);
    assertThat(ForeignFields.added(labelled, US)).isEmpty();
    assertThat(ForeignFields.managers(labelled, US)).isEmpty();
  }
}
