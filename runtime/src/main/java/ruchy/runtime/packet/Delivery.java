package ruchy.runtime.packet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Awaitable;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.engine.LoopThreads;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.engine.Unwinding;
import ruchy.runtime.engine.Waiters;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;

/// The task of a capture from start to stop: takes frames and calls the handlers, one after the
/// other (L 12.6). Runs on a virtual thread of its own; each call of a handler that shares state
/// holds the turn.
///
/// Always: it begins once, by `begin` or by `stop`, whichever comes first, and then its thread ends
/// it, whatever happens: it alone completes the file, notes the error, wakes those who wait and
/// tells the capture.
final class Delivery {
  private final PacketCapture capture;
  private final FrameThread frames;
  private final StreamOptions streamOptions;
  private final Waiters untilEnd = new Waiters(this::isLeft);

  /// Held while a packet is written to the target. What follows is guarded by it.
  private final Gate writing = new Gate();

  /// Where the packets go too.
  private @Nullable PacketFile target;

  private boolean isOver;

  private volatile boolean isStopped;
  private volatile boolean isReplaced;

  /// Written with the lock of this, before `hasEnded`.
  private volatile @Nullable Failure failure;

  private volatile boolean hasEnded;

  /// These are guarded by this.
  private boolean hasBegun;

  private final List<Runnable> atEnd = new ArrayList<>(0);

  Delivery(PacketCapture capture, FrameThread frames, @Nullable PacketFile target) {
    this.capture = capture;
    this.frames = frames;
    this.target = target;
    streamOptions = capture.streamOptions();
  }

  /// Starts its thread, unless that was started. From any thread.
  void begin() {
    synchronized (this) {
      if (hasBegun) {
        return;
      }
      hasBegun = true;
    }
    LoopThreads.free(this::run).start();
  }

  /// From any thread; a handler that is running goes on to its end. What has not begun begins now,
  /// and ends before its first packet.
  void stop() {
    isStopped = true;
    frames.close();
    begin();
  }

  /// Whether more packets may come from it.
  boolean isGoing() {
    return !isStopped && !hasEnded;
  }

  /// Another delivery takes its place, after a stop: those who wait for its end need not wait until
  /// the handler that is running has ended.
  void replaced() {
    isReplaced = true;
    untilEnd.wake();
  }

  private boolean isLeft() {
    return hasEnded || isReplaced;
  }

  /// Waits for the end, and raises the error by which it came.
  void awaitEnd() {
    untilEnd.await();
    Failure why = failure;
    if (why != null) {
      throw why.raisedHere();
    }
  }

  /// Does this when it has ended, at once if it has.
  void atEnd(Runnable last) {
    synchronized (this) {
      if (!hasEnded) {
        atEnd.add(last);
        return;
      }
    }
    last.run();
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

  /// On its own thread.
  private void run() {
    Failure why = failureOf(this::deliver);
    frames.close();
    Failure incomplete = failureOf(this::completeTarget);
    end(why == null ? incomplete : why);
  }

  private static @Nullable Failure failureOf(Runnable step) {
    try {
      step.run();
      return null;
    } catch (RuntimeException failure) {
      return Failure.from(failure);
    } catch (Error error) {
      return failureOf(error);
    }
  }

  /// Also for an error that is no business of the program, such as a class that cannot be linked:
  /// the capture ends by it.
  private static Failure failureOf(Error error) {
    try {
      return Failure.from(error);
    } catch (Error fault) {
      return Failure.runtimeError(fault.toString());
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

  /// An error for which nobody waits is told before the program may end.
  private void end(@Nullable Failure why) {
    List<Runnable> last;
    synchronized (this) {
      failure = why;
      hasEnded = true;
      last = List.copyOf(atEnd);
      atEnd.clear();
    }
    boolean isTold = untilEnd.wake();
    try {
      if (why != null && !isTold) {
        Output.ERROR.text(why.report("error in capture: "));
      }
    } finally {
      capture.ended(this);
      last.forEach(Runnable::run);
    }
  }

  private void deliver() {
    var heads = new Heads();
    var conversations = new Conversations(streamOptions);
    List<Frame> batch = isStopped ? null : frames.next();
    while (batch != null && !isStopped) {
      for (Frame frame : batch) {
        if (isStopped) {
          return;
        }
        capture.count(frame);
        write(frame);
        Packet packet = heads.packet(frame);
        deliver(packet, capture.handlers());
        if (!capture.streamHandlers().isEmpty()) {
          conversations.add(frame, packet.parsed());
          deliverStreams(conversations);
        }
      }
      flush();
      batch = frames.next();
    }
    conversations.finish();
    deliverStreams(conversations);
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

  private void deliverStreams(Conversations conversations) {
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
        Output.ERROR.text(Unwinding.left(thrown).report("error in handler: "));
      } finally {
        if (sharesState) {
          Turn.PROGRAM.leave();
        }
      }
    }
    Afterwards.reached();
  }
}
