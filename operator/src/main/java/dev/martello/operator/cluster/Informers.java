package dev.martello.operator.cluster;

import dev.martello.crds.ComplianceException;
import dev.martello.crds.ComplianceProfile;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelTrust;
import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the operator watches, and which ModelDeployments each change concerns. Secrets and Events
 * are not among it.
 */
public final class Informers {
  private static final String OWNED = Labels.MANAGED_BY + "=" + Labels.MANAGER;

  public static final long LIST_LIMIT = 100;

  /** Asked for by name: kept as JSON. Of the others whole namespaces are looked through. */
  private static final Set<Class<?>> ONE_BY_ONE =
      Set.of(
          Deployment.class,
          ConfigMap.class,
          Service.class,
          ServiceAccount.class,
          Job.class,
          PodDisruptionBudget.class,
          HorizontalPodAutoscaler.class,
          Pod.class,
          EndpointSlice.class);

  private final EventSourceContext<ModelDeployment> context;
  private final Echoes echoes;
  private final Map<Class<?>, InformerEventSource<?, ModelDeployment>> byType =
      new LinkedHashMap<>();

  /**
   * @param wholeCluster whether nodes, which belong to no namespace, may be looked at
   */
  public Informers(
      EventSourceContext<ModelDeployment> context, Echoes echoes, boolean wholeCluster) {
    this.context = context;
    this.echoes = echoes;
    watch(Deployment.class, OWNED, Informers::named);
    watch(ConfigMap.class, OWNED, Informers::named);
    watch(Service.class, OWNED, Informers::named);
    watch(ServiceAccount.class, OWNED, Informers::named);
    watch(Job.class, OWNED, Informers::named);
    watch(PodDisruptionBudget.class, OWNED, Informers::named);
    watch(HorizontalPodAutoscaler.class, OWNED, Informers::named);
    // Whoever wears the label stands behind the Service, whether it is ours or not.
    watch(Pod.class, Labels.DEPLOYMENT, Informers::named);
    watch(EndpointSlice.class, Labels.DEPLOYMENT, Informers::named);
    // Of all owners: another's policy may open what ours closes.
    watch(NetworkPolicy.class, null, this::ownOrWholeNamespace);
    watch(ModelTrust.class, null, this::wholeNamespace);
    watch(
        ComplianceException.class,
        null,
        exception ->
            Set.of(
                new ResourceID(
                    exception.getSpec().deployment(), exception.getMetadata().getNamespace())));
    if (wholeCluster) {
      watch(ComplianceProfile.class, null, this::judgedBy);
    }
    // Only read: a change of the nodes is noticed at the next round.
    if (wholeCluster) {
      watch(Node.class, null, node -> Set.of());
    }
  }

  private <R extends HasMetadata> void watch(
      Class<R> type,
      @org.jspecify.annotations.Nullable String labelSelector,
      SecondaryToPrimaryMapper<R> mapper) {
    InformerEventSourceConfiguration.Builder<R> configuration =
        InformerEventSourceConfiguration.from(type, ModelDeployment.class)
            .withSecondaryToPrimaryMapper(mapper)
            // The first list in pieces: as a whole it takes as much memory as all that is kept.
            .withInformerListLimit(LIST_LIMIT);
    if (Namespaced.class.isAssignableFrom(type)) {
      configuration.withNamespacesInheritedFromController();
    }
    if (labelSelector != null) {
      configuration.withLabelSelector(labelSelector);
    }
    byType.put(type, new EchoedInformer<>(configuration, context, store(type), echoes));
  }

  private <R extends HasMetadata> ItemStore<R> store(Class<R> type) {
    return ONE_BY_ONE.contains(type)
        ? new JsonItemStore<>(context.getClient().getKubernetesSerialization(), type)
        : new BasicItemStore<>(Cache::metaNamespaceKeyFunc);
  }

  /** To be registered with the controller. */
  public List<EventSource<?, ModelDeployment>> all() {
    return List.copyOf(byType.values());
  }

  private static Set<ResourceID> named(HasMetadata object) {
    return name(object)
        .map(name -> Set.of(new ResourceID(name, object.getMetadata().getNamespace())))
        .orElse(Set.of());
  }

  private static Optional<String> name(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels())
        .map(labels -> labels.get(Labels.DEPLOYMENT));
  }

  private Set<ResourceID> ownOrWholeNamespace(HasMetadata object) {
    return name(object).isPresent() ? named(object) : wholeNamespace(object);
  }

  private Set<ResourceID> wholeNamespace(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    // By their names: to list them would read each one's JSON, for each such object.
    return context
        .getPrimaryCache()
        .keys()
        .filter(id -> id.getNamespace().filter(namespace::equals).isPresent())
        .collect(Collectors.toSet());
  }

  private Set<ResourceID> judgedBy(ComplianceProfile profile) {
    String name = profile.getMetadata().getName();
    return context
        .getPrimaryCache()
        .list(deployment -> name.equals(deployment.getSpec().compliance().profile()))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  @SuppressWarnings("unchecked") // The map's key is the class of the informer's objects.
  <R extends HasMetadata> InformerEventSource<R, ModelDeployment> of(Class<R> type) {
    InformerEventSource<?, ModelDeployment> source = byType.get(type);
    if (source == null) {
      throw new IllegalArgumentException(type.getSimpleName() + " is not watched.");
    }
    return (InformerEventSource<R, ModelDeployment>) source;
  }

  /** The objects of that kind that wear the deployment's label, with our own latest writes. */
  public <R extends HasMetadata> List<R> labelled(Class<R> type, ModelDeployment deployment) {
    return List.copyOf(of(type).getSecondaryResources(deployment));
  }

  public <R extends HasMetadata> Stream<R> inNamespace(Class<R> type, String namespace) {
    return of(type).list(namespace, object -> true);
  }

  /** Empty if what belongs to the cluster may not be looked at. */
  public List<ComplianceProfile> profiles() {
    return !byType.containsKey(ComplianceProfile.class)
        ? List.of()
        : of(ComplianceProfile.class).list(profile -> true).toList();
  }

  /** Empty if nodes may not be looked at. */
  public List<Node> nodes() {
    return !byType.containsKey(Node.class) ? List.of() : of(Node.class).list(node -> true).toList();
  }
}
