package ruchy.runtime.client;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.ProgressBar;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.PartFile;
import ruchy.runtime.value.FunctionValue;

/// The work of a download: one connection after the other until the file is complete. Everything
/// that it has reached is in its fields, so that a task can go on where another one was cancelled.
/// Used by one task at a time.
final class Fetch implements Once.Work<Long> {
  private static final long PROGRESS_NANOS = 50_000_000;

  /// Without any new byte.
  private static final int TRIES = 5;

  private static final long FIRST_PAUSE_NANOS = 100_000_000;

  private final Draft draft;
  private final String path;
  private final @Nullable Checksum checksum;
  private final @Nullable FunctionValue progress;
  private final ProgressBar bar;
  private final long begunAt = System.nanoTime();

  private @Nullable PartFile file;

  /// The one on its way; null before the first and between two.
  private @Nullable Exchange exchange;

  /// Its answer, once that has begun.
  private Result.@Nullable Opened opened;

  /// How many bytes the file has at the end; -1 as long as nobody knows.
  private long total = -1;

  /// How many there were when the last connection broke.
  private long before;

  private @Nullable String validator;
  private int tries;

  /// When the next connection may be opened.
  private long resumeAt = begunAt;

  private long toldAt;
  private long told = -1;

  Fetch(
      Draft draft,
      String path,
      @Nullable Checksum checksum,
      @Nullable FunctionValue progress,
      boolean hasBar) {
    this.draft = draft;
    this.path = path;
    this.checksum = checksum;
    this.progress = progress;
    this.bar = new ProgressBar(hasBar);
  }

  @Override
  public Long goOn() {
    try {
      PartFile part = file == null ? PartFile.create(path, Surroundings.file(path).toPath()) : file;
      file = part;
      fetch(part);
      String objection = checksum == null ? "" : checksum.objection();
      if (!objection.isEmpty()) {
        throw Failure.ioError("Cannot download: " + objection + " " + place());
      }
      part.complete();
      bar.end();
      return part.size();
    } catch (RuntimeException | Error thrown) {
      if (!(thrown instanceof Failure failure) || !failure.matchesType("CancelledError")) {
        drop();
      }
      throw thrown;
    }
  }

  @Override
  public Failure giveUp() {
    drop();
    return Failure.ioError("The download was given up " + place());
  }

  private void drop() {
    if (exchange != null) {
      exchange.abort();
    }
    bar.end();
    if (file != null) {
      file.discard();
    }
  }

  private String place() {
    return Result.Fault.place("GET", draft.url);
  }

  /// Until the file is complete.
  private void fetch(PartFile part) {
    boolean isComplete = false;
    while (!isComplete) {
      Result.Opened answer = opened;
      Result.Fault broken = answer == null ? connect(part) : readAll(part, answer);
      if (broken != null) {
        prepareNext(part, broken);
      }
      isComplete = broken == null && answer != null;
    }
  }

  /// Waits for an answer to begin; null when it has.
  private Result.@Nullable Fault connect(PartFile part) {
    Exchange begun = exchange;
    if (begun == null) {
      long pause = resumeAt - System.nanoTime();
      if (pause > 0) {
        Bridge.sleep(pause);
      }
      begun = new Exchange(request(part.size()), Taking.PIECES);
      exchange = begun;
    }
    return switch (begun.result()) {
      case Result.Answer answer -> throw new IllegalStateException(answer.toString());
      case Result.Fault fault -> fault;
      case Result.Opened answer -> {
        begin(part, answer);
        yield null;
      }
    };
  }

  private Draft request(long from) {
    if (from == 0 || validator == null) {
      draft.fields.remove("Range").remove("If-Range");
    } else {
      // RFC 9110, section 13.1.5: the rest, or all of it if the file is another one by now.
      draft.fields.set("Range", "bytes=" + from + "-").set("If-Range", validator);
    }
    return draft;
  }

