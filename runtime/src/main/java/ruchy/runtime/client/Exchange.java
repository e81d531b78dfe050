package ruchy.runtime.client;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Chunks;
import ruchy.runtime.message.Race;

/// One request with its redirects and further tries, up to the last byte of the answer. Everything
/// happens on one event loop, except `result` and `abort`, which any thread may call; the task that
/// waits parks once for all of it.
final class Exchange {
  /// What of an answer that is passed on is collected before it is handed over as it comes.
  static final int SMALL_BYTES = 1 << 20;

  private final Draft draft;

  private final Taking taking;

  private final Loop loop;
  private final Connections connections;

  private final Retries retries;
  private Hop hop;
  private int redirects;
  private Phase phase = Phase.CONNECTING;
  private boolean isDone;

  /// What was asked of the connections last.
  private @Nullable RequestOptions connecting;

  /// The request on its way. What earlier ones still tell is not listened to.
  private @Nullable HttpClientRequest current;

  /// A request whose body goes on after its answer has been handed over.
  private @Nullable HttpClientRequest stillSending;

  /// A body that was handed over, in case nobody takes it.
  private @Nullable Incoming opened;

  private boolean isOnUsedConnection;

  /// Whether bytes of a streamed body were taken, so that it cannot be sent again.
  private boolean hasTakenStream;

  /// Whether the last byte of the request has left.
  private boolean isSent;

  private @Nullable ScheduledFuture<?> limit;
  private @Nullable ScheduledFuture<?> next;

  /// Guarded by this object's lock, as what follows.
  private boolean isBegun;

  private @Nullable Result result;

  /// Who waits for the result; null when nobody does, and of a body that the waiting task makes.
  private @Nullable Outcome<Result> waiting;

  /// It begins with the first task that waits for its result.
  Exchange(Draft draft, Taking taking) {
    this.draft = draft;
    this.taking = taking;
    this.loop = Connections.loopFor(draft.url);
    this.connections = draft.options.connections(loop);
    this.retries = new Retries(draft);
    this.hop = Hop.first(draft);
  }

  /// How the exchange ends, or, for a stream, the head of its answer; waits for that. Where the
  /// waiting task is cancelled the exchange goes on, and another task may wait for it: one at a
  /// time.
  Result result() {
    try {
      return draft.stream instanceof MadePieces made
          ? made.serve(this::begin)
          : Bridge.<Result>await(this::whenDone);
    } catch (RuntimeException | Error thrown) {
      if (!(thrown instanceof Failure failure) || !failure.matchesType("CancelledError")) {
        abort();
      }
      throw thrown;
    }
  }

  private void whenDone(Outcome<Result> outcome) {
    Result known;
    synchronized (this) {
      known = result;
      waiting = known == null ? outcome : null;
    }
    if (known != null) {
      outcome.complete(known);
    } else {
      begin();
    }
  }

  private void begin() {
    synchronized (this) {
      if (isBegun) {
        return;
      }
      isBegun = true;
    }
    loop.context().runOnContext(ignored -> start());
  }

  /// Nobody waits any longer.
  void abort() {
    loop.execute(
        () -> {
          if (opened != null) {
            opened.abort();
          }
          if (stillSending != null && draft.stream != null) {
            takesNoMore(stillSending, draft.stream);
          }
          fail("The request was given up");
        });
  }

  private void start() {
    retries.begin();
    limit = loop.events().schedule(this::expired, draft.timeoutMillis, TimeUnit.MILLISECONDS);
    connect();
  }

  private void expired() {
    RequestOptions asked = connecting;
    Phase last = phase == Phase.CONNECTING && asked != null ? phaseOfConnecting(asked) : phase;
    String text = "No answer within " + draft.timeoutMillis + " ms: " + last.text;
    end(Result.Fault.timeout(text, hop.method(), hop.url()));
  }

  private Phase phaseOfConnecting(RequestOptions asked) {
    if (connections.areInUse(asked)) {
      return Phase.QUEUEING;
    }
    return connections.areSecuring(asked) ? Phase.SECURING : Phase.CONNECTING;
  }

  private void connect() {
    current = null;
    if (draft.options.proxy.of(hop.url()) != null) {
      // It resolves the name.
      phase = Phase.CONNECTING;
      reach(null, this::connected);
      return;
    }
    phase = Phase.RESOLVING;
    connections
        .hosts
        .lookUp(hop.url().host())
        .onComplete(
            (addresses, failure) -> {
              if (!isDone && addresses != null) {
                connect(addresses);
              } else if (!isDone && failure != null && !triesAgain(true)) {
                fail(cannotResolve(failure));
              }
            });
  }

