package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;

/**
 * The shipped health.lua, run as Argo CD runs it: the resource in {@code obj}, no library but base.
 */
class ArgoCdHealthTest {

  @ParameterizedTest
  @MethodSource("cases")
  void everyCaseHasItsHealthWhateverElseIsTrue(HealthCase each) throws IOException {
    for (var resource : each.variants().toList()) {
      var health = health(resource);
      assertThat(health.get("status").tojstring()).isEqualTo(each.status());
      assertThat(health.get("message").tojstring()).isEqualTo(each.message());
    }
  }

  @Test
  void everyHealthOfArgoCdThatCanComeOutHasACase() throws IOException {
    assertThat(cases().stream().map(HealthCase::status).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("Healthy", "Progressing", "Degraded", "Suspended");
  }

  private static List<HealthCase> cases() throws IOException {
    return HealthCase.all();
  }

  private static LuaValue health(JsonNode resource) throws IOException {
    var globals = new Globals();
    globals.load(new BaseLib());
    LoadState.install(globals);
    LuaC.install(globals);
    globals.set("obj", lua(resource));
    return globals.load(Files.readString(HealthCase.ARGO_CD.resolve("health.lua"))).call();
  }

  private static LuaValue lua(JsonNode node) {
    if (node.isNumber()) return LuaValue.valueOf(node.asLong());
    if (node.isBoolean()) return LuaValue.valueOf(node.asBoolean());
    if (!node.isContainerNode()) return LuaValue.valueOf(node.asText());
    var table = new LuaTable();
    int index = 1;
    for (var element : node) if (node.isArray()) table.set(index++, lua(element));
    node.properties().forEach(each -> table.set(each.getKey(), lua(each.getValue())));
    return table;
  }
}
