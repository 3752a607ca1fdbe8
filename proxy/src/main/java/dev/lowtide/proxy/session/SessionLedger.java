package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.hold.StatementBoundary;
import dev.lowtide.proxy.protocol.Command;
import dev.lowtide.proxy.protocol.PrepareOk;
import dev.lowtide.proxy.protocol.ReplyShape;
import dev.lowtide.proxy.sql.StatementFacts;

/**
 * What commands leave behind in a session when they have been answered: a schema, a prepared
 * statement, a transaction and all that outlives one. Confined to the session's event loop.
 */
final class SessionLedger {

  private final SessionIdentity identity;
  private final PreparedStatements prepared;
  private final TransactionTracker transaction = new TransactionTracker();
  private final BelongingsTracker belongings;

  SessionLedger(SessionIdentity identity, PreparedStatements prepared) {
    this.identity = identity;
    this.prepared = prepared;
    this.belongings = new BelongingsTracker(prepared);
  }

  /**
   * What a hold must know of a command that is sent next.
   *
   * @param isAlone whether everything before it has been answered
   */
  StatementBoundary boundary(CommandInFlight command, boolean isAlone) {
    StatementFacts facts = isAlone ? prepared.executed(command.facts()) : command.facts();
    return new StatementBoundary(
        isAlone ? belongings.touchedBy(facts) : facts.footprint(),
        transaction.footprint().plus(belongings.locked()),
        command.isStatement() && transaction.wouldOpenReadView(facts, belongings.isViewLasting()));
  }

  /** What a command touches to which everything before it has been answered. */
  Footprint touchedBy(CommandInFlight command) {
    return belongings.touchedBy(prepared.executed(command.facts()));
  }

  void onError(CommandInFlight command, ReplyTracker reply) {
    StatementFacts facts = prepared.executed(command.facts());
    boolean isStatement = command.isStatement();
    transaction.onError(
        reply.errorCode(),
        facts,
        isStatement ? belongings.touchedBy(facts) : Footprint.NONE,
        reply.status(),
        belongings.isViewLasting(),
        command.sinceNanos());
    if (isStatement) {
      belongings.onError(facts, reply.hasStatus());
    }
  }

  void onSuccess(CommandInFlight command, ReplyTracker reply) {
    onDone(command, reply);
    String used = command.facts().schema();
    if (used != null && command.command() == Command.COM_QUERY) {
      identity.onSchemaChanged(used);
    }
    String tracked = reply.schema();
    if (tracked != null) {
      identity.onSchemaChanged(tracked);
    }
    if (reply.hasStatus() && command.command() != Command.COM_STMT_PREPARE) {
      onStatus(command, reply);
    }
  }

  private void onStatus(CommandInFlight command, ReplyTracker reply) {
    StatementFacts facts = prepared.executed(command.facts());
    boolean wasOpen = transaction.state().mayHoldLocks();
    transaction.onReply(
        facts.kind(),
        belongings.touchedBy(facts),
        reply.status(),
        reply.hasEndedTransaction(),
        belongings.isViewLasting(),
        command.sinceNanos());
    if (wasOpen && !transaction.state().mayHoldLocks()) {
      belongings.onTransactionEnded();
    }
    if (command.isStatement()) {
      belongings.onSuccess(facts, reply.status());
    } else {
      belongings.onStatus(reply.status());
    }
  }

  private void onDone(CommandInFlight command, ReplyTracker reply) {
    switch (command.command()) {
      case COM_INIT_DB -> identity.onSchemaChanged(command.schema());
      case COM_STMT_PREPARE -> onPrepared(command, reply);
      case COM_STMT_EXECUTE -> onExecuted(command, reply);
      case COM_STMT_FETCH -> onFetched(command, reply);
      case COM_STMT_RESET -> prepared.onCursor(command.statementId(), false);
      case COM_RESET_CONNECTION -> reset();
      case COM_CHANGE_USER -> {
        reset();
        identity.onUserChanged(command.user());
        identity.onSchemaChanged(command.schema());
      }
      default -> {}
    }
  }

  private void onPrepared(CommandInFlight command, ReplyTracker reply) {
    PrepareOk ok = reply.prepared();
    if (ok != null) {
      prepared.onPrepared(ok.statementId(), command.facts());
    }
  }

  /** An execution closes the cursor of the one before, whether it opens one of its own or not. */
  private void onExecuted(CommandInFlight command, ReplyTracker reply) {
    boolean isOpen = command.replyShape() == ReplyShape.CURSOR && reply.status().hasCursor();
    prepared.onCursor(command.statementId(), isOpen);
  }

  private void onFetched(CommandInFlight command, ReplyTracker reply) {
    if (reply.status().hasLastRowSent()) {
      prepared.onCursor(command.statementId(), false);
    }
  }

  private void reset() {
    prepared.reset();
    transaction.reset();
    belongings.reset();
  }

  boolean hasOpenTransaction() {
    return transaction.state().mayHoldLocks();
  }

  TransactionSnapshot transaction() {
    return transaction.snapshot();
  }

  SessionBelongings belongings() {
    return belongings.snapshot();
  }
}