  private void connect(List<InetAddress> addresses) {
    String objection = null;
    List<InetAddress> allowed = addresses;
    Guard guard = draft.options.guard;
    if (guard != null) {
      allowed = new ArrayList<>();
      for (InetAddress address : addresses) {
        String reason = guard.objection(hop.url().host(), address);
        if (reason == null) {
          allowed.add(address);
        } else if (objection == null) {
          objection = reason;
        }
      }
    }
    if (allowed.isEmpty()) {
      fail(cannotConnect() + (objection == null ? "it has no address" : objection));
      return;
    }
    phase = Phase.CONNECTING;
    new Race<>(loop.events(), allowed, new Way(hop.url().host())).begin();
  }

  /// The way to the addresses of a host.
  private final class Way implements Race.Course<HttpClientRequest> {
    private final String host;

    Way(String host) {
      this.host = host;
    }

    @Override
    public void connect(
        InetAddress address, BiConsumer<@Nullable HttpClientRequest, @Nullable Throwable> outcome) {
      if (isDone) {
        outcome.accept(null, new ClosedChannelException());
      } else {
        reach(address, outcome);
      }
    }

    @Override
    public boolean isFinal(Throwable failure) {
      return Reasons.isForAllAddresses(failure);
    }

    @Override
    public void giveBack(HttpClientRequest request) {
      drop(request);
    }

    @Override
    public void done(
        @Nullable HttpClientRequest request,
        @Nullable InetAddress address,
        @Nullable Throwable failure) {
      if (address != null) {
        connections.hosts.reached(host, address);
      }
      boolean isElsewhere = failure != null && !isDone && !isFinal(failure);
      if (isElsewhere && connections.hosts.forget(host)) {
        Exchange.this.connect();
      } else {
        connected(request, failure);
      }
    }
  }

  /// @param pinned where the connection goes; null for where the name of the host leads
  private void reach(
      @Nullable InetAddress pinned,
      BiConsumer<@Nullable HttpClientRequest, @Nullable Throwable> outcome) {
    RequestOptions options = hop.options(draft.options, pinned);
    connecting = options;
    try {
      connections.request(options).onComplete(outcome::accept);
    } catch (IllegalArgumentException refused) {
      outcome.accept(null, refused);
    }
  }

  private String cannotResolve(Throwable failure) {
    String reason = Reasons.ofResolving(failure, draft.options.connectMillis);
    return "Cannot resolve " + hop.url().host() + ": " + reason;
  }

  private String cannotConnect() {
    ProxyOptions proxy = draft.options.proxy.of(hop.url());
    String way =
        proxy == null ? "" : " through the proxy " + proxy.getHost() + ":" + proxy.getPort();
    return "Cannot connect to " + hop.url().address() + way + ": ";
  }

  private void connected(@Nullable HttpClientRequest request, @Nullable Throwable failure) {
    if (isDone) {
      if (request != null) {
        drop(request);
      }
    } else if (request != null) {
      send(request);
    } else if (failure != null) {
      unconnected(failure);
    }
  }

  private static void drop(HttpClientRequest request) {
    request.exceptionHandler(told -> {});
    request.reset();
  }

  private void unconnected(Throwable failure) {
    if (!triesAgain(true)) {
      String reason = Reasons.ofConnecting(failure, draft.options.connectMillis);
      fail(cannotConnect() + reason);
    }
  }

  private void send(HttpClientRequest request) {
    current = request;
    isOnUsedConnection = connections.isUsed(request.connection());
    phase = Phase.WAITING;
    hop.enter(request, draft.options);
    // The future of the answer tells the same.
    request.exceptionHandler(told -> {});
    request.response().onComplete((response, failure) -> answered(request, response, failure));
    Buffer bytes = hop.body();
    Chunks stream = draft.stream;
    isSent = stream == null || hasTakenStream;
    if (!isSent && stream != null) {
      if (draft.streamBytes >= 0) {
        request.putHeader("Content-Length", Long.toString(draft.streamBytes));
      } else {
        request.setChunked(true);
      }
      hasTakenStream = true;
      phase = Phase.SENDING;
      pump(request, stream);
    } else if (bytes != null) {
      request.putHeader("Content-Length", Integer.toString(bytes.length()));
      request.end(bytes);
    } else {
      if (Draft.hasLength(hop.method())) {
        request.putHeader("Content-Length", "0");
      }
      request.end();
    }
  }

