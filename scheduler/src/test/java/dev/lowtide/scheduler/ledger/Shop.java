package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.ledger.TargetDictionary.Body;
import dev.lowtide.scheduler.ledger.TargetDictionary.ForeignKey;
import dev.lowtide.scheduler.ledger.TargetDictionary.FunctionUse;
import dev.lowtide.scheduler.ledger.TargetDictionary.Routine;
import dev.lowtide.scheduler.ledger.TargetDictionary.Trigger;
import dev.lowtide.scheduler.ledger.TargetDictionary.ViewUse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A dictionary that a test makes up, with bodies that are read by looking them up. */
final class Shop implements DictionarySource, Bodies {

  private final Set<ViewUse> views = new HashSet<>();
  private final Set<FunctionUse> functions = new HashSet<>();
  private final Set<ForeignKey> foreignKeys = new HashSet<>();
  private final Set<Trigger> triggers = new HashSet<>();
  private final Set<Routine> routines = new HashSet<>();
  private final Map<String, Footprint> bodies = new HashMap<>();
  int bodiesRead;
  @Nullable String failure;

  static TableName table(String name) {
    return TableName.parse(name.contains(".") ? name : "shop." + name);
  }

  static RoutineName procedure(String name) {
    return RoutineName.procedure("shop", name);
  }

  static RoutineName function(String name) {
    return RoutineName.function("shop", name);
  }

  Shop view(String view, String... tables) {
    for (String table : tables) {
      views.add(new ViewUse(table(view), table(table)));
    }
    return this;
  }

  Shop viewCalling(String view, String function) {
    functions.add(new FunctionUse(table(view), function(function)));
    return this;
  }

  Shop foreignKey(String child, String parent, boolean isCascading) {
    foreignKeys.add(new ForeignKey(table(child), table(parent), isCascading));
    return this;
  }

  Shop trigger(String table, Footprint body) {
    triggers.add(new Trigger(table(table), body(body)));
    return this;
  }

  Shop triggerThatCannotBeRead(String table) {
    triggers.add(new Trigger(table(table), new Body(null, "shop", true)));
    return this;
  }

  Shop routine(RoutineName name, Footprint body) {
    routines.add(new Routine(name, body(body)));
    return this;
  }

  DependencyGraph graph() {
    return DependencyGraph.of(read(), this);
  }

  @Override
  public TargetDictionary read() {
    if (failure != null) {
      throw new LedgerBlindException(failure);
    }
    return new TargetDictionary(views, functions, foreignKeys, triggers, routines);
  }

  @Override
  public Footprint read(String body, String schema, boolean hasBackslashEscapes) {
    bodiesRead++;
    return bodies.getOrDefault(body, Footprint.UNKNOWN);
  }

  private Body body(Footprint footprint) {
    String text = "body " + bodies.size();
    bodies.put(text, footprint);
    return new Body(text, "shop", true);
  }
}
