package dev.lowtide.proxy.auth;

import dev.lowtide.proxy.protocol.ErrPacket;
import java.util.ArrayList;
import java.util.List;

/** What an exchange has said to both sides. */
final class RecordedPeers implements AuthExchange.Peers {

  final List<byte[]> toClient = new ArrayList<>();
  final List<byte[]> toBackend = new ArrayList<>();
  boolean isKeyAsked;
  boolean isOver;
  ErrPacket error = new ErrPacket(0, "", "(none)");
  String why = "";

  @Override
  public void toClient(byte[] payload) {
    toClient.add(payload);
  }

  @Override
  public void toBackend(byte[] payload) {
    toBackend.add(payload);
  }

  @Override
  public void askForKey() {
    isKeyAsked = true;
  }

  @Override
  public void refuse(ErrPacket error, String why) {
    this.error = error;
    this.why = why;
  }

  @Override
  public void onOver() {
    isOver = true;
  }

  byte[] lastToClient() {
    return toClient.get(toClient.size() - 1);
  }

  byte[] lastToBackend() {
    return toBackend.get(toBackend.size() - 1);
  }
}
