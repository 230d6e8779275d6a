package dev.martello.runtime.settings;

/**
 * A settings file is not the one announced, or does not say what it must. The message says where.
 */
public final class SettingsRefused extends Exception {
  private static final long serialVersionUID = 1L;

  public SettingsRefused(String message) {
    super(message);
  }
}
