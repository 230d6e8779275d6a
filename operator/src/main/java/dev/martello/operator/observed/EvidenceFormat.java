package dev.martello.operator.observed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/**
 * Reads evidence documents. They come from pods, so everything in them is bounded and nothing
 * unknown is let through.
 */
public final class EvidenceFormat {

  /** Longest document that is read, in bytes. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final int VERSION = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxStringLength(4096)
                          .maxNumberLength(32)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .addModule(new JavaTimeModule())
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .build();

  private EvidenceFormat() {}

  /**
   * Reads one document.
   *
   * @throws EvidenceMalformed if the bytes are not exactly such a document
   */
  public static Evidence parse(byte[] json) throws EvidenceMalformed {
    if (json.length > MAX_BYTES) {
      throw new EvidenceMalformed("The evidence is longer than " + MAX_BYTES + " bytes.");
    }
    try {
      Evidence evidence = JSON.readValue(json, Evidence.class);
      if (evidence == null || evidence.formatVersion() != VERSION) {
        throw new EvidenceMalformed(
            "The evidence has not format version "
                + VERSION
                + "; runtime and operator must come from the same release.");
      }
      return evidence;
    } catch (IOException malformed) {
      throw new EvidenceMalformed(
          "The evidence is not a document of format version "
              + VERSION
              + ": "
              + malformed.getMessage());
    }
  }
}
