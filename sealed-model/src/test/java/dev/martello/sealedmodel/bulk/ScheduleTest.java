package dev.martello.sealedmodel.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.sealedmodel.bulk.Schedule.Step;
import dev.martello.sealedmodel.bulk.Schedule.Work;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  /**
   * Plays so many threads on one, in an order that chance decides: a thread that has a step may do
   * it now or later. No more steps are asked for at once than can't block.
   */
  @ParameterizedTest
  @CsvSource({"1,1,1", "1,4,1", "7,4,1", "40,4,2", "100,32,2", "100,5,3", "64,64,4", "33,1,1"})
  void everyBlockIsReadDigestedAndDecryptedOnceAndInOrder(int blocks, int slots, int threads) {
    for (int seed = 0; seed < 50; seed++) {
      play(new Schedule(blocks, slots), blocks, slots, threads, new Random(seed));
    }
  }

  private static void play(Schedule schedule, int blocks, int slots, int threads, Random random) {
    Map<Work, Long> done = new EnumMap<>(Work.class);
    for (Work work : Work.values()) {
      done.put(work, 0L);
    }
    List<Step> underWay = new ArrayList<>();
    List<Long> decrypted = new ArrayList<>();
    while (true) {
      boolean mayAsk = underWay.isEmpty() || hasMore(done, underWay, decrypted, blocks, slots);
      if (underWay.size() < threads && mayAsk && (underWay.isEmpty() || random.nextBoolean())) {
        Optional<Step> step = schedule.next();
        if (step.isEmpty()) {
          break;
        }
        require(step.get(), done, underWay, decrypted, slots);
        underWay.add(step.get());
      } else {
        Step step = underWay.remove(random.nextInt(underWay.size()));
        schedule.done(step);
        done.merge(step.work(), 1L, Long::sum);
        if (step.work() == Work.DECRYPT) {
          decrypted.add(step.block());
        }
      }
    }
    assertThat(done.values()).containsOnly((long) blocks);
    assertThat(decrypted).doesNotHaveDuplicates();
  }

  /** Whether something could be taken, by another count than the schedule's. */
  private static boolean hasMore(
      Map<Work, Long> done, List<Step> underWay, List<Long> decrypted, int blocks, int slots) {
    long begun = underWay.stream().filter(step -> step.work() == Work.DECRYPT).count();
    long freed = Math.min(done.get(Work.DIGEST_CIPHERTEXT), done.get(Work.DIGEST_PLAINTEXT));
    return decrypted.size() + begun < done.get(Work.READ)
        || free(Work.DIGEST_CIPHERTEXT, underWay)
            && done.get(Work.DIGEST_CIPHERTEXT) < done.get(Work.READ)
        || free(Work.DIGEST_PLAINTEXT, underWay)
            && decrypted.contains(done.get(Work.DIGEST_PLAINTEXT))
        || free(Work.READ, underWay)
            && done.get(Work.READ) < blocks
            && done.get(Work.READ) - freed < slots;
  }

  private static boolean free(Work work, List<Step> underWay) {
    return underWay.stream().noneMatch(step -> step.work() == work);
  }

  private static void require(
      Step step, Map<Work, Long> done, List<Step> underWay, List<Long> decrypted, int slots) {
    long freed = Math.min(done.get(Work.DIGEST_CIPHERTEXT), done.get(Work.DIGEST_PLAINTEXT));
    if (step.work() != Work.DECRYPT) {
      assertThat(free(step.work(), underWay)).isTrue();
      assertThat(step.block()).isEqualTo(done.get(step.work()));
    }
    switch (step.work()) {
      case READ -> assertThat(step.block()).isLessThan(freed + slots);
      case DIGEST_PLAINTEXT -> assertThat(decrypted).contains(step.block());
      default -> assertThat(step.block()).isLessThan(done.get(Work.READ));
    }
  }

  @Test
  void nothingIsBegunOnceItIsStopped() {
    Schedule schedule = new Schedule(10, 4);
    schedule.done(schedule.next().orElseThrow());
    schedule.stop();
    assertThat(schedule.next()).isEmpty();
  }
}
