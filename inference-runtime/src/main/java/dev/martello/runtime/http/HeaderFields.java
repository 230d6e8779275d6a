package dev.martello.runtime.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request's header fields where the codec has them: few of them are ever asked for. */
final class HeaderFields extends AbstractMap<String, String> {
  private final HttpHeaders fields;

  HeaderFields(HttpHeaders fields) {
    this.fields = fields;
  }

  @Override
  public @Nullable String get(Object name) {
    return fields.get((String) name);
  }

  @Override
  public boolean containsKey(Object name) {
    return fields.contains((String) name);
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    Map<String, String> firsts = new HashMap<>();
    fields.forEach(
        field -> firsts.putIfAbsent(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
    return firsts.entrySet();
  }
}
