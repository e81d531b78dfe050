package ruchy.runtime.ws;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Awaitable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.engine.Unwinding;
import ruchy.runtime.value.FunctionValue;

/// The events of one conversation. The functions of the program that wait for one are called one
/// after the other, and the next event comes when they have returned (L 12.6): on the event loop if
/// they do not wait, else on a virtual thread; with the turn if they share state. Only used on the
/// event loop.
final class Mailbox implements Turn.Waiter, Runnable {
  /// When events of this weight wait, nothing more is read from the connection, until they have
  /// half of it.
  private static final int FULL = 64 << 10;

  private final Conversation conversation;
  private final Loop loop;
  private final ArrayDeque<Event> queue = new ArrayDeque<>(2);

  /// Who waits for messages (`recv`), in the order of asking.
  private final ArrayDeque<Outcome<Event>> receivers = new ArrayDeque<>(0);

  private int weight;
  private boolean isHeld;
  private boolean isBusy;
  private Event.@Nullable Ended ended;

  /// What is called when the turn comes.
  private @Nullable Event current;

  private List<FunctionValue> functions = List.of();

  /// @param isHeld whether no event is delivered before `release`
  Mailbox(Conversation conversation, Loop loop, boolean isHeld) {
    this.conversation = conversation;
    this.loop = loop;
    this.isHeld = isHeld;
  }

  Loop loop() {
    return loop;
  }

  /// The task that has made the socket waits, or has ended.
  void release() {
    isHeld = false;
    advance();
  }

  /// Adds an event.
  void post(Event event) {
    queue.add(event);
    weight += event.weight();
    if (weight > FULL) {
      conversation.read(false);
    }
    advance();
  }

  /// Delivers what waits, as far as that is possible now.
  void advance() {
    while (!queue.isEmpty()) {
      serveReceivers();
      Event next = queue.peek();
      if (next == null || isBusy || isHeld) {
        return;
      }
      if (next instanceof Event.Received && conversation.isQuiet()) {
        if (queue.peekLast() instanceof Event.Ended) {
          // Perhaps nobody will ever ask for what is left, and nothing may wait for that.
          conversation.spent();
        }
        return;
      }
      remove(next);
      deliver(next);
    }
  }

  /// Gives messages to who has asked for them, and the end: also while a function for events runs,
  /// which may be the one that asks.
  private void serveReceivers() {
    while (!receivers.isEmpty()) {
      switch (firstForReceivers()) {
        case Event.Received message -> {
          // Who has given up just now does not get it.
          if (receivers.remove().complete(message)) {
            remove(message);
          }
        }
        case Event.Ended end -> endReceivers(end);
        case null, default -> {
          return;
        }
      }
    }
  }

  private @Nullable Event firstForReceivers() {
    for (Event each : queue) {
      if (each instanceof Event.Received || each instanceof Event.Ended) {
        return each;
      }
    }
    return ended;
  }

  private void remove(Event event) {
    queue.remove(event);
    int before = weight;
    weight -= event.weight();
    if (before > FULL / 2 && weight <= FULL / 2) {
      conversation.read(true);
    }
  }

  /// Gives the next message to who asks, or the end when there will be none.
  void take(Outcome<Event> outcome) {
    receivers.add(outcome);
    serveReceivers();
    advance();
  }

  /// Who has asked for a message no longer waits for it.
  void withdraw(Outcome<Event> outcome) {
    receivers.remove(outcome);
  }

  private void endReceivers(Event.Ended end) {
    for (var each = receivers.poll(); each != null; each = receivers.poll()) {
      each.complete(end);
    }
  }

  private void deliver(Event event) {
    if (event instanceof Event.Ended end) {
      ended = end;
      endReceivers(end);
    }
    if (event instanceof Event.Joined) {
      conversation.joined();
    }
    List<FunctionValue> called = conversation.functions(event);
    if (called.isEmpty()) {
      conversation.unheard(event);
      delivered(event);
      return;
    }
    isBusy = true;
    boolean waits = false;
    boolean shares = false;
    for (FunctionValue function : called) {
      waits |= function.waits();
      shares |= function.shares();
    }
    if (waits) {
      boolean sharesState = shares;
      loop.threads().start(() -> run(event, called, sharesState));
    } else if (!shares) {
      call(event, called);
      returned(event);
    } else if (Turn.PROGRAM.enterOr(this)) {
      callInTurn(event, called);
      returned(event);
    } else {
      current = event;
      functions = called;
    }
  }

  /// The turn came, perhaps on another loop's thread.
  @Override
  public void granted() {
    loop.execute(this);
  }

  /// What the event loop does now that it has the turn.
  @Override
  public void run() {
    Event event = current;
    Turn.PROGRAM.begin();
    if (event == null) {
      Turn.PROGRAM.leave();
      return;
    }
    current = null;
    callInTurn(event, functions);
    returned(event);
    advance();
  }

  private void callInTurn(Event event, List<FunctionValue> called) {
    try {
      call(event, called);
    } finally {
      Turn.PROGRAM.leave();
    }
  }

  /// The body of the virtual thread.
  private void run(Event event, List<FunctionValue> called, boolean sharesState) {
    if (sharesState) {
      Turn.PROGRAM.enter();
    }
    try {
      call(event, called);
    } finally {
      if (sharesState) {
        Turn.PROGRAM.leave();
      }
    }
    loop.execute(
        () -> {
          returned(event);
          advance();
        });
  }

  private void call(Event event, List<FunctionValue> called) {
    for (FunctionValue function : called) {
      try {
        if (conversation.call(function, event) instanceof Awaitable later && later.isBegun()) {
          later.await();
        }
      } catch (Throwable thrown) {
        Output.ERROR.text(Unwinding.left(thrown).report("error in handler: "));
        conversation.raised(event);
      }
    }
    Afterwards.reached();
  }

  private void returned(Event event) {
    isBusy = false;
    delivered(event);
  }

  private void delivered(Event event) {
    if (event instanceof Event.Ended) {
      conversation.done();
    }
  }
}
