package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ruchy.runtime.http.Handlers.handler;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import ruchy.runtime.wire.Wire;

@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NewcomerFilterTest {
  @Test
  void who_comes_later_stays_outside_and_who_is_inside_goes_on() throws Exception {
    Server server = Server.create("127.0.0.1:0");
    server.get("/", handler((req, res) -> res.text("hello")));
    server.listen();
    try (var inside = Wire.to(server.port());
        var later = new Socket()) {
      assertEquals("hello", inside.ask("GET / HTTP/1.1\nHost: a\n\n").body());
      Channel socket = Objects.requireNonNull(server.acceptor());
      org.junit.jupiter.api.Assumptions.assumeTrue(socket instanceof EpollServerSocketChannel);
      socket.eventLoop().submit(() -> NewcomerFilter.attach(socket)).get(10, TimeUnit.SECONDS);
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) server.port());
      assertThrows(SocketTimeoutException.class, () -> later.connect(address, 300));
      assertEquals("hello", inside.ask("GET / HTTP/1.1\nHost: a\n\n").body());
    } finally {
      server.close();
    }
  }
}
