package ruchy.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.TupleValue;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelTest {
  private record Ends(Sender tx, Receiver rx) {
    static Ends of(TupleValue pair) {
      return new Ends((Sender) pair.get(0), (Receiver) pair.get(1));
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

  @Test
  void a_channel_holds_at_least_one_value() {
    assertThrows(Failure.class, () -> TaskGlobals.channel(0));
  }
}
