package ruchy.runtime.packet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.StartsTasks;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.OpenObject;

/// The packets of an interface or a capture file (L 19.2). Keeps the program alive from `start()`
/// until `stop()`, or the end of the file (L 13.3). May be used from any task.
@LibraryType("net::PacketCapture")
public final class PacketCapture extends OpenObject implements Lifetime.Open {
  private final Origin origin;
  private final List<FunctionValue> handlers = new CopyOnWriteArrayList<>();
  private final List<FunctionValue> streamHandlers = new CopyOnWriteArrayList<>();
  private volatile StreamOptions streamOptions = StreamOptions.DEFAULT;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /// These are guarded by this.
  private CaptureSettings settings = CaptureSettings.DEFAULT;

  private @Nullable FrameThread frames;

  /// What was started last. It may have ended.
  private @Nullable Delivery delivery;

  /// What has not ended: that one, and those that were stopped before and have a handler to end.
  private final List<Delivery> unended = new ArrayList<>(1);

  /// Where the next capture also writes.
  private @Nullable PacketFile target;

  private PacketCapture(Origin origin) {
    this.origin = origin;
  }

  /// A capture on an interface, or on all with `"any"`. Nothing is captured before `start()`. The
  /// variable `RUCHY_CAPTURE` of the environment takes the place of the interface: another one, or
  /// a capture file.
  ///
  /// ```ruchy
  /// println(net::PacketCapture::new("eth0"))   // prints <PacketCapture eth0>
  /// ```
  @Export("new")
  public static PacketCapture ofInterface(String interfaceName) {
    return new PacketCapture(Origin.ofInterface(interfaceName));
  }

  /// The packets of a file: pcap or pcapng, also compressed with gzip. Of a pipe, such as
  /// `"/dev/stdin"`, they are given as they come, once; opening it waits for the head of the
  /// capture. Raises IoError, and ParseError for what is no capture.
  ///
  /// ```ruchy
  /// let path = join_path(env::temp_dir(), "ruchy-example-open.pcap")
  /// let file = net::PacketFile::create(path)
  /// file.write(packet)
  /// file.close()
  /// for packet in net::PacketCapture::open(path) { println(packet) }   // prints <Packet UDP 10.0.0.1:5000 -> 10.0.0.2:53, 33 bytes>
  /// ```
  @Export
  @Waits
  public static PacketCapture open(String path) {
    Origin origin;
    try {
      origin = Blocking.call(() -> Origin.ofPath(path));
    } catch (IOException failure) {
      throw Failure.ioError("Cannot read " + path + ": " + failure.getMessage());
    }
    if (origin instanceof Origin.Pipe pipe) {
      pipe.awaitHead();
    }
    return new PacketCapture(origin);
  }

  @Override
  public String typeName() {
    return "net::PacketCapture";
  }

  @Override
  public String display() {
    return "<PacketCapture " + origin.name() + ">";
  }

  /// Calls the function for each packet, one after the other, in the order in which they came (L
  /// 12.6). Several functions are called in the order of their registration.
  ///
  /// ```ruchy
  /// // not run: needs an interface
  /// let capture = net::PacketCapture::new("eth0")
  /// capture.on_packet(|packet| println(packet.protocol, packet.src))
  /// capture.start()
  /// ```
  @Export
  public PacketCapture onPacket(@Type("(net::Packet) -> any") FunctionValue handler) {
    handlers.add(handler);
    return this;
  }

  /// The connections of TCP of the capture, each as it ends, with what both sides have said: for a
  /// loop. At the end of the capture come those that are still open. Options: `max` (1,048,576
  /// bytes of each side are kept at first), `memory` (67,108,864 bytes of all that have not ended),
  /// `streams` (10,000 that have not ended), `idle` (after 300,000 ms without a packet one counts
  /// as ended).
  ///
  /// ```ruchy
  /// let path = join_path(env::temp_dir(), "ruchy-example-streams.pcap")
  /// let file = net::PacketFile::create(path)
  /// file.write(net::Packet::tcp("10.0.0.1:5001", "10.0.0.2:80", "ping"))
  /// file.write(net::Packet::tcp("10.0.0.2:80", "10.0.0.1:5001", "pong"))
  /// file.close()
  /// for stream in net::PacketCapture::open(path).streams() { println(stream) }   // prints <PacketStream 10.0.0.1:5001 -> 10.0.0.2:80, 4 and 4 bytes>
  /// ```
  @Export
  public PacketStreams streams() {
    return new PacketStreams(this, StreamOptions.DEFAULT);
  }

