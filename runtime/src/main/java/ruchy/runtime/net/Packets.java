package ruchy.runtime.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;

/// What arrives at a UDP socket and leaves it.
final class Packets {
  /// No packet is larger.
  private static final int LARGEST = 65_535;

  private final DatagramChannel channel;
  private final String local;
  private final Incoming incoming;
  private final Outgoing outgoing;
  private final Gate receiving = new Gate();
  private final Gate sending = new Gate();
  private volatile long limitMillis;

  /// @param channel bound, non-blocking
  Packets(DatagramChannel channel, String local) {
    this.channel = channel;
    this.local = local;
    incoming = new Incoming(channel);
    outgoing = new Outgoing(channel);
  }

  /// One packet.
  static final class Packet {
    private final byte[] bytes;
    private final String sender;

    Packet(byte[] bytes, String sender) {
      this.bytes = bytes;
      this.sender = sender;
    }

    byte[] bytes() {
      return bytes;
    }

    String sender() {
      return sender;
    }

    String text() {
      try {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException malformed) {
        throw Failure.parseError("Cannot read a packet from " + sender + " as text: Invalid UTF-8");
      }
    }
  }

  /// The bytes of a text or of a list of bytes; raises TypeError for others.
  static byte[] bytes(@Nullable Object content) {
    return switch (content) {
      case String text -> text.getBytes(UTF_8);
      case ListValue bytes -> Bytes.array(bytes);
      case null, default ->
          throw Failure.typeError("A packet is text or bytes, got " + Kind.described(content));
    };
  }

  void setLimit(long millis) {
    limitMillis = millis;
  }

  /// Sends one packet, to the connected address if there is no target.
  void send(byte[] bytes, @Nullable SocketAddress target) throws IOException {
    sending.enter();
    try {
      var packet = ByteBuffer.wrap(bytes);
      while (!trySend(packet, target)) {
        outgoing.await(0);
      }
    } catch (NotYetConnectedException unconnected) {
      throw new IOException("it is not connected", unconnected);
    } finally {
      sending.leave();
    }
  }

  /// False when the system has no room at the moment.
  private boolean trySend(ByteBuffer packet, @Nullable SocketAddress target) throws IOException {
    int size = packet.remaining();
    int sent = target == null ? channel.write(packet) : channel.send(packet, target);
    return sent > 0 || size == 0;
  }

  /// Waits for the next packet.
  Packet next() {
    if (Thread.currentThread().isInterrupted()) {
      Bridge.sleep(0); // raises CancelledError
    }
    receiving.enter();
    try {
      while (true) {
        Packet packet = incoming.take();
        if (packet != null) {
          return packet;
        }
        IOException failure = incoming.takeFailure();
        if (failure != null || !channel.isOpen()) {
          throw Failure.ioError(
              "Cannot receive on "
                  + local
                  + ": "
                  + (failure == null ? "it is closed" : Reasons.of(failure)));
        }
        incoming.await(limitMillis);
      }
    } catch (Failure failure) {
      throw failure.matchesType("TimeoutError")
          ? Failure.timeoutError(
              "Cannot receive on " + local + ": nothing came within " + limitMillis + " ms")
          : failure;
    } finally {
      receiving.leave();
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      // The system has forgotten the socket nevertheless.
    }
    incoming.wake();
    outgoing.wake();
    if (incoming.wasArmed() || outgoing.wasArmed()) {
      Reactor.instance().flush();
    }
  }

  /// The interface of that name, or for `""` the first that is up and takes multicast packets, the
  /// loopback interface last.
  static NetworkInterface multicastInterface(String name) throws IOException {
    if (!name.isEmpty()) {
      NetworkInterface named = NetworkInterface.getByName(name);
      if (named == null) {
        throw new IOException("no interface " + name);
      }
      return named;
    }
    NetworkInterface loopback = null;
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      if (each.isUp() && each.isLoopback()) {
        loopback = each;
      } else if (each.isUp() && each.supportsMulticast()) {
        return each;
      }
    }
    if (loopback == null) {
      throw new IOException("no interface takes multicast packets");
    }
    return loopback;
  }

  /// Owned by the receiving task or, while that waits, by the reactor.
  private static final class Incoming extends Side {
    private final DatagramChannel channel;
    private @Nullable ByteBuffer room;
    private @Nullable Packet packet;
    private @Nullable IOException failure;

    Incoming(DatagramChannel channel) {
      super(channel, SelectionKey.OP_READ);
      this.channel = channel;
    }

    @Override
    boolean attempt() {
      try {
        ByteBuffer buffer = room;
        if (buffer == null) {
          buffer = ByteBuffer.allocate(LARGEST);
          room = buffer;
        }
        buffer.clear();
        SocketAddress sender = channel.receive(buffer);
        if (sender == null) {
          return false;
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        packet = new Packet(bytes, Address.text(sender));
      } catch (IOException cause) {
        failure = cause;
      }
      return true;
    }

    @Nullable Packet take() {
      if (packet == null && failure == null) {
        attempt();
      }
      Packet taken = packet;
      packet = null;
      return taken;
    }

    @Nullable IOException takeFailure() {
      IOException taken = failure;
      failure = null;
      return taken;
    }
  }
}
