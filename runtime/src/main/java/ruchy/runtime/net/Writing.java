package ruchy.runtime.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.failure.Failure;

/// What tasks write into a pipe. The bytes of one call are never mixed with those of another (L
/// 12.4).
final class Writing {
  private final Gate gate = new Gate();
  private final String peer;
  private volatile Pipe pipe;
  private volatile long limitMillis;

  /// Whether a call was cut off in the middle of its bytes, so that nothing may follow them.
  private boolean isCutOff;

  Writing(Pipe pipe, String peer) {
    this.pipe = pipe;
    this.peer = peer;
  }

  void write(String text) {
    write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  /// Waits until the system has taken all bytes.
  void write(ByteBuffer bytes) {
    if (Thread.currentThread().isInterrupted()) {
      Bridge.sleep(0); // raises CancelledError
    }
    gate.enter();
    int first = bytes.position();
    try {
      if (isCutOff) {
        throw failed("an earlier write was cut off in the middle");
      }
      pipe.write(bytes, limitMillis);
    } catch (IOException failure) {
      throw failed(Reasons.of(failure));
    } catch (Failure failure) {
      isCutOff |= bytes.hasRemaining() && bytes.position() > first;
      throw failure.matchesType("TimeoutError") ? timedOut() : failure;
    } finally {
      gate.leave();
    }
  }

  private Failure failed(String reason) {
    return Failure.ioError("Cannot write to " + peer + ": " + reason);
  }

  private Failure timedOut() {
    return Failure.timeoutError(
        "Cannot write to " + peer + ": it took nothing for " + limitMillis + " ms");
  }

  /// Tells the other side that nothing more will come.
  void end() {
    gate.enter();
    try {
      pipe.shutdownOutput(limitMillis);
    } catch (IOException failure) {
      throw failed(Reasons.of(failure));
    } finally {
      gate.leave();
    }
  }

  /// Writes to another pipe from now on; never while a task writes.
  void setPipe(Pipe replacement) {
    pipe = replacement;
  }

  /// No call waits longer than this for the system to take bytes; 0 is no limit.
  void setLimit(long millis) {
    limitMillis = millis;
  }
}
