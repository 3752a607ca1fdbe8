package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.ledger.TargetDictionary.Body;
import dev.lowtide.scheduler.ledger.TargetDictionary.ForeignKey;
import dev.lowtide.scheduler.ledger.Use.Call;
import dev.lowtide.scheduler.ledger.Use.OfSchema;
import dev.lowtide.scheduler.ledger.Use.OfTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Draws the edges of a {@link DependencyGraph}: what each use leads to at once, as the server locks
 * it.
 */
final class GraphBuilder {

  private final Bodies bodies;
  private final Map<Use, Set<Use>> leadsTo = new HashMap<>();
  private final Set<RoutineName> known = new HashSet<>();

  GraphBuilder(Bodies bodies) {
    this.bodies = bodies;
  }

  void add(TargetDictionary dictionary) {
    dictionary.views().forEach(use -> addView(use.view(), use.uses()));
    dictionary.functions().forEach(use -> add(Use.reading(use.view()), new Call(use.calls())));
    dictionary.foreignKeys().forEach(this::add);
    dictionary.triggers().forEach(trigger -> addAll(Use.writing(trigger.table()), trigger.body()));
    dictionary.routines().forEach(routine -> known.add(routine.name()));
    dictionary.routines().forEach(routine -> addAll(new Call(routine.name()), routine.body()));
    addWhatIsImplied();
  }

  Map<Use, Set<Use>> leadsTo() {
    return leadsTo;
  }

  Set<RoutineName> known() {
    return known;
  }

  /** Writing to a view takes write locks on all of its tables, not only on the one that changes. */
  private void addView(TableName view, TableName uses) {
    add(Use.reading(view), Use.reading(uses));
    add(Use.writing(view), Use.writing(uses));
  }

  /** Writing to the child looks the parent up; writing to the parent looks children up, or more. */
  private void add(ForeignKey key) {
    add(Use.writing(key.child()), Use.reading(key.parent()));
    add(
        Use.writing(key.parent()),
        new OfTable(key.child(), key.isCascading() ? Access.WRITE : Access.READ));
  }

  private void addAll(Use owner, Body body) {
    String text = body.text();
    Footprint footprint =
        text == null
            ? Footprint.UNKNOWN
            : bodies.read(text, body.schema(), body.hasBackslashEscapes());
    Use.of(footprint).forEach(use -> add(owner, use));
  }

  private void addWhatIsImplied() {
    for (Use use : all()) {
      if (use instanceof OfTable ofTable && ofTable.access() == Access.WRITE) {
        add(use, Use.reading(ofTable.table()));
      }
      if (use instanceof Call call && call.isOutOfSight(known)) {
        add(use, Use.ANYTHING);
      }
      if (use instanceof OfSchema ofSchema) {
        inSchema(ofSchema).forEach(inside -> add(use, inside));
      }
    }
  }

  private List<Use> inSchema(OfSchema schema) {
    return all().stream().filter(use -> DependencyGraph.isInside(use, schema)).toList();
  }

  private Set<Use> all() {
    Set<Use> all = new HashSet<>(leadsTo.keySet());
    leadsTo.values().forEach(all::addAll);
    return all;
  }

  private void add(Use from, Use to) {
    if (!from.equals(to)) {
      leadsTo.computeIfAbsent(from, use -> new HashSet<>()).add(to);
    }
  }
}
