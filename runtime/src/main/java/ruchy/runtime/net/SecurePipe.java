package ruchy.runtime.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import ruchy.runtime.engine.Gate;

/// Bytes that travel in TLS (RFC 8446) over another pipe. The handshake is made by whoever first
/// reads or writes, so that a listener never waits for a slow client.
///
/// What arrives encrypted lies in the inbox of the pipe below, owned by the reading task, or by the
/// one that makes the handshake while both gates are its own.
final class SecurePipe implements Pipe {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final PlainPipe under;
  private final SSLEngine engine;
  private final Inbox inbox = new Inbox();
  private final Gate handshaking = new Gate();
  private final Gate sealing = new Gate();
  private volatile boolean isReady;

  /// Whether a record was cut off, so that nothing may follow it. Guarded by `sealing`.
  private boolean isCutOff;

  private boolean isEnd;

  SecurePipe(PlainPipe under, SSLEngine engine) {
    this.under = under;
    this.engine = engine;
  }

  SSLEngine engine() {
    return engine;
  }

  @Override
  public Inbox inbox() {
    return inbox;
  }

  /// Makes the handshake unless it is made. One that fails closes the connection (RFC 8446, 6.2):
  /// whoever speaks no TLS, as scanners do, holds no descriptor while nobody looks.
  void handshake(long limitMillis) throws IOException {
    if (isReady) {
      return;
    }
    handshaking.enter();
    try {
      if (!isReady) {
        engine.beginHandshake();
        shakeHands(limitMillis);
        isReady = true;
      }
    } catch (SSLException failure) {
      tellWhy(limitMillis);
      under.close();
      throw failure;
    } finally {
      handshaking.leave();
    }
  }

  private void shakeHands(long limitMillis) throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> seal(NOTHING, limitMillis);
        case NEED_TASK -> runTasks();
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          var result = unseal();
          if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW
              && !under.more(limitMillis)) {
            throw new SSLException("the other side closed the connection");
          }
          if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new SSLException("the other side refused");
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }

  /// The engine may have an alert for the other side.
  private void tellWhy(long limitMillis) {
    try {
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
        seal(NOTHING, limitMillis);
      }
    } catch (IOException gone) {
      // Then it cannot be told.
    }
  }

  private void runTasks() {
    Runnable task;
    while ((task = engine.getDelegatedTask()) != null) {
      task.run();
    }
  }

  /// Decrypts a record, if it is there as a whole, into the inbox.
  private SSLEngineResult unseal() throws SSLException {
    Inbox sealed = under.inbox();
    ByteBuffer room = inbox.room(engine.getSession().getApplicationBufferSize());
    SSLEngineResult result =
        engine.unwrap(ByteBuffer.wrap(sealed.array(), sealed.start(), sealed.size()), room);
    sealed.drop(result.bytesConsumed());
    inbox.grow(result.bytesProduced());
    return result;
  }

  @Override
  public boolean more(long limitMillis) throws IOException {
    handshake(limitMillis);
    int before = inbox.size();
    while (!isEnd && inbox.size() == before) {
      if (under.isClosed()) {
        throw new ClosedChannelException();
      }
      var result = unseal();
      switch (result.getStatus()) {
        case BUFFER_UNDERFLOW -> {
          if (!under.more(limitMillis)) {
            if (!under.inbox().isEmpty()) {
              throw new SSLException("the connection ended within a record");
            }
            // Many end the connection without the alert that TLS wants.
            isEnd = true;
          }
        }
        case CLOSED -> isEnd = true;
        case OK -> follow(result.getHandshakeStatus(), limitMillis);
        case BUFFER_OVERFLOW -> throw new SSLException("a record is too large");
      }
    }
    return inbox.size() > before;
  }

  /// After the handshake, too, keys may be changed, which wants an answer.
  private void follow(HandshakeStatus status, long limitMillis) throws IOException {
    if (status == HandshakeStatus.NEED_TASK) {
      runTasks();
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      seal(NOTHING, limitMillis);
    }
  }

  @Override
  public void write(ByteBuffer bytes, long limitMillis) throws IOException {
    handshake(limitMillis);
    do {
      seal(bytes, limitMillis);
    } while (bytes.hasRemaining());
  }

  /// Encrypts a record and sends it.
  private void seal(ByteBuffer bytes, long limitMillis) throws IOException {
    sealing.enter();
    try {
      if (isCutOff) {
        throw new IOException("an earlier write was cut off in the middle");
      }
      ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      SSLEngineResult result = engine.wrap(bytes, record);
      if (result.getStatus() == SSLEngineResult.Status.CLOSED && result.bytesProduced() == 0) {
        throw new ClosedChannelException();
      }
      record.flip();
      isCutOff = true;
      under.write(record, limitMillis);
      isCutOff = false;
    } finally {
      sealing.leave();
    }
  }

  @Override
  public void shutdownOutput(long limitMillis) throws IOException {
    handshake(limitMillis);
    engine.closeOutbound();
    while (!engine.isOutboundDone()) {
      seal(NOTHING, limitMillis);
    }
    under.shutdownOutput(limitMillis);
  }

  /// Says goodbye if that takes no time.
  @Override
  public void close() {
    if (isReady && !under.isClosed() && sealing.enterNow()) {
      try {
        engine.closeOutbound();
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        if (!isCutOff) {
          engine.wrap(NOTHING, record);
          under.channel().write(record.flip());
        }
      } catch (IOException gone) {
        // The other side has to do without.
      } finally {
        sealing.leave();
      }
    }
    under.close();
  }

  @Override
  public boolean isClosed() {
    return under.isClosed();
  }
}
