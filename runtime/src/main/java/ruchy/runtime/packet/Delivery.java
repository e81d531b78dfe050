package ruchy.runtime.packet;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Awaitable;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.engine.Unwinding;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;

/// The task of a capture from start to stop: takes frames and calls the handlers, one after the
/// other (L 12.6). Runs on a virtual thread of its own; each call of a handler that shares state
/// holds the turn.
final class Delivery {
  private final PacketCapture capture;
  private final FrameThread frames;
  private final Heads heads = new Heads();
  private final Conversations conversations;

  /// Held while a packet is written to the target. What follows is guarded by it.
  private final Gate writing = new Gate();

  /// Where the packets go too.
  private @Nullable PacketFile target;

  private boolean isOver;

  private volatile boolean isStopped;

  /// Written with the lock of this.
  private volatile boolean hasBegun;

  Delivery(PacketCapture capture, FrameThread frames, @Nullable PacketFile target) {
    this.capture = capture;
    this.frames = frames;
    this.target = target;
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

  /// Writes the packets to another file from the next one on. Waits for the one that is being
  /// written.
  ///
  /// @return what gets no more packets: the file before, or this one when it comes too late
  @Nullable PacketFile writeTo(PacketFile file) {
    writing.enter();
    try {
      PacketFile before = isOver ? file : target;
      target = isOver ? null : file;
      return before;
    } finally {
      writing.leave();
    }
  }

  long dropped() {
    return frames.dropped();
  }

  /// On its own thread.
  void run() {
    Failure why = null;
    boolean hasBegun = begins();
    try {
      if (hasBegun) {
        deliver();
        conversations.finish();
        deliverStreams();
      }
    } catch (RuntimeException | Error thrown) {
      why = Failure.from(thrown);
    }
    frames.close();
    try {
      completeTarget();
    } catch (Failure failure) {
      why = why == null ? failure : why;
    }
    if (hasBegun) {
      capture.ended(this, why);
    }
  }

  private void completeTarget() {
    writing.enter();
    try {
      isOver = true;
      if (target != null) {
        target.close();
      }
    } finally {
      writing.leave();
    }
  }

  private void deliver() {
    List<Frame> batch = frames.next();
    while (batch != null && !isStopped) {
      for (Frame frame : batch) {
        if (isStopped) {
          break;
        }
        capture.count(frame);
        write(frame);
        Packet packet = heads.packet(frame);
        deliver(packet, capture.handlers());
        if (!capture.streamHandlers().isEmpty()) {
          conversations.add(frame, packet.parsed());
          deliverStreams();
        }
      }
      flush();
      batch = frames.next();
    }
  }

  private void write(Frame frame) {
    writing.enter();
    try {
      if (target != null) {
        target.add(frame);
      }
    } finally {
      writing.leave();
    }
  }

  private void flush() {
    writing.enter();
    try {
      if (target != null) {
        target.flush();
      }
    } finally {
      writing.leave();
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
        Output.ERROR.text(Unwinding.caught(thrown).report("error in handler: "));
      } finally {
        if (sharesState) {
          Turn.PROGRAM.leave();
        }
      }
    }
    Afterwards.reached();
  }
}
