package ruchy.runtime.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.TupleValue;

/// Waits for the first of several things: a value in a channel, room in a channel, the end of a
/// task. Of those that are ready the first in the list is done, and only that one.
final class Select {
  private static final long FOREVER = -1;
  private static final long LONGEST_MILLIS = Long.MAX_VALUE / 2_000_000;

  private Select() {}

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
  static @Nullable TupleValue run(ListValue members, MapValue options) {
    long limitMillis = limit(options);
    List<Choice> choices = choices(members);
    if (limitMillis == FOREVER && choices.stream().allMatch(c -> c instanceof Choice.Never)) {
      throw Failure.argumentError("select expects a channel or a task, or a timeout");
    }
    long deadline = System.nanoTime() + limitMillis * 1_000_000;
    while (true) {
      TupleValue done = attempt(choices);
      if (done != null) {
        return done;
      }
      long left = limitMillis == FOREVER ? 0 : (deadline - System.nanoTime() + 999_999) / 1_000_000;
      if (limitMillis != FOREVER && left <= 0) {
        return null;
      }
      try {
        await(choices, left);
      } catch (Failure failure) {
        if (!failure.matchesType("TimeoutError")) {
          throw failure;
        }
      }
    }
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
      limit = Math.min(millis, LONGEST_MILLIS);
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

  /// Waits until one of them may be ready.
  private static void await(List<Choice> choices, long limitMillis) {
    List<Outcome<Boolean>> places = new ArrayList<>(1);
    try {
      Bridge.<Boolean>await(
          place -> {
            places.add(place);
            for (Choice choice : choices) {
              queue(choice, place);
            }
          },
          limitMillis);
    } finally {
      for (Outcome<Boolean> place : places) {
        for (Choice choice : choices) {
          leave(choice, place);
        }
      }
    }
  }

  private static void queue(Choice choice, Outcome<Boolean> place) {
    switch (choice) {
      case Choice.Receive(Channel channel) -> channel.receiving().start(place);
      case Choice.Send(Channel channel, Object _) -> channel.sending().start(place);
      case Choice.End(Task task) -> task.start(place);
      case Choice.Never() -> {}
    }
  }

  private static void leave(Choice choice, Outcome<Boolean> place) {
    switch (choice) {
      case Choice.Receive(Channel channel) -> channel.receiving().abandoned(place);
      case Choice.Send(Channel channel, Object _) -> channel.sending().abandoned(place);
      case Choice.End(Task task) -> task.abandoned(place);
      case Choice.Never() -> {}
    }
  }
}