  private void takeCookies(HttpClientResponse response) {
    CookieJar jar = draft.options.jar;
    List<String> set = jar == null ? List.of() : response.headers().getAll("set-cookie");
    if (jar != null && !set.isEmpty()) {
      jar.take(hop.url(), set, System.currentTimeMillis());
    }
  }

  /// Sends the next piece of a streamed body, and those after it as fast as the server takes them.
  private void pump(HttpClientRequest request, Chunks stream) {
    stream.next((piece, failure) -> loop.execute(() -> pumped(request, stream, piece, failure)));
  }

  private void pumped(
      HttpClientRequest request,
      Chunks stream,
      @Nullable Buffer piece,
      @Nullable Throwable failure) {
    boolean isWanted = request == current || request == stillSending;
    if (!isWanted) {
      stream.drop();
      return;
    }
    if (!isDone) {
      restartLimit();
    }
    if (failure != null) {
      String text = failure.getMessage();
      fail("The body to send ended too early: " + text);
      request.reset();
    } else if (piece == null) {
      isSent = true;
      phase = Phase.WAITING;
      stillSending = null;
      request.end();
    } else {
      if (piece.length() > 0) {
        request.write(piece).onFailure(closed -> loop.execute(() -> takesNoMore(request, stream)));
      }
      if (request.writeQueueFull()) {
        request.drainHandler(
            drained -> {
              request.drainHandler(null);
              pump(request, stream);
            });
      } else {
        pump(request, stream);
      }
    }
  }

  /// The connection has ended while the answer, which was handed over, and the body were both on
  /// their way. The program hears of it where it reads the answer.
  private void takesNoMore(HttpClientRequest request, Chunks stream) {
    if (request == stillSending) {
      stillSending = null;
      stream.drop();
    }
  }

  /// A body of any size takes its time: the limit is for silence.
  private void restartLimit() {
    if (limit != null) {
      limit.cancel(false);
    }
    limit = loop.events().schedule(this::expired, draft.timeoutMillis, TimeUnit.MILLISECONDS);
  }

  private void answered(
      HttpClientRequest request,
      @Nullable HttpClientResponse response,
      @Nullable Throwable failure) {
    if (isDone || request != current) {
      return;
    }
    if (response != null) {
      takeCookies(response);
    }
    if (response != null && taking == Taking.PIECES && nextAddress(response) == null) {
      if (!triesAfter(response)) {
        open(request, response, null);
      }
    } else if (response != null) {
      read(request, response);
    } else if (failure != null && !triesFresh(failure) && !triesAgain(Reasons.isRefused(failure))) {
      fail(Reasons.ofExchange(failure, "before an answer came"));
    }
  }

  private void open(
      HttpClientRequest request, HttpClientResponse response, @Nullable Buffer begun) {
    current = null;
    // The answer may begin, and be taken, while the body is still on its way.
    stillSending = isSent ? null : request;
    var incoming =
        new Incoming(loop, hop.method(), hop.url(), request, response, begun, draft.timeoutMillis);
    opened = incoming;
    end(
        new Result.Opened(
            hop.method(), hop.url(), response.statusCode(), response.headers(), incoming));
  }

  /// Where a redirect leads that is to be followed, else null.
  private @Nullable String nextAddress(HttpClientResponse response) {
    return Hop.isRedirect(response.statusCode()) && draft.redirects > 0
        ? response.getHeader("Location")
        : null;
  }

  private void read(HttpClientRequest request, HttpClientResponse response) {
    phase = Phase.READING;
    Buffer[] collected = {Buffer.buffer()};
    response.exceptionHandler(failure -> broken(request, failure));
    response.handler(
        chunk -> {
          if (request != current || isDone) {
            return;
          }
          if (draft.stream != null) {
            restartLimit();
          }
          if (taking == Taking.WHOLE_IF_SMALL
              && collected[0].length() + (long) chunk.length() > SMALL_BYTES
              && nextAddress(response) == null) {
            open(request, response, collected[0].appendBuffer(chunk));
          } else if (collected[0].length() + (long) chunk.length() > draft.bodyBytes) {
            String text = "The body is larger than " + draft.bodyBytes + " bytes";
            fail(text);
          } else if (collected[0].length() == 0) {
            collected[0] = chunk;
          } else {
            collected[0].appendBuffer(chunk);
          }
        });
    response.endHandler(
        end -> {
          if (request == current && !isDone) {
            complete(response, collected[0]);
            if (!isSent) {
              // The server does not want the rest of the body.
              request.reset();
            }
          }
        });
  }

