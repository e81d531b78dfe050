package ruchy.runtime.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Operation;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.TupleValue;

/// A queue of values between tasks. Its own lock guards it, and is never held while a task waits.
final class Channel {
  /// What was taken: a value, or the news that there will be none.
  record Taken(@Nullable Object value, boolean isEnd) {
    static final Taken END = new Taken(null, true);
  }

  private final long capacity;
  private final Deque<Taken> values = new ArrayDeque<>();
  private final Queue receivers = new Queue(true);
  private final Queue senders = new Queue(false);
  private boolean isClosed;

  private Channel(long capacity) {
    this.capacity = capacity;
  }

  /// The sending and the receiving end of a new channel.
  static TupleValue ends(long capacity) {
    if (capacity < 1) {
      throw Failure.argumentError("A channel holds at least one value, got " + capacity);
    }
    Channel channel = new Channel(capacity);
    return TupleValue.pair(new Sender(channel), new Receiver(channel));
  }

  /// Puts the value in; waits while the channel is full; raises on a closed one.
  void send(@Nullable Object value) {
    while (!offer(value)) {
      Bridge.<Boolean>await(senders);
    }
  }

  /// Puts the value in unless the channel is full; raises on a closed one.
  boolean offer(@Nullable Object value) {
    Outcome<Boolean> receiver;
    synchronized (this) {
      if (isClosed) {
        throw Failure.runtimeError("The channel is closed");
      }
      if (values.size() >= capacity) {
        return false;
      }
      values.add(new Taken(value, false));
      receiver = receivers.waiting.poll();
    }
    wake(receiver);
    return true;
  }

  /// Takes a value, or the end, which it waits for.
  Taken receive() {
    while (true) {
      Taken taken = poll();
      if (taken != null) {
        return taken;
      }
      Bridge.<Boolean>await(receivers);
    }
  }

  /// As `receive`, waiting that many milliseconds at most, one or more; null when they are over.
  @Nullable Taken receive(long limitMillis) {
    long deadline = System.nanoTime() + limitMillis * 1_000_000;
    while (true) {
      Taken taken = poll();
      long left = (deadline - System.nanoTime() + 999_999) / 1_000_000;
      if (taken != null || left <= 0) {
        return taken;
      }
      try {
        Bridge.<Boolean>await(receivers, left);
      } catch (Failure failure) {
        if (!failure.matchesType("TimeoutError")) {
          throw failure;
        }
      }
    }
  }

  /// Takes a value if there is one, or the end; else null.
  @Nullable Taken poll() {
    Outcome<Boolean> sender;
    Taken taken;
    synchronized (this) {
      if (values.isEmpty()) {
        return isClosed ? Taken.END : null;
      }
      taken = values.removeFirst();
      sender = senders.waiting.poll();
    }
    wake(sender);
    return taken;
  }

  void close() {
    List<Outcome<Boolean>> all = new ArrayList<>();
    synchronized (this) {
      isClosed = true;
      all.addAll(receivers.waiting);
      all.addAll(senders.waiting);
      receivers.waiting.clear();
      senders.waiting.clear();
    }
    all.forEach(Channel::wake);
  }

  /// Those who wait to be woken. Who gives up, because its time is over or its task is cancelled,
  /// leaves the queue, so that nobody wakes it in place of one that still waits; when it was woken
  /// too late to notice, it wakes the next. The channel's lock guards it.
  private final class Queue implements Operation<Boolean> {
    private final Deque<Outcome<Boolean>> waiting = new ArrayDeque<>();
    private final boolean isForValue;

    Queue(boolean isForValue) {
      this.isForValue = isForValue;
    }

    /// Queues who waits, unless there is no more reason to.
    @Override
    public void start(Outcome<Boolean> waiter) {
      synchronized (Channel.this) {
        if (!isReady(isForValue)) {
          waiting.add(waiter);
          return;
        }
      }
      waiter.complete(true);
    }

    @Override
    public void abandoned(Outcome<Boolean> waiter) {
      Outcome<Boolean> next = null;
      synchronized (Channel.this) {
        if (!waiting.remove(waiter) && isReady(isForValue)) {
          next = waiting.poll();
        }
      }
      wake(next);
    }
  }

  /// With the lock.
  private boolean isReady(boolean forValue) {
    return isClosed || (forValue ? !values.isEmpty() : values.size() < capacity);
  }

  /// Its outcomes end when there may be a value, or the end.
  Operation<Boolean> receiving() {
    return receivers;
  }

  /// Its outcomes end when there may be room.
  Operation<Boolean> sending() {
    return senders;
  }

  private static void wake(@Nullable Outcome<Boolean> waiter) {
    if (waiter != null) {
      waiter.complete(true);
    }
  }
}
