package dev.martello.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.cli.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCacheTest {
  @TempDir private Path temporary;

  @Test
  void liesWhereTheUserWantsCaches() {
    assertThat(UserCache.of(Map.of("XDG_CACHE_HOME", "/c"), Path.of("/u")).directory())
        .isEqualTo(Path.of("/c/martello"));
    assertThat(UserCache.of(Map.of(), Path.of("/u")).directory())
        .isEqualTo(Path.of("/u/.cache/martello"));
  }

  @Test
  void isFilledOnce() throws Exception {
    var cache = new UserCache(temporary);
    var first = cache.get("a/b", made -> Files.writeString(made.resolve("x"), "1"));
    var second = cache.get("a/b", made -> Files.writeString(made.resolve("x"), "2"));
    assertThat(second).isEqualTo(first);
    assertThat(second.resolve("x")).hasContent("1");
  }

  @Test
  void whatFailedIsNotKept() throws Exception {
    var cache = new UserCache(temporary);
    assertThatThrownBy(
            () ->
                cache.get(
                    "a/b",
                    made -> {
                      Files.writeString(made.resolve("x"), "half");
                      throw new Refusal("no");
                    }))
        .hasMessage("no");
    try (var left = Files.list(temporary.resolve("a"))) {
      assertThat(left).isEmpty();
    }
    assertThat(cache.get("a/b", made -> Files.writeString(made.resolve("x"), "1")).resolve("x"))
        .hasContent("1");
  }

  @Test
  void whoeverIsFasterWins() throws Exception {
    var cache = new UserCache(temporary);
    var got =
        cache.get(
            "a",
            made -> {
              Files.writeString(made.resolve("x"), "slow");
              Files.writeString(Files.createDirectory(temporary.resolve("a")).resolve("x"), "fast");
            });
    assertThat(got.resolve("x")).hasContent("fast");
  }
}
