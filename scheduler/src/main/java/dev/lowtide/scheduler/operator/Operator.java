package dev.lowtide.scheduler.operator;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.Night;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Space;
import dev.lowtide.scheduler.shrink.Subject;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a person can ask and decide. {@code by} is who decides. Safe for any thread.
 *
 * <p>Whatever cannot be done or answered is an {@link OperatorException} that says why.
 */
public interface Operator {

  NowView now();

  /**
   * Sessions that pass the proxy. There may be thousands: each is put into words when it is read
   * from the list, and those that are not read cost nothing.
   */
  List<SessionView> sessions(SessionFilter filter, SessionOrder order);

  /** All of them, the oldest transaction first. */
  default List<SessionView> sessions() {
    return sessions(SessionFilter.ALL, SessionOrder.TRANSACTION);
  }

  /** Sessions of the server's that have no client at the proxy. */
  OthersView others();

  /** One session, by the server's id for it, as somebody wants to see it before ending it. */
  EndableView session(long threadId);

  /**
   * Ends a session, whose transaction the server then rolls back.
   *
   * @param transaction the one that was seen to be open; if it is over, nothing is done
   */
  EndedView end(long threadId, String transaction, String by);

  /** Tables worth shrinking, those that give back most for each minute first. */
  default List<Candidate> candidates() {
    return candidates(false);
  }

  /**
   * The same.
   *
   * @param isAll whether also those that are not proposed, with the reason
   */
  List<Candidate> candidates(boolean isAll);

  /** How current that is. */
  SurveyView survey();

  /**
   * What would fit into a night, and in which order. Changes nothing.
   *
   * @param lasts a minute to three days
   */
  Night night(Duration lasts);

  /** Every other kind of space, and what can be done about it. */
  List<Space> spaces();

  /** A dry run: what would be done, and what the checks say now. Changes nothing. */
  default DryRun plan(TableName table) {
    return plan(table, Optional.empty());
  }

  /** The same, of a table and with a method that somebody asks for. */
  default DryRun plan(TableName table, Optional<ShrinkMethod> method) {
    return plan(Subject.of(table), method);
  }

  /**
   * The same.
   *
   * @param method that somebody asks for; nothing to have it chosen
   */
  DryRun plan(Subject subject, Optional<ShrinkMethod> method);

  default ShrinkRun request(TableName table, String by) {
    return request(table, Optional.empty(), by);
  }

  default ShrinkRun request(TableName table, Optional<ShrinkMethod> method, String by) {
    return request(Subject.of(table), method, by);
  }

  default ShrinkRun request(Subject subject, Optional<ShrinkMethod> method, String by) {
    return request(subject, method, "", by);
  }

  /**
   * Asks for a run.
   *
   * @param method that somebody asks for; nothing to have it chosen
   * @param window the maintenance window to begin in; empty if any will do
   */
  ShrinkRun request(Subject subject, Optional<ShrinkMethod> method, String window, String by);

  /** A yes to the plan as it is now, whatever it is; people say which one they saw. */
  ShrinkRun approve(RunId run, String by);

  /** All that is said of a request until it is approved. */
  Reviews reviews();

  ShrinkRun reject(RunId run, String by, String why);

  /** Takes back what has not begun, stops what has. */
  ShrinkRun abort(RunId run, String by);

  /** Lets a copy that is at work stand still, until it is told to go on. */
  ShrinkRun pause(RunId run, String by);

  /**
   * Lets a copy go on that somebody paused, or that rests because it had to stand still too often;
   * a load that is too high now has it stand still again.
   */
  ShrinkRun resume(RunId run, String by);

  /** Puts the old table back in its place, with all that was written since. */
  ShrinkRun revert(RunId run, String by);

  /** Old tables that are kept, those that are dropped first first. */
  List<OldTableView> kept();

  /** Drops the old table of a run before its time. */
  ShrinkRun dropOld(RunId run, String by);

  /** Says that a person has looked at an uncertain outcome. */
  ShrinkRun acknowledge(RunId run, String by);

  /** The newest first. */
  List<ShrinkRun> runs();

  RunView run(RunId run);

  /** Sessions that a run waits for by name; none if it does not wait. */
  List<BlockerView> blockers(RunId run);

  ShrinkReport report(RunId run);

  /** The newest first. */
  List<AuditEntry> audit();

  /** The whole trail, for whoever reads or verifies it. */
  Audit trail();

  /** When runs may be at work. */
  Calendars calendars();

  /** Adds a line to the audit trail that no run is the subject of. */
  void record(String by, String action, String text);

  /** Writes a backup of the store, as it is at this moment. */
  void backup(OutputStream out, String by);
}
