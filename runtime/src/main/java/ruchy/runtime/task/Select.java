package ruchy.runtime.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Operation;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.TupleValue;

/// Waits for the first of several things: a value in a channel, room in a channel, the end of a
/// task. Of those that are ready the first in the list is done, and only that one.
final class Select implements Operation<Select.Happened> {
  private static final long FOREVER = -1;

  private final List<Choice> choices;
  private final long limitMillis;
  private final List<Queued<?>> queued;

  private Select(List<Choice> choices, long limitMillis) {
    this.choices = choices;
    this.limitMillis = limitMillis;
    this.queued = new ArrayList<>(choices.size());
  }

  /// What may be waited for.
  private sealed interface Choice {
    /// A value of a channel, or its end.
    record Receive(Channel channel) implements Choice {}

    /// Room in a channel for a value.
    record Send(Channel channel, @Nullable Object value) implements Choice {}

    /// The end of a task.
    record End(Task task) implements Choice {}

    /// What never happens.
    record Never() implements Choice {}
  }

  /// The index of what happened and its value; null when nothing did within the option `timeout`.
  /// Small, since a task that waits keeps its frame (`Bridge.await`).
  static @Nullable TupleValue run(ListValue members, MapValue options) {
    Select select = of(members, options);
    TupleValue done = attempt(select.choices);
    return done != null || select.limitMillis == 0 ? done : select.result(select.happened());
  }

  private static Select of(ListValue members, MapValue options) {
    long limitMillis = limit(options);
    List<Choice> choices = choices(members);
    if (limitMillis == FOREVER && choices.stream().allMatch(c -> c instanceof Choice.Never)) {
      throw Failure.argumentError("select expects a channel or a task, or a timeout");
    }
    return new Select(choices, limitMillis);
  }

  /// Waits for the first of them, and does it; null when the time is over.
  private @Nullable Happened happened() {
    try {
      return Bridge.<Happened>await(this, Math.max(0, limitMillis));
    } catch (Failure failure) {
      if (!failure.matchesType("TimeoutError")) {
        throw failure;
      }
      return null;
    } finally {
      leave();
    }
  }

  private @Nullable TupleValue result(@Nullable Happened happened) {
    return happened == null
        ? null
        : TupleValue.pair((long) happened.index, value(choices.get(happened.index), happened));
  }

  @Override
  public void start(Outcome<Happened> place) {
    for (int i = 0; i < choices.size() && place.isOpen(); i++) {
      queue(choices.get(i), i, place);
    }
  }

  /// The one that has been done is in no line any more.
  private void leave() {
    queued.forEach(Queued::leave);
    queued.clear();
  }

  /// What has ended the wait: the choice at the index, with what its operation gave.
  record Happened(int index, Object with) {}

  private static @Nullable Object value(Choice choice, Happened happened) {
    return switch (choice) {
      case Choice.Receive _ -> ((Channel.Taken) happened.with).value();
      case Choice.Send _ -> {
        Channel.sent((Boolean) happened.with);
        yield null;
      }
      case Choice.End(Task task) -> task.await();
      case Choice.Never() -> null;
    };
  }

  private static long limit(MapValue options) {
    long limit = FOREVER;
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      if (key == null) {
        continue;
      }
      if (!Display.print(key).equals("timeout")) {
        throw Failure.argumentError("Unknown option of select: '" + Display.print(key) + "'");
      }
      Object value = options.valueAt(i);
      if (!(value instanceof Long millis) || millis < 0) {
        throw Failure.argumentError(
            "The timeout of select is milliseconds, got " + Display.debug(value));
      }
      limit = millis;
    }
    return limit;
  }

  private static List<Choice> choices(ListValue members) {
    List<Choice> choices = new ArrayList<>(members.size());
    for (int i = 0; i < members.size(); i++) {
      choices.add(choice(members.at(i)));
    }
    return choices;
  }

  private static Choice choice(@Nullable Object member) {
    return switch (member) {
      case Receiver receiver -> new Choice.Receive(receiver.channel());
      case Task task -> new Choice.End(task);
      case TupleValue pair when pair.size() == 2 && pair.at(0) instanceof Sender sender ->
          new Choice.Send(sender.channel(), pair.at(1));
      case null -> new Choice.Never();
      default ->
          throw Failure.typeError(
              "select expects receivers, (sender, value) and tasks, got " + Kind.described(member));
    };
  }

  private static @Nullable TupleValue attempt(List<Choice> choices) {
    for (int i = 0; i < choices.size(); i++) {
      switch (choices.get(i)) {
        case Choice.Receive(Channel channel) -> {
          Channel.Taken taken = channel.poll();
          if (taken != null) {
            return TupleValue.pair((long) i, taken.value());
          }
        }
        case Choice.Send(Channel channel, Object value) -> {
          if (channel.offer(value)) {
            return TupleValue.pair((long) i, null);
          }
        }
        case Choice.End(Task task) -> {
          if (task.isFinished()) {
            return TupleValue.pair((long) i, task.await());
          }
        }
        case Choice.Never() -> {}
      }
    }
    return null;
  }

  /// A place in the line of one of the choices.
  private record Queued<T>(Operation<T> operation, Outcome<T> outcome) {
    void leave() {
      operation.abandoned(outcome);
    }
  }

  private void queue(Choice choice, int index, Outcome<Happened> place) {
    switch (choice) {
      case Choice.Receive(Channel channel) -> queue(channel.receiving(), index, place);
      case Choice.Send(Channel channel, Object value) ->
          queue(channel.sending(value), index, place);
      case Choice.End(Task task) -> queue(task, index, place);
      case Choice.Never() -> {}
    }
  }

  private <T> void queue(Operation<T> operation, int index, Outcome<Happened> place) {
    Outcome<T> branch = place.branch(with -> new Happened(index, with));
    queued.add(new Queued<>(operation, branch));
    operation.start(branch);
  }
}
