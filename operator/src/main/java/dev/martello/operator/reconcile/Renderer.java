package dev.martello.operator.reconcile;

import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelTrust;
import dev.martello.crds.ServingCertificate;
import dev.martello.operator.certificates.ServingCertificates;
import dev.martello.operator.cluster.ImageVolumes;
import dev.martello.operator.cluster.Informers;
import dev.martello.operator.cluster.NodeFacts;
import dev.martello.operator.cluster.Written;
import dev.martello.operator.desired.Inputs;
import dev.martello.operator.desired.RenderResult;
import dev.martello.operator.desired.Rendering;
import dev.martello.operator.desired.Trust;
import dev.martello.operator.observed.ObservedObject;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/** Gathers what rendering needs, a certificate included, and renders. */
final class Renderer {
  private final Informers informers;
  private final RuntimeImages runtimes;
  private final String operatorNamespace;
  private final ServingCertificates certificates;
  private final ImageVolumes imageVolumes;

  Renderer(
      Informers informers,
      RuntimeImages runtimes,
      String operatorNamespace,
      ServingCertificates certificates,
      ImageVolumes imageVolumes) {
    this.informers = informers;
    this.runtimes = runtimes;
    this.operatorNamespace = operatorNamespace;
    this.certificates = certificates;
    this.imageVolumes = imageVolumes;
  }

  /** Rendered, and nothing applied yet but for a new certificate's Secret. */
  Converged render(ModelDeployment deployment, NodeFacts nodes, List<Deployment> standing) {
    Optional<ServingCertificate> certificate = certificates.current(deployment);
    Inputs inputs = inputs(deployment, nodes, certificate, true);
    RenderResult rendering = Rendering.render(deployment, inputs);
    if (!(rendering instanceof RenderResult.Rendered rendered)) {
      return new Converged(inputs, rendering, certificate, List.of(), List.of());
    }
    if (certificate.isEmpty()) {
      OwnerReference owner = owner(rendered);
      try {
        ServingCertificate made = certificates.issue(deployment, owner);
        Written secret = new Written(Written.What.Created, "Secret", made.secretName(), List.of());
        Optional<ServingCertificate> named = Optional.of(made);
        Inputs complete = inputs(deployment, nodes, named, true);
        return checked(
            deployment,
            nodes,
            standing,
            new Converged(
                complete,
                Rendering.render(deployment, complete),
                named,
                List.of(),
                List.of(secret)));
      } catch (KubernetesClientException refused) {
        ObservedObject secret =
            new ObservedObject(
                "Secret",
                deployment.getMetadata().getName() + "-tls",
                ObservedObject.Standing.Failed,
                String.valueOf(refused.getMessage()));
        return new Converged(inputs, rendering, certificate, List.of(secret), List.of());
      }
    }
    return checked(
        deployment,
        nodes,
        standing,
        new Converged(inputs, rendering, certificate, List.of(), List.of()));
  }

  private Converged checked(
      ModelDeployment deployment, NodeFacts nodes, List<Deployment> standing, Converged kept) {
    if (kept.rendering() instanceof RenderResult.Rendered rendered
        && !rendered
            .desired()
            .object(Deployment.class)
            .map(workload -> imageVolumes.kept(workload, standing))
            .orElse(true)) {
      Inputs dropped = inputs(deployment, nodes, kept.certificate(), false);
      return new Converged(
          dropped,
          Rendering.render(deployment, dropped),
          kept.certificate(),
          List.of(),
          kept.writes());
    }
    return kept;
  }

  private Inputs inputs(
      ModelDeployment deployment,
      NodeFacts nodes,
      Optional<ServingCertificate> certificate,
      boolean imageVolumesKept) {
    String namespace = deployment.getMetadata().getNamespace();
    return new Inputs(
        operatorNamespace,
        runtimes.current(),
        Trust.of(informers.inNamespace(ModelTrust.class, namespace).toList()),
        certificate.map(ServingCertificate::secretName),
        nodes.userNamespaces(),
        imageVolumesKept);
  }

  static OwnerReference owner(RenderResult.Rendered rendered) {
    return rendered.desired().objects().getFirst().getMetadata().getOwnerReferences().getFirst();
  }
}
