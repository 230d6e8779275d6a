package dev.martello.operator.cluster;

import dev.martello.operator.observed.Sight;
import dev.martello.operator.observed.Surroundings.Binding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which role bindings give rights to a deployment's service account. */
final class AccountBindings {
  private static final String GROUP = "system:serviceaccounts";

  private final KubernetesClient client;
  private final InstantSource clock;
  private final Duration validity;
  private final Remembered<Sight<List<ClusterRoleBinding>>> clusterWide;
  private final Map<String, Remembered<Sight<List<RoleBinding>>>> perNamespace =
      new ConcurrentHashMap<>();

  AccountBindings(KubernetesClient client, InstantSource clock, Duration validity) {
    this.client = client;
    this.clock = clock;
    this.validity = validity;
    this.clusterWide = new Remembered<>(this::clusterRoleBindings, clock, validity);
  }

  Sight<List<Binding>> of(String namespace, String account) {
    Sight<List<RoleBinding>> local =
        perNamespace
            .computeIfAbsent(
                namespace, n -> new Remembered<>(() -> roleBindings(n), clock, validity))
            .get();
    return switch (local) {
      case Sight.Unseen<List<RoleBinding>> no -> Sight.unseen(no.reason(), no.message());
      case Sight.Seen<List<RoleBinding>> inNamespace ->
          switch (clusterWide.get()) {
            case Sight.Unseen<List<ClusterRoleBinding>> no ->
                Sight.unseen(no.reason(), no.message());
            case Sight.Seen<List<ClusterRoleBinding>> everywhere ->
                Sight.seen(naming(inNamespace.value(), everywhere.value(), namespace, account));
          };
    };
  }

  static List<Binding> naming(
      List<RoleBinding> local,
      List<ClusterRoleBinding> clusterWide,
      String namespace,
      String account) {
    Stream<Binding> inNamespace =
        local.stream()
            .filter(binding -> names(binding.getSubjects(), namespace, account))
            .map(b -> binding("RoleBinding", b.getMetadata().getName(), b.getRoleRef()));
    Stream<Binding> everywhere =
        clusterWide.stream()
            .filter(binding -> names(binding.getSubjects(), namespace, account))
            .map(b -> binding("ClusterRoleBinding", b.getMetadata().getName(), b.getRoleRef()));
    return Stream.concat(inNamespace, everywhere).toList();
  }

  private static Binding binding(String kind, String name, RoleRef role) {
    return new Binding(kind, name, role.getKind() + "/" + role.getName());
  }

  private static boolean names(List<Subject> subjects, String namespace, String account) {
    return subjects.stream()
        .anyMatch(
            subject ->
                switch (subject.getKind()) {
                  case "ServiceAccount" ->
                      account.equals(subject.getName()) && namespace.equals(subject.getNamespace());
                  case "Group" -> subject.getName().equals(GROUP + ":" + namespace);
                  case "User" ->
                      subject
                          .getName()
                          .equals("system:serviceaccount:" + namespace + ":" + account);
                  default -> false;
                });
  }

  private Sight<List<RoleBinding>> roleBindings(String namespace) {
    try {
      return Sight.seen(client.rbac().roleBindings().inNamespace(namespace).list().getItems());
    } catch (KubernetesClientException refused) {
      return unseen(refused);
    }
  }

  private Sight<List<ClusterRoleBinding>> clusterRoleBindings() {
    try {
      return Sight.seen(client.rbac().clusterRoleBindings().list().getItems());
    } catch (KubernetesClientException refused) {
      return unseen(refused);
    }
  }

  private static <T> Sight<T> unseen(KubernetesClientException refused) {
    return Sight.unseen(
        refused.getCode() == 403 ? "Forbidden" : "ApiServerRefused",
        "The operator can't read role bindings: " + Refusals.text(refused));
  }
}
