package ruchy.runtime.client;

/// What is going on in an exchange, as time limits name it.
enum Phase {
  RESOLVING("still resolving the name of the host"),
  QUEUEING("still waiting for a connection, as all that there may be to the host are in use"),
  CONNECTING("still connecting"),
  SECURING("connected, but the handshake of TLS has not ended"),
  SENDING("sending the body"),
  WAITING("waiting for the answer"),
  READING("reading the body"),
  PAUSING("pausing before the next try");

  final String text;

  Phase(String text) {
    this.text = text;
  }
}
