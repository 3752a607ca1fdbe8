package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.hold.StatementBoundary;
import dev.lowtide.proxy.protocol.Capabilities;
import dev.lowtide.proxy.protocol.Command;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import dev.lowtide.proxy.protocol.PacketType;
import dev.lowtide.proxy.protocol.ReplyShape;
import dev.lowtide.proxy.sql.ClosedSchemas;
import dev.lowtide.proxy.sql.FactsCache;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Commands in the order they were sent, and the replies that belong to them. Confined to the
 * session's event loop.
 */
final class CommandTracker {

  /** Clients that send ahead do so by the hundred; each command that waits costs some 60 bytes. */
  private static final int IN_FLIGHT_MAX = 10_000;

  /** What became of a payload of the client's. */
  enum Sent {
    FOLLOWED,
    /** Events of the binary log are on their way until {@link #isStreaming} says otherwise. */
    STREAM,
    NOT_KNOWN,
    /** It was not sent, because of {@link #closedSchema}. */
    REFUSED
  }

  private final SessionIdentity identity;
  private final CommandReader reader;
  private final ClosedSchemas closed;
  private final PreparedStatements prepared = new PreparedStatements();
  private final SessionLedger ledger;
  private final ActivityFeed feed;
  private final NanoClock clock;
  private final ReplyTracker reply = new ReplyTracker();
  private final Deque<CommandInFlight> inFlight = new ArrayDeque<>();

  /** The command that is read next. */
  private CommandInFlight next = new CommandInFlight();

  /** One whose reply has come, to be used again: clients that wait for replies need no third. */
  private @Nullable CommandInFlight spare;

  private boolean isUploading;
  private long count;

  CommandTracker(SessionIdentity identity, FactsCache facts, ActivityFeed feed, NanoClock clock) {
    this.identity = identity;
    this.reader = new CommandReader(facts, prepared);
    this.closed = facts.closed();
    this.ledger = new SessionLedger(identity, prepared);
    this.feed = feed;
    this.clock = clock;
  }

  void onCapabilities(Capabilities agreed) {
    reader.onCapabilities(agreed);
    reply.onCapabilities(agreed);
  }

  /** The server's OK at the end of the login: it has the first flags, and maybe a schema. */
  void onAuthenticated(PayloadHead head) {
    reply.begin(ReplyShape.ONE_PAYLOAD);
    reply.onPayload(head);
  }

  boolean isIdle() {
    return inFlight.isEmpty() && !ledger.hasOpenTransaction();
  }

  boolean isAwaitingReply() {
    return !inFlight.isEmpty();
  }

  /** A command's reply is yet to begin, or the command itself is yet to be sent. */
  boolean isReplyNotBegun() {
    return inFlight.isEmpty() || reply.isNotBegun();
  }

  /** Neither a file nor an authentication is being exchanged. */
  boolean isExpectingCommand() {
    CommandInFlight last = inFlight.peekLast();
    return !isUploading && (last == null || last.command() != Command.COM_CHANGE_USER);
  }

  /** A row was seen, or what comes before rows; what comes next are rows, or what ends them. */
  boolean isInRows() {
    return !inFlight.isEmpty() && reply.isInRows();
  }

  boolean isStreaming() {
    CommandInFlight last = inFlight.peekLast();
    return last != null && last.replyShape() == ReplyShape.STREAM;
  }

  StatementBoundary boundary(PayloadHead head) {
    return ledger.boundary(read(head), inFlight.isEmpty());
  }

  Sent onClientPayload(PayloadHead head) {
    if (isUploading) {
      isUploading = head.packetLength() > 0;
      return Sent.FOLLOWED;
    }
    return isExpectingCommand() ? onCommand(head) : Sent.FOLLOWED;
  }

  private Sent onCommand(PayloadHead head) {
    if (head.sequenceId() != 0) {
      throw new MalformedPacketException(
          "command with sequence id " + head.sequenceId() + " (expected: 0)");
    }
    CommandInFlight command = read(head);
    if (closedSchema() != null) {
      onRefused(command);
      return Sent.REFUSED;
    }
    count++;
    if (command.command().isQuestion()) {
      feed.countQuestion();
    }
    return switch (command.replyShape()) {
      case NONE -> onUnanswered(command, head);
      case UNKNOWN -> Sent.NOT_KNOWN;
      case STREAM -> send(command, Sent.STREAM);
      case ONE_PAYLOAD, RESULT, CURSOR, PREPARE, ROWS, AUTHENTICATION ->
          send(command, Sent.FOLLOWED);
    };
  }

