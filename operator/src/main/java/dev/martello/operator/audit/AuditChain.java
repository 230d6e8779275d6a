package dev.martello.operator.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One epoch of the trail: makes each line out of what it says and of the line before. */
public final class AuditChain {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final long epoch;
  private long number;
  private String hash;

  private AuditChain(long epoch, String hash) {
    this.epoch = epoch;
    this.hash = hash;
  }

  /** Where a chain stands: the number and hash of its last line. */
  public record Place(long epoch, long number, String hash) {}

  /** The very first epoch. */
  public static AuditChain first() {
    return new AuditChain(1, Hashes.NONE);
  }

  /** The epoch after the one whose head was published last. */
  public static AuditChain after(AuditHead published) {
    return new AuditChain(published.epoch() + 1, published.hash());
  }

  /**
   * The next line. Its first three fields are always epoch, number and the hash of the line before.
   */
  public synchronized String append(Map<String, ?> facts) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch);
    line.put("number", number + 1);
    line.put("previous", hash);
    line.putAll(facts);
    try {
      String text = JSON.writeValueAsString(line);
      number++;
      hash = Hashes.of(text.getBytes(StandardCharsets.UTF_8));
      return text;
    } catch (JsonProcessingException unreachable) {
      throw new IllegalStateException("Text and numbers can always be written.", unreachable);
    }
  }

  public synchronized Place place() {
    return new Place(epoch, number, hash);
  }
}
