package ruchy.runtime.net;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.OpenObject;
import ruchy.runtime.value.TupleValue;

/// A socket for packets (UDP), each of which arrives as a whole or not at all. It does not keep the
/// program alive. May be used from any task.
@LibraryType("net::UdpSocket")
public final class UdpSocket extends OpenObject {
  private final DatagramChannel channel;
  private final Packets packets;
  private final String local;
  private final boolean isOfVersion6;
  private final Map<String, MembershipKey> groups = new HashMap<>();
  private final Cleaner.Cleanable whenDropped;

  private UdpSocket(DatagramChannel channel, String local, boolean isOfVersion6) {
    this.channel = channel;
    this.local = local;
    this.isOfVersion6 = isOfVersion6;
    var own = new Packets(channel, local);
    packets = own;
    whenDropped = Descriptors.watch(this, own::close);
  }

  /// Opens a socket: `"host:port"`, where the host `0.0.0.0` or none is every interface and the
  /// port 0 one that the system chooses. Raises IoError.
  ///
  /// ```ruchy
  /// let socket = net::UdpSocket::bind("127.0.0.1:0")
  /// socket.port > 0   // => true
  /// socket.close()
  /// ```
  @Export
  public static UdpSocket bind(String address) {
    return bind(address, new HashMapValue());
  }

  /// Opens a socket. The option `reuse: true` shares the port with others that do the same, as
  /// several receivers of one multicast group need it.
  ///
  /// ```ruchy
  /// let one = net::UdpSocket::bind("127.0.0.1:0", {reuse: true})
  /// let two = net::UdpSocket::bind(one.local_addr(), {reuse: true})
  /// one.port == two.port   // => true
  /// one.close(); two.close()
  /// ```
  @Export
  public static UdpSocket bind(String address, @Reads MapValue options) {
    Address wanted = Address.parse(address);
    boolean isShared = isShared(options);
    try {
      InetAddress host = wanted.host().isEmpty() ? null : Names.own(wanted.host());
      DatagramChannel channel =
          DatagramChannel.open(
              host instanceof Inet6Address
                  ? StandardProtocolFamily.INET6
                  : StandardProtocolFamily.INET);
      try {
        channel.configureBlocking(false);
        if (isShared) {
          channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
          channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        channel.bind(new InetSocketAddress(host, wanted.port()));
      } catch (IOException failure) {
        channel.close();
        throw failure;
      }
      String local = Address.text(channel.getLocalAddress());
      return new UdpSocket(channel, local, host instanceof Inet6Address);
    } catch (IOException failure) {
      throw Failure.ioError("Cannot listen on " + wanted + ": " + Reasons.of(failure));
    }
  }

  private static boolean isShared(MapValue options) {
    boolean isShared = false;
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      if (key == null) {
        continue;
      }
      if (!"reuse".equals(key)) {
        throw Failure.argumentError("Unknown option of bind: '" + Display.print(key) + "'");
      }
      isShared = Truth.truth(options.valueAt(i));
    }
    return isShared;
  }

  @Override
  public String typeName() {
    return "net::UdpSocket";
  }

  @Override
  public String display() {
    return "<UdpSocket " + local + ">";
  }

