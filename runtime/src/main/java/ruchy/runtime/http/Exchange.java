package ruchy.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Awaitable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.engine.LoopThreads;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.engine.Unwinding;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.Coding;
import ruchy.runtime.message.Fields;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.MapValue;

/// One request on its way through the functions of its plan: one task (L 12.6).
///
/// Begins on the event loop of its connection; the functions run there, or on a virtual thread, as
/// the plan's cell says. The response is written by the event loop: when the functions have ended,
/// or when a thread that has answered parks.
final class Exchange implements Runnable, Turn.Waiter {
  private static final Fields.Field RETRY_AFTER = Fields.Field.of("retry-after", "1");

  private final Connection connection;
  private final HttpServerRequest incoming;
  private final Plan plan;
  private final Request request;
  private final Response response;
  private Body body = Body.EMPTY;

  /// The error that the error handlers are looking at.
  private @Nullable Object error;

  private @Nullable Failure failure;

  /// Whether the functions run, or go on, apart from the event loop's call of `start`.
  private volatile boolean isDetached;

  private static final AtomicIntegerFieldUpdater<Exchange> INSIDE =
      AtomicIntegerFieldUpdater.newUpdater(Exchange.class, "inside");

  /// How many threads are in the functions: that of the request, and tasks that have called `next`.
  /// Each of them sees to it, before it leaves, that somebody answers or has claimed the answer.
  private volatile int inside = 1;

  /// Whether the answer was claimed and given back, or was given and the event loop not told.
  private volatile boolean isGivenBack;

  /// Whether the server has answered because nobody else would.
  private volatile boolean isLeftToServer;

  /// Only used on the event loop.
  private boolean isStarted;

  private boolean isWritten;
  private @Nullable Runnable whenBodyBroken;
  private @Nullable IncomingBody arriving;

  Exchange(Connection connection, HttpServerRequest incoming, Router router) {
    this.connection = connection;
    this.incoming = incoming;
    Target target = Target.of(incoming.uri());
    String path = Percent.path(target.path());
    String method = incoming.method().name();
    this.plan =
        path == null
            ? Plan.MALFORMED_PATH
            : path.equals("*") ? router.wholeServer() : router.plan(method, path);
    this.request = new Request(this, incoming, method, target, path == null ? "" : path);
    this.response = new Response(this, incoming.response(), method);
  }

  /// Whether the body has arrived, or was left aside as too large. On the event loop.
  boolean isStarted() {
    return isStarted;
  }

  HttpServerRequest incoming() {
    return incoming;
  }

  /// Who answers when the rest of the body turns out to be malformed; null when nobody does. On the
  /// event loop.
  @Nullable Runnable whenBodyBroken() {
    return isWritten ? null : whenBodyBroken;
  }

  void whenBodyBroken(Runnable action) {
    whenBodyBroken = action;
  }

  /// How many bytes of the body are read as a whole.
  int bodyLimit(int ofServer) {
    return plan.bodyLimit(ofServer);
  }

  /// The body that is read from now on. On the event loop.
  void arriving(IncomingBody incomingBody) {
    arriving = incomingBody;
  }

  /// Nothing of the body is held any longer. On the event loop.
  void releaseBody() {
    IncomingBody held = arriving;
    if (held != null) {
      held.release();
    }
  }

  /// The server holds as much of bodies as it may: the request is answered so, without its
  /// functions. On the event loop.
  ///
  /// @param left the body, of which the rest is not read
  void refuse(Body left) {
    isStarted = true;
    body = left;
    response.problem(503, "Too many requests bring large bodies.", RETRY_AFTER);
    write();
  }

  /// Runs the functions. On the event loop.
  void start(Body arrived) {
    isStarted = true;
    body = arrived;
    switch (plan.cell()) {
      case CALL -> {
        chain();
        write();
      }
      case CALL_IN_TURN -> {
        if (Turn.PROGRAM.enterOr(this)) {
          chainInTurn();
          write();
        }
      }
      case THREAD, THREAD_IN_TURN -> {
        if (connection.isLocked()) {
          loop().execute(this::startThread);
        } else {
          startThread();
        }
      }
    }
  }

  private void startThread() {
    isDetached = !LoopThreads.isOpen();
    loop().threads().start(this);
    isDetached = true;
    write();
  }

  /// The turn came, perhaps on another loop's thread.
  @Override
  public void granted() {
    loop().execute(this);
  }

  private void chainInTurn() {
    try {
      chain();
    } finally {
      Turn.PROGRAM.leave();
    }
  }

  /// The body of the virtual thread, or what the event loop does now that it has the turn.
  @Override
  public void run() {
    switch (plan.cell()) {
      case CALL_IN_TURN -> {
        Turn.PROGRAM.begin();
        chainInTurn();
        write();
      }
      case THREAD_IN_TURN -> {
        Turn.PROGRAM.enter();
        chainInTurn();
      }
      case CALL, THREAD -> chain();
    }
  }

