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
  private final Deque<Outcome<Boolean>> receivers = new ArrayDeque<>();
  private final Deque<Outcome<Boolean>> senders = new ArrayDeque<>();
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
      var place = new Place(this, senders, false);
      try {
        Bridge.<Boolean>await(place);
        place.outcome = null;
      } finally {
        place.leave();
      }
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
      receiver = receivers.poll();
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
      var place = new Place(this, receivers, true);
      try {
        Bridge.<Boolean>await(place);
        place.outcome = null;
      } finally {
        place.leave();
      }
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
      var place = new Place(this, receivers, true);
      try {
        Bridge.<Boolean>await(place, left);
        place.outcome = null;
      } catch (Failure failure) {
        if (!failure.matchesType("TimeoutError")) {
          throw failure;
        }
      } finally {
        place.leave();
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
      sender = senders.poll();
    }
    wake(sender);
    return taken;
  }

  void close() {
    List<Outcome<Boolean>> all = new ArrayList<>();
    synchronized (this) {
      isClosed = true;
      all.addAll(receivers);
      all.addAll(senders);
      receivers.clear();
      senders.clear();
    }
    all.forEach(Channel::wake);
  }

  /// A place in a queue of those who wait to be woken. Who gives up, because its time is over or
  /// its task is cancelled, leaves the queue, so that nobody wakes it in place of one that still
  /// waits; when it was woken too late to notice, it wakes the next.
  private static final class Place implements Operation<Boolean> {
    private final Channel channel;
    private final Deque<Outcome<Boolean>> queue;
    private final boolean isForValue;

    /// Null once it was woken, too.
    private @Nullable Outcome<Boolean> outcome;

    Place(Channel channel, Deque<Outcome<Boolean>> queue, boolean isForValue) {
      this.channel = channel;
      this.queue = queue;
      this.isForValue = isForValue;
    }

    @Override
    public void start(Outcome<Boolean> waiter) {
      outcome = waiter;
      channel.wait(queue, waiter, isForValue);
    }

    /// After the wait, however it ended.
    void leave() {
      if (outcome != null) {
        channel.leave(queue, outcome, isForValue);
      }
    }
  }

  private void leave(Deque<Outcome<Boolean>> queue, Outcome<Boolean> place, boolean forValue) {
    Outcome<Boolean> next = null;
    synchronized (this) {
      if (!queue.remove(place) && isReady(forValue)) {
        next = queue.poll();
      }
    }
    wake(next);
  }

  /// With the lock.
  private boolean isReady(boolean forValue) {
    return isClosed || (forValue ? !values.isEmpty() : values.size() < capacity);
  }

  /// Ends the outcome when there may be a value, or the end; to be followed by `leaveReceivers`.
  void queueToReceive(Outcome<Boolean> place) {
    wait(receivers, place, true);
  }

  void leaveReceivers(Outcome<Boolean> place) {
    leave(receivers, place, true);
  }

  /// Ends the outcome when there may be room; to be followed by `leaveSenders`.
  void queueToSend(Outcome<Boolean> place) {
    wait(senders, place, false);
  }

  void leaveSenders(Outcome<Boolean> place) {
    leave(senders, place, false);
  }

  /// Queues who waits, unless there is no more reason to.
  private void wait(Deque<Outcome<Boolean>> queue, Outcome<Boolean> waiter, boolean forValue) {
    synchronized (this) {
      if (!isReady(forValue)) {
        queue.add(waiter);
        return;
      }
    }
    waiter.complete(true);
  }

  private static void wake(@Nullable Outcome<Boolean> waiter) {
    if (waiter != null) {
      waiter.complete(true);
    }
  }
}
