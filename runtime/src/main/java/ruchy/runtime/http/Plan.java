package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;

/// What is called for a request with one method and one set of matching routes, in the order of
/// registration. Made once for each such set, then only read.
final class Plan {
  /// How the functions of the plan may run (the four cells of the design).
  enum Cell {
    /// A plain call on the event loop.
    CALL,
    /// A plain call on the event loop that holds the turn.
    CALL_IN_TURN,
    /// On a virtual thread.
    THREAD,
    /// On a virtual thread that holds the turn and gives it up at every wait.
    THREAD_IN_TURN
  }

  /// What happens when the last function calls `next()`.
  enum Ending {
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    NOT_IMPLEMENTED,
    OPTIONS,
    MALFORMED_PATH
  }

  /// For a path that cannot be decoded: no function sees it.
  static final Plan MALFORMED_PATH = new Plan(List.of(), List.of(), Ending.MALFORMED_PATH, "", -1);

  /// One function of the chain, or files to serve.
  ///
  /// @param takesNext whether the function has a parameter for `next`
  record Step(
      PathPattern pattern,
      @Nullable FunctionValue function,
      @Nullable StaticFiles files,
      boolean takesNext) {
    static Step of(PathPattern pattern, FunctionValue function) {
      // Most functions of routes have no third parameter.
      return new Step(pattern, function, null, function.takes(3));
    }
  }

  private final Step[] steps;
  private final Step[] errorSteps;
  private final Ending ending;
  private final String allow;
  private final Cell cell;
  private final int bodyLimit;
  private final boolean isTakenOver;

  private Plan(
      List<Step> steps, List<Step> errorSteps, Ending ending, String allow, int bodyLimit) {
    this.steps = steps.toArray(new Step[0]);
    this.errorSteps = errorSteps.toArray(new Step[0]);
    this.ending = ending;
    this.allow = allow;
    this.cell = cellOf(steps, errorSteps);
    this.isTakenOver = steps.stream().anyMatch(step -> step.function() instanceof Takeover);
    this.bodyLimit = isTakenOver ? 0 : bodyLimit;
  }

  /// The plan for requests of that method which exactly these routes match by path.
  static Plan of(String method, List<Route> matching) {
    Methods methods = Methods.of(matching);
    List<Step> steps = new ArrayList<>();
    List<Step> errorSteps = new ArrayList<>();
    int bodyLimit = -1;
    for (Route route : matching) {
      switch (route) {
        case Route.BodyLimit limit -> bodyLimit = limit.bytes();
        case Route.Group group -> {}
        case Route.Handlers handlers -> {
          if (methods.answers(handlers.method(), method)) {
            for (FunctionValue function : handlers.functions()) {
              List<Step> kind = isErrorHandler(function) ? errorSteps : steps;
              kind.add(Step.of(handlers.pattern(), function));
            }
          }
        }
        case Route.Middleware middleware ->
            steps.add(Step.of(middleware.pattern(), middleware.function()));
        case Route.OnError handler ->
            errorSteps.add(Step.of(handler.pattern(), handler.function()));
        case Route.Files files -> {
          if (method.equals("GET") || method.equals("HEAD")) {
            steps.add(new Step(files.pattern(), null, files.files(), false));
          }
        }
      }
    }
    return new Plan(steps, errorSteps, methods.ending(method), methods.allow(), bodyLimit);
  }

  /// The plan that only tells the methods.
  static Plan options(Methods methods) {
    return new Plan(List.of(), List.of(), Ending.OPTIONS, methods.allow(), -1);
  }

  /// Whether the number of parameters makes the function an error handler: `(err, req, res, next)`.
  static boolean isErrorHandler(FunctionValue function) {
    return function.minimumArity() == 4;
  }

  /// The function, if it can be a middleware or the function of a route.
  static FunctionValue checkedHandler(FunctionValue function) {
    if (function.minimumArity() > 3) {
      throw Failure.argumentError(
          "A function for requests takes (req, res, next), and one for errors (err, req, res,"
              + " next)");
    }
    return function;
  }

  /// A chain waits or shares when one of its functions does; the functions that `next()` runs are
  /// in it themselves.
  private static Cell cellOf(List<Step> steps, List<Step> errorSteps) {
    boolean waits = false;
    boolean shares = false;
    for (List<Step> kind : List.of(steps, errorSteps)) {
      for (Step step : kind) {
        FunctionValue function = step.function();
        // One that takes the request over is waited for by those before it alone.
        waits |=
            function == null
                || function.waits()
                || (function instanceof Takeover && steps.size() > 1);
        shares |= function != null && function.shares();
      }
    }
    if (waits) {
      return shares ? Cell.THREAD_IN_TURN : Cell.THREAD;
    }
    return shares ? Cell.CALL_IN_TURN : Cell.CALL;
  }

  Step[] steps() {
    return steps;
  }

  Step[] errorSteps() {
    return errorSteps;
  }

  Ending ending() {
    return ending;
  }

  /// The methods of the `Allow` field (RFC 9110, section 10.2.1).
  String allow() {
    return allow;
  }

  /// How many bytes of a body are read as a whole, or the server's own limit.
  int bodyLimit(int ofServer) {
    return bodyLimit < 0 ? ofServer : bodyLimit;
  }

  Cell cell() {
    return cell;
  }

  /// Whether one of the functions is a `Takeover`.
  boolean isTakenOver() {
    return isTakenOver;
  }
}
