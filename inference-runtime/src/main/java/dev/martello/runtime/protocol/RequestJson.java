package dev.martello.runtime.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the protocol's JSON is read and written: UTF-8 only, at most 64 levels deep. */
final class RequestJson {
  static final int DEEPEST = 64;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE) // the body's own bound is the bound
                  .build())
          .build();

  private RequestJson() {}

  /**
   * The next key of the object that the parser is in, which must be known and new; null at its end.
   */
  static @Nullable String nextKey(
      JsonParser json, Set<String> known, Set<String> seen, String where)
      throws IOException, RequestInvalid {
    if (json.nextToken() == JsonToken.END_OBJECT) {
      return null;
    }
    String key = json.currentName();
    if (!known.contains(key)) {
      throw new RequestInvalid(where + ": unknown key '" + key + "'; known: " + known);
    }
    if (!seen.add(key)) {
      throw new RequestInvalid(where + ": key '" + key + "' is there twice");
    }
    json.nextToken();
    return key;
  }

  static String text(JsonParser json, String what) throws IOException, RequestInvalid {
    require(json, JsonToken.VALUE_STRING, what + " must be a string");
    return json.getText();
  }

  static void require(JsonParser json, JsonToken token, String otherwise) throws RequestInvalid {
    if (json.currentToken() != token) {
      throw new RequestInvalid(otherwise);
    }
  }
}
