package dev.martello.runtime.evidence;

import dev.martello.runtime.accesslog.AccessLog;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.tls.ServingCertificate;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What evidence is about.
 *
 * @param settingsSha256 of the settings file as it was read, 64 hex digits
 * @param signersSha256 of the file of signers, likewise
 * @param certificate that is in use now
 * @param inferencePort where our own inference port can be reached from here
 * @param environment variables of the process: the pod's name, uid and address, the API server's
 */
public record EvidenceSources(
    String settingsSha256,
    String signersSha256,
    LoadedModel model,
    Supplier<ServingCertificate> certificate,
    MountedEvidence mounted,
    InetSocketAddress inferencePort,
    AccessLog accessLog,
    Map<String, String> environment) {
  public EvidenceSources {
    environment = Map.copyOf(environment);
  }
}
