package dev.martello.cli.image.build;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.registry.RegistryClient;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.DigestException;
import java.util.Optional;

/**
 * Pushes an OCI layout that Jib did not write itself, with Jib's client and the credentials that
 * {@code docker login} or {@code podman login} left behind.
 *
 * @param insecure whether the registry may be talked to without TLS
 */
record LayoutPush(Path layout, boolean insecure) {
  private static final boolean CREDENTIALS_OVER_HTTP =
      Boolean.getBoolean("sendCredentialsOverHttp");

  /**
   * Pushes what the registry has not got yet, the manifest last.
   *
   * @return the manifest's digest, {@code sha256:…}
   */
  String to(Destination.Registry registry)
      throws IOException, RegistryException, InvalidImageReferenceException {
    var image = ImageReference.parse(registry.name() + ":" + registry.tag());
    var http = new FailoverHttpClient(insecure, CREDENTIALS_OVER_HTTP, event -> {});
    try {
      var client = authenticated(image, http);
      var manifest = AnnotatedManifest.read(layout);
      for (var blob : manifest.blobs()) {
        var digest = DescriptorDigest.fromDigest(blob);
        if (client.checkBlob(digest).isEmpty()) {
          client.pushBlob(digest, Blobs.from(OciLayout.blob(layout, blob)), null, bytes -> {});
        }
      }
      return client.pushManifest(manifest, registry.tag()).toString();
    } catch (DigestException e) {
      throw new IllegalStateException("the layout names a blob by no digest", e);
    } finally {
      http.shutDown();
    }
  }

  private static RegistryClient authenticated(ImageReference image, FailoverHttpClient http)
      throws IOException, RegistryException {
    var credential = credential(image);
    var factory =
        RegistryClient.factory(
            EventHandlers.NONE, image.getRegistry(), image.getRepository(), http);
    credential.ifPresent(factory::setCredential);
    var client = factory.setUserAgent("martello").newRegistryClient();
    if (!client.doPushBearerAuth() && credential.isPresent()) {
      client.configureBasicAuth();
    }
    return client;
  }

  private static Optional<Credential> credential(ImageReference image) throws IOException {
    try {
      return CredentialRetrieverFactory.forImage(image, event -> {}).dockerConfig().retrieve();
    } catch (CredentialRetrievalException e) {
      throw new IOException(e);
    }
  }
}
