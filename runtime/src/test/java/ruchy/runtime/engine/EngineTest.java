package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class EngineTest {
  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = "amd64",
      disabledReason = "The native transport in the distribution is that of Linux on x86-64.")
  void sockets_are_carried_by_the_native_transport() {
    assertTrue(Epoll.isAvailable(), () -> String.valueOf(Epoll.unavailabilityCause()));
    assertTrue(Engine.vertx().isNativeTransportEnabled());
  }

  @Test
  void there_is_one_event_loop_for_each_processor() {
    assertEquals(Runtime.getRuntime().availableProcessors(), Engine.loops().size());
  }
}