  private void begin(PartFile part, Result.Opened answer) {
    int status = answer.status();
    boolean isRest = status == 206 && isRest(part, answer.fields());
    boolean isNoPart = status == 206 && !isRest || status == 416;
    if (isNoPart && part.size() > 0) {
      startOver(part);
      return;
    }
    if (!isRest && status != 200) {
      String text = "Cannot download: " + HttpResponseStatus.valueOf(status);
      throw Result.Fault.io(text, "GET", answer.url()).failure();
    }
    if (!isRest) {
      forget(part);
    }
    validator = Parts.validator(answer.fields());
    total = Parts.total(answer.fields(), part.size());
    opened = answer;
  }

  /// Whether a part begins where the file ends and is one of the same file (RFC 9110, section
  /// 15.3.7.3): some servers look at `Range` alone. What either head does not tell may be the same.
  private boolean isRest(PartFile part, MultiMap fields) {
    if (part.size() > 0) {
      String now = fields.get(isTag(validator) ? "etag" : "last-modified");
      long all = Parts.total(fields, part.size());
      if (now != null && !now.equals(validator) || all >= 0 && total >= 0 && all != total) {
        return false;
      }
    }
    return Parts.start(fields) == part.size();
  }

  private static boolean isTag(@Nullable String validator) {
    return validator != null && validator.startsWith("\"");
  }

  /// What the server sends does not fit what is there: all of it is asked for.
  private void startOver(PartFile part) {
    if (exchange != null) {
      exchange.abort();
    }
    exchange = null;
    validator = null;
    forget(part);
  }

  private void forget(PartFile part) {
    part.restart();
    if (checksum != null) {
      checksum.restart();
    }
  }

  /// Another connection is to bring the rest, after a pause; raises the fault when it cannot.
  private void prepareNext(PartFile part, Result.Fault broken) {
    exchange = null;
    opened = null;
    tries = part.size() > before ? 1 : tries + 1;
    if (validator == null || part.size() == 0 || tries > TRIES) {
      throw broken.failure();
    }
    before = part.size();
    resumeAt = System.nanoTime() + (FIRST_PAUSE_NANOS << (tries - 1));
  }

  /// Null at the end of the file, else why it is not the end.
  private Result.@Nullable Fault readAll(PartFile part, Result.Opened answer) {
    while (true) {
      switch (answer.body().next()) {
        case Incoming.Piece.Bytes piece -> {
          byte[] bytes = piece.bytes().getBytes();
          part.write(bytes);
          if (checksum != null) {
            checksum.add(bytes);
          }
          long size = part.size();
          long all = Math.max(0, total);
          bar.advanced(size, all, () -> DownloadRate.text(size, all, System.nanoTime() - begunAt));
          tell(size);
        }
        case Incoming.Piece.Broken broken -> {
          if (!broken.isBroken()) {
            throw broken.fault().failure();
          }
          return broken.fault();
        }
        case Incoming.Piece.End end -> {
          if (part.size() < total) {
            // RFC 9110, section 15.3.7: the server decides how much of the rest it sends.
            String text = "The server has sent " + part.size() + " of " + total + " bytes";
            return Result.Fault.io(text, "GET", answer.url());
          }
          call(part.size(), part.size());
          return null;
        }
      }
    }
  }

  /// Not too often, and the end is told elsewhere.
  private void tell(long downloaded) {
    long now = System.nanoTime();
    if (progress != null && (told < 0 || now - toldAt >= PROGRESS_NANOS) && downloaded != total) {
      toldAt = now;
      call(downloaded, Math.max(0, total));
    }
  }

  /// With the turn if it needs it: whoever awaits may not.
  private void call(long downloaded, long all) {
    FunctionValue function = progress;
    if (function == null) {
      return;
    }
    told = downloaded;
    boolean sharesState = function.shares();
    if (sharesState) {
      Turn.PROGRAM.enter();
    }
    try {
      function.offer((double) downloaded, (double) all);
    } finally {
      if (sharesState) {
        Turn.PROGRAM.leave();
      }
    }
  }
}