  private void chain() {
    try {
      step(0);
    } catch (Error error) {
      // Out of memory and the like: this request fails, the server goes on.
      Output.ERROR.line("error in handler: " + error);
      response.breakOff();
      response.problem(500, null);
    }
    response.over();
    leave();
    request.cleanUp();
    Afterwards.reached();
  }

  /// A task goes on with the functions.
  void enter() {
    INSIDE.incrementAndGet(this);
  }

  /// It has ended them.
  void leave() {
    if (INSIDE.decrementAndGet(this) == 0 && (isGivenBack || response.isGivenBack())) {
      answerUnlessClaimed();
    }
  }

  /// Who had claimed the answer gives none. Those who are inside may; when nobody is, because all
  /// have relied on the claim, the server does.
  void givenBack() {
    isGivenBack = true;
    if (inside == 0) {
      answerUnlessClaimed();
    }
  }

  private void answerUnlessClaimed() {
    if (!isLeftToServer && (!response.isAnswered() || response.isComplete())) {
      isLeftToServer = true; // Once: memory may have run out.
      response.problem(500, null);
      loop().execute(this::write);
    }
  }

  /// Runs the function at that position and, by its `next`, those after it. Errors are handled
  /// here, so whoever called `next` goes on after them.
  void step(int position) {
    Plan.Step[] steps = plan.steps();
    if (position == steps.length) {
      end();
      return;
    }
    Plan.Step step = steps[position];
    PathPattern before = request.enter(step.pattern());
    try {
      FunctionValue function = step.function();
      StaticFiles files = step.files();
      if (function instanceof Takeover takeover && plan.cell() == Plan.Cell.CALL) {
        takeover.take(request);
      } else if (function instanceof Takeover takeover) {
        takeover.call(request, response);
      } else if (function != null) {
        Next next = step.takesNext() ? new Next(this, position + 1, false) : null;
        finish(next, function.offer(request, response, next));
      } else if (files != null && !files.answer(request.pathBelow(), request, response)) {
        step(position + 1);
      }
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
      raised(Unwinding.left(thrown));
    } finally {
      request.leave(before);
    }
  }

  /// Waits for the task that a function has returned (L 12.1), and sends the result of one that has
  /// neither answered nor passed the request on (L 19.1 (7)).
  private void finish(@Nullable Next next, @Nullable Object result) {
    Object value = result;
    if (result instanceof Awaitable later && (later.isBegun() || isOpen(next))) {
      value = later.await();
    }
    if (isOpen(next)) {
      response.answer(value);
    }
  }

  private boolean isOpen(@Nullable Next next) {
    return (next == null || !next.isCalled()) && !response.isAnswered();
  }

  /// Whether the functions run while they hold the turn.
  boolean sharesState() {
    return switch (plan.cell()) {
      case CALL_IN_TURN, THREAD_IN_TURN -> true;
      case CALL, THREAD -> false;
    };
  }

  /// What happens after the last function.
  private void end() {
    if (response.isAnswered()) {
      return;
    }
    switch (plan.ending()) {
      case NOT_FOUND -> response.problem(404, null);
      case METHOD_NOT_ALLOWED -> response.problem(405, null, allow());
      case NOT_IMPLEMENTED -> response.problem(501, "There is no such method.");
      case OPTIONS -> response.empty(204, allow());
      case MALFORMED_PATH -> response.problem(400, "The path is malformed.");
    }
  }

  /// The methods that the path has.
  private Fields.Field allow() {
    return Fields.Field.of("allow", plan.allow());
  }

  /// `next(error)`.
  void fail(Object value) {
    raised(value instanceof Failure failed ? failed : Failure.of(value));
  }

  private void raised(Failure thrown) {
    response.breakOff();
    failure = thrown;
    error = thrown.value();
    int status = statusOf(thrown);
    if (status > 0 && !response.isAnswered()) {
      response.preset(status);
    }
    errorStep(0);
  }

  /// `next()` or `next(other)` of an error handler. The error that it was given keeps the place
  /// where it was raised.
  void passError(int position, @Nullable Object other) {
    if (other != null && !other.equals(error)) {
      error = other;
      failure = other instanceof Failure failed ? failed : Failure.of(other);
    }
    errorStep(position);
  }

  private void errorStep(int position) {
    Plan.Step[] steps = plan.errorSteps();
    if (position == steps.length) {
      unhandled();
      return;
    }
    Plan.Step step = steps[position];
    PathPattern before = request.enter(step.pattern());
    try {
      FunctionValue function = step.function();
      if (function != null) {
        Next next = new Next(this, position + 1, true);
        finish(next, function.offer(error, request, response, next));
      }
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
      replaceError(Unwinding.left(thrown));
      errorStep(position + 1);
    } finally {
      request.leave(before);
    }
  }

