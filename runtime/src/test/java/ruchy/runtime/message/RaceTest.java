package ruchy.runtime.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.engine.Loop;

/// Which of several addresses becomes the connection.
@Timeout(20)
class RaceTest {
  private final Loop loop = Engine.loops().getFirst();

  @Test
  void an_address_that_is_silent_loses_to_the_next_one() throws Exception {
    var course = new Scripted(Map.of("10.0.0.2", "two"));
    course.run(loop, "10.0.0.1", "10.0.0.2", "10.0.0.3");
    assertEquals("two at 10.0.0.2", course.end.get());
    assertEquals(List.of("10.0.0.1", "10.0.0.2"), course.asked);
  }

  @Test
  void a_connection_that_comes_too_late_is_given_back() throws Exception {
    var course = new Scripted(Map.of("10.0.0.2", "two"));
    course.run(loop, "10.0.0.1", "10.0.0.2");
    assertEquals("two at 10.0.0.2", course.end.get());
    course.answer(loop, "10.0.0.1", "one");
    assertEquals("one", course.givenBack.get());
  }

  @Test
  void the_first_failure_is_that_of_all() throws Exception {
    var course = new Scripted(Map.of("10.0.0.1", "!one", "10.0.0.2", "!two"));
    course.run(loop, "10.0.0.1", "10.0.0.2");
    assertEquals("one", course.end.get());
  }

  @Test
  void a_failure_that_others_would_have_too_ends_it() throws Exception {
    var course = new Scripted(Map.of("10.0.0.1", "!final", "10.0.0.2", "two"));
    course.run(loop, "10.0.0.1", "10.0.0.2");
    assertEquals("final", course.end.get());
    assertEquals(List.of("10.0.0.1"), course.asked);
  }

  /// What each address says: a connection, a failure with `!` before it, or nothing.
  private static final class Scripted implements Race.Course<String> {
    private final Map<String, String> answers;
    private final Map<String, BiConsumer<@Nullable String, @Nullable Throwable>> silent =
        new HashMap<>();
    final List<String> asked = new ArrayList<>();
    final CompletableFuture<String> end = new CompletableFuture<>();
    final CompletableFuture<String> givenBack = new CompletableFuture<>();

    Scripted(Map<String, String> answers) {
      this.answers = answers;
    }

    void run(Loop loop, String... addresses) {
      List<InetAddress> all = Stream.of(addresses).map(InetAddress::ofLiteral).toList();
      loop.execute(() -> new Race<>(loop.events(), all, this).begin());
    }

    void answer(Loop loop, String address, String connection) {
      loop.execute(
          () -> {
            var outcome = silent.get(address);
            if (outcome != null) {
              outcome.accept(connection, null);
            }
          });
    }

    @Override
    public void connect(
        InetAddress address, BiConsumer<@Nullable String, @Nullable Throwable> outcome) {
      String text = address.getHostAddress();
      asked.add(text);
      String answer = answers.get(text);
      if (answer == null) {
        silent.put(text, outcome);
      } else if (answer.startsWith("!")) {
        outcome.accept(null, new IllegalStateException(answer.substring(1)));
      } else {
        outcome.accept(answer, null);
      }
    }

    @Override
    public boolean isFinal(Throwable failure) {
      return "final".equals(failure.getMessage());
    }

    @Override
    public void giveBack(String connection) {
      givenBack.complete(connection);
    }

    @Override
    public void done(
        @Nullable String connection, @Nullable InetAddress address, @Nullable Throwable failure) {
      end.complete(
          address == null
              ? failure == null ? "nothing" : String.valueOf(failure.getMessage())
              : connection + " at " + address.getHostAddress());
    }
  }
}
