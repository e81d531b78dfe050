package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;

/// A tunnel of this machine (Linux): an interface whose other end is the program. What the system
/// sends into it is read here as packets of IP, and what is written arrives at the system as if it
/// came from a network. May be used from any task. Keeps the program alive until it is closed.
@LibraryType("net::Tun")
public final class Tun implements LibraryObject, Lifetime.Open {
  private static final int LEAST_MTU = 68;
  private static final int LARGEST_MTU = 65_535;
  private static final long LONGEST_MILLIS = Long.MAX_VALUE / 2_000_000;

  private final TunDevice device;
  private final TunQueue queue;
  private volatile long limitMillis;
  private volatile boolean isClosed;

  private Tun(TunDevice device) {
    this.device = device;
    queue = new TunQueue(device);
  }

  /// Makes a tunnel, which goes when it is closed or the program ends; `"tun%d"` lets the system
  /// choose the number. It needs the right to configure networks. Raises IoError `Cannot open a
  /// tunnel NAME: REASON`.
  ///
  /// ```ruchy
  /// // not run: needs the right to configure networks
  /// let tun = net::Tun::open("tun%d").set_address("10.8.0.1/24")
  /// for packet in tun { println(packet) }
  /// ```
  @Export
  public static Tun open(String name) {
    if (name.length() >= TunDevice.NAME_BYTES || !name.matches("[!-.0-~]*")) {
      throw Failure.argumentError(
          "The name of a tunnel has at most 15 letters and digits, got '" + name + "'");
    }
    try {
      var tun = new Tun(TunDevice.open(name));
      Lifetime.opened(tun);
      return tun;
    } catch (IOException failure) {
      throw failed("Cannot open a tunnel " + name, failure);
    }
  }

  private static Failure failed(String attempt, IOException failure) {
    return Failure.ioError(attempt + ": " + failure.getMessage());
  }

  @Override
  public String typeName() {
    return "net::Tun";
  }

  @Override
  public String display() {
    return "<Tun " + device.name() + ">";
  }

  /// The name of the interface.
  ///
  /// ```ruchy
  /// // not run: needs the right to configure networks
  /// println(net::Tun::open("tun%d").name)   // prints tun0
  /// ```
  @Property
  public String name() {
    return device.name();
  }

  /// The most bytes that a packet may have, 1500 at first. Raises IoError.
  ///
  /// ```ruchy
  /// // not run: needs the right to configure networks
  /// println(net::Tun::open("tun0").mtu)   // prints 1500
  /// ```
  @Property
  public long mtu() {
    try {
      return device.mtu();
    } catch (IOException failure) {
      throw failed("Cannot ask " + device.name(), failure);
    }
  }

  /// Sets the most bytes that a packet may have, 68 to 65,535. Raises IoError.
  ///
  /// ```ruchy
  /// // not run: needs the right to configure networks
  /// net::Tun::open("tun0").set_mtu(1400)
  /// ```
  @Export
  public Tun setMtu(long bytes) {
    if (bytes < LEAST_MTU || bytes > LARGEST_MTU) {
      throw Failure.argumentError("An MTU is 68 to 65535, got " + bytes);
    }
    try {
      device.setMtu((int) bytes);
      return this;
    } catch (IOException failure) {
      throw failed("Cannot set the MTU of " + device.name(), failure);
    }
  }

  /// Gives the system's end an address with the length of its network's prefix, and lets packets
  /// pass: those for other addresses of the network are read here. Raises IoError.
  ///
  /// ```ruchy
  /// // not run: needs the right to configure networks
  /// net::Tun::open("tun0").set_address("10.8.0.1/24").set_address("fd00::1/64")
  /// ```
  @Export
  public Tun setAddress(String address) {
    int slash = address.indexOf('/');
    InetAddress host = literal(slash < 0 ? address : address.substring(0, slash));
    int bits = host instanceof Inet6Address ? 128 : 32;
    int prefix = slash < 0 ? bits : prefix(address.substring(slash + 1), bits);
    if (host == null || prefix < 0) {
      throw Failure.argumentError("Not an address (10.8.0.1/24): '" + address + "'");
    }
    try {
      device.setAddress(host, prefix);
      device.up();
      return this;
    } catch (IOException failure) {
      throw failed("Cannot give " + device.name() + " the address " + address, failure);
    }
  }