  /** The schema that the command read last names although no client may, or null. */
  @Nullable String closedSchema() {
    String schema =
        switch (next.command()) {
          case COM_INIT_DB, COM_CREATE_DB, COM_DROP_DB -> next.schema();
          case COM_FIELD_LIST -> identity.schema();
          default -> "";
        };
    return closed.isClosed(schema) ? schema : next.facts().closedSchema();
  }

  /** What is executed as "prepared last" must not be a statement that was prepared before. */
  private void onRefused(CommandInFlight command) {
    if (command.command() == Command.COM_STMT_PREPARE) {
      prepared.onSent(command.facts());
    }
  }

  private CommandInFlight read(PayloadHead head) {
    reader.read(head, identity.schema(), reply.status(), clock.nanos(), next);
    return next;
  }

  private Sent onUnanswered(CommandInFlight command, PayloadHead head) {
    if (command.command() == Command.COM_STMT_CLOSE) {
      prepared.onClosed(CommandReader.closedStatement(head));
    }
    return Sent.FOLLOWED;
  }

  private Sent send(CommandInFlight command, Sent sent) {
    if (inFlight.size() == IN_FLIGHT_MAX) {
      throw new MalformedPacketException(
          "more commands in flight than can be followed (expected: at most " + IN_FLIGHT_MAX + ")");
    }
    inFlight.add(command);
    next = spare == null ? new CommandInFlight() : spare;
    spare = null;
    if (inFlight.size() == 1) {
      reply.begin(command.replyShape());
    }
    if (command.command() == Command.COM_STMT_PREPARE) {
      prepared.onSent(command.facts());
    }
    return sent;
  }

  void onReply(PayloadHead head) {
    if (inFlight.isEmpty()) {
      onUnsolicited(head);
      return;
    }
    switch (reply.onPayload(head)) {
      case MORE -> {}
      case UPLOAD -> isUploading = true;
      case DONE -> {
        CommandInFlight replied = inFlight.remove();
        onReplied(replied);
        spare = replied;
      }
    }
  }

  /** Before it hangs up (killed, idle, shut down) the server may say why without being asked. */
  private static void onUnsolicited(PayloadHead head) {
    if (head.firstByte() != PacketType.ERR) {
      throw new MalformedPacketException("a reply without a command");
    }
  }

  private void onReplied(CommandInFlight command) {
    isUploading = false;
    Footprint touched = ledger.touchedBy(command);
    if (reply.isError()) {
      ledger.onError(command, reply);
    } else {
      ledger.onSuccess(command, reply);
    }
    if (command.isStatement()) {
      publishFinished(command, touched);
    }
    CommandInFlight first = inFlight.peek();
    if (first != null) {
      reply.begin(first.replyShape());
    }
  }

  private void publishFinished(CommandInFlight command, Footprint touched) {
    long now = clock.nanos();
    feed.publishFinished(identity.id(), now, touched, now - command.sinceNanos(), reply.isError());
  }

  /** Nothing is followed from here on. */
  void forget() {
    inFlight.clear();
    prepared.reset();
  }

  /** How many commands were sent. */
  long count() {
    return count;
  }

  TransactionSnapshot transaction() {
    return ledger.transaction();
  }

  SessionBelongings belongings() {
    return ledger.belongings();
  }

  /** The command that is answered next, with the tables of all that were sent behind it. */
  @Nullable CommandSnapshot snapshot() {
    CommandInFlight first = inFlight.peek();
    if (first == null) {
      return null;
    }
    Footprint footprint = ledger.touchedBy(first);
    for (CommandInFlight command : inFlight) {
      footprint = footprint.plus(command == first ? footprint : command.facts().footprint());
    }
    return new CommandSnapshot(first.facts().digest(), first.sinceNanos(), footprint);
  }
}