  /// An error handler has failed itself: the error that it was given is told, because nobody else
  /// will see it, and the next error handler gets the new one.
  private void replaceError(Failure thrown) {
    Failure handled = failure;
    if (handled != null && handled.value() != thrown.value() && !isFaultOfClient(handled)) {
      report(handled);
    }
    failure = thrown;
    error = thrown.value();
  }

  /// No error handler took the error: the client gets the status that goes with it, or 500;
  /// standard error gets the text, unless it is the client's fault (L 11.3).
  private void unhandled() {
    Failure thrown = failure;
    if (thrown == null) {
      return;
    }
    boolean isFaultOfClient = isFaultOfClient(thrown);
    if (!isFaultOfClient) {
      report(thrown);
    }
    int status = statusOf(thrown);
    if (!isFaultOfClient && Server.isDevelopment() && request.prefersHtml()) {
      response.errorPage(status > 0 ? status : 500, thrown);
      return;
    }
    ClientFault fault = request.fault();
    if (fault != null && fault.isOfCoding() && fault.isCauseOf(thrown)) {
      response.header("Accept-Encoding", Coding.KNOWN);
    }
    boolean tellsMore = (isFaultOfClient && !isMissing(thrown)) || Server.isDevelopment();
    response.problem(status > 0 ? status : 500, tellsMore ? thrown.message() : null);
  }

  /// Whether a file is missing: its name may say more about the server than clients should know.
  private boolean isMissing(Failure thrown) {
    ClientFault fault = request.fault();
    return fault != null && fault.status() == 404 && fault.isCauseOf(thrown);
  }

  private void report(Failure thrown) {
    if (response.isGone(thrown) || body.isCutOff(thrown)) {
      // Clients come and go.
      return;
    }
    String text = thrown.report("error in handler: ");
    if (thrown.stackLines().length == 0) {
      // The library has raised it, for what a function has returned.
      text += "  in the answer to " + request.method() + " " + request.path() + "\n";
    }
    Output.ERROR.text(text);
  }

  private boolean isFaultOfClient(Failure thrown) {
    int status = statusOf(thrown);
    return status >= 400 && status < 500;
  }

  /// The status of the answer to what the client has caused, or that the thrown value names: its
  /// member `status`, 400 to 599; and that of a server that a request was passed on to in vain. 0
  /// for other errors.
  private int statusOf(Failure thrown) {
    ClientFault fault = request.fault();
    if (fault != null && fault.isCauseOf(thrown)) {
      return fault.status();
    }
    if (body.isCauseOf(thrown)) {
      return 413;
    }
    if (thrown.value() instanceof ErrorValue raised) {
      return raised.status();
    }
    Object named =
        switch (thrown.value()) {
          case MapValue map -> map.get("status");
          case InstanceValue instance when instance.has("status") -> instance.get("status");
          case null, default -> null;
        };
    return named instanceof Long status && status >= 400 && status <= 599 ? status.intValue() : 0;
  }

  /// The response is complete. It leaves when the functions have ended or their thread parks.
  void answered() {
    if (isDetached) {
      boolean isTold = false;
      try {
        loop().execute(this::write);
        isTold = true;
      } finally {
        if (!isTold) {
          isGivenBack = true; // Told when the functions have ended.
        }
      }
    }
  }

  /// Hands the response to Vert.x, once.
  void write() {
    if (isWritten || !response.isComplete()) {
      return;
    }
    isWritten = true;
    boolean isLast = connection.endsAfterAnswer();
    if (!response.isPiped()) {
      releaseBody(); // Before the client sees the answer, and relies on it.
    }
    Future<Void> written = handOver(isLast);
    if (response.isPiped()) {
      written.onComplete(end -> written(isLast, written));
    } else {
      written(isLast, written);
    }
  }

  /// What fails here cannot be answered in another way: the client sees that there is no answer.
  private Future<Void> handOver(boolean isLast) {
    try {
      return response.write(isLast);
    } catch (RuntimeException | Error thrown) {
      Output.ERROR.line(
          "error in answer to " + request.method() + " " + request.path() + ": " + thrown);
      connection.cut(incoming);
      return Future.succeededFuture();
    }
  }

  private void written(boolean isLast, Future<Void> written) {
    connection.answered(this, incoming, body, written);
    if (isLast || connection.endsNow()) {
      connection.closeAfter(written);
    }
  }

  /// The server takes no new requests. On the event loop.
  void beginDrain() {
    response.beginDrain();
  }

  /// The client has closed its sending side. On the event loop.
  void inputEnded() {
    response.inputEnded();
  }

  /// Whether something else than functions answers, such as another server.
  boolean isTakenOver() {
    return plan.isTakenOver();
  }

  Body body() {
    return body;
  }

  Request request() {
    return request;
  }

  Response response() {
    return response;
  }

  Connection connection() {
    return connection;
  }

  private Loop loop() {
    return connection.loop();
  }
}
