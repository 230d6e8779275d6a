package dev.martello.cli.image.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
  private static final ClassReferences NOTHING = new ClassReferences(Set.of(), Set.of());

  private static ClassReferences linked(String... names) {
    return new ClassReferences(Set.of(names), Set.of());
  }

  private static ClassReferences spelled(String... names) {
    return new ClassReferences(Set.of(), Set.of(names));
  }

  @Test
  void followsWhatIsLinkedAndWhatIsSpelledInTheSameJar() {
    Map<String, ClassReferences> own =
        Map.of("Main", linked("A", "java/lang/String"), "A", spelled("B", "x/C"), "B", NOTHING);
    Map<String, ClassReferences> other = Map.of("x/C", NOTHING, "x/D", linked("Main"));
    assertThat(new Reachability(List.of(own, other)).from(Set.of("Main")))
        .containsExactlyInAnyOrder("Main", "A", "B");
  }

  @Test
  void findsWhoOffersAServiceInAnotherJarThanItsOwn() {
    Map<String, ClassReferences> own = Map.of("Main", linked("Service"), "Service", NOTHING);
    Map<String, ClassReferences> other = Map.of("Service", linked("Offer"), "Offer", NOTHING);
    assertThat(new Reachability(List.of(own, other)).from(Set.of("Main"))).contains("Offer");
    assertThat(new Reachability(List.of(other, own)).from(Set.of("Main"))).contains("Offer");
  }
}
