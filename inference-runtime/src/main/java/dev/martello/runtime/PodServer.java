package dev.martello.runtime;

import dev.martello.runtime.accesslog.AccessLog;
import dev.martello.runtime.evidence.EvidenceRecorder;
import dev.martello.runtime.evidence.EvidenceSources;
import dev.martello.runtime.evidence.MountedEvidence;
import dev.martello.runtime.http.BodyBudget;
import dev.martello.runtime.http.PortLimits;
import dev.martello.runtime.http.PortTerms;
import dev.martello.runtime.http.ServerPort;
import dev.martello.runtime.inference.CallerTerms;
import dev.martello.runtime.limits.CallerLimits;
import dev.martello.runtime.management.ManagementEndpoint;
import dev.martello.runtime.management.MetricsText;
import dev.martello.runtime.management.PortTraffic;
import dev.martello.runtime.management.ServingState;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.model.WarmUp;
import dev.martello.runtime.mounted.MountedFiles;
import dev.martello.runtime.settings.PodSettings;
import dev.martello.runtime.settings.RuntimeSettings;
import dev.martello.runtime.settings.SettingsRefused;
import dev.martello.runtime.tls.TlsUnusable;
import dev.martello.sealedmodel.ModelRefused;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A pod's whole server: a model, the inference port, the management port. */
final class PodServer implements AutoCloseable {
  /** The kubelet takes a minute to renew a file; that is not to become much more. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final PodSettings settings;
  private final ServingState state;
  private final AccessLog log;
  private final ModelPort inference;
  private final EvidenceRecorder evidence;
  private final ServerPort management;
  private final MountedFiles files;

  private PodServer(
      PodSettings settings,
      ServingState state,
      AccessLog log,
      ModelPort inference,
      EvidenceRecorder evidence,
      ServerPort management,
      MountedFiles files) {
    this.settings = settings;
    this.state = state;
    this.log = log;
    this.inference = inference;
    this.evidence = evidence;
    this.management = management;
    this.files = files;
  }

  /** Model first: a port opens only when there is something to answer with. */
  static PodServer start(
      PodLayout layout,
      ServeArguments arguments,
      Map<String, String> environment,
      Consumer<String> done)
      throws StartRefused, SettingsRefused, ModelRefused, TlsUnusable, IOException {
    PodSettings settings =
        PodSettings.read(
            layout.settings(),
            arguments.settingsSha256(),
            layout.signers(),
            arguments.signersSha256());
    BindAddress bind = BindAddress.of(environment);
    done.accept("settings");
    MountedFiles files = new MountedFiles(LOOK_EVERY);
    MountedFiles.Watched keyFile = files.state("key", List.of(layout.key()));
    LoadedModel model =
        LoadedModel.load(
            layout.model(),
            settings.signers(),
            settings.expected(),
            () -> KeyFile.read(layout.key()),
            done);
    arguments.requireEvaluated(model.manifest().plaintext().sha256());
    CallerLimits limits = limits(settings.runtime().access(), model);
    WarmUp.run(model.session());
    done.accept("warm-up");
    MountedKey key = MountedKey.follow(layout.key(), model, keyFile);
    PodIdentity identity = PodIdentity.read(layout, settings.runtime(), files);
    done.accept("tls");
    ServingState state = new ServingState();
    AccessLog log =
        new AccessLog(
            System.out, model.source().digest(), settings.runtime().serving().accessLog());
    RuntimeSettings.Serving serving = settings.runtime().serving();
    ModelPort inference =
        ModelPort.open(
            bind.port(serving.inferencePort()),
            Optional.of(identity::inference),
            new CallerTerms(identity.access(), limits),
            model,
            serving.maxRequestBytes(),
            serving.mostBatchRows(),
            state,
            log);
    done.accept("probe and inference port");
    EvidenceRecorder evidence =
        new EvidenceRecorder(
            new EvidenceSources(
                settings.settingsSha256(),
                settings.signersSha256(),
                model,
                identity::certificate,
                new MountedEvidence(identity::files, key::state),
                bind.fromHere(serving.inferencePort()),
                log,
                environment));
    PortTraffic managementTraffic = new PortTraffic(log);
    Map<String, PortTraffic> ports =
        Map.of("inference", inference.traffic(), "management", managementTraffic);
    ServerPort management =
        ServerPort.open(
            bind.port(serving.managementPort()),
            Optional.of(identity::management),
            new PortTerms(
                "management",
                new ManagementEndpoint(
                    state,
                    new MetricsText(
                        ports, inference.calls(), limits, inference.budget(), model, log),
                    evidence),
                PortLimits.USUAL,
                new BodyBudget(0),
                managementTraffic,
                state::draining),
            1);
    state.serve();
    done.accept("management port");
    return new PodServer(settings, state, log, inference, evidence, management, files);
  }

  private static CallerLimits limits(RuntimeSettings.Access access, LoadedModel model)
      throws SettingsRefused {
    CallerLimits limits = new CallerLimits(access.limits(), System::nanoTime);
    Optional<String> unknown = limits.unknownOutput(model.session().outputs().keySet());
    if (unknown.isPresent()) {
      throw new SettingsRefused("settings: " + unknown.get());
    }
    return limits;
  }

  /** Lets what is in flight finish, for as long as the settings allow; then {@link #close}. */
  void drain() {
    int seconds = settings.runtime().serving().drainSeconds();
    Drain.run(state, inference.traffic(), Duration.ofSeconds(seconds));
    close();
  }

  @Override
  public void close() {
    files.close();
    inference.close();
    management.close();
    evidence.close();
    log.close();
  }
}
