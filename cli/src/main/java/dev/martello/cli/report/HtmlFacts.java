package dev.martello.cli.report;

import dev.martello.crds.DataClassification;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose model it is and which one serves, as a list of names and values. */
final class HtmlFacts {
  private HtmlFacts() {}

  static Html of(Deployment deployment) {
    var governance = deployment.governance();
    Optional<ServedModel> model = deployment.status().map(ModelDeploymentStatus::model);
    var facts = new ArrayList<Html>();
    facts.add(declared("Owner", governance.owner()));
    facts.add(declared("Purpose", governance.purpose()));
    facts.add(
        declared(
            "Data",
            Optional.ofNullable(governance.dataClassification())
                .map(DataClassification::name)
                .orElse(null)));
    facts.add(declared("Next review", governance.reviewDate()));
    facts.add(
        fact(
            "Model",
            (deployment.model() + " " + model.map(ServedModel::version).orElse("")).strip()));
    model.map(HtmlFacts::served).ifPresent(facts::addAll);
    return Html.of("<dl>\n{}</dl>\n", Html.join(facts));
  }

  private static List<Html> served(ServedModel model) {
    var facts = new ArrayList<Html>();
    Optional.ofNullable(model.accuracy()).ifPresent(it -> facts.add(fact("Accuracy", it)));
    Optional.ofNullable(model.digest()).ifPresent(it -> facts.add(fact("Digest", it)));
    Optional.ofNullable(model.signer()).ifPresent(it -> facts.add(fact("Signer", it)));
    Optional.ofNullable(model.recipientKeyId())
        .ifPresent(it -> facts.add(fact("Opened with key", it)));
    return facts;
  }

  private static Html declared(String name, @Nullable String value) {
    return fact(name, value == null || value.isBlank() ? "not declared" : value);
  }

  private static Html fact(String name, String value) {
    return Html.of("<dt>{}</dt><dd>{}</dd>\n", name, value.isEmpty() ? "unknown" : value);
  }
}
