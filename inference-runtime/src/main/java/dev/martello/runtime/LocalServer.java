package dev.martello.runtime;

import dev.martello.runtime.accesslog.AccessLog;
import dev.martello.runtime.accesslog.LogMode;
import dev.martello.runtime.confinement.ProcessConfinement;
import dev.martello.runtime.inference.CallerTerms;
import dev.martello.runtime.management.ServingState;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.model.WarmUp;
import dev.martello.runtime.tls.SelfSignedCertificate;
import dev.martello.runtime.tls.ServingCertificate;
import dev.martello.runtime.tls.TlsServer;
import dev.martello.runtime.tls.TlsTerms;
import dev.martello.runtime.tls.TlsUnusable;
import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.RecipientKey;
import dev.martello.sealedmodel.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Serves a sealed model on 127.0.0.1 as a pod would, but without settings and management port. */
public final class LocalServer implements AutoCloseable {
  private static final int MAX_REQUEST_BYTES = 64 * 1024 * 1024;
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final LoadedModel model;
  private final AccessLog log;
  private final ServingState state;
  private final ModelPort port;
  private final Optional<X509Certificate> certificate;

  private LocalServer(
      LoadedModel model,
      AccessLog log,
      ServingState state,
      ModelPort port,
      Optional<X509Certificate> certificate) {
    this.model = model;
    this.log = log;
    this.state = state;
    this.port = port;
    this.certificate = certificate;
  }

  /**
   * Verifies, opens, loads and serves. The access log goes to standard output.
   *
   * @param key is wiped, whatever comes
   * @param port 0 for any that is free
   * @param plaintextLoopback plain HTTP instead of TLS with a self-signed certificate
   * @throws ModelRefused if any step does not hold
   * @throws IOException if the port can't be had
   */
  public static LocalServer start(
      Path sealedDirectory, RecipientKey key, Signer signer, int port, boolean plaintextLoopback)
      throws ModelRefused, IOException {
    ProcessConfinement.apply();
    LoadedModel model;
    try (key) {
      model = LoadedModel.load(sealedDirectory, List.of(signer), Expected.anything(), () -> key);
    }
    AccessLog log = new AccessLog(System.out, model.source().digest(), LogMode.ALL);
    try {
      WarmUp.run(model.session());
      Optional<ServingCertificate> certificate =
          plaintextLoopback ? Optional.empty() : Optional.of(SelfSignedCertificate.forLoopback());
      ServingState state = new ServingState();
      ModelPort opened =
          ModelPort.open(
              new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
              certificate.map(LocalServer::tls).map(tls -> () -> tls),
              CallerTerms.ANYONE,
              model,
              MAX_REQUEST_BYTES,
              OptionalInt.empty(),
              state,
              log);
      state.serve();
      return new LocalServer(model, log, state, opened, certificate.map(ServingCertificate::leaf));
    } catch (IOException e) {
      log.close();
      model.close();
      throw e;
    }
  }

  private static TlsServer tls(ServingCertificate certificate) {
    try {
      return TlsTerms.withoutClients(certificate);
    } catch (TlsUnusable e) {
      throw new IllegalStateException("a certificate of our own making can be used", e);
    }
  }

  public int port() {
    return port.address().getPort();
  }

  /** Where clients find it, such as {@code https://127.0.0.1:8443}. */
  public String url() {
    return (certificate.isPresent() ? "https" : "http") + "://127.0.0.1:" + port();
  }

  public String modelName() {
    return model.name();
  }

  public String modelVersion() {
    return model.version();
  }

  /** What clients must trust; empty where there is no TLS. */
  public Optional<X509Certificate> certificate() {
    return certificate;
  }

  /** Lets what is in flight finish, for ten seconds at most, then closes. */
  public void drain() {
    Drain.run(state, port.traffic(), DRAIN);
    close();
  }

  @Override
  public void close() {
    port.close();
    log.close();
  }
}
