package dev.lowtide.scheduler;

import dev.lowtide.scheduler.approval.NotAllowedException;
import dev.lowtide.scheduler.approval.PlanChangedException;
import dev.lowtide.scheduler.journal.RunInTheWayException;
import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** What people are told when something cannot be answered or decided. */
final class Answers {

  private Answers() {}

  /** Every no becomes one that a person can read. */
  static <T> T answer(Supplier<T> question) {
    try {
      return question.get();
    } catch (NoSuchElementException e) {
      throw new OperatorException(Kind.NOT_FOUND, e.getMessage() + " does not exist");
    } catch (NotAllowedException e) {
      throw new OperatorException(Kind.NOT_ALLOWED, String.valueOf(e.getMessage()));
    } catch (PlanChangedException e) {
      throw new OperatorException(Kind.CHANGED, String.valueOf(e.getMessage()));
    } catch (RunInTheWayException e) {
      throw new OperatorException(Kind.REFUSED, String.valueOf(e.getMessage()));
    } catch (TargetException | ProbeFailedException e) {
      throw new OperatorException(Kind.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }
}
