package ruchy.runtime.http;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Awaitable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.engine.LoopThreads;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Body;
import ruchy.runtime.value.FunctionValue;

/// One request on its way through the functions of its plan: one task (L 12.6).
///
/// Begins on the event loop of its connection; the functions run there, or on a virtual thread, as
/// the plan's cell says. The response is written by the event loop: when the functions have ended,
/// or when a thread that has answered parks.
final class Exchange implements Runnable, Turn.Waiter {
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

  /// Only used on the event loop.
  private boolean isWritten;

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

  /// Runs the functions. On the event loop.
  void start(Body arrived) {
    body = arrived;
    switch (plan.cell()) {
      case CALL -> {
        chain();
        write();
      }
      case CALL_IN_TURN -> {
        if (Turn.PROGRAM.enterOr(this)) {
          chainInTurn();
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
    loop()
        .execute(
            () -> {
              Turn.PROGRAM.begin();
              chainInTurn();
            });
  }

  private void chainInTurn() {
    try {
      chain();
    } finally {
      Turn.PROGRAM.leave();
    }
    write();
  }

  /// The body of the virtual thread.
  @Override
  public void run() {
    boolean sharesState = plan.cell() == Plan.Cell.THREAD_IN_TURN;
    if (sharesState) {
      Turn.PROGRAM.enter();
    }
    try {
      chain();
    } finally {
      if (sharesState) {
        Turn.PROGRAM.leave();
      }
    }
  }

  private void chain() {
    try {
      step(0);
    } catch (Error error) {
      // Out of memory and the like: this request fails, the server goes on.
      Output.ERROR.line("error in handler: " + error);
      response.reopen();
      if (!response.isAnswered()) {
        response.problem(500, null);
      }
    }
    Afterwards.reached();
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
      if (function != null) {
        Next next = new Next(this, position + 1, false);
        finish(next, function.offer(request, response, next));
      } else if (files != null && !files.answer(request.pathBelow(), request, response)) {
        step(position + 1);
      }
    } catch (RuntimeException | StackOverflowError thrown) {
      raised(Failure.from(thrown));
    } finally {
      request.leave(before);
    }
  }

  /// Sends the result of a function that has neither answered nor passed the request on (L 19.1
  /// (7)).
  private void finish(Next next, @Nullable Object result) {
    if (!next.isCalled() && !response.isAnswered()) {
      Object value = result instanceof Awaitable task ? task.await() : result;
      if (!response.isAnswered()) {
        response.answer(value);
      }
    }
  }

  /// What happens after the last function.
  private void end() {
    if (response.isAnswered()) {
      return;
    }
    switch (plan.ending()) {
      case NOT_FOUND -> response.problem(404, null);
      case METHOD_NOT_ALLOWED -> {
        response.allow(plan.allow());
        response.problem(405, null);
      }
      case OPTIONS -> {
        response.allow(plan.allow());
        response.empty(204);
      }
      case MALFORMED_PATH -> response.problem(400, "The path is malformed.");
    }
  }

  /// `next(error)`.
  void fail(Object value) {
    raised(value instanceof Failure failed ? failed : Failure.of(value));
  }

  private void raised(Failure thrown) {
    failure = thrown;
    error = thrown.value();
    ClientFault fault = request.fault();
    if (fault != null && fault.isCauseOf(thrown) && !response.isAnswered()) {
      response.preset(fault.status());
    }
    errorStep(0);
  }

  /// `next()` or `next(other)` of an error handler.
  void passError(int position, @Nullable Object other) {
    if (other != null) {
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
    } catch (RuntimeException | StackOverflowError thrown) {
      failure = Failure.from(thrown);
      error = failure.value();
      errorStep(position + 1);
    } finally {
      request.leave(before);
    }
  }

  /// No error handler took the error: the client gets 500, or what it did wrong; standard error
  /// gets the text (L 11.3).
  private void unhandled() {
    Failure thrown = failure;
    if (thrown == null) {
      return;
    }
    ClientFault fault = request.fault();
    if (fault != null && fault.isCauseOf(thrown)) {
      if (!response.isAnswered()) {
        response.problem(fault.status(), thrown.message());
      }
      return;
    }
    Output.ERROR.text(thrown.report("error in handler: "));
    if (!response.isAnswered()) {
      response.problem(500, Server.isDevelopment() ? thrown.message() : null);
    }
  }

  /// The response is complete. It leaves when the functions have ended or their thread parks.
  void answered() {
    if (isDetached) {
      loop().execute(this::write);
    }
  }

  /// Hands the response to Vert.x, once.
  private void write() {
    if (isWritten || !response.isAnswered()) {
      return;
    }
    isWritten = true;
    response.write();
    connection.answered(this, incoming, body);
  }

  Body body() {
    return body;
  }

  Request request() {
    return request;
  }

  Connection connection() {
    return connection;
  }

  private Loop loop() {
    return connection.loop();
  }
}
