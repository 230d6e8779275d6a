package dev.martello.embedded.node;

/**
 * One file of a Secret or ConfigMap volume.
 *
 * @param mode permission bits
 */
@SuppressWarnings("ArrayRecordComponent") // carried to a file at once, never compared
record VolumeFile(String path, byte[] content, int mode) {}
