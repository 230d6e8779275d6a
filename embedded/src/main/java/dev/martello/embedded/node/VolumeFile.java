package dev.martello.embedded.node;

/**
 * One file of a Secret or ConfigMap volume.
 *
 * @param mode permission bits
 */
record VolumeFile(String path, byte[] content, int mode) {}
