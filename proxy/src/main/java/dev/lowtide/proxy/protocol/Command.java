package dev.lowtide.proxy.protocol;

import java.util.Arrays;

/** The commands of the command phase and the shapes of their replies ("Command Phase"). */
public enum Command {
  COM_SLEEP(0x00, ReplyShape.ONE_PAYLOAD),
  COM_QUIT(0x01, ReplyShape.NONE),
  COM_INIT_DB(0x02, ReplyShape.ONE_PAYLOAD),
  COM_QUERY(0x03, ReplyShape.RESULT),
  COM_FIELD_LIST(0x04, ReplyShape.ROWS),
  COM_CREATE_DB(0x05, ReplyShape.ONE_PAYLOAD),
  COM_DROP_DB(0x06, ReplyShape.ONE_PAYLOAD),
  COM_REFRESH(0x07, ReplyShape.ONE_PAYLOAD),
  COM_SHUTDOWN(0x08, ReplyShape.ONE_PAYLOAD),
  COM_STATISTICS(0x09, ReplyShape.ONE_PAYLOAD),
  COM_PROCESS_INFO(0x0A, ReplyShape.RESULT),
  COM_CONNECT(0x0B, ReplyShape.ONE_PAYLOAD),
  COM_PROCESS_KILL(0x0C, ReplyShape.ONE_PAYLOAD),
  COM_DEBUG(0x0D, ReplyShape.ONE_PAYLOAD),
  COM_PING(0x0E, ReplyShape.ONE_PAYLOAD),
  COM_TIME(0x0F, ReplyShape.ONE_PAYLOAD),
  COM_DELAYED_INSERT(0x10, ReplyShape.ONE_PAYLOAD),
  COM_CHANGE_USER(0x11, ReplyShape.AUTHENTICATION),
  COM_BINLOG_DUMP(0x12, ReplyShape.STREAM),
  COM_TABLE_DUMP(0x13, ReplyShape.ONE_PAYLOAD),
  COM_CONNECT_OUT(0x14, ReplyShape.ONE_PAYLOAD),
  COM_REGISTER_SLAVE(0x15, ReplyShape.ONE_PAYLOAD),
  COM_STMT_PREPARE(0x16, ReplyShape.PREPARE),
  COM_STMT_EXECUTE(0x17, ReplyShape.RESULT),
  COM_STMT_SEND_LONG_DATA(0x18, ReplyShape.NONE),
  COM_STMT_CLOSE(0x19, ReplyShape.NONE),
  COM_STMT_RESET(0x1A, ReplyShape.ONE_PAYLOAD),
  COM_SET_OPTION(0x1B, ReplyShape.ONE_PAYLOAD),
  COM_STMT_FETCH(0x1C, ReplyShape.ROWS),
  COM_DAEMON(0x1D, ReplyShape.ONE_PAYLOAD),
  COM_BINLOG_DUMP_GTID(0x1E, ReplyShape.STREAM),
  COM_RESET_CONNECTION(0x1F, ReplyShape.ONE_PAYLOAD),
  COM_CLONE(0x20, ReplyShape.UNKNOWN),
  COM_SUBSCRIBE_GROUP_REPLICATION_STREAM(0x21, ReplyShape.UNKNOWN),
  /** MariaDB's: one statement, many rows of parameters. */
  COM_STMT_BULK_EXECUTE(0xFA, ReplyShape.RESULT),
  /** A byte that stands for no command we know. */
  UNKNOWN(-1, ReplyShape.UNKNOWN);

  private static final Command[] BY_CODE = new Command[0x100];

  static {
    Arrays.fill(BY_CODE, UNKNOWN);
    for (Command command : values()) {
      if (command != UNKNOWN) {
        BY_CODE[command.code] = command;
      }
    }
  }

  private final int code;
  private final ReplyShape replyShape;

  Command(int code, ReplyShape replyShape) {
    this.code = code;
    this.replyShape = replyShape;
  }

  /** The command of a payload's first byte. */
  public static Command of(int code) {
    return code < 0 || code >= BY_CODE.length ? UNKNOWN : BY_CODE[code];
  }

  public ReplyShape replyShape() {
    return replyShape;
  }

  /** Whether the server counts it among its Questions ("Server Status Variables"). */
  public boolean isQuestion() {
    return switch (this) {
      case COM_PING, COM_STATISTICS, COM_STMT_PREPARE, COM_STMT_CLOSE, COM_STMT_RESET, UNKNOWN ->
          false;
      default -> true;
    };
  }
}