  private static @Nullable InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException aName) {
      return null;
    }
  }

  private static int prefix(String text, int most) {
    boolean isNumber = text.matches("[0-9]{1,3}");
    int length = isNumber ? Integer.parseInt(text) : -1;
    return length <= most ? length : -1;
  }

  /// Lets packets pass, as `set_address` does.
  ///
  /// ```ruchy
  /// // not run: needs the right to configure networks
  /// net::Tun::open("tun0").up()
  /// ```
  @Export
  public Tun up() {
    try {
      device.up();
      return this;
    } catch (IOException failure) {
      throw failed("Cannot start " + device.name(), failure);
    }
  }

  /// Waits for the next packet; nil once the tunnel is closed. Raises IoError when it is removed,
  /// and TimeoutError.
  ///
  /// ```ruchy
  /// // not run: needs the right to configure networks
  /// let packet = net::Tun::open("tun0").set_address("10.8.0.1/24").read()
  /// println(packet.protocol, packet.src, packet.dst)
  /// ```
  @Export
  @Waits
  public @Nullable Packet read() {
    byte[] bytes = next();
    return bytes == null ? null : packet(bytes);
  }

  /// As `read`, the bytes of the packet from its IP header on; nil once the tunnel is closed.
  ///
  /// ```ruchy
  /// // not run: needs the right to configure networks
  /// let bytes = net::Tun::open("tun0").set_address("10.8.0.1/24").read_bytes()
  /// println(bytes[0] >> 4)   // prints 4
  /// ```
  @Export
  @Waits
  public @Nullable ListValue readBytes() {
    byte[] bytes = next();
    return bytes == null ? null : Bytes.list(bytes);
  }

  private Packet packet(byte[] bytes) {
    long now = System.currentTimeMillis() * 1_000_000;
    return new Packet(new Frame(Link.RAW, bytes, bytes.length, now, device.name()));
  }

  private byte @Nullable [] next() {
    try {
      return queue.next(limitMillis);
    } catch (IOException failure) {
      throw failed("Cannot read from " + device.name(), failure);
    } catch (Failure failure) {
      throw failure.matchesType("TimeoutError")
          ? Failure.timeoutError(
              "Cannot read from " + device.name() + ": nothing came within " + limitMillis + " ms")
          : failure;
    }
  }

  /// Hands a packet to the system: a `net::Packet`, or the bytes from the IP header on. Does not
  /// wait: false when the system has no room for it at the moment, as networks drop packets too.
  /// Raises IoError.
  ///
  /// ```ruchy
  /// // not run: needs the right to configure networks
  /// let tun = net::Tun::open("tun0").set_address("10.8.0.1/24")
  /// tun.write(net::Packet::udp("10.8.0.2:53", "10.8.0.1:5000", "answer"))
  /// ```
  @Export
  public boolean write(@Type("net::Packet | string | list<any>") @Reads Object packet) {
    byte[] bytes =
        switch (packet) {
          case Packet whole when Link.of(whole.frame()).name().equals("raw") ->
              whole.frame().bytes();
          case Packet whole -> Link.of(whole.frame()).payload().copy();
          case String text -> text.getBytes(UTF_8);
          case ListValue list -> Bytes.array(list);
          default ->
              throw Failure.typeError("A packet is text or bytes, got " + Kind.described(packet));
        };
    try {
      if (isClosed) {
        throw new IOException("it is closed");
      }
      return device.write(bytes);
    } catch (IOException failure) {
      throw failed("Cannot write to " + device.name(), failure);
    }
  }

  /// Lets no `read` wait longer than so many milliseconds; 0, the value at first, is no limit.
  ///
  /// ```ruchy
  /// // not run: needs the right to configure networks
  /// net::Tun::open("tun0").set_timeout(1000)
  /// ```
  @Export
  public Tun setTimeout(long millis) {
    if (millis < 0 || millis > LONGEST_MILLIS) {
      throw Failure.argumentError("A time limit is not negative, got " + millis);
    }
    limitMillis = millis;
    return this;
  }

  /// Whether the tunnel is closed.
  ///
  /// ```ruchy
  /// // not run: needs the right to configure networks
  /// println(net::Tun::open("tun0").is_closed())   // prints false
  /// ```
  @Export
  public boolean isClosed() {
    return isClosed;
  }

  /// Removes the tunnel: loops over it end, and tasks that wait in `read` get nil. Does nothing the
  /// second time.
  ///
  /// ```ruchy
  /// // not run: needs the right to configure networks
  /// net::Tun::open("tun0").close()
  /// ```
  @Export
  public void close() {
    isClosed = true;
    queue.close();
    Lifetime.closed(this);
  }

  @Override
  public void drain(long graceMillis, Runnable whenDone) {
    close();
    whenDone.run();
  }

  /// The packets that come until the tunnel is closed.
  @Override
  public Cursor cursor() {
    return new Walk(this);
  }

  private static final class Walk extends Cursor {
    private final Tun tun;
    private @Nullable Packet packet;

    Walk(Tun tun) {
      this.tun = tun;
    }

    @Override
    public boolean advance() {
      packet = tun.read();
      return packet != null;
    }

    @Override
    public @Nullable Object value() {
      return packet;
    }
  }
}