  /// As above, with other limits.
  ///
  /// ```ruchy
  /// println(net::PacketCapture::new("eth0").streams(max: 1000))   // prints <PacketStreams of <PacketCapture eth0>>
  /// ```
  @Export
  public PacketStreams streams(@Reads MapValue options) {
    return new PacketStreams(this, StreamOptions.of(options));
  }

  /// Calls the function for each connection of TCP when it has ended, with what both sides have
  /// said, and at the end of a file for those that are still open.
  ///
  /// ```ruchy
  /// // not run: needs an interface
  /// let capture = net::PacketCapture::new("eth0")
  /// capture.on_stream(|stream| println(stream.client, stream.server, stream.client_text))
  /// capture.start()
  /// ```
  @Export
  public PacketCapture onStream(@Type("(net::PacketStream) -> any") FunctionValue handler) {
    streamHandlers.add(handler);
    return this;
  }

  /// As above, with the options of `streams`, which count from the next `start()` for all handlers.
  ///
  /// ```ruchy
  /// println(net::PacketCapture::new("eth0").on_stream(|stream| println(stream), idle: 1000))   // prints <PacketCapture eth0>
  /// ```
  @Export
  public PacketCapture onStream(
      @Type("(net::PacketStream) -> any") FunctionValue handler, @Reads MapValue options) {
    streamOptions = StreamOptions.of(options);
    return onStream(handler);
  }

  /// Takes what matches alone, in the language of libpcap (`man pcap-filter`), which must be on the
  /// machine. Counts from the next `start()`.
  ///
  /// ```ruchy
  /// println(net::PacketCapture::new("eth0").filter("tcp port 80 or arp"))   // prints <PacketCapture eth0>
  /// ```
  @Export
  public synchronized PacketCapture filter(String expression) {
    settings = settings.withFilter(expression);
    return this;
  }

  /// Whether packets that are for other machines are taken too: true at first. Counts from the next
  /// `start()`.
  ///
  /// ```ruchy
  /// println(net::PacketCapture::new("eth0").promiscuous(false))   // prints <PacketCapture eth0>
  /// ```
  @Export
  public synchronized PacketCapture promiscuous(boolean isOn) {
    settings = settings.withPromiscuous(isOn);
    return this;
  }

  /// How many bytes of each packet are kept: 262,144, which is all, at first. Counts from the next
  /// `start()`; files have what they have.
  ///
  /// ```ruchy
  /// println(net::PacketCapture::new("eth0").snap_length(128))   // prints <PacketCapture eth0>
  /// ```
  @Export
  public synchronized PacketCapture snapLength(long length) {
    if (length < 1 || length > CaptureSettings.LARGEST) {
      throw Failure.argumentError(
          "A snap length is 1 to " + CaptureSettings.LARGEST + ", got " + length);
    }
    settings = settings.withSnapLength((int) length);
    return this;
  }

  /// Also writes every packet to a file, which begins now: pcapng if its name ends in `.pcapng`,
  /// else pcap. It is complete when the capture ends, or when another file takes its place: while a
  /// capture goes on, that gets the packets from the next one on. Raises IoError.
  ///
  /// ```ruchy
  /// // not run: needs an interface
  /// let capture = net::PacketCapture::new("eth0")
  /// capture.write("trace.pcapng")
  /// capture.start()
  /// ```
  @Export
  @Waits
  public PacketCapture write(String path) {
    PacketFile file = PacketFile.create(path);
    Delivery running;
    PacketFile before = null;
    synchronized (this) {
      running = delivery == null || !delivery.isGoing() ? null : delivery;
      if (running == null) {
        before = target;
        target = file;
      }
    }
    if (running != null) {
      before = running.writeTo(file);
    }
    if (before != null) {
      before.close();
    }
    return this;
  }

  /// Begins to capture; does nothing while it goes on. Raises IoError `Cannot capture on INTERFACE:
  /// REASON`, and ArgumentError for a filter that is none.
  ///
  /// ```ruchy
  /// try { net::PacketCapture::new("no-such-one").start() } catch (e) { e.message.starts_with("Cannot capture on no-such-one: ") }   // => true
  /// ```
  @StartsTasks
  @Export
  public PacketCapture start() {
    Delivery begun;
    Delivery before;
    synchronized (this) {
      before = delivery;
      if (before != null && before.isGoing()) {
        return this;
      }
      begun = new Delivery(this, openFrames(), target);
      delivery = begun;
      unended.add(begun);
      target = null;
      // With the lock: the end of the one before must not come behind it.
      Lifetime.opened(this);
    }
    if (before != null) {
      before.replaced();
    }
    Afterwards.run(begun::begin);
    return this;
  }

