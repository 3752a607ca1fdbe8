package dev.lowtide.scheduler.operator;

import java.time.Duration;
import java.util.List;

/**
 * What a transaction touched at one time.
 *
 * @param tables as {@link SessionView#tables} has them
 * @param ago since a statement last touched them
 */
public record TouchView(List<String> tables, Duration ago) {

  public TouchView {
    tables = List.copyOf(tables);
  }
}
