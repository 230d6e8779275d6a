package dev.martello.sealedmodel.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A JSON document that is read strictly: UTF-8, one object, no key twice, nested at most {@value
 * #MAX_DEPTH} deep.
 *
 * @param name of the file, for messages
 * @param reason of a refusal
 * @param remedy what to do about one
 * @param maxBytes how long it may be
 */
public record Document(String name, Reason reason, String remedy, int maxBytes) {
  static final int MAX_DEPTH = 32;

  private static final int MAX_BYTES = 1024 * 1024;
  private static final int MAX_MESSAGE = 400;

  private static final JsonFactory STRICT =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(100)
                  .maxNameLength(1024)
                  .build())
          .build();

  /** A document of at most 1 MiB. */
  public Document(String name, Reason reason, String remedy) {
    this(name, reason, remedy, MAX_BYTES);
  }

  /**
   * Reads the document.
   *
   * @throws ModelRefused if the bytes are not such a document
   */
  public Fields read(byte[] bytes) throws ModelRefused {
    return new Fields(this, "", parse(bytes, true), true);
  }

  /** The same for a document that holds a secret: no message shows a value. */
  public Fields readSecret(byte[] bytes) throws ModelRefused {
    return new Fields(this, "", parse(bytes, false), false);
  }

  private JsonNode parse(byte[] bytes, boolean shows) throws ModelRefused {
    if (bytes.length > maxBytes) {
      throw refusal("is larger than " + maxBytes + " bytes");
    }
    try {
      // Jackson would also take UTF-16 and UTF-32.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      try (JsonParser parser = STRICT.createParser(text)) {
        return Tree.read(parser);
      }
    } catch (CharacterCodingException e) {
      throw refusal("is not UTF-8 text");
    } catch (JsonProcessingException e) {
      throw refusal("is not valid JSON" + (shows ? ": " + e.getOriginalMessage() : ""));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  /** A refusal that names the document, what is wrong with it, and the remedy. */
  public ModelRefused refusal(String what) {
    String shown = what.length() > MAX_MESSAGE ? what.substring(0, MAX_MESSAGE) + "…" : what;
    return new ModelRefused(reason, name + ": " + printable(shown) + "; " + remedy);
  }

  /** What a document holds must not steer the terminal that a message is shown on. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}|\\p{Cf}", "?");
  }
}
