package ruchy.runtime.ws;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.StartsTasks;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// The module `ws`.
@Module("ws")
public final class WsModule {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private WsModule() {}

  /// A client that connects to an address, `ws://` or `wss://`, when the task waits or ends: so
  /// functions that are registered before see every event. With a function it keeps the program
  /// alive until it is closed.
  ///
  /// ```ruchy
  /// let server = ws::Server::new("127.0.0.1:0")
  /// server.on_connection(|socket| {
  ///     socket.on("message", |data| { socket.send(data.to_upper()) })
  /// })
  /// server.listen()
  /// let socket = ws::connect(f"ws://127.0.0.1:{server.port}/")
  /// socket.send("hello")
  /// socket.recv()   // => "HELLO"
  /// server.close()
  /// ```
  @StartsTasks
  @Export
  public static Socket connect(String url) {
    return connect(url, new HashMapValue());
  }

  /// As `connect(url)`, with options: `headers` (a map), `protocols` (a list), `timeout` (10,000
  /// ms, until it is connected), `reconnect` (false; true, or `{delay: 500, max_delay: 30000,
  /// attempts: 0}`), `compress` (false; true or options of `compress`), `max_message`, `max_queue`,
  /// `ping_interval`, `pong_timeout`, `close_timeout` (as of the server), `ca` (a file of
  /// certificates to trust), `insecure`.
  ///
  /// ```ruchy
  /// let socket = ws::connect("ws://127.0.0.1:1/", {headers: {Authorization: "Bearer abc"}, timeout: 2000})
  /// socket.close()
  /// ```
  @StartsTasks
  @Export
  public static Socket connect(String url, @Reads MapValue options) {
    WsUrl address = WsUrl.parse(url);
    var dial = new Dial(address, new ClientOptions(options), loop());
    Afterwards.run(dial::begin);
    return dial.socket();
  }

  /// The event loop of the current thread, or one after the other.
  private static Loop loop() {
    Loop own = Engine.current();
    if (own != null) {
      return own;
    }
    List<Loop> loops = Engine.loops();
    return loops.get(Math.floorMod(NEXT.getAndIncrement(), loops.size()));
  }
}