  /// Sends a packet, a text or a list of bytes, to `"host:port"`. Raises IoError; that nobody gets
  /// it is no error.
  ///
  /// ```ruchy
  /// let one = net::UdpSocket::bind("127.0.0.1:0")
  /// let two = net::UdpSocket::bind("127.0.0.1:0")
  /// one.send_to("hé", two.local_addr())
  /// two.recv()   // => "hé"
  /// ```
  @Export
  @Waits
  public void sendTo(@Type("string | list<any>") @Reads @Nullable Object content, String address) {
    Address target = Address.parseTarget(address);
    try {
      packets.send(Packets.bytes(content), found(target));
    } catch (IOException failure) {
      throw Failure.ioError("Cannot send to " + target + ": " + Reasons.of(failure));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Waits for the next packet: its text and the address of the sender. Raises ParseError when it
  /// is no UTF-8.
  ///
  /// ```ruchy
  /// let one = net::UdpSocket::bind("127.0.0.1:0")
  /// one.send_to("hello", one.local_addr())
  /// let (text, sender) = one.recv_from()
  /// [text, sender == one.local_addr()]   // => ["hello", true]
  /// ```
  @Export
  @Waits
  @Type("tuple<string, string>")
  public TupleValue recvFrom() {
    Packets.Packet packet = next();
    return TupleValue.pair(packet.text(), packet.sender());
  }

  /// Waits for the next packet: its bytes and the address of the sender.
  ///
  /// ```ruchy
  /// let one = net::UdpSocket::bind("127.0.0.1:0")
  /// one.send_to(b"hi", one.local_addr())
  /// one.recv_bytes_from().0   // => [104, 105]
  /// ```
  @Export
  @Waits
  @Type("tuple<list<byte>, string>")
  public TupleValue recvBytesFrom() {
    Packets.Packet packet = next();
    return TupleValue.pair(Bytes.list(packet.bytes()), packet.sender());
  }

  /// Makes `"host:port"` the only one that `send` sends to and packets are taken from.
  ///
  /// ```ruchy
  /// let one = net::UdpSocket::bind("127.0.0.1:0")
  /// let two = net::UdpSocket::bind("127.0.0.1:0").connect(one.local_addr())
  /// two.send("hello")
  /// one.recv_from().0   // => "hello"
  /// ```
  @Export
  @Waits
  public UdpSocket connect(String address) {
    Address target = Address.parseTarget(address);
    try {
      channel.connect(found(target));
      return this;
    } catch (IOException | java.nio.channels.AlreadyConnectedException failure) {
      throw Failure.ioError("Cannot connect to " + target + ": " + Reasons.of(failure));
    }
  }

  /// The first of the addresses of the host that the socket can reach: one of IPv4 has to do with
  /// those alone.
  private InetSocketAddress found(Address target) throws IOException {
    for (InetAddress host : Names.lookUp(target.host())) {
      if (isOfVersion6 || host instanceof Inet4Address) {
        return new InetSocketAddress(host, target.port());
      }
    }
    throw new IOException("a socket of IPv4 reaches no address of IPv6");
  }

  /// Sends a packet to the one that `connect` named. Raises IoError without `connect`.
  ///
  /// ```ruchy
  /// let socket = net::UdpSocket::bind("127.0.0.1:0")
  /// try { socket.send("hello") } catch (e) { e.type }   // => "IoError"
  /// ```
  @Export
  @Waits
  public void send(@Type("string | list<any>") @Reads @Nullable Object content) {
    try {
      packets.send(Packets.bytes(content), null);
    } catch (IOException failure) {
      throw Failure.ioError("Cannot send from " + local + ": " + Reasons.of(failure));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Waits for the text of the next packet.
  ///
  /// ```ruchy
  /// let socket = net::UdpSocket::bind("127.0.0.1:0")
  /// socket.send_to("hello", socket.local_addr())
  /// socket.recv()   // => "hello"
  /// ```
  @Export
  @Waits
  public String recv() {
    return next().text();
  }

  /// Waits for the bytes of the next packet.
  ///
  /// ```ruchy
  /// let socket = net::UdpSocket::bind("127.0.0.1:0")
  /// socket.send_to("hi", socket.local_addr())
  /// socket.recv_bytes()   // => [104, 105]
  /// ```
  @Export
  @Waits
  @Type("list<byte>")
  public ListValue recvBytes() {
    return Bytes.list(next().bytes());
  }

  private Packets.Packet next() {
    try {
      return packets.next();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Lets no receiving call wait longer than so many milliseconds: it raises TimeoutError then. 0,
  /// the value at first, is no limit.
  ///
  /// ```ruchy
  /// let socket = net::UdpSocket::bind("127.0.0.1:0").set_timeout(1)
  /// try { socket.recv() } catch (e) { e.type }   // => "TimeoutError"
  /// ```
  @Export
  public UdpSocket setTimeout(long millis) {
    packets.setLimit(TcpStream.checkedMillis(millis));
    return this;
  }

  /// Whether packets may go to every machine of a network, as to `255.255.255.255`. False at first.
  ///
  /// ```ruchy
  /// net::UdpSocket::bind(":0").set_broadcast(true)
  /// ```
  @Export
  public UdpSocket setBroadcast(boolean isOn) {
    return option(StandardSocketOptions.SO_BROADCAST, isOn);
  }

  /// Over how many routers packets to multicast groups may go, 0 to 255. 1 at first: none.
  ///
  /// ```ruchy
  /// net::UdpSocket::bind(":0").set_multicast_ttl(4)
  /// ```
  @Export
  public UdpSocket setMulticastTtl(long hops) {
    if (hops < 0 || hops > 255) {
      throw Failure.argumentError("A number of hops is 0 to 255, got " + hops);
    }
    return option(StandardSocketOptions.IP_MULTICAST_TTL, (int) hops);
  }

  /// Whether this machine gets its own packets to multicast groups. True at first.
  ///
  /// ```ruchy
  /// net::UdpSocket::bind(":0").set_multicast_loop(false)
  /// ```
  @Export
  public UdpSocket setMulticastLoop(boolean isOn) {
    return option(StandardSocketOptions.IP_MULTICAST_LOOP, isOn);
  }

  /// Through which interface packets to multicast groups leave, if not through the one that the
  /// system prefers; `join` chooses its own for them. Raises IoError for a name that no interface
  /// has.
  ///
  /// ```ruchy
  /// net::UdpSocket::bind(":0").set_multicast_interface("lo")
  /// ```
  @Export
  public UdpSocket setMulticastInterface(String name) {
    try {
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, Packets.multicastInterface(name));
      return this;
    } catch (IOException failure) {
      throw Failure.ioError("Cannot change " + local + ": " + Reasons.of(failure));
    }
  }

  private <T> UdpSocket option(SocketOption<T> option, T value) {
    try {
      channel.setOption(option, value);
      return this;
    } catch (IOException failure) {
      throw Failure.ioError("Cannot change " + local + ": " + Reasons.of(failure));
    }
  }

  /// Takes packets of a multicast group too, on the first interface that can. Raises IoError.
  ///
  /// ```ruchy
  /// // not run: needs a network with multicast
  /// net::UdpSocket::bind(":5353", {reuse: true}).join("224.0.0.251")
  /// ```
  @Export({"join", "join_multicast"})
  public UdpSocket join(String group) {
    return join(group, "");
  }

  /// Takes packets of a multicast group too, on the interface of that name.
  ///
  /// ```ruchy
  /// let receiver = net::UdpSocket::bind(":0").join("239.1.2.3", "lo")
  /// receiver.leave("239.1.2.3")
  /// receiver.close()
  /// ```
  @Export({"join", "join_multicast"})
  public synchronized UdpSocket join(String group, String interfaceName) {
    try {
      NetworkInterface chosen = Packets.multicastInterface(interfaceName);
      // Where packets to groups leave, too.
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, chosen);
      MembershipKey before = groups.put(group, channel.join(groupAddress(group), chosen));
      if (before != null) {
        before.drop();
      }
      return this;
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException failure) {
      throw Failure.ioError("Cannot join " + group + ": " + Reasons.of(failure));
    }
  }

  private static InetAddress groupAddress(String group) {
    InetAddress address = Names.literal(group);
    if (address == null || !address.isMulticastAddress()) {
      throw Failure.argumentError("Not the address of a multicast group: '" + group + "'");
    }
    return address;
  }

  /// Takes no more packets of the group. Does nothing for a group that was not joined.
  ///
  /// ```ruchy
  /// net::UdpSocket::bind(":0").join("239.1.2.3", "lo").leave("239.1.2.3")
  /// ```
  @Export({"leave", "leave_multicast"})
  public synchronized UdpSocket leave(String group) {
    MembershipKey membership = groups.remove(group);
    if (membership != null) {
      membership.drop();
    }
    return this;
  }

  /// The address that is bound, `host:port`.
  ///
  /// ```ruchy
  /// let socket = net::UdpSocket::bind("127.0.0.1:0")
  /// socket.local_addr() == f"127.0.0.1:{socket.port}"   // => true
  /// ```
  @Export
  public String localAddr() {
    return local;
  }

  /// The port that is bound, also when the system chose it.
  ///
  /// ```ruchy
  /// net::UdpSocket::bind("127.0.0.1:0").port > 0   // => true
  /// ```
  @Property
  public long port() {
    return Long.parseLong(local.substring(local.lastIndexOf(':') + 1));
  }

  /// Whether the socket is closed.
  ///
  /// ```ruchy
  /// let socket = net::UdpSocket::bind("127.0.0.1:0")
  /// socket.close()
  /// socket.is_closed()   // => true
  /// ```
  @Export
  public boolean isClosed() {
    return !channel.isOpen();
  }

  /// Closes the socket; tasks that wait for packets get IoError.
  ///
  /// ```ruchy
  /// net::UdpSocket::bind("127.0.0.1:0").close()
  /// ```
  @Export
  public void close() {
    whenDropped.clean();
  }
}
