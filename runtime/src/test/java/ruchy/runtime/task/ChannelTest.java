package ruchy.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.TupleValue;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelTest {
  private record Ends(Sender tx, Receiver rx) {
    static Ends of(TupleValue pair) {
      return new Ends((Sender) pair.get(0), (Receiver) pair.get(1));
    }

    /// By `recv`, by `recv_timeout`, by `select`.
    @Nullable Object taken(int kind) {
      if (kind == 0) {
        return rx.recv();
      }
      if (kind == 1) {
        return rx.recvTimeout(1);
      }
      TupleValue some = Select.run(ListValue.of(rx), HashMapValue.of("timeout", 1L));
      return some == null ? null : some.at(1);
    }
  }

  private final Ends ends = Ends.of(TaskGlobals.channel());

  @Test
  void values_come_out_in_order() {
    ends.tx().send(1L);
    ends.tx().same().send(null);
    ends.tx().send("x");
    assertEquals(1L, ends.rx().recv());
    assertNull(ends.rx().recv());
    assertEquals("x", ends.rx().tryRecv());
    assertNull(ends.rx().tryRecv());
    assertNull(ends.rx().recvTimeout(1));
  }

  @Test
  void a_closed_channel_gives_what_is_in_it_and_then_nil() {
    ends.tx().send(1L);
    ends.tx().close();
    assertEquals(1L, ends.rx().recv());
    assertNull(ends.rx().recv());
    assertThrows(Failure.class, () -> ends.tx().send(2L));
  }

  @Test
  void a_receiver_waits_for_a_value_and_for_the_end() {
    Task task = (Task) Tasks.spawn(Body.of(() -> ends.rx().recv()), false, "test.ruchy:1:1");
    ends.tx().send("late");
    assertEquals("late", task.await());
    Task last = (Task) Tasks.spawn(Body.of(() -> ends.rx().recv()), false, "test.ruchy:1:1");
    ends.tx().close();
    assertNull(last.await());
  }

  @Test
  void many_tasks_lose_no_value() {
    Ends narrow = Ends.of(TaskGlobals.channel(2));
    List<Object> senders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      long first = i * 1000L;
      senders.add(
          Tasks.spawn(
              Body.of(
                  () -> {
                    for (long value = first; value < first + 1000; value++) {
                      narrow.tx().send(value);
                    }
                    return null;
                  }),
              false,
              "test.ruchy:1:1"));
    }
    List<Object> receivers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      receivers.add(Tasks.spawn(Body.of(() -> sum(narrow.rx())), false, "test.ruchy:1:1"));
    }
    Groups.all(ListValue.of(senders.toArray()));
    narrow.tx().close();
    long total = 0;
    for (Object receiver : receivers) {
      total += (Long) ((Task) receiver).await();
    }
    assertEquals(7999L * 8000 / 2, total);
  }

  private static Object sum(Receiver rx) {
    long sum = 0;
    Cursor walk = rx.cursor();
    while (walk.advance()) {
      sum += (Long) walk.value();
    }
    return sum;
  }

  private static Task spawn(Body.Code body) {
    return (Task) Tasks.spawn(Body.of(body), false, "test.ruchy:1:1");
  }

  private static void awaitWaiting(BooleanSupplier waits) {
    while (!waits.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void who_waits_for_a_value_is_not_overtaken() {
    var order = new ConcurrentLinkedQueue<String>();
    List<Task> receivers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      receivers.add(spawn(() -> order.add(number + " got " + ends.rx().recv())));
      awaitWaiting(() -> ends.rx().channel().waitingToReceive() == number + 1);
    }
    for (long value = 0; value < 5; value++) {
      ends.tx().send(value);
      assertNull(ends.rx().tryRecv(), "it has been given away");
    }
    receivers.forEach(Task::await);
    assertEquals(Set.of("0 got 0", "1 got 1", "2 got 2", "3 got 3", "4 got 4"), Set.copyOf(order));
  }

  @Test
  void who_waits_for_room_is_not_overtaken() {
    Ends narrow = Ends.of(TaskGlobals.channel(1));
    narrow.tx().send("first");
    List<Task> senders = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long number = i;
      senders.add(spawn(() -> narrow.tx().send(number)));
      awaitWaiting(() -> narrow.rx().channel().waitingToSend() == number + 1);
    }
    assertEquals("first", narrow.rx().recv());
    assertNull(
        Select.run(
            ListValue.of(TupleValue.pair(narrow.tx(), "late")), HashMapValue.of("timeout", 0L)));
    for (long value = 0; value < 5; value++) {
      assertEquals(value, narrow.rx().recv());
    }
    senders.forEach(Task::await);
    assertNull(narrow.rx().tryRecv());
  }

  @Test
  void who_gives_up_gets_no_value_and_sends_none() {
    Ends narrow = Ends.of(TaskGlobals.channel(1));
    Task receiver = spawn(() -> narrow.rx().recv());
    awaitWaiting(() -> narrow.rx().channel().waitingToReceive() == 1);
    receiver.cancel();
    assertThrows(Failure.class, receiver::await);
    narrow.tx().send("kept");
    Task sender = spawn(() -> narrow.tx().send("never"));
    awaitWaiting(() -> narrow.rx().channel().waitingToSend() == 1);
    sender.cancel();
    assertThrows(Failure.class, sender::await);
    assertEquals("kept", narrow.rx().recv());
    assertNull(narrow.rx().tryRecv());
  }

  @Test
  void values_for_receivers_that_are_cancelled_or_too_late_are_not_lost() {
    Ends narrow = Ends.of(TaskGlobals.channel(3));
    long count = 20_000;
    var received = new ConcurrentLinkedQueue<Object>();
    var isOver = new AtomicBoolean();
    List<Task> receivers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int kind = i % 3;
      receivers.add(
          spawn(
              () -> {
                while (!isOver.get()) {
                  Task one = spawn(() -> received.add(taken(narrow, kind)));
                  if (kind == 0) {
                    one.cancel();
                  }
                  try {
                    one.await();
                  } catch (Failure cancelled) {
                    assertTrue(cancelled.matchesType("CancelledError"));
                  }
                }
                return null;
              }));
    }
    for (long value = 0; value < count; value++) {
      narrow.tx().send(value);
    }
    awaitWaiting(() -> received.stream().filter(Long.class::isInstance).count() == count);
    isOver.set(true);
    narrow.tx().close();
    receivers.forEach(Task::await);
    assertEquals(count, received.stream().filter(Long.class::isInstance).distinct().count());
  }

  private static Object taken(Ends ends, int kind) {
    Object value = ends.taken(kind);
    return value == null ? "nothing" : value;
  }

  @Test
  void senders_that_wait_get_an_error_when_the_channel_is_closed() {
    Ends narrow = Ends.of(TaskGlobals.channel(1));
    narrow.tx().send("kept");
    Task sender = spawn(() -> narrow.tx().send("never"));
    Task selecting =
        spawn(
            () ->
                Select.run(
                    ListValue.of(TupleValue.pair(narrow.tx(), "never")), new HashMapValue()));
    awaitWaiting(() -> narrow.rx().channel().waitingToSend() == 2);
    narrow.tx().close();
    assertEquals("The channel is closed", assertThrows(Failure.class, sender::await).message());
    assertEquals("The channel is closed", assertThrows(Failure.class, selecting::await).message());
    assertEquals("kept", narrow.rx().recv());
    assertNull(narrow.rx().recv());
  }

  @Test
  void the_longest_limit_is_no_limit_that_is_over() {
    Task receiver = spawn(() -> ends.rx().recvTimeout(Long.MAX_VALUE));
    awaitWaiting(() -> ends.rx().channel().waitingToReceive() == 1);
    ends.tx().send("in time");
    assertEquals("in time", receiver.await());
  }

  @Test
  void those_who_have_given_up_are_forgotten() {
    Task receiver = spawn(() -> ends.rx().recv());
    awaitWaiting(() -> ends.rx().channel().waitingToReceive() == 1);
    for (int i = 0; i < 1000; i++) {
      Task one = spawn(() -> ends.rx().recv());
      awaitWaiting(() -> one.isFinished() || ends.rx().channel().waitingToReceive() > 1);
      one.cancel();
      assertThrows(Failure.class, one::await);
      assertTrue(ends.rx().channel().waitingToReceive() < 100, "they are kept");
    }
    ends.tx().send("still there");
    assertEquals("still there", receiver.await());
  }

  @Test
  void a_channel_holds_at_least_one_value() {
    assertThrows(Failure.class, () -> TaskGlobals.channel(0));
  }
}
