package ruchy.runtime.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.failure.Failure;

/// Lines, numbers and texts out of what a pipe brings. Several tasks may read: each call as a
/// whole, in the order in which they came. Text is UTF-8; anything else raises ParseError, and is
/// taken nevertheless, so that the next call goes on behind it.
final class Reading {
  private static final int DEFAULT_LINE = 1 << 20;
  private static final long DEFAULT_WHOLE = 64L << 20;

  private final Gate gate = new Gate();
  private final String peer;
  private volatile Pipe pipe;
  private volatile long limitMillis;
  private volatile int longestLine = DEFAULT_LINE;
  private volatile long largest = DEFAULT_WHOLE;

  /// @param peer as errors name the other side
  Reading(Pipe pipe, String peer) {
    this.pipe = pipe;
    this.peer = peer;
  }

  /// The next line without its end (`\n` or `\r\n`); at the end of the stream what is left, then
  /// null.
  @Nullable String line() {
    enter();
    try {
      Inbox inbox = pipe.inbox();
      int seen = 0;
      while (true) {
        int length = inbox.indexOf((byte) '\n', seen);
        if (length >= 0 || inbox.size() > longestLine) {
          return takeLine(inbox, length, 1);
        }
        seen = inbox.size();
        if (!more()) {
          return seen == 0 ? null : takeLine(inbox, seen, 0);
        }
      }
    } finally {
      gate.leave();
    }
  }

  private String takeLine(Inbox inbox, int length, int endLength) {
    if (length < 0 || length > longestLine) {
      throw Failure.ioError(
          "Cannot read from " + peer + ": a line is longer than " + longestLine + " bytes");
    }
    int count = length > 0 && inbox.at(length - 1) == '\r' ? length - 1 : length;
    try {
      return text(inbox.array(), inbox.start(), count);
    } finally {
      inbox.drop(length + endLength);
    }
  }

  /// What comes before the delimiter, without it; at the end of the stream what is left, then null.
  byte @Nullable [] until(byte[] delimiter, long most) {
    enter();
    try {
      Inbox inbox = pipe.inbox();
      int seen = 0;
      while (true) {
        int length = find(inbox, delimiter, Math.max(0, seen - delimiter.length + 1));
        if (length >= 0) {
          byte[] found = inbox.take(checkedLength(length, most));
          inbox.drop(delimiter.length);
          return found;
        }
        seen = inbox.size();
        checkedLength(seen - delimiter.length, most);
        if (!more()) {
          return seen == 0 ? null : inbox.take(seen);
        }
      }
    } finally {
      gate.leave();
    }
  }

  private int checkedLength(int length, long most) {
    if (length > most) {
      throw Failure.ioError(
          "Cannot read from " + peer + ": a frame is longer than " + most + " bytes");
    }
    return length;
  }

