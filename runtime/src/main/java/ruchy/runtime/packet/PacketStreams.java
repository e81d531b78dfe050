package ruchy.runtime.packet;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.LibraryObject;

/// The connections of a capture, for a loop over them: what `capture.streams()` yields.
@LibraryType("net::PacketStreams")
public final class PacketStreams implements LibraryObject {
  private final PacketCapture capture;
  private final StreamOptions options;

  PacketStreams(PacketCapture capture, StreamOptions options) {
    this.capture = capture;
    this.options = options;
  }

  @Override
  public String typeName() {
    return "net::PacketStreams";
  }

  @Override
  public String display() {
    return "<PacketStreams of " + capture.display() + ">";
  }

  /// The connections as they end, and at the end of the capture those that are open.
  @Override
  public Cursor cursor() {
    return new Walk(capture, capture.walked(), new Conversations(options));
  }

  private static final class Walk extends Cursor {
    private final PacketCapture capture;
    private final FrameThread frames;
    private final Conversations conversations;
    private boolean isOver;
    private @Nullable Failure failure;
    private @Nullable PacketStream stream;

    Walk(PacketCapture capture, FrameThread frames, Conversations conversations) {
      this.capture = capture;
      this.frames = frames;
      this.conversations = conversations;
    }

    @Override
    public boolean advance() {
      while ((stream = conversations.next()) == null) {
        if (isOver) {
          if (failure != null) {
            throw failure;
          }
          return false;
        }
        read();
      }
      return true;
    }

    /// What was put together from a file that is damaged comes before the error.
    private void read() {
      try {
        var batch = frames.next();
        if (batch != null) {
          for (Frame frame : batch) {
            capture.count(frame);
            conversations.add(frame, Layers.of(frame));
          }
          return;
        }
      } catch (Failure broken) {
        if (broken.matchesType("CancelledError")) {
          throw broken;
        }
        failure = broken;
      }
      isOver = true;
      frames.close();
      conversations.finish();
    }

    @Override
    public @Nullable Object value() {
      return stream;
    }
  }
}
