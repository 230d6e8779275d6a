package dev.martello.cli.image.build;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import dev.martello.cli.Refusal;
import dev.martello.cli.image.Trees;
import dev.martello.cli.image.UserCache;
import dev.martello.cli.image.content.ImageContent;
import dev.martello.cli.image.content.ImageLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * Builds an image with Jib, without Docker. Same content, same digest: every time is fixed, every
 * owner 0:0, every entry sorted.
 *
 * @param insecureRegistry whether a registry may be talked to without TLS
 */
public record JibBuild(UserCache cache, BaseImage base, boolean insecureRegistry) {

  /**
   * Builds the image and puts it where it goes.
   *
   * @return the digest of its manifest, {@code sha256:…}
   */
  public String build(ImageContent content, Destination destination)
      throws Refusal, IOException, InterruptedException {
    var work = Files.createTempDirectory("martello-image");
    try {
      if (content.annotated()) {
        return annotated(content, destination, work);
      }
      return switch (destination) {
        case Destination.TarFile tar -> toTar(content, tar.file(), work);
        case Destination.OciDirectory oci -> {
          var tar = work.resolve("image.tar");
          var digest = toTar(content, tar, work);
          OciLayout.replace(oci.directory(), tar);
          yield digest;
        }
        case Destination.Registry registry -> {
          var image =
              RegistryImage.named(ImageReference.parse(registry.name() + ":" + registry.tag()));
          yield run(content, Containerizer.to(withCredentials(image, registry.name())), work);
        }
        case Destination.StagedDirectory staged ->
            throw new IllegalArgumentException("a staged tree is no image");
      };
    } catch (InvalidImageReferenceException e) {
      throw new Refusal(e.getMessage() + ": check the name of the image", e);
    } finally {
      Trees.delete(work);
    }
  }

  private String annotated(ImageContent content, Destination destination, Path work)
      throws Refusal, IOException, InterruptedException, InvalidImageReferenceException {
    var tar = work.resolve("image.tar");
    toTar(content, tar, work);
    var layout = Files.createDirectory(work.resolve("layout"));
    OciLayout.unpack(tar, layout);
    Files.delete(tar);
    var annotations = content.layers().stream().map(ImageLayer::annotations).toList();
    var digest = AnnotatedManifest.annotate(layout, annotations);
    switch (destination) {
      case Destination.TarFile file -> OciLayout.pack(layout, withParent(file.file()));
      case Destination.OciDirectory oci -> {
        OciLayout.pack(layout, tar);
        OciLayout.replace(oci.directory(), tar);
      }
      case Destination.Registry registry -> {
        try {
          new LayoutPush(layout, insecureRegistry).to(registry);
        } catch (IOException | RegistryException e) {
          throw new Refusal("the image was not pushed: " + RootCause.of(e), e);
        }
      }
      case Destination.StagedDirectory staged ->
          throw new IllegalArgumentException("a staged tree is no image");
    }
    return digest;
  }

  private String toTar(ImageContent content, Path tar, Path work)
      throws Refusal, IOException, InterruptedException {
    try {
      var image = TarImage.at(withParent(tar)).named(content.name());
      return run(content, Containerizer.to(image), work);
    } catch (InvalidImageReferenceException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path withParent(Path tar) throws IOException {
    Files.createDirectories(tar.toAbsolutePath().getParent());
    return tar;
  }

  private String run(ImageContent content, Containerizer containerizer, Path work)
      throws Refusal, IOException, InterruptedException {
    containerizer
        .setToolName("martello")
        .setAllowInsecureRegistries(insecureRegistry)
        .setBaseImageLayersCache(cache.directory().resolve("base-images"))
        // Not kept: Jib takes a layer from here if paths and times are the same, even if the bytes
        // are not.
        .setApplicationLayersCache(work.resolve("layers"));
    try {
      var empty = Files.createDirectory(work.resolve("empty"));
      var builder = from(base);
      for (var layer : content.layers()) {
        builder.addFileEntriesLayer(entries(layer, empty));
      }
      var settings = content.settings();
      builder
          .setFormat(ImageFormat.OCI)
          .setCreationTime(Instant.EPOCH)
          .setWorkingDirectory(AbsoluteUnixPath.get(settings.workingDirectory()))
          .setEnvironment(new TreeMap<>(settings.environment()))
          .setLabels(new TreeMap<>(settings.labels()));
      if (!settings.entrypoint().isEmpty()) {
        builder.setEntrypoint(settings.entrypoint()).setUser(settings.user());
      }
      return builder.containerize(containerizer).getDigest().toString();
    } catch (RegistryException
        | ExecutionException
        | InvalidImageReferenceException
        | CacheDirectoryCreationException e) {
      throw new Refusal("the image was not built: " + RootCause.of(e), e);
    }
  }

  private static JibContainerBuilder from(BaseImage base) throws InvalidImageReferenceException {
    return switch (base) {
      case BaseImage.Scratch scratch -> Jib.fromScratch();
      case BaseImage.Pinned pinned ->
          Jib.from(withCredentials(RegistryImage.named(pinned.reference()), pinned.reference()));
    };
  }

  /** Those that {@code docker login} or {@code podman login} left behind. */
  private static RegistryImage withCredentials(RegistryImage image, String reference)
      throws InvalidImageReferenceException {
    var retrievers =
        CredentialRetrieverFactory.forImage(ImageReference.parse(reference), event -> {});
    return image.addCredentialRetriever(retrievers.dockerConfig());
  }

  private static FileEntriesLayer entries(ImageLayer layer, Path empty) throws IOException {
    var entries = FileEntriesLayer.builder().setName(layer.name());
    for (var directory : layer.directories()) {
      entries.addEntry(entry(empty, directory, 0755));
    }
    for (var file : layer.files()) {
      entries.addEntry(entry(file.source().toRealPath(), file.path(), file.mode()));
    }
    return entries.build();
  }

  private static FileEntry entry(Path source, String path, int mode) {
    return new FileEntry(
        source,
        AbsoluteUnixPath.get(path),
        FilePermissions.fromOctalString("%03o".formatted(mode)),
        FileEntriesLayer.DEFAULT_MODIFICATION_TIME,
        "0:0");
  }
}
