package dev.lowtide.proxy.session;

import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.protocol.HandshakeResponse;

/** Who a session is, as the handshake tells it bit by bit. Confined to the session's event loop. */
final class SessionIdentity {

  private final SessionId id;
  private final String clientAddress;
  private long serverThreadId;
  private String user = "";
  private String program = "";
  private String schema = "";
  private boolean isEncrypted;

  SessionIdentity(SessionId id, String clientAddress) {
    this.id = id;
    this.clientAddress = clientAddress;
  }

  void onGreeting(long serverThreadId) {
    this.serverThreadId = serverThreadId;
  }

  void onEncrypted() {
    isEncrypted = true;
  }

  void onHandshakeResponse(HandshakeResponse response) {
    user = response.user();
    schema = response.schema();
    program = response.program();
  }

  void onUserChanged(String user) {
    this.user = user;
  }

  void onSchemaChanged(String schema) {
    this.schema = schema;
  }

  SessionId id() {
    return id;
  }

  String clientAddress() {
    return clientAddress;
  }

  long serverThreadId() {
    return serverThreadId;
  }

  String user() {
    return user;
  }

  String program() {
    return program;
  }

  String schema() {
    return schema;
  }

  boolean isEncrypted() {
    return isEncrypted;
  }
}
