package dev.lowtide.console;

import java.util.List;
import java.util.Map;

/** What was installed here, and how it was set up. Nothing in it is secret. Safe for any thread. */
public interface Installation {

  /** Settings that were given, by their names in the file, those that are secret masked. */
  Map<String, String> settings();

  /** The target, its replicas and the proxy before it: what there is, by what it is called. */
  List<Part> parts();

  /** What is allowed here and what is waited for, in words, with the settings that say so. */
  List<Policy> policies();

  /** The last lines of the log, the oldest first. */
  List<String> log();

  /** Something that was decided on. */
  record Policy(String name, String text, String setting) {}

  /** Something that Lowtide leads to or consists of. */
  record Part(String name, Map<String, String> facts) {}
}
