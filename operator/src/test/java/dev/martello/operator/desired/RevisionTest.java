package dev.martello.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.martello.crds.ServingCertificate;
import dev.martello.operator.observed.Scene;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is another revision, and what isn't. */
class RevisionTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("sameRevision")
  void stays(String what, Consumer<Scene> change) {
    assertThat(revision(change)).isEqualTo(revision(scene -> {}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherRevision")
  void changes(String what, Consumer<Scene> change) {
    assertThat(revision(change)).matches("[0-9a-f]{10}").isNotEqualTo(revision(scene -> {}));
  }

  private static String revision(Consumer<Scene> change) {
    Scene scene = new Scene();
    change.accept(scene);
    return scene.desired().revision();
  }

  static Stream<Arguments> sameRevision() {
    return Stream.of(
        row("nothing", scene -> {}),
        row("replicas", scene -> scene.spec("/replicas", 5)),
        row("suspended", scene -> scene.spec("/suspend", true)),
        row(
            "a renewed certificate",
            scene ->
                scene.certificate =
                    Optional.of(
                        new ServingCertificate(
                            "breast-cancer-tls-9", "", "", null, null, null, null))),
        row("who may call", scene -> scene.spec("/access/from", List.of())),
        row("governance", scene -> scene.spec("/governance/owner", "someone")),
        row("enforcement", scene -> scene.spec("/compliance/enforcement", "Block")),
        row(
            "the same memory in other words",
            scene -> scene.spec("/resources", limits("memory", "0.5Gi"))),
        row("a new generation", scene -> scene.generation = 99));
  }

  static Stream<Arguments> otherRevision() {
    return Stream.of(
        row(
            "another image",
            scene ->
                scene.images =
                    Map.of("default", Scene.IMAGE.replace("a".repeat(64), "b".repeat(64)))),
        row(
            "another model digest",
            scene -> scene.spec("/model/digest", "sha256:" + "4".repeat(64))),
        row("another key", scene -> scene.spec("/decryptionKey/secretName", "other")),
        row("another signer", scene -> scene.signers = List.of(Scene.signer("data-science"))),
        row("more memory", scene -> scene.spec("/resources", limits("memory", "1Gi"))),
        row("pod labels", scene -> scene.spec("/podMetadata", Map.of("labels", Map.of("a", "b")))),
        row("identities", scene -> scene.spec("/access/identities", List.of("a"))),
        row("user namespaces", scene -> scene.userNamespaces = false));
  }

  private static Map<String, Object> limits(String name, String amount) {
    return Map.of("limits", Map.of(name, amount));
  }

  private static Arguments row(String what, Consumer<Scene> change) {
    return arguments(what, change);
  }
}