  private static int find(Inbox inbox, byte[] wanted, int from) {
    int at = inbox.indexOf(wanted[0], from);
    while (at >= 0 && at + wanted.length <= inbox.size()) {
      int same = 1;
      while (same < wanted.length && inbox.at(at + same) == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
      at = inbox.indexOf(wanted[0], at + 1);
    }
    return -1;
  }

  /// Exactly so many bytes as text.
  String text(long count) {
    enter();
    try {
      int length = require(count);
      Inbox inbox = pipe.inbox();
      try {
        return text(inbox.array(), inbox.start(), length);
      } finally {
        inbox.drop(length);
      }
    } finally {
      gate.leave();
    }
  }

  /// Exactly so many bytes.
  byte[] bytes(long count) {
    enter();
    try {
      return pipe.inbox().take(require(count));
    } finally {
      gate.leave();
    }
  }

  /// A frame: the number of its bytes as so many bytes, then these; null at the end of the stream.
  byte @Nullable [] frame(int octets, boolean isLittle, long most) {
    enter();
    try {
      if (pipe.inbox().isEmpty() && !more()) {
        return null;
      }
      long length = takeNumber(octets, isLittle);
      if (length < 0 || length > most) {
        throw Failure.ioError(
            "Cannot read from "
                + peer
                + ": a frame of "
                + Long.toUnsignedString(length)
                + " bytes is longer than "
                + most);
      }
      return pipe.inbox().take(requireUpTo(length, most));
    } finally {
      gate.leave();
    }
  }

  /// A whole number of so many bytes (1 to 8), without sign unless it has 8.
  ///
  /// @param isLittle whether the lowest byte comes first
  long number(int octets, boolean isLittle) {
    enter();
    try {
      return takeNumber(octets, isLittle);
    } finally {
      gate.leave();
    }
  }

  private long takeNumber(int octets, boolean isLittle) {
    require(octets);
    Inbox inbox = pipe.inbox();
    long number = 0;
    for (int i = 0; i < octets; i++) {
      number = number << 8 | (inbox.at(isLittle ? octets - 1 - i : i) & 0xff);
    }
    inbox.drop(octets);
    return number;
  }

  /// What has come, at least one byte and at most so many; empty at the end of the stream.
  byte[] some(long most) {
    enter();
    try {
      Inbox inbox = pipe.inbox();
      if (inbox.isEmpty() && !more()) {
        return new byte[0];
      }
      return inbox.take((int) Math.min(Math.max(1, most), inbox.size()));
    } finally {
      gate.leave();
    }
  }

  /// Everything up to the end of the stream.
  byte[] all() {
    enter();
    try {
      Inbox inbox = pipe.inbox();
      while (true) {
        if (inbox.size() > largest) {
          throw tooMuch();
        }
        if (!more()) {
          return inbox.take(inbox.size());
        }
      }
    } finally {
      gate.leave();
    }
  }

  /// Hands what comes to the target until the stream ends; how many bytes that were.
  long copyTo(Writing target) {
    enter();
    try {
      long count = 0;
      Inbox inbox = pipe.inbox();
      while (true) {
        if (!inbox.isEmpty()) {
          count += inbox.size();
          target.write(ByteBuffer.wrap(inbox.array(), inbox.start(), inbox.size()));
          inbox.drop(inbox.size());
        }
        if (!more()) {
          return count;
        }
      }
    } finally {
      gate.leave();
    }
  }

  /// Waits until so many bytes are in the inbox.
  private int require(long count) {
    return requireUpTo(count, largest);
  }

  private int requireUpTo(long count, long most) {
    if (count < 0) {
      throw Failure.argumentError("A number of bytes is not negative, got " + count);
    }
    if (count > most) {
      throw tooMuch();
    }
    Inbox inbox = pipe.inbox();
    while (inbox.size() < count) {
      if (!more()) {
        throw Failure.ioError(
            "Cannot read from "
                + peer
                + ": the connection ended after "
                + inbox.size()
                + " of "
                + count
                + " bytes");
      }
    }
    return (int) count;
  }

  private Failure tooMuch() {
    return Failure.ioError("Cannot read from " + peer + ": more than " + largest + " bytes");
  }

  private boolean more() {
    try {
      return pipe.more(limitMillis);
    } catch (IOException failure) {
      throw Failure.ioError("Cannot read from " + peer + ": " + Reasons.of(failure));
    } catch (Failure failure) {
      throw failure.matchesType("TimeoutError")
          ? Failure.timeoutError(
              "Cannot read from " + peer + ": nothing came within " + limitMillis + " ms")
          : failure;
    }
  }

  private void enter() {
    if (Thread.currentThread().isInterrupted()) {
      Bridge.sleep(0); // raises CancelledError
    }
    gate.enter();
  }

  private String text(byte[] bytes, int start, int count) {
    String text = new String(bytes, start, count, UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      try {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, count));
      } catch (CharacterCodingException malformed) {
        throw notText();
      }
    }
    return text;
  }

  private Failure notText() {
    return Failure.parseError("Cannot read from " + peer + " as text: Invalid UTF-8");
  }

  /// The text of bytes that were read here.
  String text(byte[] bytes) {
    return text(bytes, 0, bytes.length);
  }

  /// How many bytes wait here to be read.
  int buffered() {
    return pipe.inbox().size();
  }

  /// Reads from another pipe from now on; never while a task reads.
  void setPipe(Pipe replacement) {
    pipe = replacement;
  }

  /// No call waits longer than this for the next bytes; 0 is no limit.
  void setLimit(long millis) {
    limitMillis = millis;
  }

  long limit() {
    return limitMillis;
  }

  int longestLine() {
    return longestLine;
  }

  void setLongestLine(int bytes) {
    longestLine = bytes;
  }

  long largest() {
    return largest;
  }

  void setLargest(long bytes) {
    largest = bytes;
  }
}
