package dev.lowtide.scheduler.preflight;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyRecord;
import java.util.List;
import java.util.Set;

/**
 * What is in the schemas of ours.
 *
 * @param tables shadows and old tables
 * @param keptConstraints names of CHECK constraints of the old tables that are kept
 * @param copies that the registry knows of
 */
public record OurTables(
    Set<TableName> tables, Set<String> keptConstraints, List<CopyRecord> copies) {

  public static final OurTables NONE = new OurTables(Set.of(), Set.of(), List.of());

  public OurTables {
    tables = Set.copyOf(tables);
    keptConstraints = Set.copyOf(keptConstraints);
    copies = List.copyOf(copies);
  }
}