  private void broken(HttpClientRequest request, Throwable failure) {
    if (request == current && !isDone && !triesAgain(false)) {
      fail(Reasons.ofExchange(failure, "in the middle of the body"));
    }
  }

  private void complete(HttpClientResponse response, Buffer bytes) {
    current = null;
    int status = response.statusCode();
    String location = nextAddress(response);
    if (location != null) {
      redirect(status, location);
    } else if (!triesAfter(response)) {
      end(new Result.Answer(hop.method(), hop.url(), status, response.headers(), bytes));
    }
  }

  /// Whether the request goes once more because the answer says that it is not the last word (RFC
  /// 6585, section 4, and RFC 9110, section 15.6). The server may say when; if that is too late for
  /// the time limit the answer is the answer.
  private boolean triesAfter(HttpClientResponse response) {
    return switch (response.statusCode()) {
      case 429, 502, 503, 504 -> triesAgain(false, RetryAfter.millis(response.headers()));
      default -> false;
    };
  }

  private void redirect(int status, String location) {
    if (++redirects > draft.redirects) {
      String text = "More than " + draft.redirects + " redirects";
      end(Result.Fault.io(text, hop.method(), draft.url));
      return;
    }
    Url next = hop.url().resolve(location);
    if (next == null) {
      fail("A redirect leads to no http or https address");
      return;
    }
    if (hasTakenStream && !hop.becomesGet(status)) {
      fail("A redirect asks for the body again, which was sent as it came");
      return;
    }
    hop = hop.redirected(status, next);
    retries.goElsewhere();
    connect();
  }

  /// A connection of the pool may have been closed just when the request left. Then it goes again,
  /// once, where that does no harm (RFC 9110, section 9.2.2).
  private boolean triesFresh(Throwable failure) {
    boolean isSafe =
        Reasons.isRefused(failure)
            || (isOnUsedConnection
                && Draft.isIdempotent(hop.method())
                && Reasons.isEndOfConnection(failure));
    if (!isSafe || hasTakenStream || !retries.takeFresh()) {
      return false;
    }
    connect();
    return true;
  }

  private boolean triesAgain(boolean isUnsent) {
    return triesAgain(isUnsent, 0);
  }

  /// Uses one of the tries that the program allows. What may have reached the server goes again
  /// only where that does no harm.
  ///
  /// @param leastMillis how long the server wants the pause to be
  private boolean triesAgain(boolean isUnsent, long leastMillis) {
    boolean mayRepeat = !hasTakenStream && (isUnsent || Draft.isIdempotent(hop.method()));
    long pause = mayRepeat ? retries.takePauseMillis(leastMillis) : Retries.NONE;
    if (pause == Retries.NONE) {
      return false;
    }
    phase = Phase.PAUSING;
    forget();
    next = loop.events().schedule(this::next, pause, TimeUnit.MILLISECONDS);
    return true;
  }

  private void next() {
    loop.context()
        .runOnContext(
            ignored -> {
              if (!isDone) {
                connect();
              }
            });
  }

  /// Drops the request on its way together with its connection, if it has not ended.
  private void forget() {
    HttpClientRequest request = current;
    current = null;
    if (request != null) {
      request.reset();
    }
  }

  private void fail(String text) {
    end(Result.Fault.io(text, hop.method(), hop.url()));
  }

  private void end(Result result) {
    if (isDone) {
      return;
    }
    isDone = true;
    if (limit != null) {
      limit.cancel(false);
    }
    if (next != null) {
      next.cancel(false);
    }
    forget();
    if (draft.stream != null && !(result instanceof Result.Opened)) {
      // Its file or connection is not held longer than it is of use.
      draft.stream.drop();
    }
    if (draft.stream instanceof MadePieces made) {
      made.ended(result);
    } else {
      tell(result);
    }
  }

  private void tell(Result end) {
    Outcome<Result> told;
    synchronized (this) {
      result = end;
      told = waiting;
      waiting = null;
    }
    if (told != null) {
      told.complete(end);
    }
  }
}
