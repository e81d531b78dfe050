package ruchy.runtime.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Line;
import ruchy.runtime.engine.Operation;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.TupleValue;

/// A queue of values between tasks. Who waits for a value is given one, in the order in which they
/// came, and who waits with a value for room has it taken in the same way: nobody overtakes them.
/// Who gives up, because its time is over or its task is cancelled, gets and loses nothing.
///
/// Its own lock guards it, and is never held while a task waits. Always: who waits for a value
/// waits because there is none, and who waits for room because there is none.
final class Channel {
  /// What was taken: a value, or the news that there will be none.
  record Taken(@Nullable Object value, boolean isEnd) {
    static final Taken END = new Taken(null, true);
  }

  /// A value that waits for room, and who waits with it: true when it is taken in, false when the
  /// channel is closed.
  private record Parcel(Taken taken, Outcome<Boolean> sender) implements Line.Member {
    @Override
    public boolean isOpen() {
      return sender.isOpen();
    }
  }

  private final long capacity;
  private final Deque<Taken> values = new ArrayDeque<>();
  private final Line<Outcome<Taken>> receivers = new Line<>();
  private final Line<Parcel> senders = new Line<>();
  private final Receiving receiving = new Receiving();
  private boolean isClosed;

  /// Whether there is neither a value nor the end; a hint for those who come to wait, of whom each
  /// would want the lock twice. Written with the lock.
  private volatile boolean isQuiet = true;

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
    if (!offer(value)) {
      sent(Bridge.<Boolean>await(sending(value)));
    }
  }

  /// Raises unless the value was taken in.
  static void sent(boolean isTakenIn) {
    if (!isTakenIn) {
      throw Failure.runtimeError("The channel is closed");
    }
  }

  /// Puts the value in unless the channel is full; raises on a closed one.
  boolean offer(@Nullable Object value) {
    Outcome<Taken> receiver;
    synchronized (this) {
      sent(!isClosed);
      if (values.size() >= capacity) {
        return false;
      }
      receiver = put(new Taken(value, false));
    }
    wake(receiver);
    return true;
  }

  /// With the lock, where there is room: gives the value to who waits longest, who is to be woken
  /// behind the lock, or keeps it and gives null.
  private @Nullable Outcome<Taken> put(Taken taken) {
    Outcome<Taken> receiver;
    while ((receiver = receivers.next()) != null) {
      if (receiver.settle(taken)) {
        return receiver;
      }
    }
    values.add(taken);
    isQuiet = false;
    return null;
  }

  /// Takes a value, or the end, which it waits for.
  Taken receive() {
    Taken taken = poll();
    return taken != null ? taken : Bridge.<Taken>await(receiving);
  }

  /// As `receive`, waiting that many milliseconds at most, one or more; null when they are over.
  @Nullable Taken receive(long limitMillis) {
    Taken taken = poll();
    if (taken != null) {
      return taken;
    }
    try {
      return Bridge.<Taken>await(receiving, limitMillis);
    } catch (Failure failure) {
      if (!failure.matchesType("TimeoutError")) {
        throw failure;
      }
      return null;
    }
  }

  /// Takes a value if there is one, or the end; else null.
  @Nullable Taken poll() {
    if (isQuiet) {
      return null;
    }
    Taken taken;
    Outcome<Boolean> sender;
    synchronized (this) {
      taken = peek();
      sender = taken == null ? null : removed(taken);
    }
    wake(sender);
    return taken;
  }

  /// With the lock.
  private @Nullable Taken peek() {
    Taken first = values.peek();
    return first == null && isClosed ? Taken.END : first;
  }

  /// With the lock: removes what `peek` gave, and takes in what waits for the room. Who has waited
  /// with it is to be woken behind the lock.
  private @Nullable Outcome<Boolean> removed(Taken taken) {
    if (taken.isEnd) {
      return null;
    }
    values.remove();
    Parcel parcel;
    while ((parcel = senders.next()) != null) {
      if (parcel.sender.settle(true)) {
        values.add(parcel.taken);
        return parcel.sender;
      }
    }
    isQuiet = values.isEmpty() && !isClosed;
    return null;
  }

  void close() {
    List<Outcome<?>> woken = new ArrayList<>();
    synchronized (this) {
      isClosed = true;
      isQuiet = false;
      Outcome<Taken> receiver;
      while ((receiver = receivers.next()) != null) {
        if (receiver.settle(Taken.END)) {
          woken.add(receiver);
        }
      }
      Parcel parcel;
      while ((parcel = senders.next()) != null) {
        if (parcel.sender.settle(false)) {
          woken.add(parcel.sender);
        }
      }
    }
    woken.forEach(Outcome::wake);
  }

  /// How many are in line for a value, some of whom may have given up.
  synchronized int waitingToReceive() {
    return receivers.size();
  }

  /// How many are in line for room, as `waitingToReceive`.
  synchronized int waitingToSend() {
    return senders.size();
  }

  private static void wake(@Nullable Outcome<?> waiter) {
    if (waiter != null) {
      waiter.wake();
    }
  }

  /// Its outcomes end with a value, or the end.
  Operation<Taken> receiving() {
    return receiving;
  }

  /// Its outcome ends with true when the value is taken in, with false when the channel is closed.
  Operation<Boolean> sending(@Nullable Object value) {
    return new Sending(new Taken(value, false));
  }

  private final class Receiving implements Operation<Taken> {
    @Override
    public void start(Outcome<Taken> outcome) {
      Outcome<Boolean> sender;
      synchronized (Channel.this) {
        Taken taken = peek();
        if (taken == null) {
          receivers.add(outcome);
          return;
        }
        sender = outcome.settle(taken) ? removed(taken) : null;
      }
      outcome.wake();
      wake(sender);
    }

    @Override
    public void abandoned(Outcome<Taken> outcome) {
      synchronized (Channel.this) {
        receivers.left();
      }
    }
  }

  private final class Sending implements Operation<Boolean> {
    private final Taken taken;

    Sending(Taken taken) {
      this.taken = taken;
    }

    @Override
    public void start(Outcome<Boolean> outcome) {
      Outcome<Taken> receiver = null;
      synchronized (Channel.this) {
        if (!isClosed && values.size() >= capacity) {
          senders.add(new Parcel(taken, outcome));
          return;
        }
        if (outcome.settle(!isClosed) && !isClosed) {
          receiver = put(taken);
        }
      }
      outcome.wake();
      wake(receiver);
    }

    @Override
    public void abandoned(Outcome<Boolean> outcome) {
      synchronized (Channel.this) {
        senders.left();
      }
    }
  }
}
