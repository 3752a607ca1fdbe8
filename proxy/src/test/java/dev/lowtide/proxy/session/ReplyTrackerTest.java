package dev.lowtide.proxy.session;

import static dev.lowtide.proxy.session.Payloads.AUTOCOMMIT;
import static dev.lowtide.proxy.session.Payloads.CURSOR;
import static dev.lowtide.proxy.session.Payloads.IN_TRANS;
import static dev.lowtide.proxy.session.Payloads.MORE_RESULTS;
import static dev.lowtide.proxy.session.Payloads.bytes;
import static dev.lowtide.proxy.session.Payloads.definition;
import static dev.lowtide.proxy.session.Payloads.eof;
import static dev.lowtide.proxy.session.Payloads.err;
import static dev.lowtide.proxy.session.Payloads.ok;
import static dev.lowtide.proxy.session.Payloads.okAsEof;
import static dev.lowtide.proxy.session.Payloads.prepareOk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.frame.PacketHeader;
import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.protocol.Capabilities;
import dev.lowtide.proxy.protocol.Capability;
import dev.lowtide.proxy.protocol.MalformedPacketException;
import dev.lowtide.proxy.protocol.PrepareOk;
import dev.lowtide.proxy.protocol.ReplyShape;
import dev.lowtide.proxy.session.ReplyTracker.Step;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplyTrackerTest {

  private final ReplyTracker tracker = new ReplyTracker();

  @Nested
  class WithEofs {

    @Test
    void aResultSetEndsWithItsSecondEof() {
      tracker.begin(ReplyShape.RESULT);

      goesOn(bytes(2), definition(), definition(), eof(AUTOCOMMIT), row(), row());
      ends(eof(AUTOCOMMIT | IN_TRANS));

      assertThat(tracker.status().isInTransaction()).isTrue();
    }

    @Test
    void aLongRowMayBeginLikeAnEof() {
      tracker.begin(ReplyShape.RESULT);
      goesOn(bytes(1), definition(), eof(AUTOCOMMIT));

      goesOn(bytes(0xFE, 0, 0, 0, 1, 0, 0, 0, 0));

      ends(eof(AUTOCOMMIT));
    }

    @Test
    void theCursorOfAProcedureIsNotTheClients() {
      tracker.begin(ReplyShape.RESULT);

      goesOn(bytes(1), definition(), eof(AUTOCOMMIT | CURSOR), row());

      ends(eof(AUTOCOMMIT));
    }

    @Test
    void anErrorMayComeInsteadOfADefinition() {
      tracker.begin(ReplyShape.RESULT);
      goesOn(bytes(2), definition());

      ends(err());

      assertThat(tracker.isError()).isTrue();
    }

    @Test
    void definitionsThatAreLeftOutLeaveTheirEofsBehind() {
      tracker.begin(ReplyShape.RESULT);
      goesOn(bytes(2, 0), eof(AUTOCOMMIT), row());
      ends(eof(AUTOCOMMIT));

      tracker.begin(ReplyShape.PREPARE);
      goesOn(prepareOkWithoutDefinitions(2, 1), eof(AUTOCOMMIT));
      ends(eof(AUTOCOMMIT));
    }

    @Test
    void definitionsThatAreSaidToFollowDoFollow() {
      tracker.begin(ReplyShape.RESULT);

      goesOn(bytes(1, 1), definition(), eof(AUTOCOMMIT), row());

      ends(eof(AUTOCOMMIT));
    }

    @Test
    void aReportOfProgressIsNoError() {
      tracker.begin(ReplyShape.ONE_PAYLOAD);

      goesOn(bytes(0xFF, 0xFF, 0xFF, 1, 1, 2, 0, 0, 0), bytes(0xFF, 0xFF, 0xFF, 1, 2, 2, 0, 0, 0));

      ends(ok(AUTOCOMMIT));
      assertThat(tracker.isError()).isFalse();
    }

    @Test
    void aCursorsRowsComeLater() {
      tracker.begin(ReplyShape.CURSOR);
      goesOn(bytes(1), definition());
      ends(eof(AUTOCOMMIT | CURSOR));

      tracker.begin(ReplyShape.ROWS);
      goesOn(row(), bytes(0x00, 1));
      ends(eof(AUTOCOMMIT));
    }

    @Test
    void aPrepareEndsWithTheLastEofOfItsDefinitions() {
      tracker.begin(ReplyShape.PREPARE);

      goesOn(prepareOk(7, 1, 2), definition(), definition(), eof(0), definition());
      ends(eof(0));

      assertThat(tracker.prepared()).isEqualTo(new PrepareOk(7, 1, 2, true));
    }

    @Test
    void aPrepareWithColumnsOnly() {
      tracker.begin(ReplyShape.PREPARE);

      goesOn(prepareOk(7, 2, 0), definition(), definition());
      ends(eof(0));
    }

    @Test
    void definitionsWithoutAnEofBehindThemAreMalformed() {
      tracker.begin(ReplyShape.RESULT);
      goesOn(bytes(1), definition());

      assertThatThrownBy(() -> tracker.onPayload(row()))
          .isInstanceOf(MalformedPacketException.class)
          .hasMessageContaining("expected: EOF");
    }
  }

  @Nested
  class WithoutEofs {

    @BeforeEach
    void deprecateEof() {
      tracker.onCapabilities(Capabilities.of(Capability.CLIENT_DEPRECATE_EOF));
    }

    @Test
    void aResultSetEndsWithAnOkThatLooksLikeAnEof() {
      tracker.begin(ReplyShape.RESULT);

      goesOn(bytes(2), definition(), definition(), row(), bytes(0x00, 1, 1));
      ends(okAsEof(AUTOCOMMIT));
    }

    @Test
    void rowsFollowAtOnceWhereDefinitionsAreLeftOut() {
      tracker.begin(ReplyShape.RESULT);
      goesOn(bytes(2, 0), row());
      ends(okAsEof(AUTOCOMMIT));

      tracker.begin(ReplyShape.PREPARE);
      ends(prepareOkWithoutDefinitions(2, 1));
    }

    @Test
    void aFullPacketIsARowWhateverItBeginsWith() {
      tracker.begin(ReplyShape.RESULT);
      goesOn(bytes(1), definition());
      PayloadHead huge =
          new PayloadHead()
              .at(
                  Unpooled.wrappedBuffer(new byte[] {(byte) 0xFE}),
                  0,
                  1,
                  PacketHeader.LENGTH_MAX,
                  3);

      goesOn(huge);

      ends(okAsEof(AUTOCOMMIT));
    }

    @Test
    void aCursorEndsWithoutRows() {
      tracker.begin(ReplyShape.RESULT);
      goesOn(bytes(1), definition());
      ends(okAsEof(AUTOCOMMIT | CURSOR));
    }

    @Test
    void aPrepareEndsWithItsLastDefinition() {
      tracker.begin(ReplyShape.PREPARE);

      goesOn(prepareOk(7, 1, 1), definition());
      ends(definition());
    }
  }

  @Test
  void moreResultsFollowWhereTheFlagsSaySo() {
    tracker.begin(ReplyShape.RESULT);

    goesOn(ok(AUTOCOMMIT | MORE_RESULTS));
    goesOn(bytes(1), definition(), eof(MORE_RESULTS), row(), eof(AUTOCOMMIT | MORE_RESULTS));
    ends(ok(AUTOCOMMIT));
  }

  @Test
  void anErrorEndsWhateverItStandsIn() {
    tracker.begin(ReplyShape.RESULT);
    goesOn(bytes(1), definition(), eof(AUTOCOMMIT), row());

    ends(err());

    assertThat(tracker.isError()).isTrue();
  }

  @Test
  void aPrepareWithoutAnyDefinitionsIsOnePayload() {
    tracker.begin(ReplyShape.PREPARE);

    ends(prepareOk(7, 0, 0));
  }

  @Test
  void afterAnUploadComesTheOk() {
    tracker.begin(ReplyShape.RESULT);

    assertThat(tracker.onPayload(bytes(0xFB, 'f'))).isEqualTo(Step.UPLOAD);
    ends(ok(AUTOCOMMIT));
  }

  @Test
  void statisticsAreABareText() {
    tracker.begin(ReplyShape.ONE_PAYLOAD);

    ends(bytes('U', 'p', 't', 'i', 'm', 'e'));
  }

  @Test
  void changingTheUserGoesOnUntilOkOrError() {
    tracker.begin(ReplyShape.AUTHENTICATION);

    goesOn(bytes(0xFE, 'm', 0), bytes(0x01, 0x04));
    ends(ok(AUTOCOMMIT));
  }

  @Test
  void theSchemaIsTakenFromTheSessionsStateChanges() {
    tracker.onCapabilities(Capabilities.of(Capability.CLIENT_SESSION_TRACK));
    tracker.begin(ReplyShape.RESULT);

    ends(bytes(0x00, 0, 0, 0x02, 0x40, 0, 0, 0, 7, 0x01, 5, 4, 's', 'h', 'o', 'p'));

    assertThat(tracker.schema()).isEqualTo("shop");
  }

  @Test
  void stateChangesThatRunBeyondTheirEndAreMalformed() {
    tracker.onCapabilities(Capabilities.of(Capability.CLIENT_SESSION_TRACK));
    tracker.begin(ReplyShape.RESULT);

    assertThatThrownBy(
            () -> tracker.onPayload(bytes(0x00, 0, 0, 0x02, 0x40, 0, 0, 0, 7, 0x01, 5, 40)))
        .isInstanceOf(MalformedPacketException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = ReplyShape.class,
      names = {"ONE_PAYLOAD", "RESULT", "PREPARE", "ROWS", "AUTHENTICATION"})
  void everyReplyMayBeAnError(ReplyShape shape) {
    tracker.begin(shape);

    ends(err());
  }

  private void goesOn(PayloadHead... payloads) {
    for (PayloadHead payload : payloads) {
      assertThat(tracker.onPayload(payload)).isEqualTo(Step.MORE);
    }
  }

  private void ends(PayloadHead payload) {
    assertThat(tracker.onPayload(payload)).isEqualTo(Step.DONE);
  }

  /** As under CLIENT_OPTIONAL_RESULTSET_METADATA, where its last byte says that none follow. */
  private static PayloadHead prepareOkWithoutDefinitions(int columns, int parameters) {
    return bytes(0x00, 1, 0, 0, 0, columns, 0, parameters, 0, 0, 0, 0, 0);
  }

  private static PayloadHead row() {
    return bytes(1, 'a');
  }
}
