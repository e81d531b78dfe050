package ruchy.runtime.packet;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Awaitable;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;

/// The task of a capture from start to stop: takes frames and calls the handlers, one after the
/// other (L 12.6). Runs on a virtual thread of its own; each call of a handler that shares state
/// holds the turn.
final class Delivery implements Runnable {
  private final PacketCapture capture;
  private final FrameThread frames;
  private final Heads heads = new Heads();
  private final Conversations conversations;
  private volatile boolean isStopped;

  /// Written with the lock of this.
  private volatile boolean hasBegun;

  Delivery(PacketCapture capture, FrameThread frames) {
    this.capture = capture;
    this.frames = frames;
    conversations = new Conversations(capture.streamOptions());
  }

  /// From any thread; a handler that is running goes on to its end.
  void stop() {
    boolean isFirst;
    synchronized (this) {
      isFirst = !isStopped;
      isStopped = true;
    }
    frames.close();
    if (isFirst && !hasBegun) {
      capture.ended(this, null);
    }
  }

  boolean isStopped() {
    return isStopped;
  }

  /// False when the capture was stopped before its first packet.
  private synchronized boolean begins() {
    hasBegun = !isStopped;
    return hasBegun;
  }

  boolean hasBegun() {
    return hasBegun;
  }

  long dropped() {
    return frames.dropped();
  }

  @Override
  public void run() {
    if (!begins()) {
      return;
    }
    Failure why = null;
    try {
      deliver();
    } catch (Failure failure) {
      why = failure;
    }
    conversations.finish();
    deliverStreams();
    frames.close();
    PacketFile target = capture.target();
    if (target != null) {
      try {
        target.close();
      } catch (Failure failure) {
        why = why == null ? failure : why;
      }
    }
    boolean isToldOf = capture.ended(this, why);
    if (why != null && !isToldOf) {
      Output.ERROR.text(why.report("error in capture: "));
    }
  }

  private void deliver() {
    List<Frame> batch = frames.next();
    while (batch != null && !isStopped) {
      PacketFile target = capture.target();
      for (Frame frame : batch) {
        if (isStopped) {
          break;
        }
        capture.count(frame);
        if (target != null) {
          target.add(frame);
        }
        Packet packet = heads.packet(frame);
        deliver(packet, capture.handlers());
        if (!capture.streamHandlers().isEmpty()) {
          conversations.add(frame, packet.parsed());
          deliverStreams();
        }
      }
      if (target != null) {
        target.flush();
      }
      batch = frames.next();
    }
  }

  private void deliverStreams() {
    PacketStream stream;
    while (!isStopped && (stream = conversations.next()) != null) {
      deliver(stream, capture.streamHandlers());
    }
  }

  private void deliver(Object event, List<FunctionValue> handlers) {
    for (FunctionValue handler : handlers) {
      boolean sharesState = handler.shares();
      if (sharesState) {
        Turn.PROGRAM.enter();
      }
      try {
        @Nullable Object result = handler.offer(event);
        if (result instanceof Awaitable later) {
          later.await();
        }
      } catch (Throwable thrown) {
        Output.ERROR.text(Failure.from(thrown).report("error in handler: "));
      } finally {
        if (sharesState) {
          Turn.PROGRAM.leave();
        }
      }
    }
    Afterwards.reached();
  }
}