  private synchronized FrameThread openFrames() {
    return new FrameThread(origin.open(settings), dropped);
  }

  /// Ends the capture: no handler is called any more, except the one that is running. Loops over it
  /// end. Does nothing when it has ended.
  ///
  /// ```ruchy
  /// let capture = net::PacketCapture::new("eth0")
  /// capture.stop()
  /// ```
  @Export
  public void stop() {
    Delivery running;
    FrameThread walked;
    synchronized (this) {
      running = delivery;
      walked = frames;
      frames = null;
      Lifetime.closed(this);
    }
    if (walked != null) {
      walked.close();
    }
    if (running != null) {
      running.stop();
    }
  }

  /// Waits until the capture has ended: by `stop()`, at the end of the file, or by an error, which
  /// is raised.
  ///
  /// ```ruchy
  /// let path = join_path(env::temp_dir(), "ruchy-example-wait.pcap")
  /// let file = net::PacketFile::create(path)
  /// for text in ["one", "two"] { file.write(net::Packet::udp("10.0.0.1:5000", "10.0.0.2:53", text)) }
  /// file.close()
  /// let capture = net::PacketCapture::open(path)
  /// let texts = []
  /// capture.on_packet(|packet| texts.push(packet.text))
  /// capture.start()
  /// capture.wait()
  /// texts   // => ["one", "two"]
  /// ```
  @Export("wait")
  @Waits
  public void awaitEnd() {
    Delivery last;
    synchronized (this) {
      last = delivery;
    }
    if (last != null) {
      last.awaitEnd();
    }
  }

  /// What has been counted: `received` (packets that were read), `bytes` (that they had on the
  /// wire), `dropped` (packets that the system could not keep, because handlers were too slow).
  ///
  /// ```ruchy
  /// net::PacketCapture::new("eth0").statistics()   // => {bytes: 0, dropped: 0, received: 0}
  /// ```
  @Export
  @Type("map<string, integer>")
  public MapValue statistics() {
    return HashMapValue.of(
        "received", received.get(), "bytes", bytes.get(), "dropped", dropped.get());
  }

  void count(Frame frame) {
    received.incrementAndGet();
    bytes.addAndGet(frame.size());
  }

  List<FunctionValue> handlers() {
    return handlers;
  }

  List<FunctionValue> streamHandlers() {
    return streamHandlers;
  }

  StreamOptions streamOptions() {
    return streamOptions;
  }

  /// The delivery has ended.
  synchronized void ended(Delivery which) {
    unended.remove(which);
    if (delivery == which) { // else it was started anew meanwhile
      Lifetime.closed(this);
    }
  }

  @Override
  public void drain(long graceMillis, Runnable whenDone) {
    List<Delivery> ending;
    synchronized (this) {
      ending = List.copyOf(unended);
    }
    stop();
    var left = new AtomicInteger(1 + ending.size());
    Runnable ended =
        () -> {
          if (left.decrementAndGet() == 0) {
            whenDone.run();
          }
        };
    ending.forEach(each -> each.atEnd(ended));
    ended.run();
  }

  /// The packets as they come, until the capture is stopped or the file ends. A file is read from
  /// its beginning.
  @Override
  public Cursor cursor() {
    return new Walk(this, walked());
  }

  /// The frames for a loop, which ends the one before.
  FrameThread walked() {
    FrameThread own = openFrames();
    FrameThread before;
    synchronized (this) {
      before = frames;
      frames = own;
    }
    if (before != null) {
      before.close();
    }
    return own;
  }

  private static final class Walk extends Cursor {
    private final PacketCapture capture;
    private final FrameThread frames;
    private final Heads heads = new Heads();
    private Iterator<Frame> batch = List.<Frame>of().iterator();
    private @Nullable Packet packet;

    Walk(PacketCapture capture, FrameThread frames) {
      this.capture = capture;
      this.frames = frames;
    }

    @Override
    public boolean advance() {
      while (!batch.hasNext()) {
        List<Frame> more = frames.next();
        if (more == null) {
          frames.close();
          return false;
        }
        batch = more.iterator();
      }
      Frame frame = batch.next();
      capture.count(frame);
      packet = heads.packet(frame);
      return true;
    }

    @Override
    public @Nullable Object value() {
      return packet;
    }
  }
}
