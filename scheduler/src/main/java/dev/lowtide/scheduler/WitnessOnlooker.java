package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.Onlooker;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.verify.Witness;
import java.util.Collection;
import java.util.Optional;

/** Verification's witness, as execution knows it: the two rooms do not see each other. */
final class WitnessOnlooker implements Onlooker {

  private final Witness witness;

  WitnessOnlooker(Witness witness) {
    this.witness = witness;
  }

  @Override
  public void arrive(TableName table) {
    witness.arrive(table);
  }

  @Override
  public void readOriginal() {
    witness.readOriginal();
  }

  @Override
  public boolean hasReadOriginal() {
    return witness.hasReadOriginal();
  }

  @Override
  public void stepAside() {
    witness.stepAside();
  }

  @Override
  public void openView() {
    witness.openView();
  }

  @Override
  public void readRebuilt() {
    witness.readRebuilt();
  }

  @Override
  public Optional<Verification> verification() {
    return witness.verification();
  }

  @Override
  public Collection<Long> threadIds() {
    return witness.threadIds();
  }

  @Override
  public void close() {
    witness.close();
  }
}
