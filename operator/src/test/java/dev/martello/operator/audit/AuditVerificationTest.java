package dev.martello.operator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.operator.audit.AuditFinding.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to a log, and what is found. Heads are not signed here: {@code AuditHeadTest}. */
class AuditVerificationTest {
  private final List<String> log = new ArrayList<>();
  private AuditHead head;

  @BeforeEach
  void tenLines() {
    AuditChain chain = AuditChain.first();
    for (int i = 1; i <= 10; i++) {
      log.add(chain.append(Map.of("decision", "Created", "name", "é" + i)));
    }
    head = head(chain.place());
  }

  private static AuditHead head(AuditChain.Place place) {
    return new AuditHead(place.epoch(), place.number(), place.hash(), "", null);
  }

  private static List<AuditFinding> verify(List<AuditHead> heads, List<List<String>> files) {
    AuditVerification verification = new AuditVerification(heads);
    for (List<String> file : files) {
      verification.nextFile();
      for (int i = 0; i < file.size(); i++) {
        verification.line("line ", i + 1L, file.get(i).getBytes(StandardCharsets.UTF_8));
      }
    }
    return verification.finish();
  }

  private List<AuditFinding> verify() {
    return verify(List.of(head), List.of(log));
  }

  private static Kind only(List<AuditFinding> findings) {
    assertThat(findings).hasSize(1);
    return findings.getFirst().kind();
  }

  @Test
  void untouchedLogHolds() {
    log.add(3, "{\"level\":\"INFO\",\"message\":\"a library\"}");
    assertThat(verify()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 9})
  void changedLineIsNamed(int number) {
    log.set(number - 1, log.get(number - 1).replace("Created", "Deleted"));
    assertThat(only(verify())).isEqualTo(Kind.Changed);
    assertThat(verify().getFirst().what()).contains("number " + number);
  }

  @Test
  void changedLastLineIsNotTheOneThatTheHeadNames() {
    log.set(9, log.get(9).replace("Created", "Deleted"));
    assertThat(only(verify())).isEqualTo(Kind.HeadDiffers);
  }

  @Test
  void linesChangedSoThatTheyChainAmongThemselvesDoNotMeetTheHead() {
    AuditChain forged = AuditChain.first();
    for (int i = 0; i < 10; i++) {
      log.set(i, forged.append(Map.of("decision", "Nothing")));
    }
    assertThat(only(verify())).isEqualTo(Kind.HeadDiffers);
  }

  @Test
  void everyFlippedBitIsFound() {
    for (int line = 0; line < 10; line++) {
      byte[] bytes = log.get(line).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        byte[] flipped = bytes.clone();
        flipped[i] ^= 1;
        AuditVerification verification = new AuditVerification(List.of(head));
        for (int j = 0; j < 10; j++) {
          verification.line(
              "line ", j + 1L, j == line ? flipped : log.get(j).getBytes(StandardCharsets.UTF_8));
        }
        boolean first = line == 0 && verification.lines() < 10;
        assertThat(verification.finish())
            .as("line %d, byte %d", line + 1, i)
            // Of a first line that is none any more nothing tells that it was there, but the gap.
            .anyMatch(finding -> first || finding.kind().tampering());
      }
    }
  }

  @Test
  void removedLinesAreNamed() {
    log.subList(4, 6).clear();
    assertThat(only(verify())).isEqualTo(Kind.Removed);
    assertThat(verify().getFirst().what()).contains("numbers 5 to 6");
  }

  @Test
  void removedEndIsFoundByTheHead() {
    log.subList(8, 10).clear();
    assertThat(only(verify())).isEqualTo(Kind.Removed);
    assertThat(verify().getFirst().what()).contains("number 10", "number 8");
  }

  @Test
  void reorderedLineIsNamed() {
    log.add(6, log.remove(3));
    assertThat(only(verify())).isEqualTo(Kind.Reordered);
    assertThat(verify().getFirst().what()).contains("number 4 comes after number 7");
  }

  @Test
  void insertedLineIsNamed() {
    log.add(6, log.get(3));
    assertThat(only(verify())).isEqualTo(Kind.Inserted);
    assertThat(verify().getFirst().what()).contains("number 4 is there before");
    log.remove(6);
    log.add(6, log.get(6).replace("Created", "Forged"));
    assertThat(verify()).extracting(AuditFinding::kind).contains(Kind.Inserted);
  }

  @Test
  void whatRotationLostIsAGap() {
    assertThat(only(verify(List.of(head), List.of(log.subList(3, 10))))).isEqualTo(Kind.Gap);
    List<AuditFinding> between =
        verify(List.of(head), List.of(log.subList(0, 3), log.subList(6, 10)));
    assertThat(only(between)).isEqualTo(Kind.Gap);
    assertThat(between.getFirst().what()).contains("numbers 4 to 6");
    assertThat(verify(List.of(head), List.of(log.subList(0, 5), log.subList(5, 10)))).isEmpty();
  }

  private void nextEpoch(AuditHead last) {
    AuditChain chain = AuditChain.after(last);
    log.add(
        chain.append(
            Map.of(
                "decision",
                "EpochOpened",
                "after",
                Map.of("epoch", last.epoch(), "number", last.number(), "hash", last.hash()))));
    log.add(chain.append(Map.of("decision", "Created")));
    head = head(chain.place());
  }

  @Test
  void newEpochContinuesThePublishedHead() {
    nextEpoch(head);
    assertThat(verify()).isEmpty();
    log.set(9, log.get(9).replace("Created", "Deleted"));
    assertThat(only(verify())).isEqualTo(Kind.HeadDiffers);
    log.remove(9);
    assertThat(only(verify())).isEqualTo(Kind.Removed);
  }

  @Test
  void linesAfterTheHeadAreAnUnsealedTail() {
    AuditHead atEight =
        new AuditHead(1, 8, Hashes.of(log.get(7).getBytes(StandardCharsets.UTF_8)), "", null);
    List<AuditFinding> found = verify(List.of(atEight), List.of(log));
    assertThat(only(found)).isEqualTo(Kind.UnsealedTail);
    assertThat(found.getFirst().what()).startsWith("2 lines");
    nextEpoch(atEight);
    assertThat(only(verify())).isEqualTo(Kind.UnsealedTail);
    assertThat(verify().getFirst().what()).contains("2 lines after its last head");
  }

  @Test
  void newHistoryByWhoCanSignDoesNotMeetAnAnchor() {
    AuditHead anchor = head;
    log.clear();
    AuditChain forged = AuditChain.first();
    for (int i = 0; i < 12; i++) {
      log.add(forged.append(Map.of("decision", "Nothing")));
    }
    AuditHead signed = head(forged.place());
    assertThat(verify(List.of(signed), List.of(log))).isEmpty();
    assertThat(only(verify(List.of(signed, anchor), List.of(log)))).isEqualTo(Kind.HeadDiffers);
  }

  @Test
  void lostEpochIsAGapOnlyAtTheBeginning() {
    nextEpoch(head);
    List<String> second = List.copyOf(log.subList(10, 12));
    assertThat(only(verify(List.of(head), List.of(second)))).isEqualTo(Kind.Gap);
  }
}
