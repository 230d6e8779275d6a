package dev.martello.operator.cluster;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the API server keeps a pod's image volume. Where the feature gate is off it drops the
 * field without a word, and the pod would start with an empty directory: so the first Deployment
 * that has one is tried by a dry run.
 */
public final class ImageVolumes {
  /** A gate can be switched on while the operator runs. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(5);

  private final KubernetesClient client;
  private final InstantSource clock;
  private @Nullable Answer answer;

  private record Answer(boolean kept, Instant at) {}

  public ImageVolumes(KubernetesClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * False only if a dry run has shown that the field is dropped.
   *
   * @param standing Deployments of the same owner: one that has kept its image volume answers the
   *     question too
   */
  public synchronized boolean kept(Deployment rendered, Collection<Deployment> standing) {
    if (!hasImageVolume(rendered) || standing.stream().anyMatch(ImageVolumes::hasImageVolume)) {
      return true;
    }
    Answer known = answer;
    if (known != null && (known.kept() || clock.instant().isBefore(known.at().plus(ASK_AGAIN)))) {
      return known.kept();
    }
    try {
      Deployment dry =
          client
              .resource(rendered)
              .patch(
                  new PatchContext.Builder()
                      .withPatchType(PatchType.SERVER_SIDE_APPLY)
                      .withFieldManager(Applier.FIELD_MANAGER)
                      .withForce(true)
                      .withDryRun(List.of("All"))
                      .build());
      answer = new Answer(hasImageVolume(dry), clock.instant());
      return hasImageVolume(dry);
    } catch (KubernetesClientException refused) {
      // Refused for another reason: the real write will say which.
      return true;
    }
  }

  private static boolean hasImageVolume(Deployment deployment) {
    List<Volume> volumes = deployment.getSpec().getTemplate().getSpec().getVolumes();
    return volumes.stream().anyMatch(volume -> volume.getImage() != null);
  }
}
