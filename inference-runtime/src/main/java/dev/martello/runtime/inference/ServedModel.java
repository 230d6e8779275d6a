package dev.martello.runtime.inference;

import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.model.LoadedModel;

/** Which model a caller may mean: there is only one. */
final class ServedModel {
  private ServedModel() {}

  /**
   * @param version empty for any
   */
  static void require(LoadedModel model, String name, String version) throws CallRefused {
    if (!name.equals(model.name())) {
      throw new CallRefused(404, "no such model here; this server has '" + model.name() + "'");
    }
    if (!version.isEmpty() && !version.equals(model.version())) {
      throw new CallRefused(404, "no such version here; this server has '" + model.version() + "'");
    }
  }
}
